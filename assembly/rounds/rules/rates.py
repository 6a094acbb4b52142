"""Rates: money per point, compared and rounded exactly, in integers only."""

from collections.abc import Iterable, Sequence
from typing import Any

from assembly.rounds.rules.points import Claim

Rate = tuple[int, int]  # units of money, points: unreduced, points > 0


def fine_enough(claims: Iterable[Claim], times: int = 1) -> int:
    """Bits of a quotient that tell rates apart whose points are at most `times` a claim's (1/d² apart: 2·bits(d))."""
    return 2 * (times * max((claim.points for claim in claims), default=1)).bit_length()


def hand_out(claims: Sequence[Claim], rate: Rate) -> dict[Any, int]:
    """Pay every claim its points at this rate in whole units; odd units go by largest remainder, then by rank."""
    money, points = rate
    odd = money * sum(claim.points for claim in claims) // points
    amounts = {}
    remainders: list[tuple[int, int, Any]] = []
    for claim in claims:
        amount, remainder = divmod(money * claim.points, points)
        amounts[claim.terms.id] = amount
        remainders.append((-remainder, len(remainders), claim.terms.id))
        odd -= amount
    for _, _, winner in sorted(remainders)[:odd]:
        amounts[winner] += 1
    return amounts
