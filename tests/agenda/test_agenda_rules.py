"""What an agenda may be, and how its clocks and its pace are counted."""

from datetime import UTC, datetime, timedelta

import pytest

from assembly.agenda.rules import MOST_STEPS, PlannedKind, check_minutes, check_order, check_still_to_come
from assembly.gatherings.rules.clock import Pace, Timed, amber_at, pace, second_half
from assembly.kernel.rules import RuleBroken

EIGHT = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
DOORS, CLOSING = PlannedKind("doors", "Come in", once=True), PlannedKind("closing", "The end", once=True)
HOURS = PlannedKind("pledging", "Give hours", once=True, leads_to="allocation")
POT = PlannedKind("allocation", "The pot", once=True, after=("pledging",))
PAUSE = PlannedKind("break", "Break")


def after(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "steps",
    [
        [DOORS, CLOSING],
        [DOORS, PAUSE, PAUSE, CLOSING],
        [DOORS, HOURS, PAUSE, POT, CLOSING],
        [DOORS, POT, CLOSING],
    ],
)
def test_an_order_that_can_be(steps: list[PlannedKind]) -> None:
    check_order(steps)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], "door stays the first"),
        ([DOORS], "door stays the first"),
        ([PAUSE, DOORS, CLOSING], "door stays the first"),
        ([DOORS, CLOSING, PAUSE], "door stays the first"),
        ([DOORS, HOURS, HOURS, POT, CLOSING], "once only"),
        ([DOORS, POT, HOURS, CLOSING], "comes after"),
        ([DOORS, HOURS, CLOSING], "pot after it"),
        ([DOORS, *[PAUSE] * MOST_STEPS, CLOSING], "at most"),
    ],
)
def test_an_order_that_cannot_be_says_why(steps: list[PlannedKind], words: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_order(steps)
    assert words in str(broken.value)


@pytest.mark.parametrize("minutes", [0, -1, 241])
def test_a_step_takes_a_minute_to_four_hours(minutes: int) -> None:
    with pytest.raises(RuleBroken):
        check_minutes(minutes)
    check_minutes(1)
    check_minutes(240)


def test_what_is_behind_the_room_stays() -> None:
    check_still_to_come(3, here=2)
    for position in (1, 2):
        with pytest.raises(RuleBroken):
            check_still_to_come(position, here=2)


def test_amber_is_the_last_fifth_and_a_minute_at_least() -> None:
    assert amber_at(EIGHT, 20) == after(16)
    assert amber_at(EIGHT, 2) == after(1)
    assert amber_at(EIGHT, 1) == EIGHT


def test_the_second_half_begins_after_the_break_or_at_half_of_the_minutes() -> None:
    with_break = [Timed(30, None), Timed(10, None), Timed(10, None, is_break=True), Timed(90, None), Timed(5, None)]
    without = [Timed(30, None), Timed(10, None), Timed(30, None), Timed(20, None), Timed(20, None)]
    assert second_half(with_break) == 3
    assert second_half(without) == 3
    assert second_half([Timed(30, None)]) == 1


def test_pace_before_the_doors_close_is_nothing() -> None:
    assert pace([Timed(30, EIGHT), Timed(10, None)], 0, after(50)) == Pace(0, None, None)


def test_who_keeps_the_plan_is_not_behind() -> None:
    steps = [Timed(30, after(-30)), Timed(10, EIGHT), Timed(10, None, is_break=True), Timed(20, None)]
    assert pace(steps, 1, after(4)) == Pace(0, after(20), after(20))


def test_overrun_counts_and_moves_the_second_half() -> None:
    steps = [Timed(30, after(-30)), Timed(10, EIGHT), Timed(10, None, is_break=True), Timed(20, None)]
    assert pace(steps, 1, after(17)) == Pace(7, after(20), after(27))


def test_a_late_start_of_a_step_stays_until_it_is_caught_up() -> None:
    steps = [Timed(30, after(-30)), Timed(10, EIGHT), Timed(10, after(15), is_break=True), Timed(20, after(20))]
    assert pace(steps, 2, after(16)).behind == 5
    assert pace(steps, 3, after(21)) == Pace(0, None, None)
