"""Come in, say a name, change it."""

from collections.abc import Iterable

from sqlalchemy import Select, delete, func, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.rules.crowding import newcomers_a_minute
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.keys import known_device
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import this_minute
from assembly.kernel.models.identity import Device, Grant
from assembly.kernel.readings import next_number
from assembly.kernel.rules import N_, Refusal
from assembly.kernel.rules.codes import normal_code
from assembly.kernel.rules.refusals import DoorIsFull
from assembly.kernel.rules.texts import one_line, plainly
from assembly.people.actions.door_slips import door_slip_of
from assembly.people.models import LONGEST_PLAIN, DoorSlip, NameHidden, Participant
from assembly.people.rules import check_name, check_pretend

LONGEST_NAME = 40


class DoorIsClosed(Refusal):
    """Somebody outside asked for what is inside."""

    status = 403
    page = "people/type.html"
    sentence = N_("This phone is not in here. Type the code from the wall, or ask a host.")


class UnknownCode(DoorIsClosed):
    """Nobody's code, or one that was renewed: nobody can tell which."""

    sentence = N_("This code is not known here. Look at the wall once more, or ask a host.")


class NobodyNew(DoorIsClosed):
    """The code is right, and the door was closed."""

    sentence = N_("This door is closed: nobody new comes in now. Ask a host.")


class NeedsSlip(DoorIsClosed):
    """The code is right, and tonight it is not enough."""

    sentence = N_("Tonight everybody comes in with a slip of their own. Scan yours, or type the code that is on it.")


class SlipUsed(DoorIsClosed):
    """A slip's code, brought once more."""

    sentence = N_("This slip was used already: it lets one person in, once. Ask at the door for another.")


def come_in(
    gathering: Gathering, token_hash: str, code: str, name: str, pretend: bool = False, first_time: bool = False
) -> Participant:
    """Make the device a participant; again keeps who I am. `pretend`: in a rehearsal. `first_time`: as they ticked it.

    RuleBroken when pretend people come to an evening that counts; UnknownCode, NobodyNew, NeedsSlip, SlipUsed.
    """
    if pretend:
        check_pretend(gathering.rehearsal)
    device = known_device(token_hash)
    me = participant_of(gathering, device)
    if me is None:
        me = _enter(gathering, device, code)
        me.name, me.just_came = chosen_name(gathering, name), True  # type: ignore[misc]
        me.first_time = first_time
        record("came in", gathering, by=me, name=sealed(me.name, me.salt))
        wait_for_a_look(me)
    elif (chosen := chosen_name(gathering, name)) and chosen != me.name:
        me.name = chosen
        record("name changed", gathering, by=me, name=sealed(chosen, me.salt))
        wait_for_a_look(me)
    db.session.commit()
    return me


def change_name(me: Participant, name: str, press: Press | None = None) -> Participant:
    """Another name, or none. RuleBroken when it cannot be a name, KeyReused on a key's second request."""
    if happened(me.device, press):
        return me
    me.name = chosen_name(me.gathering, name)
    row = record("name changed", me.gathering, by=me, name=sealed(me.name, me.salt))
    remember(me.device, press, row.seq)
    wait_for_a_look(me)
    db.session.commit()
    return me


def chosen_name(gathering: Gathering, written: str) -> str | None:
    """What somebody wants to be called; None for nothing. RuleBroken when it is too long or cannot be a name here."""
    name = one_line(written, LONGEST_NAME) or None
    if name:
        check_name(gathering.forgotten, name)
    return name


def hide_name(facilitator: Grant, person: Participant) -> Participant:
    """Take a name off every screen but its owner's. Doing it twice changes nothing."""
    if not person.hidden or person.waiting:
        for hiding in person.hidings:
            hiding.ended_at = hiding.ended_at or this_minute()
        db.session.add(NameHidden(participant=person, by=facilitator))
        record("name hidden", person.gathering, by=facilitator, person=person.ledger_id)
    db.session.commit()
    return person


def show_name(facilitator: Grant, person: Participant) -> Participant:
    """Put it back."""
    for hiding in person.hidings:
        if hiding.ended_at is None:
            hiding.ended_at = this_minute()
            record("name shown again", person.gathering, by=facilitator, person=person.ledger_id)
    db.session.commit()
    return person


def participant_of(gathering: Gathering, device: Device) -> Participant | None:
    if device in db.session.new:
        return None
    mine = (Participant.gathering_id == gathering.id, Participant.device_id == device.id)
    return db.session.scalar(select(Participant).where(*mine))


def check_door(gathering: Gathering, code: str) -> DoorSlip | None:
    """May somebody who types this code come in? With which slip? UnknownCode, NobodyNew, NeedsSlip, SlipUsed."""
    slip = door_slip_of(code)
    if slip is None and normal_code(code) != gathering.code:
        raise UnknownCode
    if slip is not None and slip.gathering is not gathering:
        raise UnknownCode
    if gathering.door_closed:
        raise NobodyNew
    if slip is None and gathering.by_slip:
        raise NeedsSlip
    if slip is not None and slip.used_at:
        raise SlipUsed
    return slip


def _enter(gathering: Gathering, device: Device, code: str) -> Participant:
    slip = check_door(gathering, code)
    if not gathering.rehearsal and came_lately(gathering) >= newcomers_a_minute(gathering.expected):
        raise DoorIsFull
    me = Participant(number=next_number(Participant, gathering), name=None, gathering=gathering, device=device)
    db.session.add(me)
    if slip is not None:
        slip.used_at = this_minute()
    db.session.flush()
    return me


def came_lately(gathering: Gathering) -> int:
    """People who came in this minute by the clock, with a phone of their own."""
    mine = (Participant.gathering_id == gathering.id, Participant.entered_by_id.is_(None))
    lately = select(func.count(Participant.id)).where(*mine, Participant.came_in_at >= this_minute())
    return db.session.scalar(lately) or 0


def namesakes(gathering: Gathering, name: str) -> Select[Participant]:
    """Who is here under this name, however it is written: with accents or without, in whatever letters."""
    alike = (Participant.gathering_id == gathering.id, Participant.plain_name == plainly(name)[:LONGEST_PLAIN])
    return select(Participant).where(*alike).order_by(Participant.number)


def forget_devices(devices: Iterable[int]) -> None:
    """Those that are nobody's any more, in any gathering. Does not commit: it is part of something else."""
    people, grants = select(Participant.device_id), select(Grant.device_id).where(Grant.device_id.is_not(None))
    db.session.execute(delete(Device).where(Device.id.in_(devices), Device.id.not_in(people), Device.id.not_in(grants)))


def wait_for_a_look(me: Participant) -> None:
    """Where a host looks first, a new name waits."""
    asked = me.gathering.approval
    if asked and me.name and not me.hidden:
        db.session.add(NameHidden(participant=me, by=asked.by, waiting=True))
