"""Quiet proposals: at the close the bodies of their promises' rows are shredded; their hashes stay in the chain."""

from typing import Any

from sqlalchemy import delete, select, union

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.ledger import shred
from assembly.kernel.models.identity import Attempt, Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.people.models import Participant
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.rules.allocation import Outcome
from assembly.rounds.rules.pledges import PROMISES
from assembly.rounds.rules.quiet import tells_of_quiet


def shred_quiet(allocation: Allocation, outcome: Outcome) -> dict[str, Any]:
    """Shred what the book says of promises to quiet proposals, and the presses that made it.

    What the close must tell instead: the sums of each, and which rows are shredded. Does not commit: part of the close.
    """
    quiet = {ask.proposal.number for ask in allocation.asks if ask.proposal.quiet}
    if not quiet:
        return {}
    shares = {share.terms.id: share.support for share in outcome.shares}
    sums = {
        str(number): {"people": support.people, "hours": support.hours, "outside": support.outside}
        for number, support in shares.items()
        if number in quiet
    }
    return {"quiet": sums, "shredded": _shredded(allocation.gathering, quiet)}


def _shredded(gathering: Gathering, quiet: set[int]) -> list[int]:
    """Numbers of the rows."""
    db.session.flush()
    told = (LedgerRow.gathering_id == gathering.id, LedgerRow.kind.in_(PROMISES), LedgerRow.body != "")
    rows = db.session.scalars(select(LedgerRow).where(*told).order_by(LedgerRow.seq)).all()
    gone = [row for row in rows if tells_of_quiet(row.kind, row.body, quiet)]
    shred(gone)
    numbers = [row.seq for row in gone]
    people = select(Participant.device_id).where(Participant.gathering_id == gathering.id)
    helpers = select(Grant.device_id).where(Grant.gathering_id == gathering.id, Grant.device_id.is_not(None))
    devices = select(union(people, helpers).subquery().c.device_id)
    db.session.execute(delete(Attempt).where(Attempt.device_id.in_(devices), Attempt.seq.in_(numbers)))
    return numbers
