"""Who is here: how many, and under which names."""

import json
from typing import Any

from sqlalchemy import func, select

from assembly.extensions import db
from assembly.gatherings.models import PURGED, Gathering
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.rules.refusals import Missing
from assembly.live.reading import Reading
from assembly.people.models import NameHidden, NamePublished, Participant

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


def newest_names(reading: Reading[Gathering]) -> list[Participant]:
    """The last people who gave a name that was not taken off the walls, newest first."""
    hidden = select(NameHidden.participant_id).where(NameHidden.running)
    here = Participant.gathering_id == reading.place.id
    shown = select(Participant).where(here, Participant.name.is_not(None), Participant.id.not_in(hidden))
    return list(db.session.scalars(shown.order_by(Participant.id.desc()).limit(NAMES_ON_A_WALL)))


def named_people(gathering: Gathering) -> list[Participant]:
    """Everybody who gave a name, newest first, hidden ones too."""
    named = (Participant.gathering_id == gathering.id, Participant.name.is_not(None))
    return list(db.session.scalars(select(Participant).where(*named).order_by(Participant.id.desc())))


def people_to_help(gathering: Gathering) -> list[Participant]:
    """Everybody here, those whom a helper entered first, then newest first."""
    here = select(Participant).where(Participant.gathering_id == gathering.id)
    return list(db.session.scalars(here.order_by(Participant.entered_by_id.is_(None), Participant.id.desc())))


def person_of(gathering: Gathering, number: int) -> Participant:
    """Person `number` of this gathering; Missing when nobody has it."""
    mine = (Participant.gathering_id == gathering.id, Participant.number == number)
    person = db.session.scalar(select(Participant).where(*mine)) if number < 2**31 else None
    if person is None:
        raise Missing(number)
    return person


def published_names(reading: Reading[Gathering]) -> dict[int, str]:
    """Names that may stand in the shared document, by person (database ids): ticked, and not off the walls."""
    hidden = select(NameHidden.participant_id).where(NameHidden.running)
    ticked = select(Participant.id, Participant.name).join(NamePublished)
    mine = (Participant.gathering_id == reading.place.id, Participant.name.is_not(None), Participant.id.not_in(hidden))
    rows = db.session.execute(ticked.where(*mine).order_by(Participant.number))
    return {person: name for person, name in rows if name}
