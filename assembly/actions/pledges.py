"""Give hours, change them, take them back."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Allocation, Gathering, Grant, Participant, Pledge, Proposal
from ..models.allocation import FIRST_HOURS
from ..rules import N_, RuleBroken
from ..rules.pledges import Budget, check_pledge
from ..rules.round import check_pledging
from .attempts import Press, device_of, happened, remember
from .ledger import record
from .rounds import soft_end

# what a pledge looks at beside its own row: it comes with the gathering, in one statement
AT_ONCE = joinedload(Gathering.allocations).options(
    joinedload(Allocation.lots_drawn),
    joinedload(Allocation.money),
    joinedload(Allocation.revealed),
    joinedload(Allocation.closures),
    joinedload(Allocation.last_calls),
)


def pledge_hours(
    me: Participant,
    proposal: Proposal,
    hours: int,
    first_hour: str,
    press: Press | None = None,
    helper: Grant | None = None,
) -> Pledge:
    """Set my whole hours on a proposal of the open round, maybe typed by a helper.

    RuleBroken over H or K, KeyReused on a key's second wish.
    """
    allocation = proposal.gathering.allocation
    given = pledges_of(me, allocation)
    pledge = given.get(proposal.id)
    if happened(device_of(me, helper), press) and pledge:
        return pledge
    check_pledging(allocation.opened, allocation.locked)
    check_pledge(hours, _left(given, allocation, proposal))
    if first_hour not in FIRST_HOURS:
        raise RuleBroken(N_("Please pick when your first hour is: this week, next week or later."))
    kind = "pledge changed" if pledge and pledge.standing else "hours pledged"
    with soft_end(allocation, me):
        if pledge is None:
            pledge = Pledge(hours=0, first_hour=first_hour, allocation=allocation, participant=me, proposal=proposal)
            db.session.add(pledge)
        pledge.hours, pledge.first_hour = hours, first_hour
    facts: dict[str, Any] = {"proposal": proposal.number, "hours": hours, "first_hour": first_hour}
    row = pledge.receipt = record(kind, proposal.gathering, by=me, helper=helper, **facts)
    remember(device_of(me, helper), press, row.seq)
    db.session.commit()
    return pledge


def withdraw_pledge(
    me: Participant, proposal: Proposal, press: Press | None = None, helper: Grant | None = None
) -> Pledge | None:
    """Take my hours back, until the close. Taking back what was never given changes nothing."""
    allocation = proposal.gathering.allocation
    pledge = pledge_of(me, proposal, allocation)
    if happened(device_of(me, helper), press):
        return pledge
    check_pledging(allocation.opened, allocation.locked)
    if pledge and pledge.standing:
        with soft_end(allocation, me):
            pledge.hours = 0
        row = record("pledge withdrawn", proposal.gathering, by=me, helper=helper, proposal=proposal.number)
        pledge.receipt = row
        remember(device_of(me, helper), press, row.seq)
    db.session.commit()
    return pledge


def pledge_of(me: Participant, proposal: Proposal, allocation: Allocation) -> Pledge | None:
    return pledges_of(me, allocation).get(proposal.id)


def pledges_of(me: Participant, allocation: Allocation) -> dict[int, Pledge]:
    """All that I gave or took back in this round, by the proposal's id."""
    mine = select(Pledge).where(Pledge.allocation_id == allocation.id, Pledge.participant_id == me.id)
    return {pledge.proposal_id: pledge for pledge in db.session.scalars(mine)}


def budget(me: Participant, allocation: Allocation, proposal: Proposal) -> Budget:
    """What I gave to other proposals of this round, against H hours and K proposals."""
    return _left(pledges_of(me, allocation), allocation, proposal)


def _left(given: dict[int, Pledge], allocation: Allocation, proposal: Proposal) -> Budget:
    others = [pledge.hours for place, pledge in given.items() if place != proposal.id and pledge.standing]
    return Budget(given=sum(others), backed=len(others), limit=allocation.hours_each, most=allocation.proposals_each)
