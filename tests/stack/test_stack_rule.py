"""The order of the stack, and its four questions."""

from dataclasses import dataclass

import pytest

from assembly.kernel.rules import RuleBroken
from assembly.stack.rules import MOST_TURNS, check_hand, check_turn, in_turn, turns_left


@dataclass(frozen=True)
class Hand:
    number: int
    spoken: bool = False
    skips: int = 0


def test_who_has_not_spoken_comes_first_then_who_came_first() -> None:
    hands = [Hand(1, spoken=True), Hand(2), Hand(3, spoken=True), Hand(4)]
    assert [hand.number for hand in in_turn(hands)] == [2, 4, 1, 3]


def test_who_was_passed_over_waits_behind_the_others() -> None:
    hands = [Hand(1, skips=1), Hand(2, spoken=True), Hand(3, skips=2), Hand(4)]
    assert [hand.number for hand in in_turn(hands)] == [4, 2, 1, 3]


@pytest.mark.parametrize(("turns", "left"), [(0, 4), (3, 1), (4, 0), (9, 0)])
def test_four_questions_are_asked(turns: int, left: int) -> None:
    assert turns_left(turns) == left


def test_a_fifth_is_for_the_break() -> None:
    check_turn(MOST_TURNS - 1)
    for check in (lambda: check_turn(MOST_TURNS), lambda: check_hand(True, MOST_TURNS)):
        with pytest.raises(RuleBroken, match="break"):
            check()
