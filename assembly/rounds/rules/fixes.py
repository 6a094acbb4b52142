"""What would bring a proposal its money, by asking the rule itself; more never hurts, so it searches by halving."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assembly.rounds.rules.common_rate import run
from assembly.rounds.rules.floors_first import reserve
from assembly.rounds.rules.points import (
    Claim,
    Settings,
    Support,
    Terms,
    claim,
    counted,
    needed_hours,
    needed_people,
    rank,
    ranked,
)
from assembly.rounds.rules.shares import Share, competing, share_out


@dataclass(frozen=True, slots=True)
class Fix:
    """Three ways to its money, each enough alone; None where a way does not lead there.

    `people`: more people (1 hour each, or person_from). `hours`: more hours from people there. `minimum`: in units.
    So many of the people must be from `outside` the pod that proposes it.
    `together`: so many more people and such a minimum at once, where no way is enough alone.
    """

    people: int | None
    hours: int | None
    minimum: int | None
    outside: int = 0
    together: tuple[int, int] | None = None

    @property
    def alone(self) -> bool:
        """Is there one way that is enough?"""
        return any((self.people, self.hours, self.minimum))


class Line:
    """Claims in rank order with what the pot has left at each turn; `shares` is what share_out gives, if known."""

    def __init__(
        self,
        pot: int,
        terms: Iterable[Terms],
        supports: Mapping[Any, Support],
        settings: Settings,
        shares: Iterable[Share] | None = None,
    ) -> None:
        terms = tuple(terms)
        self.pot = pot
        self.settings = settings
        given = share_out(pot, terms, supports, settings).shares if shares is None else shares
        self.shares = {share.terms.id: share for share in given}
        self.claims = competing(ranked(terms, supports, settings))
        self.ranks = [rank(each) for each in self.claims]
        self.left = [pot]
        floors, _ = reserve(pot, self.claims)
        reserved = {each.terms.id for each in floors}
        for each in self.claims:
            self.left.append(self.left[-1] - (each.terms.minimum if each.terms.id in reserved else 0))

    def fix(self, id: Hashable) -> Fix | None:
        """What `fix` says; KeyError for a proposal that is not there."""
        mine = self.shares[id]
        if mine.amount or mine.status == "full":
            return None
        others = [each for each in self.claims if each.terms.id != id]

        def pays(terms: Terms, support: Support) -> bool:
            return self.has_money(others, claim(terms, support, self.settings))

        terms, support, settings = mine.terms, mine.support, self.settings
        enough = more_than_enough(others, terms, settings)

        def people_with(minimum: int) -> int | None:
            return fewest(enough, lambda more: pays(replace(terms, minimum=minimum), joined(support, more, settings)))

        def minimum_of(support: Support) -> int | None:
            return highest(terms.minimum - 1, lambda units: pays(replace(terms, minimum=units), support))

        found = Fix(
            people=people_with(terms.minimum),
            hours=fewest(
                min(enough, spare_hours(support, enough, settings)), lambda more: pays(terms, deepened(support, more))
            ),
            minimum=minimum_of(support),
            outside=max(0, settings.min_outside - support.outside),
        )
        people = people_with(1) if terms.minimum > 1 and not found.alone else None
        units = minimum_of(joined(support, people, settings)) if people else None
        return replace(found, together=(people, units)) if people and units else found

    def has_money(self, others: list[Claim], mine: Claim) -> bool:
        """Would this claim, which has nothing now, get its money (or its people, if it asks none)?"""
        if mine.gate or not mine.terms.ask:
            return not mine.gate
        elif self.settings.rule == "floors_first":
            return mine.terms.minimum <= self.left[bisect_left(self.ranks, rank(mine))]
        else:
            claims = sorted([*others, mine], key=rank)
            states = run(self.pot, claims, self.settings).states
            return states.get(claims.index(mine), "short") in ("lifted", "growing", "full")


def fix(
    pot: int, terms: Iterable[Terms], supports: Mapping[Any, Support], settings: Settings, id: Hashable
) -> Fix | None:
    """What would bring this proposal its money, in the room as it stands; None when it has some, or asks none and has
    its people. Raises what share_out raises, and KeyError for a proposal that is not there."""
    return Line(pot, terms, supports, settings).fix(id)


def one_more_hour(
    pot: int, terms: Iterable[Terms], supports: Mapping[Any, Support], settings: Settings, id: Hashable
) -> int:
    """Units one more hour, from one who already pledged, would move here; 0 also when nobody can add one."""
    terms = tuple(terms)
    support = supports.get(id, Support())
    after = {**supports, id: deepened(support, min(1, spare_hours(support, 1, settings)))}
    before = share_out(pot, terms, supports, settings).share(id).amount
    return share_out(pot, terms, after, settings).share(id).amount - before


def joined(support: Support, more: int, settings: Settings) -> Support:
    """With this many more people from outside the pod, each bringing just enough to count as a person."""
    hours = support.hours + more * counted(settings.person_from, settings)
    return Support(support.people + more, hours, support.outside + more)


def deepened(support: Support, more: int) -> Support:
    return replace(support, hours=support.hours + more)


def spare_hours(support: Support, most: int, settings: Settings) -> int:
    """How many hours people already there could still add: none if nobody is, and per_person_cap for each at most."""
    if not support.hours:
        return 0
    elif settings.per_person_cap is None:
        return most
    else:
        return max(0, support.people * settings.per_person_cap - support.hours)


def more_than_enough(others: list[Claim], terms: Terms, settings: Settings) -> int:
    """So many hours that no gate, no rank, no other project's moment and no highest rate stands before this one: its
    points then earn its minimum at a lower rate than anybody else's earn even 1 unit."""
    most = max((each.points for each in others), default=0)
    money, points = settings.max_rate or (1, 0)
    gates = needed_people(terms, settings) + needed_hours(terms, settings) + settings.min_outside
    return gates + (terms.minimum + 1) * (most + 1) + terms.minimum * points // money + 1


def fewest(most: int, helps: Callable[[int], bool]) -> int | None:
    """The smallest number from 1 to `most` that helps: doubled until it does, then halved back."""
    reached = 1
    while reached < most and not helps(reached):
        reached *= 2
    reached = min(reached, most)
    if reached < 1 or not helps(reached):
        return None
    return bisect_left(range(reached), True, lo=reached // 2 + 1, key=helps)


def highest(most: int, helps: Callable[[int], bool]) -> int | None:
    """The largest number from 1 to `most` that helps."""
    helpful = bisect_left(range(1, most + 1), True, key=lambda number: not helps(number)) if most > 0 else 0
    return helpful or None
