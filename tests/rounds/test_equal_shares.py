"""Equal shares: what it promises in every room, what it does not, and a slow reading of the same rule beside it."""

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.kernel.rules import RuleBroken
from assembly.rounds.rules.allocation import (
    Outcome,
    Settings,
    Support,
    Terms,
    count,
    from_core,
    last_counted,
    share_out,
)

from . import reference
from .halls import settings_of, terms_of, thorough

Pledges = dict[str, dict[Any, int]]


@dataclass(frozen=True)
class Crowded:
    """One room with everybody's promises."""

    pot: int
    terms: tuple[Terms, ...]
    pledges: Pledges
    settings: Settings

    @property
    def outcome(self) -> Outcome:
        return share_out(self.pot, self.terms, count(self.pledges, self.settings), self.settings, self.pledges)

    @property
    def amounts(self) -> dict[Any, int]:
        return {each.terms.id: each.amount for each in self.outcome.shares}


@st.composite
def crowds(draw: st.DrawFn) -> Crowded:
    dice = draw(st.builds(Random, st.integers(0, 2**64)))
    size = dice.choice([1, 2, 3, 3, 4, 5, 6])
    terms = tuple(terms_of(dice, f"p{place}", lot) for place, lot in enumerate(dice.sample(range(1, 20), size), 1))
    pledges = {
        f"person {number}": {
            each.id: dice.randint(1, 4) for each in dice.sample(terms, dice.randint(0, min(3, len(terms))))
        }
        for number in range(dice.randint(0, 9))
    }
    pot = dice.randint(0, sum(each.ask for each in terms) + 5)
    cap = dice.choice([None, None, 2])
    return Crowded(pot, terms, pledges, settings_of(dice, "equal_shares", {"per_person_cap": cap}))


@thorough
@given(crowds())
def test_amounts_and_rest_add_up_and_each_amount_is_nothing_or_from_minimum_to_ask(room: Crowded) -> None:
    outcome = room.outcome
    assert sum(each.amount for each in outcome.shares) + outcome.rest == room.pot
    assert outcome.rest >= 0
    for each in outcome.shares:
        assert each.amount == 0 or each.terms.minimum <= each.amount <= each.terms.ask


@thorough
@given(crowds())
def test_a_slow_reading_of_the_same_rule_agrees_in_everything(room: Crowded) -> None:
    core, amounts = reference.equal_shares(room.pot, room.terms, room.pledges, room.settings)
    outcome = room.outcome
    assert outcome.core is not None
    assert (outcome.core.funded, outcome.core.added_percent, outcome.core.payments) == core
    assert {id: amount for id, amount in room.amounts.items() if amount} == amounts


@thorough
@given(crowds(), st.data())
def test_the_order_of_proposals_and_people_changes_nothing(room: Crowded, data: st.DataObject) -> None:
    people = data.draw(st.permutations(list(room.pledges)))
    shuffled = replace(
        room,
        terms=tuple(data.draw(st.permutations(room.terms))),
        pledges={person: dict(reversed(room.pledges[person].items())) for person in people},
    )
    assert shuffled.outcome == room.outcome


@thorough
@given(crowds(), st.data())
def test_who_pledged_changes_nothing_only_what_was_pledged(room: Crowded, data: st.DataObject) -> None:
    names = data.draw(st.permutations(list(room.pledges)))
    renamed = replace(room, pledges=dict(zip(names, room.pledges.values(), strict=True)))
    assert renamed.amounts == room.amounts
    assert renamed.outcome.core
    assert room.outcome.core
    assert renamed.outcome.core.remaining == room.outcome.core.remaining


@thorough
@given(crowds())
def test_what_a_proposal_is_called_changes_nothing(room: Crowded) -> None:
    order = {each.id: f"{9 - number} new" for number, each in enumerate(room.terms)}
    renamed = replace(
        room,
        terms=tuple(replace(each, id=order[each.id]) for each in room.terms),
        pledges={who: {order[id]: hours for id, hours in given.items()} for who, given in room.pledges.items()},
    )
    assert renamed.amounts == {order[id]: amount for id, amount in room.amounts.items()}


@thorough
@given(crowds())
def test_everybody_pays_for_what_they_back_and_never_more_than_their_share(room: Crowded) -> None:
    core = room.outcome.core
    assert core
    share = Fraction(room.pot * (100 + core.added_percent), 100 * max(1, len(core.remaining)))
    paid: dict[str, Fraction] = {}
    for (person, proposal), units in core.payments.items():
        assert room.pledges[person][proposal] > 0
        paid[person] = paid.get(person, Fraction(0)) + units
    assert all(units <= share for units in paid.values())
    for each in room.outcome.shares:
        if each.terms.id in core.funded:
            assert sum(units for (_, id), units in core.payments.items() if id == each.terms.id) == each.terms.minimum


@thorough
@given(crowds())
def test_with_the_core_known_the_rest_follows(room: Crowded) -> None:
    outcome = room.outcome
    assert outcome.core
    supports = count(room.pledges, room.settings)
    assert from_core(room.pot, room.terms, supports, room.settings, outcome.core) == outcome


@thorough
@given(crowds())
def test_money_stays_only_when_all_funded_have_their_ask_and_nothing_more_fits(room: Crowded) -> None:
    rest = room.outcome.rest
    for each in room.outcome.shares:
        if rest and each.terms.ask and not each.status.startswith("gate"):
            assert each.amount == each.terms.ask or (each.amount == 0 and each.terms.minimum > rest)


# What it does not promise, told by examples

FREE = Settings(rule="equal_shares", people_weight=2, min_people=0, min_hours=0)


def test_an_hour_more_can_cost_a_project_its_money() -> None:
    """Two more hours from a newcomer who has a share of their own, and A, which they back, loses everything."""
    terms = (Terms("A", 100, 100, 1), Terms("B", 50, 50, 2))
    before = Crowded(100, terms, {"p1": {"A": 4, "B": 2}}, FREE)
    after = replace(before, pledges={"p1": {"A": 4, "B": 2}, "p2": {"A": 1}})
    assert before.amounts == {"A": 100, "B": 0}
    assert after.amounts == {"A": 0, "B": 50}


def test_a_minority_gets_its_part_of_all_or_nothing_asks_where_minimums_first_gives_it_nothing() -> None:
    terms = tuple(Terms(name, 300, 300, lot) for lot, name in enumerate(("r1", "r2", "r3", "b1", "b2"), 1))
    reds = {f"red {number}": {"r1": 3, "r2": 3, "r3": 3} for number in range(6)}
    blues = {f"blue {number}": {"b1": 3, "b2": 3} for number in range(4)}
    room = Crowded(900, terms, reds | blues, FREE)
    assert room.amounts == {"r1": 300, "r2": 300, "b1": 300, "r3": 0, "b2": 0}
    assert replace(room, settings=replace(FREE, rule="floors_first")).amounts["b1"] == 0


def test_somebody_can_get_nothing_though_all_minimums_fit_under_common_rate_but_not_here() -> None:
    """The cliff of the common rate: one point and a low minimum, seven and a high one."""
    terms = (Terms("A", 10, 100, 1), Terms("B", 90, 100, 2))
    room = Crowded(100, terms, {"p": {"A": 1}, "q": {"B": 7}}, replace(FREE, people_weight=0))
    assert replace(room, settings=replace(room.settings, rule="common_rate")).amounts == {"A": 100, "B": 0}
    assert room.amounts == {"A": 10, "B": 90}


@pytest.mark.parametrize("rule", ["floors_first", "common_rate", "equal_shares"])
def test_a_bigger_pot_can_lower_somebody_under_every_rule(rule: str) -> None:
    """Held by no rule: more money brings in a project that did not fit, and another gives way."""
    dice = Random(7)
    for _ in range(4000):
        terms = tuple(terms_of(dice, f"p{place}", place) for place in range(1, 4))
        pledges = {f"person {n}": {dice.choice(terms).id: dice.randint(1, 4)} for n in range(4)}
        room = Crowded(dice.randint(10, 40), terms, pledges, replace(FREE, rule=rule))
        richer = replace(room, pot=room.pot + 1)
        if any(richer.amounts[id] < amount for id, amount in room.amounts.items()):
            return
    raise AssertionError("no such room was found")


def test_without_everybodys_promises_it_says_what_is_missing() -> None:
    with pytest.raises(RuleBroken, match="every person's promises"):
        share_out(10, [], {}, FREE)


# While it is being counted


def test_while_it_is_counted_people_and_hours_are_new_and_amounts_the_last_ones() -> None:
    terms = (Terms("A", 10, 20, 1), Terms("B", 10, 20, 2), Terms("C", 0, 0, 3))
    room = Crowded(30, terms, {"p1": {"A": 2}, "p2": {"A": 2, "C": 1}}, FREE)
    now = {"A": Support(2, 4), "B": Support(1, 9), "C": Support(1, 1)}
    stale = last_counted(room.outcome, 30, terms, now, FREE)
    assert {each.terms.id: (each.support.hours, each.amount, each.status) for each in stale.shares} == {
        "A": (4, 20, "full"),
        "B": (9, 0, "counting"),
        "C": (1, 0, "full"),
    }
    assert stale.rest == 10
    gone = last_counted(room.outcome, 30, terms[1:], now, FREE)
    assert gone.rest == 30


def test_before_the_first_count_nobody_has_anything() -> None:
    nothing = last_counted(None, 30, [Terms("A", 10, 20, 1)], {"A": Support(3, 3)}, FREE)
    assert [(each.amount, each.status) for each in nothing.shares] == [(0, "counting")]
    assert nothing.rest == 30
