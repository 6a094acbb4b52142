"""Cards: what may stand on the board."""

import pytest

from assembly.board.rules import MOST_CARDS, check_card, check_enough
from assembly.kernel.rules import RuleBroken
from assembly.kernel.rules.texts import folded, names_a_contact


def check(
    words: str, *, kind: str = "skills", nearby: bool = False, visibility: str = "room", sure: bool = False
) -> None:
    check_card(kind, words, "", nearby, visibility, sure)


@pytest.mark.parametrize(
    "words",
    ["Cooking", "7", "料理", "cook for 50", "2 vans, 8 seats", "open 24/7", "born 1984", "10:00–12:00, 14:00–16:30"],
)
def test_what_can_be_said_aloud_may_stand(words: str) -> None:
    check(words)


@pytest.mark.parametrize("words", ["🍲", "🍲🍲🍲", "…", "!!!", "👨‍👩‍👧"])
def test_what_cannot_be_said_aloud_is_asked_again(words: str) -> None:
    with pytest.raises(RuleBroken, match="read aloud"):
        check(words)


@pytest.mark.parametrize(
    "words",
    [
        "call 555 123 4567",
        "+49 (0)30 123456",
        "0171.234.56.78",
        "ana@example.org",
        "ask ana@home",
        "0171–234–5678",
        "0171‑234‑5678",
        "0️⃣1️⃣7️⃣1️⃣2️⃣3️⃣4️⃣",
        "0,1,7,1,2,3,4",
        "0:1:7:1:2:3:4",
        "0·1·7·1·2·3·4",
        "ana @ x.org",
        "ana＠x.org",
    ],
)
def test_a_contact_needs_a_second_press(words: str) -> None:
    assert names_a_contact(words)
    with pytest.raises(RuleBroken, match="on the wall"):
        check(words)
    check(words, sure=True)


def test_only_spaces_and_things_can_be_seen_nearby() -> None:
    check("A vacant lot", kind="spaces", nearby=True)
    with pytest.raises(RuleBroken):
        check("A cook", nearby=True)


def test_strange_columns_and_eyes_are_refused() -> None:
    with pytest.raises(RuleBroken):
        check("A van", kind="weapons")
    with pytest.raises(RuleBroken):
        check("A van", visibility="police")


def test_one_person_cannot_flood_the_board() -> None:
    check_enough(MOST_CARDS - 1)
    with pytest.raises(RuleBroken):
        check_enough(MOST_CARDS)


def test_two_people_who_type_the_same_mean_the_same() -> None:
    assert folded("Cook for fifty!") == folded("  cook FOR  fifty") != folded("Cook for fifteen")


@pytest.mark.parametrize(("one", "other"), [("मेला", "माला"), ("กัน", "กิน"), ("Teach C#", "Teach C++")])
def test_vowel_signs_and_symbols_make_another_card(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_a_contact_is_found_in_when_too() -> None:
    with pytest.raises(RuleBroken, match="on the wall"):
        check_card("skills", "Cooking", "", False, "room", sure=False, available="call 0171 2345678")
