"""The same rules once more, slow and by definition: Fractions, no heap, no running sums. To compare with.

For a set of opened proposals the promise at rate r is clamp(r·points, minimum, ask). Every amount follows from the
highest rate whose promises the pot can pay.
"""

from fractions import Fraction
from typing import Any, NamedTuple

from assembly.rounds.rules.allocation import Settings, Support, Terms

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


def equal_shares(
    pot: int, terms: tuple[Terms, ...], pledges: dict[str, dict[Any, int]], settings: Settings
) -> tuple[tuple[tuple[Any, ...], int, dict[tuple[Any, Any], Fraction]], dict[Any, int]]:
    """By definition: one purse a person, every price anew at every step, no heap. The core, and who gets anything."""
    supports = {each.id: backing(each.id, pledges, settings) for each in terms}
    hands = [
        (each, weigh(supports[each.id], settings)) for each in terms if takes_part(each, supports[each.id], settings)
    ]
    hands.sort(key=lambda hand: (-hand[1], -supports[hand[0].id].people, hand[0].lot))
    hours = {
        (who, hand[0].id): clipped(given[hand[0].id], settings)
        for who, given in pledges.items()
        for hand in hands
        if given.get(hand[0].id)
    }
    people = {who for who, _ in hours}
    added, core = 0, run_shares(pot, 0, people, hands, hours)
    while any(hand[0].minimum <= pot - spent(core[0], terms) for hand in hands if hand[0].id not in core[0]):
        again = run_shares(pot, added + 1, people, hands, hours)
        if spent(again[0], terms) > pot:
            break
        added, core = added + 1, again
    chosen = list(core[0])
    for each, _ in sorted(hands, key=lambda hand: Fraction(hand[0].minimum, hand[1])):
        if each.id not in chosen and each.minimum <= pot - spent(chosen, terms):
            chosen.append(each.id)
    funded = [hand for hand in hands if hand[0].id in chosen]
    line = highest_rate(pot, funded, None)
    growing = [] if line is None else [hand for hand in funded if grows(hand, line, "floors_first")]
    return (tuple(core[0]), added, core[1]), round_down_once(funded, growing, line)


def backing(proposal: Any, pledges: dict[str, dict[Any, int]], settings: Settings) -> Support:
    given = [hands[proposal] for hands in pledges.values() if proposal in hands]
    people = sum(hours >= settings.person_from for hours in given)
    return Support(people, sum(clipped(hours, settings) for hours in given), people)


def clipped(hours: int, settings: Settings) -> int:
    return min(hours, settings.per_person_cap or hours)


def spent(chosen: Any, terms: tuple[Terms, ...]) -> int:
    return sum(each.minimum for each in terms if each.id in chosen)


def run_shares(
    pot: int, percent: int, people: set[str], hands: list[Hand], hours: dict[tuple[Any, Any], int]
) -> tuple[list[Any], dict[tuple[Any, Any], Fraction]]:
    money = {who: Fraction(pot * (100 + percent), 100 * len(people)) for who in people}
    chosen: list[Any] = []
    payments: dict[tuple[Any, Any], Fraction] = {}
    while True:
        prices = [
            (cheapest, place)
            for place, (each, _) in enumerate(hands)
            if each.id not in chosen
            for cheapest in [
                lowest_price(each.minimum, [(money[who], h) for (who, id), h in hours.items() if id == each.id])
            ]
            if cheapest is not None
        ]
        if not prices:
            return chosen, payments
        cheapest, place = min(prices)
        bought = hands[place][0].id
        chosen.append(bought)
        for (who, id), h in hours.items():
            if id == bought and money[who]:
                payments[who, id] = min(money[who], cheapest * h)
                money[who] -= payments[who, id]


def lowest_price(minimum: int, backers: list[tuple[Fraction, int]]) -> Fraction | None:
    """Between two purses running dry what all can pay grows evenly."""
    if sum(purse for purse, _ in backers) < minimum:
        return None
    before = Fraction(0)
    for corner in sorted({purse / hours for purse, hours in backers}):
        if sum(min(purse, corner * hours) for purse, hours in backers) >= minimum:
            dry = sum(purse for purse, hours in backers if purse / hours <= before)
            return Fraction(minimum - dry) / sum(hours for purse, hours in backers if purse / hours > before)
        before = corner
    return None
