"""What a proposal may ask: 100 is one step here, 1.00 in the currency."""

import pytest

from assembly.kernel.rules import RuleBroken
from assembly.rounds.rules.entry import check_lowering, check_terms


def enter(minimum: int, ask: int, divided: int = 600_00, all_or_nothing: bool = False) -> None:
    check_terms(minimum, ask, divided, step=100, all_or_nothing=all_or_nothing)


def test_half_of_the_money_with_half_of_it_as_minimum_is_welcome() -> None:
    enter(150_00, 300_00)


def test_asking_for_no_money_is_welcome_even_when_there_is_none() -> None:
    enter(0, 0)
    enter(0, 0, divided=0)


def test_when_nothing_is_divided_an_ask_may_still_be_written_down() -> None:
    enter(100_00, 900_00, divided=0)


def test_more_than_half_of_the_money_needs_to_be_marked_for_everybody_to_see() -> None:
    with pytest.raises(RuleBroken, match="half of tonight's money"):
        enter(100_00, 301_00)
    enter(100_00, 301_00, all_or_nothing=True)


def test_a_minimum_above_half_the_ask_needs_to_be_marked_for_everybody_to_see() -> None:
    with pytest.raises(RuleBroken, match="half the ask"):
        enter(151_00, 300_00)
    enter(300_00, 300_00, all_or_nothing=True)


@pytest.mark.parametrize("all_or_nothing", [False, True])
@pytest.mark.parametrize(
    ("minimum", "ask", "words"),
    [
        (1, 300_00, "bigger steps"),
        (100_00, 300_01, "bigger steps"),
        (-100, 300_00, "below zero"),
        (-200, -100, "below zero"),
        (0, 300_00, "smallest sum"),
        (100_00, 0, "no minimum either"),
        (301_00, 300_00, "more than the ask"),
    ],
)
def test_terms_that_make_no_sense_are_refused_marked_or_not(
    minimum: int, ask: int, words: str, all_or_nothing: bool
) -> None:
    with pytest.raises(RuleBroken, match=words):
        enter(minimum, ask, all_or_nothing=all_or_nothing)


def test_a_minimum_comes_down_to_one_step_at_least() -> None:
    check_lowering(150_00, 149_00, step=100)
    check_lowering(150_00, 1_00, step=100)
    with pytest.raises(RuleBroken, match="as low as"):
        check_lowering(150_00, 0, step=100)
    with pytest.raises(RuleBroken, match="as low as"):
        check_lowering(150_00, -100, step=100)


def test_a_minimum_never_goes_up_in_an_open_round() -> None:
    with pytest.raises(RuleBroken, match="only come down"):
        check_lowering(150_00, 151_00, step=100)
    with pytest.raises(RuleBroken, match="only come down"):
        check_lowering(0, 1_00, step=100)


def test_the_same_minimum_again_is_no_harm() -> None:
    check_lowering(150_00, 150_00, step=100)
    check_lowering(0, 0, step=100)


def test_a_minimum_comes_down_in_whole_steps() -> None:
    with pytest.raises(RuleBroken, match="bigger steps"):
        check_lowering(150_00, 149_50, step=100)
