"""How many may come: by what a host typed, or plenty."""

import pytest

from assembly.gatherings.rules.crowding import (
    MOST_EXPECTED,
    NEWCOMERS,
    check_expected,
    newcomers_a_minute,
    open_connections,
)
from assembly.kernel.rules import RuleBroken


def test_without_a_guess_there_is_room_for_a_large_hall() -> None:
    assert newcomers_a_minute(None) == NEWCOMERS
    assert open_connections(None, 3000) == 3000


def test_three_times_the_guess_may_come() -> None:
    assert newcomers_a_minute(80) == 240
    assert open_connections(400, 3000) == 1200


def test_a_small_guess_never_shuts_a_room_and_a_large_one_never_lifts_the_operators_limit() -> None:
    assert open_connections(1, 3000) == 300
    assert newcomers_a_minute(1) == 60
    assert open_connections(4000, 3000) == 3000


@pytest.mark.parametrize("people", [0, MOST_EXPECTED + 1])
def test_a_guess_is_a_number_of_people(people: int) -> None:
    with pytest.raises(RuleBroken):
        check_expected(people)
