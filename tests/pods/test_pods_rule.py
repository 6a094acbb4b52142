"""The rules of pods: places, halves, roles, dates."""

from datetime import UTC, date, datetime

import pytest

from assembly.kernel.rules import RuleBroken
from assembly.pods import rules


def test_the_thirteenth_is_told_where_else_to_go() -> None:
    rules.check_place("Kitchen", 11)
    with pytest.raises(RuleBroken, match="“Kitchen” is full: 12 people"):
        rules.check_place("Kitchen", 12)


@pytest.mark.parametrize("people", range(2, 13))
def test_two_halves_differ_by_one_at_most(people: int) -> None:
    members = [(f"p{number}", number in (0, 1, people - 1)) for number in range(people)]
    going = rules.halves(members)
    assert len(set(going)) == people // 2
    bound = {name for name, has_role in members if has_role}
    free = people - len(bound)
    assert len(bound & set(going)) == max(0, people // 2 - free), "whoever has a role stays, as far as it goes"


def test_a_pod_together_with_another_holds_twelve_at_most() -> None:
    rules.check_merge(False, 12)
    with pytest.raises(RuleBroken, match="13 people"):
        rules.check_merge(False, 13)
    with pytest.raises(RuleBroken, match="two different"):
        rules.check_merge(True, 2)


def test_no_contact_and_no_taken_title_on_the_wall() -> None:
    rules.check_pod("Kitchen 24/7", "", None, 0)
    for title, purpose in (("Call 0171 2345678", ""), ("Kitchen", "write to a@b.example")):
        with pytest.raises(RuleBroken, match="phone number"):
            rules.check_pod(title, purpose, None, 0)
    with pytest.raises(RuleBroken, match="number 3"):
        rules.check_pod("Kitchen", "", 3, 0)
    with pytest.raises(RuleBroken, match="word or two"):
        rules.check_pod("…", "", None, 0)
    with pytest.raises(RuleBroken, match="45 pods"):
        rules.check_pod("Kitchen", "", None, 45)


def test_whoever_was_first_has_the_role() -> None:
    rules.check_taking(None, None)
    with pytest.raises(RuleBroken, match="Bo was first"):
        rules.check_taking("Bo", None)
    with pytest.raises(RuleBroken, match="Somebody was first"):
        rules.check_taking("", None)
    with pytest.raises(RuleBroken, match="One role a person"):
        rules.check_taking(None, "treasurer")


def test_a_term_is_thirty_days_where_the_assembly_is() -> None:
    late = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    assert rules.today_in("Europe/Lisbon", late) == date(2026, 11, 29)
    assert rules.today_in("Asia/Tokyo", late) == date(2026, 11, 30)
    assert rules.term_from(date(2027, 1, 31)) == date(2027, 3, 2)


def test_a_first_date_lies_ahead_and_names_no_number() -> None:
    today = date(2026, 11, 29)
    rules.check_first_date(today, "6 pm, kitchen", today)
    for wrong in (date(2026, 11, 28), date(2028, 1, 1)):
        with pytest.raises(RuleBroken, match="between today"):
            rules.check_first_date(wrong, "", today)
    with pytest.raises(RuleBroken, match="phone number"):
        rules.check_first_date(None, "ring 0171 2345678", today)
