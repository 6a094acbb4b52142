"""What of a temperature check may be told."""

import pytest

from assembly.kernel.rules import RuleBroken
from assembly.temperature.rules import FEW, check_level, totals


def test_five_people_are_enough_for_figures() -> None:
    counted = totals([1, 2, 3, 4, 5, 0])
    assert (counted.people, counted.passed, counted.low) == (5, 1, 2)
    assert counted.levels == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}


@pytest.mark.parametrize("readings", [[], [5], [1] * (FEW - 1), [5] * (FEW - 1) + [0] * 20])
def test_of_fewer_only_their_number_is_kept(readings: list[int]) -> None:
    counted = totals(readings)
    assert (counted.people, counted.levels, counted.low) == (sum(level > 0 for level in readings), None, None)


@pytest.mark.parametrize("level", [-1, 6, 99])
def test_there_are_five_steps_and_pass(level: int) -> None:
    for step in range(6):
        check_level(step)
    with pytest.raises(RuleBroken, match="five steps"):
        check_level(level)
