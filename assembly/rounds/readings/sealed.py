"""What of the book nobody may read: while a round is sealed, and of quiet proposals."""

from sqlalchemy import func, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.ledger import LedgerRow
from assembly.rounds.rules.pledges import PROMISES

__all__ = ["PROMISES", "quiet_numbers", "sealed_after"]


def sealed_after(gathering: Gathering) -> int | None:
    """While its round is sealed, the row after which promises are for nobody's eyes; None when all of it is open."""
    if not gathering.allocation.hidden:
        return None
    closes = (LedgerRow.gathering_id == gathering.id, LedgerRow.kind == "allocation locked")
    return db.session.scalar(select(func.max(LedgerRow.seq)).where(*closes)) or 0


def quiet_numbers(gathering: Gathering) -> set[int]:
    """Proposals of which only counts are told."""
    return {proposal.number for proposal in gathering.proposals if proposal.quiet}
