"""Common rate: one price for everyone, raised from nothing until the pot is used up.

In the room: "Each point is worth the same money; we raise that amount until the pot is empty: a project joins when its
points earn its minimum and stops at its ask." Nothing to gain from padding a minimum, but it has a cliff: a project
whose points do not earn its minimum gets nothing, however close it is. `reach` below 100 percent softens that.
In the field's words: weighted constrained equal awards with entry thresholds (Moulin 2000).
"""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from assembly.rounds.rules.points import Claim, Settings
from assembly.rounds.rules.rates import Rate, fine_enough, hand_out

Log = list[tuple[Any, ...]]
GROW, FULL, OPEN = range(3)  # at one rate, in this order


class RateRun(NamedTuple):
    """Where the clock stopped: what stands still, the state of every claim it opened or passed over, and its log."""

    still: int
    states: dict[int, str]
    log: Log


def common_rate(
    pot: int, claims: Sequence[Claim], settings: Settings
) -> tuple[dict[Any, int], dict[Any, str], Rate | None, Log]:
    """Divide a pot (units) among claims in rank order that passed their gates and ask for money.

    Returns amounts, statuses (full, part, lifted, short, passed), the rate of those that grow (money, points) or
    max_rate where it binds, and the log in clock order: (open, id, reach·minimum, 100·points) and (passed, …, left,
    rounded down).
    """
    clock = run(pot, claims, settings)
    growing = [claim for place, claim in enumerate(claims) if clock.states.get(place) == "growing"]
    rate = final_rate(pot - clock.still, growing, settings)
    earned = hand_out(growing, rate) if rate else {}
    amounts, statuses = {}, {}
    for place, claim in enumerate(claims):
        state = clock.states.get(place, "short")
        standing = {"lifted": claim.terms.minimum, "full": claim.terms.ask}.get(state, 0)
        amount = earned.get(claim.terms.id, standing)
        amounts[claim.terms.id] = amount
        statuses[claim.terms.id] = "full" if amount == claim.terms.ask else "part" if state == "growing" else state
    return amounts, statuses, rate, clock.log


def run(pot: int, claims: Sequence[Claim], settings: Settings) -> RateRun:
    """Let the rate rise from 0. A claim opens where its points earn `reach` percent of its minimum, if the pot can pay
    that minimum on top of all it has promised, and is else passed over for good; it grows from where its points earn
    the whole minimum, and stops at its ask. The clock stops before a rate that would promise more than the pot.
    """
    bits = fine_enough(claims, times=100)
    ceiling = settings.max_rate
    still = growing = 0  # promises that stand still; points of those that grow
    states: dict[int, str] = {}
    log: Log = []
    events = [
        ((settings.reach * claim.terms.minimum << bits) // (100 * claim.points), OPEN, place)
        for place, claim in enumerate(claims)
    ]
    heapify(events)
    while events:
        _, kind, place = heappop(events)
        terms, _, points, _ = claims[place]
        if kind == OPEN:
            money, points = settings.reach * terms.minimum, 100 * points
        else:
            money = terms.minimum if kind == GROW else terms.ask
        if ceiling and money * ceiling[1] > ceiling[0] * points:
            break
        left = (pot - still) * points - growing * money  # in units · points
        if left < 0:
            break
        if kind == GROW:
            states[place] = "growing"
            still -= terms.minimum
            growing += points
            heappush(events, ((terms.ask << bits) // points, FULL, place))
        elif kind == FULL:
            states[place] = "full"
            still += terms.ask
            growing -= points
        elif terms.minimum * points <= left:
            states[place] = "lifted"
            still += terms.minimum
            heappush(events, ((terms.minimum << bits) // claims[place].points, GROW, place))
            log.append(("open", terms.id, money, points))
        else:
            states[place] = "passed"
            log.append(("passed", terms.id, money, points, left // points))
    return RateRun(still, states, log)


def final_rate(left: int, growing: Sequence[Claim], settings: Settings) -> Rate | None:
    """What is left for those that grow, per point, but never above max_rate; none when nobody grows."""
    points = sum(claim.points for claim in growing)
    if not points:
        return None
    ceiling = settings.max_rate
    if ceiling and left * ceiling[1] > ceiling[0] * points:
        return ceiling
    return left, points
