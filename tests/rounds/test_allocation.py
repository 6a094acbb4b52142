"""Dividing a pot: the sentences a room would want to hold us to."""

from dataclasses import replace
from typing import Any

import pytest

from assembly.kernel.rules import RuleBroken
from assembly.rounds.rules.allocation import (
    Fix,
    Outcome,
    Settings,
    Support,
    Terms,
    count,
    fix,
    one_more_hour,
    share_out,
)
from assembly.rounds.rules.entry import out_of_reach

OPEN = Settings(min_people=0, min_hours=0)  # no gate, so that a test shows one thing
CLOCK = replace(OPEN, rule="common_rate")
HOURS = replace(OPEN, weight="hours")


def amounts(outcome: Outcome) -> dict[object, int]:
    return {share.terms.id: share.amount for share in outcome.shares}


def statuses(outcome: Outcome) -> dict[object, str]:
    return {share.terms.id: share.status for share in outcome.shares}


# Points


def test_an_hour_is_one_point_and_a_person_three_more() -> None:
    outcome = share_out(100, [Terms("garden", 1, 50, 1)], {"garden": Support(people=2, hours=5)}, OPEN)
    assert outcome.share("garden").points == 11


def test_two_hours_from_two_people_beat_two_from_one() -> None:
    terms = [Terms("two", 1, 100, 2), Terms("one", 1, 100, 1)]
    outcome = share_out(100, terms, {"two": Support(2, 2), "one": Support(1, 2)}, OPEN)
    assert amounts(outcome) == {"two": 62, "one": 38}


def test_with_the_weight_hours_people_add_nothing() -> None:
    terms = [Terms("eight people", 1, 1000, 2), Terms("one person", 1, 1000, 1)]
    outcome = share_out(1000, terms, {"eight people": Support(8, 8), "one person": Support(1, 8)}, HOURS)
    assert amounts(outcome) == {"eight people": 500, "one person": 500}


def test_pledges_add_up_to_people_and_hours() -> None:
    assert count({"ana": {"garden": 2, "choir": 1}, "bo": {"garden": 3}, "cem": {}}, Settings()) == {
        "garden": Support(2, 5, outside=2),
        "choir": Support(1, 1, outside=1),
    }


def test_a_pledge_makes_a_person_only_from_the_published_hours_on() -> None:
    settings = Settings(person_from=2)
    assert count({"ana": {"garden": 1}, "bo": {"garden": 2}}, settings) == {"garden": Support(1, 3, outside=1)}


def test_a_cap_clips_the_hours_one_person_adds_but_not_the_person() -> None:
    settings = Settings(person_from=4, per_person_cap=3)
    assert count({"ana": {"garden": 6}, "bo": {"garden": 2}}, settings) == {"garden": Support(1, 5, outside=1)}


def test_a_withdrawn_pledge_of_no_hours_is_nobody() -> None:
    assert count({"ana": {"garden": 0}}, Settings()) == {"garden": Support(0, 0)}


# Gates


def test_a_gate_asks_for_people_first_then_hours_then_any_points_at_all() -> None:
    terms = [Terms("alone", 1, 9, 1), Terms("short", 1, 9, 2, need_hours=9), Terms("empty", 1, 9, 3, 0, 0)]
    outcome = share_out(20, terms, {"alone": Support(1, 6), "short": Support(3, 6)}, Settings())
    assert statuses(outcome) == {
        "alone": "gate: needs 2 more people",
        "short": "gate: needs 3 more hours",
        "empty": "gate: no points",
    }
    assert outcome.rest == 20
    assert outcome.log == ()


def test_the_points_of_a_proposal_at_its_gate_do_not_count() -> None:
    terms = [Terms("in", 1, 100, 1), Terms("also in", 1, 100, 2), Terms("at the gate", 1, 100, 3, need_people=9)]
    supports = {"in": Support(3, 3), "also in": Support(3, 3), "at the gate": Support(8, 40)}
    outcome = share_out(100, terms, supports, Settings())
    assert amounts(outcome) == {"in": 50, "also in": 50, "at the gate": 0}
    assert [share.terms.id for share in outcome.shares] == ["in", "also in", "at the gate"]


def test_a_proposals_own_need_replaces_the_gate_of_the_round_even_by_none() -> None:
    terms = [Terms("duo", 1, 9, 1, need_people=2, need_hours=0)]
    assert statuses(share_out(9, terms, {"duo": Support(2, 2)}, Settings(min_people=3, min_hours=3))) == {"duo": "full"}


def test_a_proposal_nobody_pledged_to_has_no_people_and_no_hours() -> None:
    outcome = share_out(9, [Terms("quiet", 1, 9, 1)], {}, Settings())
    assert outcome.share("quiet").support == Support(0, 0)
    assert statuses(outcome) == {"quiet": "gate: needs 3 more people"}


# Floors first


def test_minimums_are_set_aside_down_the_list_and_what_does_not_fit_is_skipped() -> None:
    terms = [Terms("most", 60, 90, 1), Terms("next", 50, 60, 2), Terms("last", 30, 40, 3)]
    outcome = share_out(100, terms, {"most": Support(9, 9), "next": Support(6, 6), "last": Support(3, 3)}, OPEN)
    assert outcome.log == (
        ("reserved", "most", 60, 100),
        ("passed", "next", 50, 40),
        ("reserved", "last", 30, 40),
    )
    assert amounts(outcome) == {"most": 70, "next": 0, "last": 30}
    assert statuses(outcome) == {"most": "part", "next": "passed", "last": "part"}
    assert outcome.rate == (70, 36)


def test_when_every_minimum_fits_nobody_goes_home_with_nothing() -> None:
    terms = [Terms("big", 10, 100, 1), Terms("small", 90, 100, 2)]
    outcome = share_out(100, terms, {"big": Support(0, 12), "small": Support(0, 1)}, HOURS)
    assert amounts(outcome) == {"big": 10, "small": 90}
    assert outcome.rate is None


def test_what_is_left_when_everybody_has_their_ask_stays_in_the_pot() -> None:
    outcome = share_out(100, [Terms("garden", 5, 30, 1)], {"garden": Support(3, 3)}, OPEN)
    assert (outcome.share("garden").status, outcome.rest, outcome.rate) == ("full", 70, None)


def test_the_rate_is_that_of_those_strictly_between_their_minimum_and_their_ask() -> None:
    terms = [Terms("at its minimum", 40, 90, 1), Terms("between", 10, 90, 2), Terms("at its ask", 5, 20, 3)]
    supports = {"at its minimum": Support(0, 1), "between": Support(0, 2), "at its ask": Support(0, 4)}
    outcome = share_out(100, terms, supports, HOURS)
    assert amounts(outcome) == {"at its ask": 20, "between": 40, "at its minimum": 40}
    assert outcome.rate == (40, 2)


def test_a_rate_that_just_earns_the_minimum_lifts_nobody_above_it() -> None:
    terms = [Terms("level", 40, 90, 1), Terms("above", 10, 90, 2)]
    outcome = share_out(120, terms, {"level": Support(0, 1), "above": Support(0, 2)}, HOURS)
    assert amounts(outcome) == {"above": 80, "level": 40}
    assert outcome.rate == (80, 2)


def test_the_odd_unit_goes_to_the_largest_remainder() -> None:
    terms = [Terms("seven", 1, 100, 1), Terms("two", 1, 100, 2), Terms("one", 1, 100, 3)]
    outcome = share_out(19, terms, {"seven": Support(0, 7), "two": Support(0, 2), "one": Support(0, 1)}, HOURS)
    assert amounts(outcome) == {"seven": 13, "two": 4, "one": 2}  # 13.3, 3.8, 1.9


def test_equal_remainders_are_settled_by_points_then_people_then_lot() -> None:
    terms = [Terms("late lot", 1, 100, 9), Terms("early lot", 1, 100, 2), Terms("more people", 1, 100, 5)]
    supports = {"late lot": Support(1, 4), "early lot": Support(1, 4), "more people": Support(2, 4)}
    outcome = share_out(20, terms, supports, HOURS)
    assert [share.terms.id for share in outcome.shares] == ["more people", "early lot", "late lot"]
    assert amounts(outcome) == {"more people": 7, "early lot": 7, "late lot": 6}


def test_equal_remainders_go_by_points_before_lots() -> None:
    terms = [Terms("three", 1, 9, 2), Terms("one", 1, 9, 1)]
    outcome = share_out(6, terms, {"three": Support(0, 3), "one": Support(0, 1)}, HOURS)
    assert amounts(outcome) == {"three": 5, "one": 1}  # 4.5 and 1.5


def test_nobody_grows_when_all_stand_exactly_at_a_minimum_or_an_ask() -> None:
    at_a_corner = [Terms("a", 1, 2, 1), Terms("b", 2, 9, 2)]
    outcome = share_out(4, at_a_corner, {"a": Support(0, 1), "b": Support(0, 1)}, HOURS)
    assert (amounts(outcome), outcome.rate) == ({"a": 2, "b": 2}, None)
    all_full = [Terms("a", 4, 6, 1), Terms("b", 5, 5, 2)]
    outcome = share_out(11, all_full, {"a": Support(0, 7), "b": Support(0, 6)}, HOURS)
    assert (amounts(outcome), outcome.rate) == ({"a": 6, "b": 5}, None)


# Common rate


def test_a_project_joins_when_its_points_earn_its_minimum_and_stops_at_its_ask() -> None:
    terms = [Terms("capped", 10, 30, 1), Terms("growing", 20, 200, 2), Terms("late", 90, 100, 3)]
    outcome = share_out(100, terms, {"capped": Support(0, 4), "growing": Support(0, 4), "late": Support(0, 4)}, CLOCK)
    assert amounts(outcome) == {"capped": 30, "growing": 70, "late": 0}
    assert statuses(outcome) == {"capped": "full", "growing": "part", "late": "short"}
    assert outcome.log == (("open", "capped", 1000, 400), ("open", "growing", 2000, 400))


def test_reach_opens_a_project_early_and_lifts_it_to_its_minimum() -> None:
    terms = [Terms("wide", 10, 100, 1), Terms("tall", 90, 100, 2)]
    supports = {"wide": Support(0, 1), "tall": Support(0, 7)}
    assert statuses(share_out(100, terms, supports, CLOCK)) == {"tall": "passed", "wide": "full"}
    assert statuses(share_out(100, terms, supports, replace(CLOCK, reach=75))) == {"tall": "lifted", "wide": "part"}


def test_all_or_nothing_opened_by_reach_is_full_because_it_has_all_it_asked() -> None:
    terms = [Terms("wide", 10, 100, 1), Terms("tall", 90, 90, 2)]
    outcome = share_out(100, terms, {"wide": Support(0, 1), "tall": Support(0, 7)}, replace(CLOCK, reach=75))
    assert statuses(outcome) == {"tall": "full", "wide": "part"}


def test_a_highest_rate_leaves_the_rest_in_the_pot_and_is_said_as_given() -> None:
    outcome = share_out(100, [Terms("garden", 1, 90, 1)], {"garden": Support(0, 10)}, replace(CLOCK, max_rate=(6, 2)))
    assert (amounts(outcome), outcome.rate, outcome.rest) == ({"garden": 30}, (6, 2), 70)


def test_a_highest_rate_that_does_not_bind_changes_nothing() -> None:
    terms, supports = [Terms("garden", 1, 90, 1)], {"garden": Support(0, 10)}
    assert share_out(80, terms, supports, replace(CLOCK, max_rate=(9, 1))) == share_out(80, terms, supports, CLOCK)


def test_floors_first_never_looks_at_reach_or_the_highest_rate() -> None:
    terms, supports = [Terms("garden", 1, 90, 1)], {"garden": Support(0, 10)}
    odd = replace(OPEN, reach=10, max_rate=(1, 1))
    assert share_out(80, terms, supports, odd) == share_out(80, terms, supports, OPEN)


@pytest.mark.parametrize("reach", [100, 1])
def test_of_two_rates_a_hair_apart_the_lower_one_is_first(reach: int) -> None:
    many, settings = 10**7, replace(CLOCK, reach=reach)
    terms = [Terms("dear", many, many, 1), Terms("cheap", many - 1, many, 2)]
    outcome = share_out(many, terms, {"dear": Support(0, many + 1), "cheap": Support(0, many)}, settings)
    assert statuses(outcome) == {"dear": "passed", "cheap": "full"}


# An ask of 0, and a pot of 0


@pytest.mark.parametrize("settings", [Settings(), Settings(rule="common_rate")])
def test_an_ask_of_nothing_is_full_once_it_has_its_people_and_takes_no_money(settings: Settings) -> None:
    terms = [Terms("walk", 0, 0, 1), Terms("garden", 10, 90, 2), Terms("choir", 10, 90, 3)]
    supports = {"walk": Support(9, 30), "garden": Support(3, 3), "choir": Support(3, 3)}
    outcome = share_out(100, terms, supports, settings)
    assert amounts(outcome) == {"walk": 0, "garden": 50, "choir": 50}
    assert outcome.share("walk").status == "full"
    assert all("walk" not in line for line in outcome.log)


def test_an_ask_of_nothing_still_waits_at_its_gate() -> None:
    outcome = share_out(100, [Terms("walk", 0, 0, 1)], {"walk": Support(2, 9)}, Settings())
    assert statuses(outcome) == {"walk": "gate: needs 1 more people"}


@pytest.mark.parametrize("settings", [OPEN, CLOCK])
def test_an_empty_pot_gives_nothing_and_breaks_nothing(settings: Settings) -> None:
    terms = [Terms("garden", 1, 9, 1), Terms("walk", 0, 0, 2)]
    outcome = share_out(0, terms, {"garden": Support(3, 3), "walk": Support(3, 3)}, settings)
    assert statuses(outcome) == {"garden": "passed", "walk": "full"}
    assert (outcome.rest, outcome.rate) == (0, None)


@pytest.mark.parametrize("settings", [OPEN, CLOCK])
def test_a_room_without_proposals_keeps_its_pot(settings: Settings) -> None:
    assert share_out(100, [], {}, settings) == Outcome(100, (), None, 100, ())


# Fixes


def test_a_cure_names_people_hours_or_a_lower_minimum_each_enough_alone() -> None:
    terms = [Terms("garden", 60, 100, 1), Terms("choir", 50, 80, 2)]
    supports = {"garden": Support(4, 8), "choir": Support(2, 3)}
    assert statuses(share_out(100, terms, supports, OPEN))["choir"] == "passed"
    assert fix(100, terms, supports, OPEN, "choir") == Fix(people=3, hours=12, minimum=40)


def test_hours_alone_cure_nothing_where_people_are_missing() -> None:
    terms = [Terms("choir", 10, 20, 1)]
    assert fix(100, terms, {"choir": Support(1, 6)}, Settings(), "choir") == Fix(people=2, hours=None, minimum=None)


def test_nobody_there_can_give_more_hours() -> None:
    assert fix(100, [Terms("choir", 10, 20, 1)], {}, OPEN, "choir") == Fix(people=1, hours=None, minimum=None)


def test_capped_people_cannot_be_asked_for_hours_they_may_not_give() -> None:
    terms, settings = [Terms("choir", 10, 20, 1, need_hours=9)], replace(OPEN, per_person_cap=4)
    assert fix(100, terms, {"choir": Support(3, 8)}, settings, "choir") == Fix(people=1, hours=1, minimum=None)
    assert fix(100, terms, {"choir": Support(2, 8)}, settings, "choir") == Fix(people=1, hours=None, minimum=None)


def test_no_number_of_people_brings_more_than_the_pot_holds() -> None:
    terms = [Terms("palace", 500, 900, 1)]
    assert fix(100, terms, {"palace": Support(3, 3)}, OPEN, "palace") == Fix(people=None, hours=None, minimum=100)


def test_where_neither_people_nor_a_lower_minimum_are_enough_alone_both_together_are_named() -> None:
    terms = [Terms("roof", 75, 75, 1), Terms("choir", 20, 30, 2)]
    supports = {"roof": Support(2, 8), "choir": Support(3, 3)}
    found = fix(60, terms, supports, Settings(), "roof")
    assert found == Fix(people=None, hours=None, minimum=None, together=(1, 60))
    assert not found.alone
    mended = [replace(terms[0], minimum=60), terms[1]]
    assert share_out(60, mended, {**supports, "roof": Support(3, 9)}, Settings()).share("roof").amount == 60
    assert fix(0, [terms[0]], {}, Settings(), "roof") == Fix(None, None, None), "an empty pot has none either"


def test_a_minimum_above_the_pot_is_out_of_reach_and_one_as_high_is_not() -> None:
    assert out_of_reach(7500, 6000)
    assert not out_of_reach(6000, 6000)
    assert not out_of_reach(7500, 0), "where nothing is divided, people and hours decide"


def test_an_empty_pot_knows_no_cure() -> None:
    assert fix(0, [Terms("garden", 1, 9, 1)], {"garden": Support(3, 3)}, OPEN, "garden") == Fix(None, None, None)


def test_who_has_money_needs_no_cure_and_who_asks_none_only_people() -> None:
    terms = [Terms("garden", 1, 9, 1), Terms("walk", 0, 0, 2)]
    supports = {"garden": Support(3, 3), "walk": Support(3, 3)}
    assert fix(100, terms, supports, Settings(), "garden") is None
    assert fix(100, terms, supports, Settings(), "walk") is None
    assert fix(100, terms, {}, Settings(), "walk") == Fix(people=3, hours=None, minimum=None)


def test_where_a_person_counts_from_two_hours_on_each_new_one_brings_two() -> None:
    settings = Settings(person_from=2, min_people=3, min_hours=5)
    assert fix(100, [Terms("garden", 1, 9, 1)], {}, settings, "garden") == Fix(people=3, hours=None, minimum=None)


def test_the_cliff_of_the_common_rate_has_the_cure_its_text_promises() -> None:
    terms = [Terms("A", 10, 100, 1), Terms("B", 90, 100, 2)]
    supports, settings = {"A": Support(1, 1), "B": Support(1, 7)}, replace(CLOCK, weight="hours")
    assert fix(100, terms, supports, settings, "B") == Fix(people=2, hours=2, minimum=87)


def test_a_highest_rate_is_cured_by_as_many_hours_as_earn_the_minimum_below_it() -> None:
    settings = replace(CLOCK, weight="hours", max_rate=(2, 1))
    assert fix(100, [Terms("A", 50, 90, 1)], {"A": Support(1, 1)}, settings, "A") == Fix(24, 24, 2)
    thrifty = replace(settings, max_rate=(1, 9))
    assert fix(100, [Terms("A", 10, 90, 1)], {"A": Support(1, 1)}, thrifty, "A") == Fix(89, 89, None)


def test_one_more_hour_moves_what_the_rule_says_and_no_estimate() -> None:
    terms = [Terms("garden", 1, 100, 1), Terms("choir", 1, 100, 2)]
    assert one_more_hour(100, terms, {"garden": Support(1, 4), "choir": Support(1, 4)}, HOURS, "garden") == 6


def test_one_more_hour_moves_nothing_at_the_ask_at_the_cap_and_where_nobody_is() -> None:
    terms = [Terms("garden", 1, 10, 1), Terms("choir", 1, 100, 2)]
    supports = {"garden": Support(1, 4)}
    assert one_more_hour(50, terms, supports, OPEN, "garden") == 0
    assert one_more_hour(50, terms, supports, OPEN, "choir") == 0
    capped = replace(HOURS, per_person_cap=4)
    assert one_more_hour(9, terms, {"garden": Support(1, 4), "choir": Support(1, 3)}, capped, "garden") == 0
    assert one_more_hour(9, terms, {"garden": Support(1, 4), "choir": Support(1, 3)}, capped, "choir") == 0


# Nonsense


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rule": "loudest_first"}, "The rule 'loudest_first' is not known here"),
        ({"weight": "votes"}, "The weight 'votes' is not known here"),
        ({"people_weight": -1}, "cannot be below zero"),
        ({"min_people": -1}, "cannot be below zero"),
        ({"person_from": 0}, "from 1 hour on"),
        ({"per_person_cap": 0}, "at least 1 hour"),
        ({"reach": 0}, "from 1 to 100"),
        ({"reach": 101}, "from 1 to 100"),
        ({"max_rate": (0, 1)}, "above zero"),
    ],
)
def test_settings_that_make_no_sense_are_refused_in_a_sentence(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        share_out(100, [], {}, replace(Settings(), **changed))


@pytest.mark.parametrize(
    ("pot", "terms", "words"),
    [
        (-1, [], "pot cannot be below zero"),
        (9, [Terms(7, 5, 4, 1)], "Proposal 7 has a minimum above its ask"),
        (9, [Terms(7, 0, 4, 1)], "Proposal 7 needs a minimum of at least 1"),
        (9, [Terms(7, -1, 0, 1)], "Proposal 7 needs a minimum"),
        (9, [Terms(7, 1, 4, 1), Terms(7, 1, 4, 2)], "the same id"),
        (9, [Terms(7, 1, 4, 1), Terms(8, 1, 4, 1)], "the same lot"),
    ],
)
def test_a_room_that_makes_no_sense_is_refused_in_a_sentence(pot: int, terms: list[Terms], words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        share_out(pot, terms, {}, Settings())


def test_asking_after_a_proposal_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        share_out(9, [], {}, OPEN).share("nobody")
