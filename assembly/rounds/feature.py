"""Rounds: proposals, hours promised to them, and the pot that divides itself by these."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.fragments import Fragment
from assembly.live.places import PlaceKind
from assembly.people.readings.names import numbered_names
from assembly.rounds import news
from assembly.rounds.actions.rounds import first_round, follow_step, may_move
from assembly.rounds.readings.slides import closing_slide, pledging_slide, pot_slide, reopening_slide
from assembly.rounds.readings.standing import changes_at, problems_before, standing
from assembly.rounds.web import allocation, pledges, proposal_changes, proposals
from assembly.rounds.web import rounds as numbered

rounds = Feature(
    "rounds",
    blueprints=(proposals.bp, proposal_changes.bp, pledges.bp, allocation.bp, numbered.bp),
    fragments={
        "round-cards": Fragment("rounds/_cards.html", (PHONES,), lambda reading: (reading.ask(standing),), always=True),
        "round-split": Fragment("rounds/_split.html", (PHONES,), lambda reading: (reading.ask(standing),), always=True),
        "round-rule": Fragment("rounds/_rule.html", (PHONES,), lambda reading: (reading.ask(standing),), always=True),
        "round-points": Fragment(
            "rounds/_points.html", (PHONES,), lambda reading: (reading.ask(standing),), always=True
        ),
        "round-rows": Fragment("rounds/_rows.html", (DESK,), lambda reading: (reading.ask(standing),), always=True),
        "gathering-badge": Fragment(
            "rounds/_badge.html", (WALL,), lambda reading: (reading.ask(standing),), always=True
        ),
        "proposal-*-tally": Fragment(
            "rounds/_tally.html", (PHONES,), lambda reading, line: (line, reading.ask(standing)), always=True
        ),
        "proposal-*-more": Fragment(
            "rounds/_more.html", (PHONES,), lambda reading, line: (line, reading.ask(standing))
        ),
        "proposal-*-wants": Fragment(
            "rounds/_wants.html", (PHONES,), lambda reading, line: (line, reading.ask(numbered_names))
        ),
        "proposal-*-proposer": Fragment("rounds/_proposer.html", (PHONES,), lambda reading, line: (line,)),
    },
    records={"proposal": lambda reading: reading.ask(standing).lines},
    steps=(
        StepKind(
            "pledging",
            N_("Give hours"),
            N_("Pick the work you will really do. Money comes later."),
            minutes=20,
            phone=lambda reading, me: proposals.list_page(reading, me, "now"),
            slide=pledging_slide,
            controls="rounds/_pledging_controls.html",
            problems=problems_before,
            waits=lambda reading: reading.ask(standing).reopening or reading.ask(standing).hidden,
        ),
        StepKind(
            "allocation",
            N_("The pot"),
            N_("Watch the pot divide itself. You can still change your hours."),
            minutes=10,
            phone=allocation.pot_page,
            slide=pot_slide,
            controls="rounds/_pot_controls.html",
            problems=problems_before,
            waits=lambda reading: reading.ask(standing).reopening or not reading.place.allocation.locked,
        ),
        StepKind(
            "closing",
            N_("What we decided"),
            N_("Thank you. Here is what we decided together."),
            minutes=10,
            phone=allocation.closing_page,
            slide=closing_slide,
            controls="rounds/_closing_controls.html",
            waits=lambda reading: reading.ask(standing).reopening,
        ),
    ),
    places=(
        PlaceKind(
            "g",
            Gathering,
            changes_at=changes_at,
            clock={PHONES: ["gathering-step"], WALL: ["gathering-slide", "gathering-badge"]},
            clock_nudges={DESK: ["controls"]},
        ),
    ),
    notice=reopening_slide,
    begins=first_round,
    may_move=may_move,
    moves=follow_step,
    moved=news.count_if_needed,
)
