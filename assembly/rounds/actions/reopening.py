"""Open a closed round again: everybody has notice, or a second facilitator agrees. Closes become history."""

from sqlalchemy import delete, select

from assembly.extensions import db
from assembly.gatherings.actions import come_to
from assembly.kernel.actions.ledger import record
from assembly.kernel.models.base import now
from assembly.kernel.models.identity import Grant
from assembly.money.actions import take_back
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge, PledgeChoice
from assembly.rounds.models.round import Reopening
from assembly.rounds.rules.round import NOTICE, check_pledges_kept, check_reopen, check_reopening


def ask_reopening(facilitator: Grant, allocation: Allocation) -> Allocation:
    """Announce the reopening; a minute to object. Repeatable. RuleBroken when open or built upon."""
    check_pledges_kept(allocation.gathering.purged)
    check_reopening(allocation.locked, newer=allocation is not allocation.gathering.allocation)
    assert allocation.closure
    if not allocation.closure.reopening:
        db.session.add(Reopening(closure=allocation.closure, by=facilitator, seconds=NOTICE))
        record("reopening asked", allocation.gathering, by=facilitator, round=allocation.number, seconds=NOTICE)
    db.session.commit()
    return allocation


def call_off_reopening(facilitator: Grant, allocation: Allocation) -> Allocation:
    """Somebody objected: the round stays closed. Without a notice nothing changes."""
    asked = allocation.closure.reopening if allocation.closure else None
    if asked:
        asked.ended_at = now()
        record("reopening called off", allocation.gathering, by=facilitator, round=allocation.number)
    db.session.commit()
    return allocation


def reopen_round(facilitator: Grant, allocation: Allocation) -> Allocation:
    """Reopen after the notice, or earlier by a second device; pledges stay, choices are cleared. RuleBroken."""
    check_pledges_kept(allocation.gathering.purged)
    check_reopening(allocation.locked, newer=allocation is not allocation.gathering.allocation)
    closure = allocation.closure
    assert closure
    asked = closure.reopening
    left = max(0, round((asked.ends_at - now()).total_seconds())) if asked else 0
    second = asked is not None and facilitator.device_id != asked.by.device_id
    check_reopen(asked is not None, asked is not None and asked.over, second, left)
    assert asked
    asked.ended_at = closure.ended_at = now()
    for call in allocation.last_calls:
        call.ended_at = call.ended_at or closure.ended_at
    _free_to_choose(allocation)
    _back_to_the_pot(allocation)
    take_back(
        facilitator,
        allocation,
        outcome_hash=closure.outcome_hash,
        asked_by=asked.by.ledger_id,
        noticed=asked.over,
    )
    db.session.commit()
    return allocation


def _free_to_choose(allocation: Allocation) -> None:
    mine = select(Pledge.id).where(Pledge.allocation_id == allocation.id)
    db.session.execute(delete(PledgeChoice).where(PledgeChoice.pledge_id.in_(mine)))


def _back_to_the_pot(allocation: Allocation) -> None:
    """What we decided is told once it is decided again."""
    gathering = allocation.gathering
    come_to(gathering, next(step for step in gathering.steps if step.kind == "allocation"))
