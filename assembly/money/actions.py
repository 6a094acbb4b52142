"""Money in the book: received, corrected, set aside, given out by a round, given back. Amounts are minor units."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import held, record, sealed
from assembly.kernel.models.base import random_name
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.accounts import (
    ASIDE,
    OUTSIDE,
    POT,
    Moved,
    back,
    check_amount,
    check_counted_on,
    check_on,
    proposal_account,
)
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import needed
from assembly.money.models import MoneyReceived, received

if TYPE_CHECKING:
    from assembly.rounds.models.allocation import Allocation
    from assembly.rounds.models.proposal import Proposal

SAID_TONIGHT = N_("said tonight")
LONGEST_SOURCE = 120
LOCKED = "allocation locked"


def receive(
    facilitator: Grant, gathering: Gathering, amount: int, source: str, on: date, press: Press | None = None
) -> LedgerRow | None:
    """Money came into the pot. RuleBroken on nothing, no source or a future day. None for a repeated press."""
    if happened(facilitator.device, press):
        return None
    check_amount(amount)
    row = _enter(facilitator, gathering, amount, _named(source), _checked(on, gathering.assembly))
    remember(facilitator.device, press, row.seq)
    db.session.commit()
    return row


def correct(
    facilitator: Grant,
    gathering: Gathering,
    number: int,
    amount: int,
    source: str,
    on: date,
    press: Press | None = None,
) -> MoneyReceived | None:
    """Correct entry `number`; an amount of nothing takes it back. The book keeps both. None for a repeated press.

    Missing without such a standing entry; RuleBroken when the pot lacks the difference or an open round counts on it.
    """
    if happened(facilitator.device, press):
        return None
    entry = next((one for one in received(gathering.assembly) if one.number == number), None)
    if entry is None:
        raise Missing(number)
    amended = _amend(facilitator, gathering, entry, amount, _named(source), _checked(on, gathering.assembly))
    check_counted_on(held(gathering, POT), counted_on(gathering.assembly))
    remember(facilitator.device, press, amended.row.seq)
    db.session.commit()
    return amended


def transfer(
    facilitator: Grant, gathering: Gathering, source: str, target: str, amount: int, press: Press | None = None
) -> LedgerRow | None:
    """Between the pot and what is set aside. RuleBroken when too little, or promised. None for a repeated press."""
    if happened(facilitator.device, press):
        return None
    if {source, target} != {POT, ASIDE}:
        raise RuleBroken(N_("Money moves between the pot and what is set aside. Please pick one of the two."))
    row = record("transferred", gathering, by=facilitator, amount=amount, moves=[(source, target, amount)])
    check_counted_on(held(gathering, POT), counted_on(gathering.assembly))
    remember(facilitator.device, press, row.seq)
    db.session.commit()
    return row


def give_back(facilitator: Grant, proposal: "Proposal", amount: int, press: Press | None = None) -> LedgerRow | None:
    """A proposal returns money to the pot. RuleBroken when it holds less. None for a repeated press."""
    if happened(facilitator.device, press):
        return None
    moves = [(proposal_account(proposal.number), POT, amount)]
    row = record("returned", proposal.gathering, by=facilitator, proposal=proposal.number, amount=amount, moves=moves)
    remember(facilitator.device, press, row.seq)
    db.session.commit()
    return row


def cover(by: Grant, allocation: "Allocation", needed: int) -> None:
    """When the pot holds less than `needed`, the difference came in as it was said tonight. Does not commit."""
    missing = needed - held(allocation.gathering, POT)
    if missing > 0:
        day = today(allocation.gathering.assembly)
        _enter(by, allocation.gathering, missing, SAID_TONIGHT, day, allocation)


def opening(by: Grant, allocation: "Allocation") -> list[Moved]:
    """The moves of a round that opens: what is set aside. The pot is made to cover it and what is divided."""
    others = counted_on(allocation.gathering.assembly, but=allocation)
    needed = others + allocation.set_aside + allocation.divided
    if allocation.number > 1:  # it divides what is left: nobody gives anything for it
        check_counted_on(held(allocation.gathering, POT), needed)
    cover(by, allocation, needed)
    return [(POT, ASIDE, allocation.set_aside)] if allocation.set_aside else []


def not_opening(allocation: "Allocation") -> list[Moved]:
    """The moves of a round that is not open yet after all: what its opening set aside goes back into the pot."""
    return back(_moved_by("round opened", allocation) or [])


def take_back_opening(by: Grant, allocation: "Allocation") -> None:
    """Take back what was said tonight for a round that is not open yet, as far as it is still there. No commit."""
    gathering = allocation.gathering
    for entry in received(gathering.assembly):
        if entry.allocation is allocation and entry.amount:
            kept = max(0, entry.amount - held(gathering, POT))
            _amend(by, gathering, entry, kept, entry.source, entry.received_on)


def awards(by: Grant, allocation: "Allocation") -> list[Moved]:
    """The moves of a round that is closed as it stands: from the pot to each proposal that gets money."""
    shares = [(int(str(share.terms.id)), share.amount * allocation.step) for share in allocation.outcome.shares]
    moves = [(POT, proposal_account(number), amount) for number, amount in shares if amount]
    cover(by, allocation, sum(amount for _, _, amount in moves))
    return moves


def take_back(by: Grant, allocation: "Allocation", kind: str = "round reopened", **facts: Any) -> LedgerRow:
    """Reverse a round's last close in one row, less what came back; no commit. RuleBroken if too little is left."""
    gathering = allocation.gathering
    closed = _moved_by(LOCKED, allocation)
    moves = [(source, target, min(amount, held(gathering, source))) for source, target, amount in back(closed or [])]
    moves = [move for move in moves if move[2]]
    row = record(kind, gathering, by=by, round=allocation.number, moves=moves, **facts)
    if closed is not None:
        needed = counted_on(gathering.assembly, but=allocation) + allocation.divided
        check_counted_on(held(gathering, POT), needed)
    return row


def counted_on(assembly: Assembly, but: "Allocation | None" = None) -> int:
    """Minor units that the open rounds of an assembly divide, second ones before they open too; `but` one of them."""
    rounds = [each for gathering in assembly.gatherings for each in gathering.allocations]
    return sum(each.divided for each in rounds if _counts(each) and each is not but)


def _counts(allocation: "Allocation") -> bool:
    return allocation.pledging or (allocation.number > 1 and not allocation.locked)


def today(assembly: Assembly) -> date:
    """The day it is where the assembly is."""
    return datetime.now(ZoneInfo(assembly.time_zone)).date()


def _enter(
    by: Grant, gathering: Gathering, amount: int, source: str, on: date, allocation: "Allocation | None" = None
) -> LedgerRow:
    salt = random_name()
    row = record(
        "pot received",
        gathering,
        by=by,
        amount=amount,
        source=sealed(source, salt),
        on=on.isoformat(),
        moves=[(OUTSIDE, POT, amount)],
    )
    _keep(amount, source, on, gathering, row, salt, allocation=allocation)
    return row


def _amend(by: Grant, gathering: Gathering, entry: MoneyReceived, amount: int, source: str, on: date) -> MoneyReceived:
    salt, more = random_name(), amount - entry.amount
    row = record(
        "corrected",
        gathering,
        by=by,
        row=entry.number,
        amount=amount,
        source=sealed(source, salt),
        on=on.isoformat(),
        moves=_difference(more),
    )
    return _keep(amount, source, on, gathering, row, salt, allocation=entry.allocation, corrects=entry)


def _difference(more: int) -> Sequence[Moved]:
    if more > 0:
        return [(OUTSIDE, POT, more)]
    return [(POT, OUTSIDE, -more)] if more else []


def _keep(
    amount: int,
    source: str,
    on: date,
    gathering: Gathering,
    row: LedgerRow,
    salt: str,
    allocation: "Allocation | None" = None,
    corrects: MoneyReceived | None = None,
) -> MoneyReceived:
    entry = MoneyReceived(
        amount=amount,
        source=source,
        received_on=on,
        gathering=gathering,
        row=row,
        salt=salt,
        allocation=allocation,
        corrects=corrects,
    )
    db.session.add(entry)
    return entry


def _moved_by(kind: str, allocation: "Allocation") -> list[Moved] | None:
    """What the newest row of this kind moved for a round; None when it was written before money was in the book."""
    rows = select(LedgerRow).where(LedgerRow.gathering_id == allocation.gathering_id, LedgerRow.kind == kind)
    for row in db.session.scalars(rows.order_by(LedgerRow.seq.desc())):
        facts = row.told["facts"]
        if facts["round"] == allocation.number:
            return [(source, target, amount) for source, target, amount in facts["moves"]] if "moves" in facts else None
    return None


def _named(source: str) -> str:
    return needed(source, LONGEST_SOURCE, N_("Please say where the money came from."))


def _checked(on: date, assembly: Assembly) -> date:
    check_on(on, today(assembly))
    return on
