"""How many people came in and gave hours. Of a purged gathering the book kept these figures."""

import json
from typing import Any

from sqlalchemy import bindparam, func, select

from assembly.extensions import db
from assembly.gatherings.models import PURGED, Gathering
from assembly.kernel.models.ledger import LedgerRow
from assembly.people.models import Participant
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge

GIVERS = select(func.count(Pledge.participant_id.distinct())).where(
    Pledge.allocation_id == bindparam("round"), Pledge.standing
)


def headcount(gathering: Gathering) -> int:
    """People who came in. A sleeping phone did not leave."""
    inside = db.session.scalar(select(func.count()).where(Participant.gathering_id == gathering.id)) or 0
    return inside or int(_kept(gathering).get("people", 0))


def givers(allocation: Allocation) -> int:
    """People with at least one standing pledge."""
    standing = db.session.scalar(GIVERS, {"round": allocation.id}) or 0
    return standing or int(_kept(allocation.gathering).get("givers", {}).get(str(allocation.number), 0))


def _kept(gathering: Gathering) -> dict[str, Any]:
    """What the book kept of a purged gathering: how many "people" came in, and "givers" by round."""
    if not gathering.purged:
        return {}
    told = (LedgerRow.gathering_id == gathering.id, LedgerRow.kind == PURGED)
    body = db.session.scalar(select(LedgerRow.body).where(*told).order_by(LedgerRow.seq.desc()).limit(1))
    return dict(json.loads(body)["facts"]) if body else {}
