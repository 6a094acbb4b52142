"""Who stands at the door of a gathering, and where the evening is, in one look: a whole hall asks it at once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, select

from assembly.board.models import Offer
from assembly.extensions import db
from assembly.gatherings.models import DoorClosed, Forgetting, Gathering, Step
from assembly.kernel.models.base import table
from assembly.kernel.models.identity import Device, Grant
from assembly.people.models import Participant
from assembly.prepared import Prepared
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Brought, Proposal
from assembly.rounds.models.round import Count

GATHERING, STEP, PERSON, DEVICE = table(Gathering), table(Step), table(Participant), table(Device)
CLOSED, GONE, GRANT = table(DoorClosed), table(Forgetting), table(Grant)
ROUND, PROPOSAL, PLEDGE = table(Allocation), table(Proposal), table(Pledge)
BROUGHT, OFFER, COUNT = table(Brought), table(Offer), table(Count)


@dataclass(frozen=True)
class Visitor:
    """Ids are the database's own; `step` is its kind. Without `person` this browser did not come in.

    `counted`: the room that equal shares was counted for last, the one thing that screens show and no version tells.
    `closed`: nobody new may. `promised`, `brings`, `beside`: hours, things and cards of theirs stand somewhere tonight.
    """

    gathering: int
    slug: str
    version: int
    counted: str | None
    expected: int | None
    step: str
    has_round: bool
    has_board: bool
    closed: bool
    presents: bool
    person: int | None
    handle: str | None
    name: str | None
    promised: bool
    brings: bool
    beside: bool
    dom: str = "gathering"

    @property
    def sees(self) -> tuple[str, int, str | None]:
        """As long as this is the same, so is what the room sees."""
        return self.slug, self.version, self.counted

    @property
    def inside(self) -> bool:
        return self.person is not None

    @property
    def hears(self) -> bool:
        """May this browser hear what phones hear?"""
        return self.inside or self.presents


def visitor_of(slug: str, token_hash: str) -> Visitor | None:
    """Whoever holds the cookie ("" for none), at this address; None when there is no such gathering."""
    return _look(BY_ADDRESS, slug, token_hash)


def visitor_with(code: str, token_hash: str) -> Visitor | None:
    """Whoever holds the cookie, with a gathering's code as it is spelled; None when no gathering has it."""
    return _look(BY_CODE, code, token_hash)


def promises_of(me: Visitor) -> list[Row[Any]]:
    """(number, title, hours) of what they promised in the evening's newest round, oldest first."""
    return list(db.session.execute(PROMISES, {"person": me.person})) if me.promised else []


def _look(asked: Prepared, place: str, token_hash: str) -> Visitor | None:
    """On a connection of its own, soon given back: most who ask need nothing else of the database."""
    with db.engine.connect() as connection:
        row = asked.row(connection, place=place, token_hash=token_hash)
    return Visitor(**row._asdict()) if row else None


def _asked(here: ColumnElement[bool]) -> Prepared:
    places = (
        GATHERING.join(STEP, and_(STEP.c.gathering_id == GATHERING.c.id, STEP.c.position == GATHERING.c.position))
        .outerjoin(DEVICE, DEVICE.c.token_hash == bindparam("token_hash"))
        .outerjoin(PERSON, and_(PERSON.c.gathering_id == GATHERING.c.id, PERSON.c.device_id == DEVICE.c.id))
    )
    mine = and_(GRANT.c.gathering_id == GATHERING.c.id, GRANT.c.device_id == DEVICE.c.id)
    return Prepared(
        select(
            GATHERING.c.id.label("gathering"),
            GATHERING.c.slug,
            GATHERING.c.version,
            _counted().label("counted"),
            GATHERING.c.expected,
            STEP.c.kind.label("step"),
            _has("allocation").label("has_round"),
            _has("board").label("has_board"),
            (
                exists().where(CLOSED.c.gathering_id == GATHERING.c.id, CLOSED.c.ended_at.is_(None))
                | exists().where(GONE.c.gathering_id == GATHERING.c.id, GONE.c.what == "all")
            ).label("closed"),
            exists().where(mine, GRANT.c.role == "presenter", GRANT.c.withdrawn_at.is_(None)).label("presents"),
            PERSON.c.id.label("person"),
            PERSON.c.handle,
            PERSON.c.name,
            exists().where(PLEDGE.c.participant_id == PERSON.c.id, PLEDGE.c.hours > 0).label("promised"),
            exists().where(BROUGHT.c.participant_id == PERSON.c.id, BROUGHT.c.withdrawn_at.is_(None)).label("brings"),
            exists().where(OFFER.c.participant_id == PERSON.c.id, OFFER.c.withdrawn_at.is_(None)).label("beside"),
        )
        .select_from(places)
        .where(here)
    )


def _counted() -> Any:
    """The hash of the room that the newest round was counted for last."""
    rounds = select(COUNT.c.inputs).select_from(ROUND.outerjoin(COUNT)).where(ROUND.c.gathering_id == GATHERING.c.id)
    return rounds.order_by(ROUND.c.number.desc()).limit(1).correlate(GATHERING).scalar_subquery()


def _has(kind: str) -> ColumnElement[bool]:
    """Does the evening have a step of this kind?"""
    steps = STEP.alias()
    return exists().where(steps.c.gathering_id == GATHERING.c.id, steps.c.kind == kind)


BY_ADDRESS = _asked(GATHERING.c.slug == bindparam("place"))
BY_CODE = _asked(GATHERING.c.code == bindparam("place"))

NEWEST = (
    select(ROUND.c.id)
    .where(ROUND.c.gathering_id == PERSON.c.gathering_id)
    .order_by(ROUND.c.number.desc())
    .limit(1)
    .correlate(PERSON)
    .scalar_subquery()
)
PROMISES = (
    select(PROPOSAL.c.number, PROPOSAL.c.title, PLEDGE.c.hours)
    .select_from(PLEDGE.join(PERSON, PERSON.c.id == PLEDGE.c.participant_id).join(PROPOSAL))
    .where(PERSON.c.id == bindparam("person"), PLEDGE.c.hours > 0, PLEDGE.c.allocation_id == NEWEST)
    .order_by(PLEDGE.c.id)
)
