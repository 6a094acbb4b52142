"""Start an assembly and its gatherings; move through the steps; hold the wall; close the door."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import gettext
from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import DoorClosed, Freeze, Gathering, SlipsAsked, Step
from assembly.gatherings.rules.crowding import check_expected, check_heads
from assembly.gatherings.steps import hooks, kinds
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import now, this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_, Refusal, RuleBroken
from assembly.kernel.rules.codes import WORDS
from assembly.kernel.rules.texts import needed, one_line

LONGEST_NAME = 80
LONGEST_PLACE = 40  # it stands in the foot of a wall, behind other words
MOST_PAGES = 100


class Planned(NamedTuple):
    """A step of an evening; title, words to say and minutes are those of its kind, unless the evening has others."""

    kind: str
    title: str = ""
    say: str = ""
    minutes: int = 0
    picture: str = ""


# the kinds of gathering, each with its steps; the two long ones as practice has them
EVENINGS: dict[str, tuple[Planned, ...]] = {
    "congress": (
        Planned("doors"),
        Planned("board"),
        Planned("presenting"),
        Planned("pledging"),
        Planned("allocation"),
        Planned("closing"),
    ),
    "mapping": (
        Planned("doors"),
        Planned("board"),
        Planned("reading"),
        Planned("closing", N_("What we have"), N_("Thank you. Here is what we have together.")),
    ),
    "mapping-gathering": (
        Planned("doors"),
        Planned("welcome"),
        Planned("pairs"),
        Planned("board"),
        Planned("reading"),
        Planned("needs", minutes=10),
        Planned("break"),
        Planned("clusters", minutes=18),
        Planned("stars", minutes=5),
        Planned("pods", minutes=23),
        Planned("readback", minutes=8),
        Planned("checkout", minutes=4),
        Planned("closing", N_("What we have"), N_("Thank you. Here is what we have together.")),
    ),
    "quarterly-congress": (
        Planned("doors"),
        Planned("promises", minutes=10),
        Planned("metrics", minutes=10),
        Planned("presenting", minutes=48),
        Planned("break", minutes=15),
        Planned("temperature", minutes=7),
        Planned("pledging", minutes=18),
        Planned("gaps", minutes=8),
        Planned("shifts", minutes=4),
        Planned("allocation", minutes=8),
        Planned("objections", minutes=4),
        Planned("rotation", minutes=5),
        Planned("victories", minutes=3),
        Planned("ceremony", minutes=2, picture="bread"),
        Planned("checkout", minutes=3),
        Planned("closing"),
    ),
    "round": (Planned("doors"), Planned("pledging"), Planned("allocation"), Planned("closing")),
}


class SomebodyElseMoved(Refusal):
    """Two pressed at once, and the other was first."""

    status = 409
    sentence = N_("Somebody else moved first. The page shows where we are now.")


def start_assembly(operator: Grant, name: str, currency: str, exponent: int, time_zone: str) -> Assembly:
    """A lasting body. `currency` is an ISO 4217 code with `exponent` decimals. Does not commit: a gathering follows."""
    assembly = Assembly(
        name=needed(name, LONGEST_NAME, N_("Please give the assembly a name.")),
        currency=currency,
        exponent=exponent,
        time_zone=time_zone,
    )
    db.session.add(assembly)
    db.session.add(Grant(role="steward", assembly=assembly, device=operator.device))
    return assembly


def start_gathering(
    assembly: Assembly, steward: Grant, name: str, kind: str = "round", press: Press | None = None
) -> Gathering:
    """Start a gathering (`kind`: one of EVENINGS) with its steps and first round; whoever starts it facilitates it."""
    if kind not in EVENINGS:
        raise RuleBroken(N_("Please pick what kind of evening it is."))
    gathering = Gathering(
        name=needed(name, LONGEST_NAME, N_("Please give the evening a name.")),
        code=unused_code(),
        kind=kind,
        assembly=assembly,
    )
    gathering.steps.extend(_step(position, planned) for position, planned in enumerate(EVENINGS[kind]))
    facilitator = Grant(role="facilitator", gathering=gathering, device=steward.device)
    db.session.add_all([gathering, facilitator])
    for begin in hooks.begins:
        begin(gathering)
    db.session.flush()
    row = record("gathering started", gathering, by=facilitator, name=sealed(gathering.name, gathering.salt))
    remember(steward.device, press, row.seq)
    db.session.commit()
    return gathering


def move_step(facilitator: Grant, gathering: Gathering, to: int, at: int, step: int | None = None) -> Gathering:
    """Move from step `at` to step `to`. SomebodyElseMoved when no longer at `at`, or when another `step` (its number)
    stands there since the agenda was changed; RuleBroken when a feature refuses."""
    if gathering.position != at:
        raise SomebodyElseMoved
    if step is not None and step not in [each.number for each in gathering.steps if each.position == to]:
        raise SomebodyElseMoved
    if to not in [step.position for step in (gathering.next_step, gathering.last_step) if step]:
        raise RuleBroken(N_("There is no such step. Please reload this page."))
    for may_move in hooks.may_move:
        may_move(gathering, gathering.steps[to])
    come_to(gathering, gathering.steps[to])
    end_presentations(gathering)
    for move in hooks.moves:
        move(facilitator, gathering)
    record("step moved", gathering, by=facilitator, to=to, step=gathering.step.kind)
    db.session.commit()
    return gathering


def come_to(gathering: Gathering, step: Step) -> None:
    """The room is at `step` now, and its clock starts. Does not commit: it is part of what follows."""
    gathering.position, gathering.page, gathering.agenda_shown = step.position, 1, False
    step.started_at = now()


def turn_page(facilitator: Grant, gathering: Gathering, to: int, press: Press | None = None) -> Gathering:
    """Show page `to` of what does not fit on one wall; a page beyond the last shows the last."""
    if happened(facilitator.device, press):
        return gathering
    if not 1 <= to <= MOST_PAGES:
        raise RuleBroken(N_("There is no such page on the wall."))
    gathering.page = to
    row = record("wall page turned", gathering, by=facilitator, to=to)
    remember(facilitator.device, press, row.seq)
    db.session.commit()
    return gathering


def freeze_wall(facilitator: Grant, gathering: Gathering) -> Gathering:
    return _begin(gathering.frozen, Freeze, gathering, "wall frozen", facilitator)


def thaw_wall(facilitator: Grant, gathering: Gathering) -> Gathering:
    return _end(gathering.freezes, gathering, "wall moving again", facilitator)


def close_door(facilitator: Grant, gathering: Gathering) -> Gathering:
    """Nobody new comes in; those inside stay."""
    return _begin(gathering.door_closed, DoorClosed, gathering, "door closed", facilitator)


def reopen_door(facilitator: Grant, gathering: Gathering) -> Gathering:
    return _end(gathering.door_closures, gathering, "door opened", facilitator)


def renew_code(facilitator: Grant, gathering: Gathering, press: Press | None = None) -> Gathering:
    """A new code for the door; the old one opens nothing any more."""
    if not happened(facilitator.device, press):
        gathering.code = unused_code()
        row = record("code renewed", gathering, by=facilitator)
        remember(facilitator.device, press, row.seq)
    db.session.commit()
    return gathering


def describe_wifi(facilitator: Grant, gathering: Gathering, name: str, password: str) -> Gathering:
    """The hall's network, for a second QR on the wall and on the cards. No name takes it away. RuleBroken."""
    gathering.wifi_name = one_line(name, 32)
    gathering.wifi_password = one_line(password, 63) if gathering.wifi_name else ""
    if gathering.wifi_password and len(gathering.wifi_password) < 8:
        raise RuleBroken(N_("A Wi-Fi password has at least 8 characters. Leave it empty for an open network."))
    record("wifi described", gathering, by=facilitator, name=sealed(gathering.wifi_name, gathering.salt))
    db.session.commit()
    return gathering


def expect_people(facilitator: Grant, gathering: Gathering, people: int) -> Gathering:
    """How many will come, as a host guesses: limits follow from it. RuleBroken."""
    check_expected(people)
    gathering.expected = people
    record("people expected", gathering, by=facilitator, people=people)
    db.session.commit()
    return gathering


def set_next_date(facilitator: Grant, gathering: Gathering, written: str) -> Gathering:
    """When and where we meet again, as people say it; nothing takes it away. RuleBroken when too long."""
    gathering.next_date = one_line(written, 80)
    record("next date set", gathering, by=facilitator, next=sealed(gathering.next_date, gathering.salt))
    db.session.commit()
    return gathering


def set_meeting_place(facilitator: Grant, gathering: Gathering, written: str) -> Gathering:
    """Where those meet whose proposal got nothing, as people say it; nothing takes it away. RuleBroken."""
    gathering.meeting_place = one_line(written, LONGEST_PLACE)
    record("meeting place set", gathering, by=facilitator, where=sealed(gathering.meeting_place, gathering.salt))
    db.session.commit()
    return gathering


def count_heads(facilitator: Grant, gathering: Gathering, heads: int) -> Gathering:
    """How many are in the hall, as somebody counted them; zero forgets it. RuleBroken."""
    check_heads(heads)
    gathering.heads = heads or None
    record("heads counted", gathering, by=facilitator, heads=heads)
    db.session.commit()
    return gathering


def ask_slips(facilitator: Grant, gathering: Gathering) -> Gathering:
    """From now on everybody who comes in with a phone needs a slip of their own; those inside stay."""
    return _begin(gathering.by_slip, SlipsAsked, gathering, "door slips asked", facilitator)


def end_slips(facilitator: Grant, gathering: Gathering) -> Gathering:
    """The code alone opens the door again; slips that were not used still do."""
    return _end(gathering.slip_askings, gathering, "door slips ended", facilitator)


def _step(position: int, planned: Planned) -> Step:
    kind = kinds[planned.kind]
    title, say = planned.title or kind.title, planned.say or kind.say
    return Step(
        number=position + 1,
        position=position,
        kind=kind.name,
        title=gettext(title),
        say=gettext(say),
        minutes=planned.minutes or kind.minutes,
        picture=planned.picture,
    )


def unused_code() -> str:
    """A word and two digits that no gathering has."""
    while True:
        code = f"{secrets.choice(WORDS)} {secrets.randbelow(90) + 10}"
        if db.session.scalar(select(Gathering.id).where(Gathering.code == code)) is None:
            return code


def end_presentation(facilitator: Grant, gathering: Gathering) -> Gathering:
    """Nobody has the floor. Doing it twice changes nothing."""
    take_floor(facilitator, gathering)
    db.session.commit()
    return gathering


def take_floor(facilitator: Grant, gathering: Gathering) -> None:
    """From whoever has it. Does not commit: it may be part of something else."""
    if gathering.presentation:
        record("presentation ended", gathering, by=facilitator, proposal=gathering.presentation.proposal.number)
        end_presentations(gathering)


def end_presentations(gathering: Gathering) -> None:
    """Whoever has the floor sits down. Does not commit: it is part of what follows."""
    presentation = gathering.presentation
    if presentation:
        presentation.ended_at = now()
        db.session.flush()


def _begin(
    already: bool, kind: type[Freeze | DoorClosed | SlipsAsked], gathering: Gathering, what: str, by: Grant
) -> Gathering:
    if not already:
        db.session.add(kind(gathering=gathering, by=by))
        record(what, gathering, by=by)
    db.session.commit()
    return gathering


def _end(spans: Sequence[Freeze | DoorClosed | SlipsAsked], gathering: Gathering, what: str, by: Grant) -> Gathering:
    for span in spans:
        if span.running:
            span.ended_at = this_minute()
            record(what, gathering, by=by)
    db.session.commit()
    return gathering
