"""How many people gave hours, and how much of that is still promised."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from assembly.extensions import db
from assembly.people.readings.names import kept_of_purged
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge, PledgeChoice
from assembly.rounds.models.proposal import Proposal

GIVERS = select(func.count(Pledge.participant_id.distinct())).where(
    Pledge.allocation_id == bindparam("round"), Pledge.standing
)


@dataclass(frozen=True)
class Promised:
    """Hours that count, and the people who owe them."""

    people: int
    hours: int


def givers(allocation: Allocation) -> int:
    """People with at least one standing pledge; of a purged gathering, as its book kept the figure."""
    standing = db.session.scalar(GIVERS, {"round": allocation.id}) or 0
    return standing or int(kept_of_purged(allocation.gathering).get("givers", {}).get(str(allocation.number), 0))


def promised(allocation: Allocation) -> Promised:
    """What is promised. Once the round is closed, hours to a proposal that got no money are free again, but for those
    people chose to keep or to move; of a purged gathering, as its book kept the figures."""
    free = _free_again(allocation)
    owed = db.session.execute(
        select(Pledge.participant_id, Pledge.hours)
        .join(Pledge.proposal)
        .outerjoin(Pledge.choice)
        .where(Pledge.allocation_id == allocation.id, Pledge.standing)
        .where(Proposal.number.not_in(free) | PledgeChoice.id.is_not(None))
    ).all()
    if not owed and allocation.gathering.purged:
        return _kept(allocation, free)
    most = allocation.per_person_cap
    hours = (given if most is None else min(given, most) for _, given in owed)
    return Promised(len({person for person, _ in owed}), sum(hours))


def _free_again(allocation: Allocation) -> set[int]:
    """Numbers of the proposals whose hours nobody owes any more."""
    if not allocation.locked:
        return set()
    before = allocation.given_before
    nothing = [share for share in allocation.outcome.shares if share.terms.ask and not share.amount]
    return {number for share in nothing if not before.get(number := int(str(share.terms.id)))}


def _kept(allocation: Allocation, free: set[int]) -> Promised:
    kept = kept_of_purged(allocation.gathering).get("promised", {}).get(str(allocation.number))
    if kept:
        return Promised(*kept)
    hours = sum(share.support.hours for share in allocation.outcome.shares if int(str(share.terms.id)) not in free)
    return Promised(givers(allocation), hours)  # a book from before it kept them
