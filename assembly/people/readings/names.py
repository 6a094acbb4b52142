"""Who is here: how many, and under which names."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import func, select

from assembly.extensions import db
from assembly.gatherings.models import PURGED, Gathering
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.readings import numbered
from assembly.live.reading import Reading
from assembly.people.actions.people import namesakes
from assembly.people.models import DoorSlip, NameHidden, NamePublished, Participant
from assembly.people.rules import called

NAMES_ON_A_WALL = 24


def headcount(reading: Reading[Gathering]) -> int:
    return headcount_of(reading.place)


def headcount_of(gathering: Gathering) -> int:
    """People who came in. A sleeping phone did not leave."""
    inside = db.session.scalar(select(func.count()).where(Participant.gathering_id == gathering.id)) or 0
    return inside or int(kept_of_purged(gathering).get("people", 0))


def kept_of_purged(gathering: Gathering) -> dict[str, Any]:
    """What the book kept of a purged gathering: how many "people" came in, and "givers" by round."""
    if not gathering.purged:
        return {}
    told = (LedgerRow.gathering_id == gathering.id, LedgerRow.kind == PURGED)
    body = db.session.scalar(select(LedgerRow.body).where(*told).order_by(LedgerRow.seq.desc()).limit(1))
    return dict(json.loads(body)["facts"]) if body else {}


def first_timers(reading: Reading[Gathering]) -> int:
    """How many of those who came in are here for the first time, as they said."""
    mine = (Participant.gathering_id == reading.place.id, Participant.first_time)
    return db.session.scalar(select(func.count(Participant.id)).where(*mine)) or 0


class DoorSlips(NamedTuple):
    """Slips that were made for a door, and those of them that let somebody in."""

    made: int
    used: int


def door_slips(gathering: Gathering) -> DoorSlips:
    counted = select(func.count(DoorSlip.id), func.count(DoorSlip.used_at)).where(DoorSlip.gathering_id == gathering.id)
    return DoorSlips(*db.session.execute(counted).one())


class Named(NamedTuple):
    """A person as lists show them: `called` is their name, with their number where another has the same."""

    person: Participant
    called: str


def numbered_names(reading: Reading[Gathering]) -> dict[int, str]:
    return numbered_names_of(reading.place)


def numbered_names_of(gathering: Gathering) -> dict[int, str]:
    """What lists call those who share a name, however it is written, by their number."""
    here = (Participant.gathering_id == gathering.id, Participant.plain_name.is_not(None))
    shared = select(Participant.plain_name).where(*here).group_by(Participant.plain_name).having(func.count() > 1)
    rows = select(Participant.number, Participant.name).where(here[0], Participant.plain_name.in_(shared))
    return {number: called(name, number) for number, name in db.session.execute(rows) if name}


def namesake(me: Participant) -> str:
    """What lists call me when somebody else has my name; "" when nobody has."""
    return called(me.name, me.number) if me.name and others_called_so(me) else ""


def others_called_so(me: Participant) -> list[Participant]:
    """The others who have my name."""
    others = namesakes(me.gathering, me.name or "").where(Participant.id != me.id)
    return list(db.session.scalars(others)) if me.plain_name else []


def listed(people: Iterable[Participant], numbered: Mapping[int, str]) -> list[Named]:
    return [Named(person, numbered.get(person.number) or person.name or "") for person in people]


def newest_names(reading: Reading[Gathering]) -> list[Named]:
    """The last people who gave a name that was not taken off the walls, newest first."""
    hidden = select(NameHidden.participant_id).where(NameHidden.running)
    here = Participant.gathering_id == reading.place.id
    shown = select(Participant).where(here, Participant.name.is_not(None), Participant.id.not_in(hidden))
    newest = db.session.scalars(shown.order_by(Participant.id.desc()).limit(NAMES_ON_A_WALL))
    return listed(newest, reading.ask(numbered_names))


def named_people(gathering: Gathering) -> list[Named]:
    """Everybody who gave a name, newest first, hidden ones too."""
    named = (Participant.gathering_id == gathering.id, Participant.name.is_not(None))
    people = db.session.scalars(select(Participant).where(*named).order_by(Participant.id.desc()))
    return listed(people, numbered_names_of(gathering))


def people_to_help(gathering: Gathering) -> list[Named]:
    """Everybody here, those whom a helper entered first, then newest first."""
    here = select(Participant).where(Participant.gathering_id == gathering.id)
    people = db.session.scalars(here.order_by(Participant.entered_by_id.is_(None), Participant.id.desc()))
    return listed(people, numbered_names_of(gathering))


def person_of(gathering: Gathering, number: int) -> Participant:
    """Person `number` of this gathering; Missing when nobody has it."""
    return numbered(Participant, gathering, number)


def published_names(reading: Reading[Gathering]) -> dict[int, str]:
    """Names that may stand in the shared document, by person (database ids): ticked, and not off the walls."""
    hidden = select(NameHidden.participant_id).where(NameHidden.running)
    ticked = select(Participant.id, Participant.name).join(NamePublished)
    mine = (Participant.gathering_id == reading.place.id, Participant.name.is_not(None), Participant.id.not_in(hidden))
    rows = db.session.execute(ticked.where(*mine).order_by(Participant.number))
    return {person: name for person, name in rows if name}
