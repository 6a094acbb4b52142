"""What somebody may be called."""

import pytest

from assembly.kernel.rules import RuleBroken
from assembly.people.rules import check_name


@pytest.mark.parametrize("name", ["Ana", "Bo 2", "Maria 1984", "O’Neil-Śmith", "Ewa 10:30"])
def test_a_name_is_a_name(name: str) -> None:
    check_name(False, name)


@pytest.mark.parametrize("name", ["Ana 555 123 4567", "0151-2345678", "ana@example.org", "５５５-１２３-４５６７"])
def test_a_number_to_call_is_no_name(name: str) -> None:
    with pytest.raises(RuleBroken, match="phone number"):
        check_name(False, name)


def test_once_names_were_forgotten_no_new_one_is_kept() -> None:
    with pytest.raises(RuleBroken, match="forgotten"):
        check_name(True, "Ana")
