"""Who stands at the door of a gathering, and where the evening is, in one look: a whole hall asks it at once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, select

from assembly.board.models import Offer
from assembly.extensions import db
from assembly.gatherings.models import Gathering, Step
from assembly.kernel.models.identity import Device, Grant
from assembly.people.models import Participant
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Brought, Proposal
from assembly.rounds.models.round import Count


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


def _look(asked: Select[Any], place: str, token_hash: str) -> Visitor | None:
    """On a connection of its own, soon given back: most who ask need nothing else of the database."""
    with db.engine.connect() as connection:
        row = connection.execute(asked, {"place": place, "token_hash": token_hash}).one_or_none()
    return Visitor(**row._mapping) if row else None


def _asked(here: ColumnElement[bool]) -> Select[Any]:
    tonight = and_(Allocation.gathering_id == Gathering.id, Allocation.newest)
    counted = select(Count.inputs).join(Count.allocation).where(tonight)
    presents = and_(Grant.gathering_id == Gathering.id, Grant.device_id == Device.id, Grant.role == "presenter")
    return (
        select(
            Gathering.id.label("gathering"),
            Gathering.slug,
            Gathering.version,
            counted.scalar_subquery().label("counted"),
            Gathering.expected,
            Step.kind.label("step"),
            Gathering.has_round.label("has_round"),
            Gathering.has_board.label("has_board"),
            Gathering.door_closed.label("closed"),
            exists().where(presents, Grant.withdrawn_at.is_(None)).label("presents"),
            Participant.id.label("person"),
            Participant.handle,
            Participant.name,
            Participant.pledges.any(Pledge.standing).label("promised"),
            exists().where(Brought.participant_id == Participant.id, Brought.standing).label("brings"),
            Participant.offers.any(Offer.standing).label("beside"),
        )
        .select_from(Gathering)
        .join(Gathering.steps.and_(Step.position == Gathering.position))
        .outerjoin(Device, Device.token_hash == bindparam("token_hash"))
        .outerjoin(Participant, and_(Participant.gathering_id == Gathering.id, Participant.device_id == Device.id))
        .where(here)
    )


BY_ADDRESS = _asked(Gathering.slug == bindparam("place"))
BY_CODE = _asked(Gathering.code == bindparam("place"))
PROMISES = (
    select(Proposal.number, Proposal.title, Pledge.hours)
    .join(Pledge.proposal)
    .where(Pledge.participant_id == bindparam("person"), Pledge.tonight)
    .order_by(Pledge.id)
)
