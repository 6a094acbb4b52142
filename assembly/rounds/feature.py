"""Rounds: proposals, hours promised to them, and the pot that divides itself by these."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import Section, StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.fragments import Fragment
from assembly.live.places import PlaceKind
from assembly.people.readings.names import numbered_names
from assembly.rounds import news
from assembly.rounds.actions.roles import forget_all_beside, forget_beside
from assembly.rounds.actions.rounds import first_round, follow_step, may_move
from assembly.rounds.readings.document import proposals_told
from assembly.rounds.readings.gaps import gaps
from assembly.rounds.readings.shifts import shifts as first_shifts
from assembly.rounds.readings.slides import (
    closing_slide,
    gaps_slide,
    pledging_slide,
    pot_slide,
    reopening_slide,
    shifts_slide,
)
from assembly.rounds.readings.standing import changes_at, problems_before, standing
from assembly.rounds.readings.tables import roles
from assembly.rounds.web import allocation, offers, pledges, proposal_changes, proposals, shifts
from assembly.rounds.web import rounds as numbered

rounds = Feature(
    "rounds",
    blueprints=(proposals.bp, proposal_changes.bp, pledges.bp, allocation.bp, numbered.bp, offers.bp, shifts.bp),
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
        "proposal-*-offers": Fragment(
            "rounds/_offers.html", (PHONES,), lambda reading, line: (line, reading.ask(standing)), always=True
        ),
        "round-unsaid": Fragment(
            "rounds/_unsaid.html", (DESK,), lambda reading: (reading.ask(first_shifts),), always=True
        ),
        "round-gaps": Fragment("rounds/_gaps.html", (PHONES,), lambda reading: (reading.ask(gaps),), always=True),
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
            once=True,
            leads_to="allocation",
        ),
        StepKind(
            "gaps",
            N_("What is still missing"),
            N_("Look at what is missing. What can you add, or offer if others join?"),
            minutes=8,
            phone=offers.gaps_page,
            slide=gaps_slide,
            controls="rounds/_pledging_controls.html",
            problems=problems_before,
            waits=lambda reading: reading.ask(standing).reopening or reading.ask(standing).hidden,
            once=True,
            after=("pledging",),
        ),
        StepKind(
            "shifts",
            N_("The first shift"),
            N_("Your first hour is soon? Say on your phone whether you come."),
            minutes=4,
            phone=shifts.shifts_page,
            slide=shifts_slide,
            controls="rounds/_shifts_controls.html",
            shows=lambda reading: reading.ask(first_shifts),
            problems=problems_before,
            waits=lambda reading: reading.ask(standing).reopening or reading.ask(standing).hidden,
            once=True,
            after=("pledging",),
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
            once=True,
            after=("pledging",),
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
            once=True,
            timed=False,
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
    document=(Section("rounds/_proposals_told.html", proposals_told),),
    tables={"roles": roles},
    forgets_person=forget_beside,
    forgets_names=forget_all_beside,
    notice=reopening_slide,
    begins=first_round,
    may_move=may_move,
    moves=follow_step,
    moved=news.count_if_needed,
)
