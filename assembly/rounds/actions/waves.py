"""A second round over what is left: the same evening, its promises taken along, new lots."""

from dataclasses import replace
from typing import Any

from sqlalchemy import delete

from assembly.extensions import db
from assembly.gatherings.actions import come_to
from assembly.kernel.actions.ledger import record
from assembly.kernel.models.identity import Grant
from assembly.rounds.actions.rounds import open_round, published
from assembly.rounds.models.allocation import Allocation, Ask, columns
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.rules.round import check_pledges_kept, check_wave, check_wave_unopened


def begin_wave(facilitator: Grant, allocation: Allocation) -> Allocation:
    """A new round over what is left; settings may change until it opens. RuleBroken as check_wave says.

    Asks are what is missing; who got money takes any step, others keep the minimum. Promises come along, so H and K
    hold over both rounds. Source: funding rule, the rest and Inputs.
    """
    check_pledges_kept(allocation.gathering.purged)
    outcome = allocation.outcome if allocation.locked else None
    check_wave(
        allocation.locked,
        bool(allocation.closure and allocation.closure.reopening),
        outcome.rest if outcome else 0,
        any(share.amount < share.terms.ask for share in outcome.shares) if outcome else False,
    )
    assert outcome
    left = outcome.rest * allocation.step
    settings = replace(allocation.settings, divided=left, set_aside=0, set_aside_note="", sealed=False)
    wave = Allocation(number=allocation.number + 1, gathering=allocation.gathering, **columns(settings))
    db.session.add(wave)
    db.session.flush()
    db.session.expire(allocation.gathering, ["allocations"])
    _take_asks_along(allocation, wave)
    record(
        "second wave opened",
        wave.gathering,
        by=facilitator,
        round=wave.number,
        asks={str(ask.proposal.number): {"minimum": ask.minimum, "ask": ask.amount} for ask in wave.standing_asks},
        settings=published(wave),
    )
    _take_promises_along(facilitator, allocation, wave)
    db.session.commit()
    return wave


def open_wave(facilitator: Grant, wave: Allocation) -> Allocation:
    """Draw new lots and go back to the step where people give hours. RuleBroken for a first round, or an open one."""
    check_wave_unopened(wave.number > 1, wave.opened)
    open_round(facilitator, wave)
    gathering = wave.gathering
    come_to(gathering, next(step for step in gathering.steps if step.kind == "pledging"))
    record("step moved", gathering, by=facilitator, to=gathering.position, step=gathering.step.kind)
    db.session.commit()
    return wave


def call_off_wave(facilitator: Grant, wave: Allocation) -> Allocation:
    """Not after all: what was decided in the round before stands. RuleBroken once people may give hours in it."""
    check_wave_unopened(wave.number > 1, wave.opened)
    gathering, number = wave.gathering, wave.number
    for kind in (Pledge, Ask):
        db.session.execute(delete(kind).where(kind.allocation_id == wave.id))
    db.session.execute(delete(Allocation).where(Allocation.id == wave.id))
    db.session.expire_all()
    record("second wave called off", gathering, by=facilitator, round=number)
    db.session.commit()
    return gathering.allocation


def _take_asks_along(allocation: Allocation, wave: Allocation) -> None:
    got = wave.given_before
    shares = {share.terms.id: share.amount * allocation.step for share in allocation.outcome.shares}
    for ask in allocation.asks:
        number = ask.proposal.number
        missing = ask.amount - shares.get(number, 0)
        db.session.add(
            Ask(
                minimum=0 if not missing else wave.step if got.get(number) else ask.minimum,
                amount=missing,
                all_or_nothing=ask.all_or_nothing,
                need_people=ask.need_people,
                need_hours=ask.need_hours,
                allocation=wave,
                proposal=ask.proposal,
            )
        )
    db.session.flush()


def _take_promises_along(facilitator: Grant, allocation: Allocation, wave: Allocation) -> None:
    """As they were given; hours that their owner moved after the close stand where they were moved to."""
    carried: dict[tuple[int, int], Pledge] = {}
    for promise in allocation.promises:
        choice = promise.choice
        proposal = choice.into if choice and choice.into else promise.proposal
        there = carried.get((promise.participant_id, proposal.id))
        if there is None:
            there = carried[promise.participant_id, proposal.id] = Pledge(
                hours=0,
                first_hour=promise.first_hour,
                allocation=wave,
                participant=promise.participant,
                proposal=proposal,
            )
            db.session.add(there)
        there.hours += promise.hours
        if proposal is promise.proposal:
            there.role, there.named, there.from_pod = promise.role, promise.named, promise.from_pod
        else:
            _carried(facilitator, promise, promise.proposal.number, 0)
    for pledge in carried.values():
        _carried(facilitator, pledge, pledge.proposal.number, pledge.hours)


def _carried(facilitator: Grant, pledge: Pledge, proposal: int, hours: int) -> None:
    facts: dict[str, Any] = {"proposal": proposal, "hours": hours, "first_hour": pledge.first_hour}
    if pledge.from_pod:
        facts["pod"] = True
    record(
        "pledge carried",
        pledge.proposal.gathering,
        by=facilitator,
        salted=pledge.allocation.hidden or pledge.proposal.quiet,
        person=pledge.participant.ledger_id,
        **facts,
    )
