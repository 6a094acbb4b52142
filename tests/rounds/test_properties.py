"""What both rules promise in every room: hundreds of small random halls, thousands with ASSEMBLY_LONG=1.

Held by no rule, and said openly in the room: a bigger pot can lower someone, another's extra hour can help or hurt.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.rounds.rules.allocation import Settings, Share, Support, Terms, count, fix, one_more_hour, share_out
from assembly.rounds.rules.entry import out_of_reach

from . import reference
from .halls import Hall, halls, pledges, thorough

EXACT = {"reach": 100, "max_rate": None}  # common rate pure


# Both rules


@thorough
@given(halls())
def test_amounts_and_rest_add_up_and_each_amount_is_nothing_or_from_minimum_to_ask(hall: Hall) -> None:
    outcome = hall.outcome
    assert sum(each.amount for each in outcome.shares) + outcome.rest == hall.pot
    assert outcome.rest >= 0
    for each in outcome.shares:
        assert each.amount == 0 or each.terms.minimum <= each.amount <= each.terms.ask


@thorough
@given(halls())
def test_a_status_says_what_the_amount_is(hall: Hall) -> None:
    for each in hall.outcome.shares:
        if each.status == "full":
            assert each.amount == each.terms.ask
        elif each.status == "lifted":
            assert each.amount == each.terms.minimum < each.terms.ask
        elif each.status == "part":
            assert each.terms.minimum <= each.amount < each.terms.ask
        else:
            assert each.amount == 0
            assert each.status in ("passed", "short") or each.status.startswith("gate: ")


@thorough
@given(halls())
def test_a_slow_reading_of_the_same_rule_agrees_in_everything(hall: Hall) -> None:
    slow = reference.divide(hall.pot, hall.terms, hall.supports, hall.settings)
    assert {each.terms.id: each.amount for each in hall.claimants} == slow.amounts
    assert {each.terms.id: each.status for each in hall.claimants} == slow.statuses
    assert (Fraction(*hall.outcome.rate) if hall.outcome.rate else None) == slow.rate


@thorough
@given(halls(), st.data())
def test_the_order_proposals_come_in_changes_nothing(hall: Hall, data: st.DataObject) -> None:
    shuffled = tuple(data.draw(st.permutations(hall.terms)))
    supports = {each.id: hall.supports[each.id] for each in shuffled}
    assert share_out(hall.pot, shuffled, supports, hall.settings) == hall.outcome


@thorough
@given(halls(), st.data())
def test_who_pledged_changes_nothing_only_what_was_pledged(hall: Hall, data: st.DataObject) -> None:
    given_hours = data.draw(pledges(hall.terms))
    names = data.draw(st.permutations(list(given_hours)))
    renamed = dict(zip(names, given_hours.values(), strict=True))
    assert count(renamed, hall.settings) == count(given_hours, hall.settings)


@thorough
@given(halls())
def test_what_a_proposal_is_called_changes_nothing(hall: Hall) -> None:
    terms = tuple(replace(each, id=f"new {each.id}") for each in hall.terms)
    supports = {f"new {each}": support for each, support in hall.supports.items()}
    renamed = share_out(hall.pot, terms, supports, hall.settings)
    assert [each.amount for each in renamed.shares] == [each.amount for each in hall.outcome.shares]
    assert [f"new {each.terms.id}" for each in hall.outcome.shares] == [each.terms.id for each in renamed.shares]


@thorough
@given(halls(max_rate=None))
def test_money_stays_only_when_all_funded_have_their_ask_and_nothing_more_fits(hall: Hall) -> None:
    rest = hall.outcome.rest
    if rest:
        for each in hall.claimants:
            assert each.amount == each.terms.ask or (each.amount == 0 and each.terms.minimum > rest)


@thorough
@given(halls(), st.integers(0, 3), st.integers(0, 4), st.data())
def test_more_people_or_hours_never_lower_a_proposal(hall: Hall, people: int, hours: int, data: st.DataObject) -> None:
    proposal = data.draw(st.sampled_from(hall.terms)).id
    assert hall.gaining(proposal, people, hours).amount(proposal) >= hall.amount(proposal)


@thorough
@given(halls(person_from=1), st.integers(1, 4), st.integers(1, 4), st.data())
def test_hours_from_two_people_weigh_at_least_what_they_weigh_from_one(
    hall: Hall, first: int, second: int, data: st.DataObject
) -> None:
    proposal = data.draw(st.sampled_from(hall.terms)).id
    others = data.draw(pledges(hall.terms))
    two: dict[str, dict[Any, int]] = {**others, "ana": {proposal: first}, "bo": {proposal: second}}
    one: dict[str, dict[Any, int]] = {**others, "cem": {proposal: first + second}}
    together = replace(hall, supports=count(two, hall.settings))
    alone = replace(hall, supports=count(one, hall.settings))
    assert together.amount(proposal) >= alone.amount(proposal)


@thorough
@given(halls(), st.integers(1, 9), st.data())
def test_raising_ones_ask_never_hurts(hall: Hall, more: int, data: st.DataObject) -> None:
    mine = data.draw(st.sampled_from(hall.terms))
    if mine.ask:
        assert hall.asking(mine.id, ask=mine.ask + more).amount(mine.id) >= hall.amount(mine.id)


@thorough
@given(halls(), st.data())
def test_lowering_ones_minimum_never_loses_the_money_one_has(hall: Hall, data: st.DataObject) -> None:
    mine = data.draw(st.sampled_from(hall.terms))
    if hall.amount(mine.id) and mine.minimum > 1:
        lower = data.draw(st.integers(1, mine.minimum - 1))
        assert hall.asking(mine.id, minimum=lower).amount(mine.id) > 0


@thorough
@given(halls())
def test_a_proposal_that_asks_for_nothing_or_waits_at_its_gate_moves_nobody(hall: Hall) -> None:
    playing = {each.terms.id for each in hall.claimants}
    without = replace(hall, terms=tuple(each for each in hall.terms if each.id in playing))
    assert without.outcome.rate == hall.outcome.rate
    assert {each: without.amount(each) for each in playing} == {each: hall.amount(each) for each in playing}


# Floors first


@thorough
@given(halls("floors_first"))
def test_when_all_minimums_fit_nobody_through_the_gate_has_nothing(hall: Hall) -> None:
    if sum(each.terms.minimum for each in hall.claimants) <= hall.pot:
        assert all(each.amount for each in hall.claimants)


@thorough
@given(halls("floors_first"))
def test_the_log_of_floors_first_walks_down_the_list_once(hall: Hall) -> None:
    left = hall.pot
    for line, each in zip(hall.outcome.log, hall.claimants, strict=True):
        fits = each.terms.minimum <= left
        assert line == ("reserved" if fits else "passed", each.terms.id, each.terms.minimum, left)
        left -= each.terms.minimum if fits else 0


# Common rate


@thorough
@given(halls(reach=100))
def test_a_point_has_one_price_for_everybody_between_minimum_and_ask(hall: Hall) -> None:
    if hall.outcome.rate:
        for each in hall.claimants:
            if each.amount:
                assert abs(each.amount - clamped(each, Fraction(*hall.outcome.rate))) < 1


@thorough
@given(halls("common_rate", **EXACT))
def test_who_earns_the_minimum_by_an_equal_price_for_all_gets_that_price(hall: Hall) -> None:
    everybody = sum(each.points for each in hall.claimants)
    for each in hall.claimants:
        if each.terms.minimum * everybody <= hall.pot * each.points:
            assert each.amount >= min(each.terms.ask, hall.pot * each.points // everybody)


@thorough
@given(halls("common_rate", reach=100), st.data())
def test_padding_ones_minimum_never_pays(hall: Hall, data: st.DataObject) -> None:
    mine = data.draw(st.sampled_from(hall.terms))
    if mine.minimum < mine.ask:
        padded = data.draw(st.integers(mine.minimum + 1, mine.ask))
        assert hall.asking(mine.id, minimum=padded).amount(mine.id) <= hall.amount(mine.id)


@thorough
@given(halls("common_rate", max_rate=(3, 2)))
def test_nobody_is_paid_above_the_highest_rate_but_for_a_lifted_minimum(hall: Hall) -> None:
    for each in hall.claimants:
        assert each.amount < max(each.points * Fraction(3, 2), Fraction(each.terms.minimum)) + 1


@thorough
@given(halls("common_rate"))
def test_the_log_of_the_common_rate_tells_every_turn_in_clock_order(hall: Hall) -> None:
    log = hall.outcome.log
    rates = [Fraction(line[2], line[3]) for line in log]
    assert rates == sorted(rates)
    turns = {line[1]: line[0] for line in log}
    for each in hall.claimants:
        assert turns.get(each.terms.id, "short") == (each.status if each.status in ("passed", "short") else "open")


# Fixes


@thorough
@given(halls(), st.data())
def test_a_cure_cures_and_one_less_does_not(hall: Hall, data: st.DataObject) -> None:
    mine = data.draw(st.sampled_from(hall.terms))
    found = fix(hall.pot, hall.terms, hall.supports, hall.settings, mine.id)
    if well(hall, mine):
        assert found is None
        return
    assert found is not None
    if found.people is not None:
        assert well(hall.gaining(mine.id, found.people, found.people), mine)
        assert not well(hall.gaining(mine.id, found.people - 1, found.people - 1), mine)
    if found.hours is not None:
        assert well(hall.gaining(mine.id, 0, found.hours), mine)
        assert not well(hall.gaining(mine.id, 0, found.hours - 1), mine)
    if found.minimum is not None:
        assert well(hall.asking(mine.id, minimum=found.minimum), mine)
        assert not well(hall.asking(mine.id, minimum=found.minimum + 1), mine)


@thorough
@given(halls(), st.data())
def test_where_no_cure_is_named_there_is_none(hall: Hall, data: st.DataObject) -> None:
    mine = data.draw(st.sampled_from(hall.terms))
    found = fix(hall.pot, hall.terms, hall.supports, hall.settings, mine.id)
    if found is None:
        return
    plenty = 10_000
    if found.people is None:
        assert not well(hall.gaining(mine.id, plenty, plenty), mine)
    if found.hours is None and hall.supports[mine.id].people:
        assert not well(hall.gaining(mine.id, 0, plenty), mine)
    if found.minimum is None and mine.minimum > 1:
        assert not well(hall.asking(mine.id, minimum=1), mine)
    if out_of_reach(mine.minimum, hall.pot):
        assert found.people is None
        assert found.hours is None


@thorough
@given(halls(), st.data())
def test_two_cures_at_once_cure_and_neither_is_larger_than_needed(hall: Hall, data: st.DataObject) -> None:
    mine = data.draw(st.sampled_from(hall.terms))
    found = fix(hall.pot, hall.terms, hall.supports, hall.settings, mine.id)
    if found is None or found.alone or mine.minimum < 2:
        assert found is None or found.together is None
    elif found.together:
        people, minimum = found.together
        assert well(hall.asking(mine.id, minimum=minimum).gaining(mine.id, people, people), mine)
        assert not well(hall.asking(mine.id, minimum=1).gaining(mine.id, people - 1, people - 1), mine)
        assert not well(hall.asking(mine.id, minimum=minimum + 1).gaining(mine.id, people, people), mine)
    else:
        assert not well(hall.asking(mine.id, minimum=1).gaining(mine.id, 10_000, 10_000), mine)


@thorough
@given(halls(), st.data())
def test_one_more_hour_moves_exactly_that_much_and_never_less_than_nothing(hall: Hall, data: st.DataObject) -> None:
    mine = data.draw(st.sampled_from(hall.terms)).id
    moved = one_more_hour(hall.pot, hall.terms, hall.supports, hall.settings, mine)
    assert moved >= 0
    if hall.supports[mine].people:
        assert moved == hall.gaining(mine, 0, 1).amount(mine) - hall.amount(mine)


def well(hall: Hall, mine: Terms) -> bool:
    """Has its money, or its people if it asks for none."""
    share = hall.outcome.share(mine.id)
    return share.amount > 0 or share.status == "full"


def clamped(share: Share, rate: Fraction) -> Fraction:
    return min(max(rate * share.points, Fraction(share.terms.minimum)), Fraction(share.terms.ask))


# Where a promise ends: small rooms that show why the ones above are not promised further


def test_floors_first_lets_a_padded_minimum_pay() -> None:
    terms = (Terms("a", 4, 8, 1), Terms("b", 1, 5, 2))
    hall = Hall(9, terms, {"a": Support(0, 4), "b": Support(0, 1)}, hours("floors_first"))
    assert hall.amount("b") == 2
    assert hall.asking("b", minimum=5).amount("b") == 5


def test_below_a_reach_of_100_a_padded_minimum_can_pay_under_common_rate_too() -> None:
    hall = Hall(
        10, (Terms("a", 3, 7, 1), Terms("b", 1, 14, 2)), {"a": Support(0, 1), "b": Support(0, 4)}, hours(reach=3)
    )
    assert hall.amount("a") == 3
    assert hall.asking("a", minimum=5).amount("a") == 5


def test_below_a_reach_of_100_an_equal_price_is_not_guaranteed() -> None:
    hall = Hall(
        14, (Terms("a", 9, 15, 1), Terms("b", 2, 13, 2)), {"a": Support(0, 1), "b": Support(0, 1)}, hours(reach=1)
    )
    assert (hall.amount("a"), hall.amount("b")) == (9, 5)
    assert (hall.outcome.pot // 2) == 7


def test_a_highest_rate_leaves_money_and_a_proposal_that_would_fit() -> None:
    hall = Hall(32, (Terms("a", 7, 7, 1),), {"a": Support(0, 4)}, hours(max_rate=(1, 1)))
    assert (hall.amount("a"), hall.outcome.rest) == (0, 32)
    assert hall.outcome.share("a").status == "short"


def test_breadth_ends_where_a_person_counts_only_from_more_hours_than_each_gives() -> None:
    settings = Settings(person_from=3)
    assert count({"ana": {"garden": 2}, "bo": {"garden": 2}}, settings)["garden"] == Support(people=0, hours=4)
    assert count({"cem": {"garden": 4}}, settings)["garden"] == Support(people=1, hours=4, outside=1)


def test_common_rate_can_leave_somebody_at_nothing_though_all_minimums_fit() -> None:
    hall = Hall(
        100, (Terms("A", 10, 100, 1), Terms("B", 90, 100, 2)), {"A": Support(0, 1), "B": Support(0, 7)}, hours()
    )
    assert (hall.amount("A"), hall.amount("B")) == (100, 0)


@pytest.mark.parametrize("rule", ["floors_first", "common_rate"])
def test_a_bigger_pot_can_lower_someone(rule: str) -> None:
    terms = (Terms("a", 60, 60, 1), Terms("b", 30, 50, 2))
    hall = Hall(59, terms, {"a": Support(0, 9), "b": Support(0, 1)}, hours(rule))
    assert hall.amount("b") == 50
    assert replace(hall, pot=60).amount("b") == 0


def hours(rule: str = "common_rate", **changed: Any) -> Settings:
    return Settings(rule=rule, weight="hours", min_people=0, min_hours=0, **changed)
