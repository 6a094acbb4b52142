"""Publish a round's settings, open it, reveal it, show the money, call last, close it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering, Step
from assembly.kernel.actions.ledger import record, sealed, sha256
from assembly.kernel.models.base import now, this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import one_line
from assembly.money.actions import awards, not_opening, opening, take_back_opening
from assembly.people.models import Participant
from assembly.rounds.actions.offers import CLOSED, lapse_offers
from assembly.rounds.actions.quiet import shred_quiet
from assembly.rounds.models.allocation import Allocation, columns
from assembly.rounds.models.offer import MatchOffer
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.round import (
    Closure,
    Count,
    LastCall,
    LastCallExtended,
    LotsDrawn,
    MoneyShown,
    Revealed,
    write_outcome,
)
from assembly.rounds.rules.allocation import Outcome
from assembly.rounds.rules.entry import check_terms, check_wave_terms
from assembly.rounds.rules.quiet import check_quiet_rule
from assembly.rounds.rules.round import (
    SOFT_END,
    check_close,
    check_closing_step,
    check_counted,
    check_last_call,
    check_money_can_show,
    check_reveal,
    check_revealed,
    check_unopened,
    is_near_the_end,
)
from assembly.rounds.rules.settings import RoundSettings, check_next_settings, check_round_settings

WITH_HOURS = ("pledging", "gaps", "shifts", "allocation")  # steps that need an open round


def first_round(gathering: Gathering) -> Allocation:
    """Every gathering begins with one. Does not commit: it is part of its start."""
    allocation = Allocation(
        number=1, gathering=gathering, **columns(RoundSettings(step=10**gathering.assembly.exponent))
    )
    db.session.add(allocation)
    return allocation


def may_move(gathering: Gathering, step: Step) -> None:
    """RuleBroken on the way past the pot while the round is still open."""
    if step.position > max((each.position for each in _with_hours(gathering)), default=len(gathering.steps)):
        check_closing_step(gathering.allocation.locked)


def follow_step(facilitator: Grant, gathering: Gathering) -> None:
    """The round opens with the first step that gives hours, and is not open yet before it. Part of a step: no
    commit."""
    steps = [step.position for step in _with_hours(gathering)]
    if steps and min(steps) <= gathering.position <= max(steps) and not gathering.allocation.opened:
        open_round(facilitator, gathering.allocation)
    if not steps or gathering.position < min(steps):
        unopen_round(facilitator, gathering.allocation)


def _with_hours(gathering: Gathering) -> list[Step]:
    return [step for step in gathering.planned_steps if step.kind in WITH_HOURS]


def publish_settings(facilitator: Grant, allocation: Allocation, settings: RoundSettings) -> Allocation:
    """Settings stand until the round opens, then they are fixed. RuleBroken on nonsense or when already open."""
    check_unopened(allocation.opened)
    check_round_settings(settings)
    if allocation.earlier:
        before = allocation.earlier[-1]
        check_next_settings(settings, before.settings, before.outcome.rest * before.step)
    note, period = one_line(settings.set_aside_note, 200), one_line(settings.period, 60)
    allocation.settings = replace(settings, set_aside_note=note, period=period)
    record("settings published", allocation.gathering, by=facilitator, **published(allocation))
    db.session.commit()
    return allocation


def open_round(facilitator: Grant, allocation: Allocation) -> Allocation:
    """Check every ask against the pot, draw lots, fix the settings. Does not commit: it is part of a step."""
    for problem in problems(allocation):
        raise problem
    asks = allocation.standing_asks
    for ask in allocation.asks:
        ask.lot = None
    lots = secrets.SystemRandom().sample(range(1, len(asks) + 1), len(asks))
    for ask, lot in zip(asks, lots, strict=True):
        ask.lot = lot
    moves = opening(facilitator, allocation)
    db.session.add(LotsDrawn(allocation=allocation, by=facilitator))
    record(
        "round opened",
        allocation.gathering,
        by=facilitator,
        moves=moves,
        round=allocation.number,
        lots={str(ask.proposal.number): ask.lot for ask in asks},
        settings=published(allocation),
    )
    return allocation


def unopen_round(facilitator: Grant, allocation: Allocation) -> Allocation:
    """Back at the doors before anybody gave an hour, everything may change again. Does not commit: part of a step."""
    given = db.session.scalar(select(Pledge.id).where(Pledge.allocation_id == allocation.id).limit(1))
    offered = db.session.scalar(select(MatchOffer.id).where(MatchOffer.allocation_id == allocation.id).limit(1))
    begun = allocation.money or allocation.revealed or allocation.last_calls or offered
    if allocation.lots_drawn and given is None and not begun:
        db.session.delete(allocation.lots_drawn)
        moves = not_opening(allocation)
        record("round not open yet", allocation.gathering, by=facilitator, round=allocation.number, moves=moves)
        take_back_opening(facilitator, allocation)
    return allocation


def problems(allocation: Allocation) -> list[RuleBroken]:
    """What must be mended before the round can open: a sentence for each proposal that asks too much of this pot."""
    found = []
    quiet = any(ask.proposal.quiet for ask in allocation.standing_asks)
    try:
        check_quiet_rule(quiet, allocation.counted_apart)
    except RuleBroken as broken:
        found.append(broken)
    if not allocation.standing_asks:
        found.append(RuleBroken(N_("There is no proposal yet. Put at least one on the list.")))
    for ask in allocation.standing_asks:
        try:
            if allocation.number > 1:
                check_wave_terms(ask.minimum, ask.amount, allocation.step)
            else:
                check_terms(ask.minimum, ask.amount, allocation.divided, allocation.step, ask.all_or_nothing)
        except RuleBroken as broken:
            named = {"number": ask.proposal.number, "title": ask.proposal.title}
            found.append(RuleBroken(N_("Proposal %(number)s, “%(title)s”: %(why)s"), **named, why=str(broken)))
    return found


def reveal(facilitator: Grant, allocation: Allocation) -> Allocation:
    """Take the seal off: everybody sees where hours go, and may change their own. Doing it twice changes nothing."""
    check_reveal(allocation.opened, allocation.sealed)
    if not allocation.revealed:
        db.session.add(Revealed(allocation=allocation, by=facilitator))
        record("hours revealed", allocation.gathering, by=facilitator, round=allocation.number)
    db.session.commit()
    return allocation


def show_money(facilitator: Grant, allocation: Allocation) -> Allocation:
    """The night's one gasp: from here on everybody sees the split move."""
    check_money_can_show(allocation.divided, allocation.opened)
    check_revealed(allocation.hidden)
    if allocation.money_when == "end" and not allocation.locked:
        raise RuleBroken(N_("In this round money shows when it is closed, as was published."))
    if not allocation.money:
        db.session.add(MoneyShown(allocation=allocation, by=facilitator))
        record("money shown", allocation.gathering, by=facilitator, round=allocation.number)
    db.session.commit()
    return allocation


def start_last_call(facilitator: Grant, allocation: Allocation) -> Allocation:
    """The clock before every close. A call that is still running is not started twice; a new one may follow."""
    check_revealed(allocation.hidden)
    check_last_call(allocation.opened, allocation.money_waits)
    running = allocation.last_call is not None and not allocation.last_call.over
    if not running and not allocation.locked:
        seconds = allocation.last_call_seconds
        db.session.add(LastCall(allocation=allocation, by=facilitator, seconds=seconds))
        record("last call", allocation.gathering, by=facilitator, round=allocation.number, seconds=seconds)
    db.session.commit()
    return allocation


@contextmanager
def soft_end(allocation: Allocation, by: Participant | Grant | Gathering) -> Iterator[None]:
    """Around a change near the end of the last call, in its transaction.

    Soft: a minute more when other proposals get visible money. Still: keep what the wall shows before the first change.
    Under equal shares only a new count changes amounts, so it stands around that.
    """
    call = allocation.last_call
    if call is not None and allocation.held and call.still is None:
        db.session.flush()
        call.still = write_outcome(allocation.outcome)
    near = call is not None and _is_soft(allocation, call)
    before = funded(allocation) if near else set()
    yield
    if call is not None and near and funded(allocation) != before:
        db.session.add(LastCallExtended(last_call=call, seconds=SOFT_END))
        record("last call extended", allocation.gathering, by=by, round=allocation.number, seconds=SOFT_END)


def _is_soft(allocation: Allocation, call: LastCall) -> bool:
    soft = allocation.ending == "soft" and allocation.money_shown
    return soft and is_near_the_end((call.ends_at - now()).total_seconds(), len(call.extensions))


def funded(allocation: Allocation) -> set[int]:
    """Numbers of the proposals that would get money now."""
    db.session.flush()
    return {int(str(share.terms.id)) for share in allocation.outcome.shares if share.amount}


def keep_count(allocation: Allocation, inputs: str, outcome: Outcome) -> Allocation:
    """Remember what equal shares gives for the room whose hash is `inputs`. After the close it comes too late."""
    if allocation.pledging:
        with soft_end(allocation, allocation.gathering):
            count = allocation.count or Count(allocation=allocation)
            db.session.add(count)
            count.inputs, count.outcome, count.at = inputs, write_outcome(outcome), this_minute()
    db.session.commit()
    return allocation


def lock_allocation(facilitator: Grant, allocation: Allocation) -> Allocation:
    """Close and keep the outcome and its totals; closing twice changes nothing. StillCounting under equal shares."""
    call = allocation.last_call
    check_close(called=call is not None, over=call is not None and call.over)
    if not allocation.closure:
        check_counted(allocation.counting)
        lapse_offers(facilitator, allocation, CLOSED)
        quiet = shred_quiet(allocation, allocation.outcome)
        outcome, moves = write_outcome(allocation.outcome), awards(facilitator, allocation)
        db.session.add(Closure(allocation=allocation, by=facilitator, outcome=outcome, outcome_hash=sha256(outcome)))
        record(
            "allocation locked",
            allocation.gathering,
            by=facilitator,
            moves=moves,
            round=allocation.number,
            settings=published(allocation),
            outcome=outcome,
            outcome_hash=sha256(outcome),
            **quiet,
        )
    db.session.commit()
    return allocation


def published(allocation: Allocation) -> dict[str, Any]:
    """The settings as the book keeps them; words sealed."""
    settings, salt = allocation.settings, allocation.gathering.salt
    return {
        **asdict(settings),
        "round": allocation.number,
        "set_aside_note": sealed(settings.set_aside_note, salt),
        "period": sealed(settings.period, salt),
        "period_end": settings.period_end.isoformat() if settings.period_end else None,
    }
