"""Numbers as people write them, and as nobody does."""

import pytest

from assembly.kernel.rules import RuleBroken
from assembly.kernel.rules.numbers import money, small


@pytest.mark.parametrize(("typed", "minor"), [("1200", 120000), ("1,200", 120000), ("1 200.50", 120050), ("0", 0)])
def test_money_is_read_as_people_write_it(typed: str, minor: int) -> None:
    assert money(typed, 2) == minor


@pytest.mark.parametrize("typed", ["9" * 5000, "1" + ",000" * 2000, "0" * 4301])
def test_thousands_of_digits_are_more_than_any_pot_holds(typed: str) -> None:
    with pytest.raises(RuleBroken, match="larger than any pot"):
        money(typed, 2)


@pytest.mark.parametrize(("typed", "number"), [("7", 7), ("", None), ("²", None), ("٣", None), ("1" * 10, None)])
def test_a_small_number_in_an_address_is_plain_digits(typed: str, number: int | None) -> None:
    assert small(typed) == number
