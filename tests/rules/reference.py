"""The same two rules once more, slow and by definition: Fractions, no heap, no running sums. To compare with.

For a set of opened proposals the promise at rate r is clamp(r·points, minimum, ask). Every amount follows from the
highest rate whose promises the pot can pay.
"""

from fractions import Fraction
from typing import Any, NamedTuple

from assembly.rules.allocation import Settings, Support, Terms

Hand = tuple[Terms, int]  # a proposal that takes part, and its points


class Division(NamedTuple):
    """What everybody who takes part in the money gets, by id, and the rate by value."""

    amounts: dict[Any, int]
    statuses: dict[Any, str]
    rate: Fraction | None


def divide(pot: int, terms: tuple[Terms, ...], supports: dict[Any, Support], settings: Settings) -> Division:
    hands = [
        (each, weigh(supports[each.id], settings)) for each in terms if takes_part(each, supports[each.id], settings)
    ]
    hands.sort(key=lambda hand: (-hand[1], -supports[hand[0].id].people, hand[0].lot))
    late: set[Any] = set()
    ceiling = None
    if settings.rule == "floors_first":
        opened = take_floors(pot, hands)
    else:
        ceiling = Fraction(*settings.max_rate) if settings.max_rate else None
        opened, late = watch_clock(pot, hands, settings.reach, ceiling)
    line = highest_rate(pot, opened, ceiling)
    growing = [] if line is None else [hand for hand in hands if hand in opened and grows(hand, line, settings.rule)]
    amounts = {each.id: 0 for each, _ in hands} | round_down_once(opened, growing, line)
    statuses = {}
    for hand in hands:
        terms_of, mine = hand[0], amounts[hand[0].id]
        if hand not in opened:
            statuses[terms_of.id] = "short" if terms_of.id in late else "passed"
        elif mine == terms_of.ask:
            statuses[terms_of.id] = "full"
        else:
            statuses[terms_of.id] = "part" if hand in growing or settings.rule == "floors_first" else "lifted"
    return Division(amounts, statuses, line if growing else None)


def round_down_once(opened: list[Hand], growing: list[Hand], line: Fraction | None) -> dict[Any, int]:
    """Whole units that add up to the whole promise: the odd ones to the largest remainders, then by rank."""
    promises = {hand[0].id: promise(hand, line) for hand in opened}
    amounts = {each: int(promised) for each, promised in promises.items()}
    odd = int(sum(promises.values())) - sum(amounts.values())
    for terms, _ in sorted(growing, key=lambda hand: -(promises[hand[0].id] % 1))[:odd]:
        amounts[terms.id] += 1
    return amounts


def weigh(support: Support, settings: Settings) -> int:
    return support.hours + (support.people * settings.people_weight if settings.weight == "affine" else 0)


def takes_part(terms: Terms, support: Support, settings: Settings) -> bool:
    people = settings.min_people if terms.need_people is None else terms.need_people
    hours = settings.min_hours if terms.need_hours is None else terms.need_hours
    return terms.ask > 0 and support.people >= people and support.hours >= hours and weigh(support, settings) > 0


def take_floors(pot: int, hands: list[Hand]) -> list[Hand]:
    taken: list[Hand] = []
    for hand in hands:
        if sum(each.minimum for each, _ in [*taken, hand]) <= pot:
            taken.append(hand)
    return taken


def watch_clock(pot: int, hands: list[Hand], reach: int, ceiling: Fraction | None) -> tuple[list[Hand], set[Any]]:
    """Open in the order of the rates at which they may; those whose turn never comes are late."""
    opened: list[Hand] = []
    turns = sorted(hands, key=lambda hand: Fraction(reach * hand[0].minimum, 100 * hand[1]))
    for number, hand in enumerate(turns):
        turn = Fraction(reach * hand[0].minimum, 100 * hand[1])
        promised = sum(promise(each, turn) for each in opened)
        if promised > pot or (ceiling is not None and turn > ceiling):
            return opened, {each.id for each, _ in turns[number:]}
        if promised + hand[0].minimum <= pot:
            opened.append(hand)
    return opened, set()


def highest_rate(pot: int, opened: list[Hand], ceiling: Fraction | None) -> Fraction | None:
    """The highest rate whose promises the pot can pay, up to the ceiling; none when it can pay every ask anyhow."""
    if sum(each.ask for each, _ in opened) <= pot:
        return ceiling
    corners = sorted({Fraction(bound, points) for each, points in opened for bound in (each.minimum, each.ask)})
    below = max((corner for corner in corners if cost(opened, corner) <= pot), default=Fraction(0))
    above = min(corner for corner in corners if corner > below)
    climb = (cost(opened, above) - cost(opened, below)) / (above - below)
    rate = below + (pot - cost(opened, below)) / climb
    return rate if ceiling is None else min(rate, ceiling)


def cost(opened: list[Hand], rate: Fraction) -> Fraction:
    return sum((promise(hand, rate) for hand in opened), Fraction(0))


def promise(hand: Hand, rate: Fraction | None) -> Fraction:
    terms, points = hand
    return (
        Fraction(terms.ask) if rate is None else min(max(rate * points, Fraction(terms.minimum)), Fraction(terms.ask))
    )


def grows(hand: Hand, rate: Fraction, rule: str) -> bool:
    """Common rate counts one just at its minimum among those that grow; floors first counts only those above."""
    terms, points = hand
    earned = rate * points
    return terms.minimum <= earned < terms.ask and not (rule == "floors_first" and earned == terms.minimum)
