"""How many hours one person may give: six in all, to two proposals, unless the round says otherwise."""

import pytest

from assembly.kernel.rules import RuleBroken
from assembly.rounds.rules.pledges import Budget, check_pledge


def budget(given: int = 0, backed: int = 0) -> Budget:
    return Budget(given, backed, limit=6, most=2)


def test_six_hours_may_all_go_to_one_proposal() -> None:
    check_pledge(6, budget())


def test_what_is_left_may_go_to_a_second_one() -> None:
    check_pledge(2, budget(given=4, backed=1))


@pytest.mark.parametrize("hours", [0, -1])
def test_less_than_an_hour_is_no_pledge(hours: int) -> None:
    with pytest.raises(RuleBroken, match="at least one whole hour"):
        check_pledge(hours, budget())


def test_too_many_hours_are_told_the_limit_and_what_is_still_free_here() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_pledge(3, budget(given=4, backed=1))
    assert str(refused.value) == "That is more than you have: 6 hours in all, so up to 2 here."
    assert refused.value.values == {"limit": 6, "left": 2}


def test_whoever_has_given_everything_is_told_how_to_move_hours() -> None:
    with pytest.raises(RuleBroken, match="All your hours are given: 6 in all"):
        check_pledge(1, budget(given=6, backed=1))


def test_a_third_proposal_is_too_many_even_with_hours_to_spare() -> None:
    with pytest.raises(RuleBroken, match="as they may be: 2"):
        check_pledge(1, budget(given=2, backed=2))


def test_nothing_is_left_below_nothing_when_a_limit_came_down() -> None:
    assert budget(given=9).left == 0
