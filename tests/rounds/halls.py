"""Halls: small random rooms that bite. Few proposals, tight pots, ties, asks of 0, gates nearly met."""

import os
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from assembly.rounds.rules.allocation import Outcome, Settings, Share, Support, Terms, share_out

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
def halls(draw: st.DrawFn, /, *rule: str, **fixed: Any) -> Hall:
    """A hall under one of these rules (both, if none is named), some settings held fixed.

    Built from one drawn seed: even numbers bite, where Hypothesis's own love of 0 leaves nine pots in ten untouched.
    """
    dice = draw(st.builds(Random, st.integers(0, 2**64)))
    size = dice.choice([1, 2, 3, 3, 4, 4, 5, 6])
    lots = dice.sample(range(1, 20), size)
    terms = tuple(terms_of(dice, f"p{place}", lot) for place, lot in enumerate(lots, 1))
    supports = {each.id: support(dice) for each in terms}
    asked = sum(each.ask for each in terms)
    pot = dice.choice([dice.randint(0, asked + 5), dice.randint(asked // 3, asked)])
    return Hall(pot, terms, supports, settings_of(dice, dice.choice(rule or ("floors_first", "common_rate")), fixed))


def terms_of(dice: Random, proposal: str, lot: int) -> Terms:
    minimum = dice.randint(1, 12) if dice.random() < 0.9 else 0
    ask = minimum + dice.choice([0, dice.randint(0, 12), dice.randint(0, 40)]) if minimum else 0
    need = (None, None, None, None, None, 0, 1, 2, 3, 4)
    return Terms(proposal, minimum, ask, lot, dice.choice(need), dice.choice(need))


def support(dice: Random) -> Support:
    people = dice.choice([0, 1, 2, 2, 3, 3, 4, 5])
    return Support(people, people * dice.choice([1, 1, 2, 3]) + (dice.choice([0, 0, 1]) if people else 0))


def settings_of(dice: Random, rule: str, fixed: dict[str, Any]) -> Settings:
    thrown: dict[str, Any] = {
        "weight": dice.choice(["affine", "affine", "hours"]),
        "people_weight": dice.randint(0, 3),
        "min_people": dice.choice([0, 0, 1, 2]),
        "min_hours": dice.choice([0, 0, 1, 3]),
    }
    if rule == "common_rate":
        thrown["reach"] = dice.choice([100, 100, 90, 75, 50, 10])
        thrown["max_rate"] = dice.choice([None, None, None, (dice.randint(1, 9), dice.randint(1, 4))])
    return Settings(rule=rule, **{**thrown, **fixed})


@st.composite
def pledges(draw: st.DrawFn, terms: tuple[Terms, ...], people: int = 6) -> dict[str, dict[Any, int]]:
    """Up to six people with up to two pledges each."""
    hands = st.dictionaries(st.sampled_from([each.id for each in terms]), st.integers(1, 4), max_size=2)
    return {f"person{number}": draw(hands) for number in range(draw(st.integers(0, people)))}
