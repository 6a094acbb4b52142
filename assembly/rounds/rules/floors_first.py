"""Floors first: minimums down the list while they fit, then what is left by points, nobody above their ask.

In the room: "Most people and hours first, we set aside each project's minimum while the pot lasts; what is left is
shared by people and hours, nobody above their ask." So if all minimums fit, nobody who may take part gets nothing.
Its price, said openly: raising one's own minimum can pay. Hence entry limits, and minimums that only ever come down.
"""

from collections.abc import Sequence
from typing import Any

from assembly.rounds.rules.points import Claim
from assembly.rounds.rules.rates import Rate, fine_enough, hand_out

Log = list[tuple[Any, ...]]
GROW, FULL = range(2)


def floors_first(pot: int, claims: Sequence[Claim]) -> tuple[dict[Any, int], dict[Any, str], Rate | None, Log]:
    """Divide a pot (units) among claims in rank order, all of them through their gates and asking for money.

    Returns amounts, statuses (full, part, passed), the rate of those strictly between minimum and ask as
    (money, points), none if there are none, and the log: (reserved | passed, id, minimum, left before) by rank.
    """
    floors, log = reserve(pot, claims)
    amounts = dict.fromkeys((claim.terms.id for claim in claims), 0)
    statuses = dict.fromkeys(amounts, "passed")
    water, rate = pour(pot, floors)
    for claim in floors:
        amounts[claim.terms.id] = water[claim.terms.id]
        statuses[claim.terms.id] = "full" if water[claim.terms.id] == claim.terms.ask else "part"
    return amounts, statuses, rate, log


def reserve(pot: int, claims: Sequence[Claim]) -> tuple[list[Claim], Log]:
    """Set aside each minimum in turn while it fits, and skip what does not."""
    left = pot
    floors = []
    log: Log = []
    for claim in claims:
        if claim.terms.minimum <= left:
            log.append(("reserved", claim.terms.id, claim.terms.minimum, left))
            floors.append(claim)
            left -= claim.terms.minimum
        else:
            log.append(("passed", claim.terms.id, claim.terms.minimum, left))
    return floors, log


def pour(pot: int, floors: Sequence[Claim]) -> tuple[dict[Any, int], Rate | None]:
    """Fill everybody to one water line between their minimum and their ask, until the pot or the asks are used up."""
    amounts = {claim.terms.id: claim.terms.ask for claim in floors}
    line = water_line(pot, floors)
    if line is None:
        return amounts, None
    money, points = line
    between = []
    for claim in floors:
        if money * claim.points <= claim.terms.minimum * points:
            amounts[claim.terms.id] = claim.terms.minimum
        elif money * claim.points < claim.terms.ask * points:
            between.append(claim)
            amounts[claim.terms.id] = 0
    if not between:
        return amounts, None
    rate = pot - sum(amounts.values()), sum(claim.points for claim in between)
    return amounts | hand_out(between, rate), rate


def water_line(pot: int, floors: Sequence[Claim]) -> Rate | None:
    """The rate at which all clamp(rate·points, minimum, ask) add up to the pot, the highest; none if asks run out."""
    bits = fine_enough(floors)
    events = [((claim.terms.minimum << bits) // claim.points, GROW, claim) for claim in floors]
    events += [((claim.terms.ask << bits) // claim.points, FULL, claim) for claim in floors]
    still = sum(claim.terms.minimum for claim in floors)
    growing = 0
    for _, kind, claim in sorted(events, key=lambda event: event[:2]):
        money = claim.terms.minimum if kind == GROW else claim.terms.ask
        if still * claim.points + growing * money > pot * claim.points:
            break
        if kind == GROW:
            still -= claim.terms.minimum
            growing += claim.points
        else:
            still += claim.terms.ask
            growing -= claim.points
    return (pot - still, growing) if growing else None
