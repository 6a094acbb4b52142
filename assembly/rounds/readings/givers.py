"""How many people gave hours."""

from sqlalchemy import bindparam, func, select

from assembly.extensions import db
from assembly.people.readings.names import kept_of_purged
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge

GIVERS = select(func.count(Pledge.participant_id.distinct())).where(
    Pledge.allocation_id == bindparam("round"), Pledge.standing
)


def givers(allocation: Allocation) -> int:
    """People with at least one standing pledge; of a purged gathering, as its book kept the figure."""
    standing = db.session.scalar(GIVERS, {"round": allocation.id}) or 0
    return standing or int(kept_of_purged(allocation.gathering).get("givers", {}).get(str(allocation.number), 0))
