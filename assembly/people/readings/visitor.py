"""Who stands at the door of a gathering, in one look: a whole hall asks it at once."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Executable, and_, bindparam, exists, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.identity import Device, Grant
from assembly.people.models import Participant

# roles whose pages hear what phones hear
LISTENERS = ("presenter", "timekeeper", "door", "stack", "scribe")


@dataclass(frozen=True)
class Visitor:
    """Without a `person` (the database's id) this browser did not come in. `closed`: nobody new may.

    `helps`: it has one of the roles that listen.
    """

    slug: str
    version: int
    expected: int | None
    closed: bool
    helps: bool
    person: int | None

    @property
    def inside(self) -> bool:
        return self.person is not None

    @property
    def hears(self) -> bool:
        """May this browser hear what phones hear?"""
        return self.inside or self.helps


def visitor_of(slug: str, token_hash: str) -> Visitor | None:
    """Whoever holds the cookie ("" for none), at this address; None when there is no such gathering."""
    return _look("slug", slug, token_hash)


def visitor_with(code: str, token_hash: str) -> Visitor | None:
    """Whoever holds the cookie, with a gathering's code as it is spelled; None when no gathering has it."""
    return _look("code", code, token_hash)


def _look(by: str, place: str, token_hash: str) -> Visitor | None:
    """On a connection of its own, soon given back: most who ask need nothing else of the database."""
    with db.engine.connect() as connection:
        row = connection.execute(_asked(by), {"place": place, "token_hash": token_hash}).one_or_none()
    return Visitor(**row._mapping) if row else None


@cache
def _asked(by: str) -> Executable:
    """Built once; `by` is the column that tells the gathering."""
    helps = and_(Grant.gathering_id == Gathering.id, Grant.device_id == Device.id, Grant.role.in_(LISTENERS))
    return (
        select(
            Gathering.slug,
            Gathering.version,
            Gathering.expected,
            Gathering.door_closed.label("closed"),
            exists().where(helps, Grant.withdrawn_at.is_(None)).label("helps"),
            Participant.id.label("person"),
        )
        .select_from(Gathering)
        .outerjoin(Device, Device.token_hash == bindparam("token_hash"))
        .outerjoin(Participant, and_(Participant.gathering_id == Gathering.id, Participant.device_id == Device.id))
        .where(getattr(Gathering, by) == bindparam("place"))
    )
