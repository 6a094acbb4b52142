"""Equal shares: everybody who promised holds the same share of the pot, and shares pay the minimums of what they back.

In the room: "Everybody who gave hours holds the same share of the pot; the projects whose people can pay for them with
the least money for an hour come first; what is left goes on by people and hours, nobody above their ask." For
all-or-nothing asks where a minority must get its part; an hour more can cost a project its money. It looks at every
person, so it can take seconds. In the field's words: Method of Equal Shares with utilities = hours (Peters,
Pierczyński, Skowron 2021), completed by adding 1 percent at a time.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from assembly.rounds.rules.floors_first import pour
from assembly.rounds.rules.points import Claim, Settings, counted
from assembly.rounds.rules.rates import Rate

Log = list[tuple[Any, ...]]
Ballot = tuple[tuple[int, int], ...]  # what one person backs: (place of the claim, hours), by place
WHOLE = 1000


class Core(NamedTuple):
    """Ids in the order funded, percent added to every share, `payments` (person, id) → units, and the `remaining`:
    thousandths of their share that people still hold, fullest first.
    """

    funded: tuple[Any, ...]
    added_percent: int
    payments: Mapping[tuple[Any, Any], Fraction]
    remaining: tuple[int, ...]


class Crowd(NamedTuple):
    """People who back the very same with the very same hours: they always pay alike."""

    people: int
    hours: dict[int, int]  # by place


class Bought(NamedTuple):
    """One run: places in the order funded; what one of each crowd paid for what, and what they still hold."""

    places: list[int]
    paid: list[tuple[int, int, Fraction]]  # crowd, place, units
    left: list[Fraction]


def equal_shares(
    pot: int, claims: Sequence[Claim], pledges: Mapping[Any, Mapping[Any, int]], settings: Settings
) -> Core:
    """Let everybody's equal share (units) buy minimums, among competing claims in rank order; one percent more while
    they fit, the last fitting run stands. Source: funding rule, equal shares.
    """
    ballots = ballots_of(claims, pledges, settings)
    crowds = [Crowd(people, dict(ballot)) for ballot, people in sorted(Counter(ballots.values()).items())]
    percent, best = 0, buy(claims, crowds, share(pot, 0, len(ballots)))
    while may_buy_more(pot, claims, best.places):
        more = buy(claims, crowds, share(pot, percent + 1, len(ballots)))
        if cost(claims, more.places) > pot:
            break
        percent, best = percent + 1, more
    return told(pot, claims, ballots, percent, best)


def settle(
    pot: int, claims: Sequence[Claim], funded: Iterable[Any]
) -> tuple[dict[Any, int], dict[Any, str], Rate | None, Log]:
    """From the core to the amounts: add minimums that still fit by minimum per point, then fill to the asks by points.

    Returns amounts, statuses (full, part, passed), the rate as in floors first, and the log in this order:
    (bought | added | passed, id, minimum, left before), money in units.
    """
    by_id = {claim.terms.id: claim for claim in claims}
    log: Log = []
    left, chosen = pot, set()
    core = [by_id[id] for id in funded]
    others = [claim for claim in claims if claim not in core]
    cheapest = sorted(others, key=lambda claim: Fraction(claim.terms.minimum, claim.points))
    for word, each in [*(("bought", claim) for claim in core), *(("added", claim) for claim in cheapest)]:
        fits = each.terms.minimum <= left
        log.append((word if fits else "passed", each.terms.id, each.terms.minimum, left))
        if fits:
            chosen.add(each.terms.id)
            left -= each.terms.minimum
    amounts, rate = pour(pot, [claim for claim in claims if claim.terms.id in chosen])
    statuses = {
        id: "passed" if id not in amounts else "full" if amounts[id] == claim.terms.ask else "part"
        for id, claim in by_id.items()
    }
    return {id: amounts.get(id, 0) for id in by_id}, statuses, rate, log


def ballots_of(
    claims: Sequence[Claim], pledges: Mapping[Any, Mapping[Any, int]], settings: Settings
) -> dict[Any, Ballot]:
    """Everybody who pledged to one of these claims, with their hours as they count."""
    places = {claim.terms.id: place for place, claim in enumerate(claims)}
    ballots: dict[Any, Ballot] = {}
    for person, given in pledges.items():
        ballot = sorted((places[id], counted(hours, settings)) for id, hours in given.items() if id in places and hours)
        if ballot:
            ballots[person] = tuple(ballot)
    return ballots


def share(pot: int, percent: int, people: int) -> Fraction:
    return Fraction(pot * (100 + percent), 100 * max(1, people))


def cost(claims: Sequence[Claim], places: Iterable[int]) -> int:
    return sum(claims[place].terms.minimum for place in places)


def may_buy_more(pot: int, claims: Sequence[Claim], places: Sequence[int]) -> bool:
    """Would the pot still pay some minimum that was not bought?"""
    left = pot - cost(claims, places)
    return any(claim.terms.minimum <= left for place, claim in enumerate(claims) if place not in set(places))


def buy(claims: Sequence[Claim], crowds: Sequence[Crowd], each: Fraction) -> Bought:
    """Fund the cheapest claim per hour, ties by rank, until nobody can pay; prices only rise, so a heap finds it."""
    money = [each] * len(crowds)
    backers = backers_of(claims, crowds)
    prices = [(rho, place) for place in range(len(claims)) if (rho := price(claims[place], backers[place], money))]
    heapify(prices)
    bought = Bought([], [], money)
    while prices:
        old, place = heappop(prices)
        rho = price(claims[place], backers[place], money)
        if rho is None:
            continue
        elif rho > old:
            heappush(prices, (rho, place))
        else:
            bought.places.append(place)
            for number, _, hours in backers[place]:
                paid = min(money[number], rho * hours)
                money[number] -= paid
                bought.paid.append((number, place, paid))
    return bought


def backers_of(claims: Sequence[Claim], crowds: Sequence[Crowd]) -> list[list[tuple[int, int, int]]]:
    """For each claim its crowds: number of the crowd, people in it, hours of each."""
    backers: list[list[tuple[int, int, int]]] = [[] for _ in claims]
    for number, crowd in enumerate(crowds):
        for place, hours in crowd.hours.items():
            backers[place].append((number, crowd.people, hours))
    return backers


def price(claim: Claim, backers: Sequence[tuple[int, int, int]], money: Sequence[Fraction]) -> Fraction | None:
    """The smallest ρ with Σ min(money, ρ·hours) = minimum; None when all its people's money together is too little."""
    due = Fraction(claim.terms.minimum)
    rich = [(money[number], people, hours) for number, people, hours in backers]
    while rich:
        rho = due / sum(people * hours for _, people, hours in rich)
        poor = [(share_left, people) for share_left, people, hours in rich if share_left < rho * hours]
        if not poor:
            return rho
        due -= sum(share_left * people for share_left, people in poor)
        rich = [(share_left, people, hours) for share_left, people, hours in rich if share_left >= rho * hours]
    return None


def told(pot: int, claims: Sequence[Claim], ballots: Mapping[Any, Ballot], percent: int, bought: Bought) -> Core:
    """A run in everybody's own words: each person of a crowd paid what the crowd paid."""
    crowd_of = {ballot: number for number, ballot in enumerate(sorted(set(ballots.values())))}
    members: dict[int, list[Any]] = {}
    for person, ballot in ballots.items():
        members.setdefault(crowd_of[ballot], []).append(person)
    payments = {
        (person, claims[place].terms.id): paid
        for number, place, paid in bought.paid
        for person in members[number]
        if paid
    }
    funded = tuple(claims[place].terms.id for place in bought.places)
    return Core(funded, percent, payments, remaining(pot, percent, ballots, payments))


def remaining(
    pot: int, percent: int, people: Collection[Any], payments: Mapping[tuple[Any, Any], Fraction]
) -> tuple[int, ...]:
    """Thousandths of their share that people still hold after they paid, fullest first and nobody's name on them."""
    each = share(pot, percent, len(people))
    left = dict.fromkeys(people, each)
    for (person, _), paid in payments.items():
        left[person] -= paid
    return tuple(sorted((int(WHOLE * share_left / each) if each else 0 for share_left in left.values()), reverse=True))
