"""Halls: small random rooms that bite. Few proposals, tight pots, ties, asks of 0, gates nearly met."""

import os
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from assembly.rules.allocation import Outcome, Settings, Share, Support, Terms, share_out

thorough = settings(
    max_examples=5000 if os.environ.get("ASSEMBLY_LONG") == "1" else 250, derandomize=True, deadline=None, database=None
)


@dataclass(frozen=True)
class Hall:
    """One room, and the same room with one thing changed."""

    pot: int
    terms: tuple[Terms, ...]
    supports: dict[Any, Support]
    settings: Settings

    @property
    def outcome(self) -> Outcome:
        return share_out(self.pot, self.terms, self.supports, self.settings)

    @property
    def claimants(self) -> list[Share]:
        """Those that take part in the money."""
        return [each for each in self.outcome.shares if each.terms.ask and not each.status.startswith("gate")]

    def amount(self, proposal: Any) -> int:
        return self.outcome.share(proposal).amount

    def asking(self, proposal: Any, **changed: Any) -> "Hall":
        terms = tuple(replace(each, **changed) if each.id == proposal else each for each in self.terms)
        return replace(self, terms=terms)

    def gaining(self, proposal: Any, people: int, hours: int) -> "Hall":
        support = self.supports.get(proposal, Support())
        grown = Support(support.people + people, support.hours + hours)
        return replace(self, supports={**self.supports, proposal: grown})


@st.composite
def asks(draw: st.DrawFn, place: int, lot: int) -> Terms:
    minimum = draw(st.one_of(st.just(0), st.integers(1, 12), st.integers(1, 12), st.integers(1, 12)))
    ask = minimum + draw(st.one_of(st.just(0), st.integers(0, 30))) if minimum else 0
    need = st.one_of(st.none(), st.none(), st.integers(0, 4))
    return Terms(f"p{place}", minimum, ask, lot, draw(need), draw(need))


@st.composite
def counters(draw: st.DrawFn) -> Support:
    people = draw(st.integers(0, 5))
    return Support(people, people * draw(st.integers(1, 3)) + (draw(st.integers(0, 1)) if people else 0))


def rules(rule: str, **fixed: Any) -> st.SearchStrategy[Settings]:
    drawn: dict[str, st.SearchStrategy[Any]] = {
        "weight": st.sampled_from(["affine", "affine", "hours"]),
        "people_weight": st.integers(0, 3),
        "min_people": st.integers(0, 2),
        "min_hours": st.integers(0, 3),
    }
    if rule == "common_rate":
        drawn["reach"] = st.sampled_from([100, 100, 90, 75, 50, 10])
        drawn["max_rate"] = st.one_of(st.none(), st.none(), st.tuples(st.integers(1, 9), st.integers(1, 4)))
    fixed_ones = {name: st.just(value) for name, value in fixed.items()}
    return st.builds(Settings, rule=st.just(rule), **{**drawn, **fixed_ones})


@st.composite
def halls(draw: st.DrawFn, /, *rule: str, **fixed: Any) -> Hall:
    """A hall under one of these rules (both, if none is named), some settings held fixed."""
    size = draw(st.integers(1, 5))
    lots = draw(st.permutations(range(1, size + 1)))
    terms = tuple(draw(asks(place, lot)) for place, lot in enumerate(lots, 1))
    supports = {each.id: draw(counters()) for each in terms}
    settings = draw(rules(draw(st.sampled_from(rule or ("floors_first", "common_rate"))), **fixed))
    return Hall(draw(st.integers(0, 45)), terms, supports, settings)


@st.composite
def pledges(draw: st.DrawFn, terms: tuple[Terms, ...], people: int = 6) -> dict[str, dict[Any, int]]:
    """Up to six people with up to two pledges each."""
    hands = st.dictionaries(st.sampled_from([each.id for each in terms]), st.integers(1, 4), max_size=2)
    return {f"person{number}": draw(hands) for number in range(draw(st.integers(0, people)))}
