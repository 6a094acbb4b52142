"""Cards on the wall: as large as there is room for, names whole, and long ones never dwarfed by short ones."""

from types import SimpleNamespace
from typing import Any

import pytest

from assembly.board.readings.board import Beside, Card
from assembly.board.readings.setting import NAMES, NAMES_A_WALL, SHELF, WORDS, Page, SetCard
from assembly.board.readings.setting import rows as rows_of
from assembly.typesetting.sizes import SIZES, tall

WORDY = "Garage with a wide door, dry, beside the tram stop, evenings"  # 60 letters
LONG_NAME = "Maximiliane-Alexandra Oyelaran-Fernandes"  # 40


def card(words: str, *names: str | None) -> Card:
    asset: Any = SimpleNamespace(words=words, kind="skills", number=1)
    return Card(asset, tuple(Beside(number, name, f"handle {number}", number) for number, name in enumerate(names)))


def set_on_a_wall(*columns: list[Card]) -> list[SetCard]:
    by_kind = {str(number): column for number, column in enumerate(columns)}
    rows = rows_of(by_kind)
    set_columns = Page({kind: column[:rows] for kind, column in by_kind.items()}, rows).set()
    return [each for column in set_columns.values() for each in column]


def test_a_wall_that_has_little_to_show_shows_it_large_and_whole() -> None:
    [one] = set_on_a_wall([card("Cook for fifty", "Margaret Oyelaran")])
    assert (one.size, one.names, one.more) == (4, ("Margaret Oyelaran",), 0)
    assert one.names_size == 3


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_long_and_short_cards_are_at_most_one_size_apart(rows: int) -> None:
    columns = [card(WORDY, "Bo")], *[[card("Van", "Ana")] * rows for _ in range(3)]
    sizes = {each.size for each in set_on_a_wall(*columns)}
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= {1: 3, 2: 2, 3: 1}[rows]


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("words", ["Van", WORDY, "Kindergartenpflanzenbewässerungsanlage"])
@pytest.mark.parametrize("names", [("Bo",), (LONG_NAME,), (LONG_NAME,) * 9, (None, None), (None, "Ana")])
def test_every_card_goes_into_its_place_with_a_whole_name(rows: int, words: str, names: tuple[str | None, ...]) -> None:
    cards = set_on_a_wall([card(words, *names)] * rows)
    for each in cards:
        named = [name for name in names if name]
        assert bool(each.names) == bool(named)
        assert list(each.names) == named[: len(each.names)]
        said = ", ".join(each.names) + (f" +{each.more}" if each.more else "")
        height = tall(words, WORDS, each.size) + tall(said, NAMES, each.names_size)
        assert height <= SHELF / len(cards)
        assert SIZES[each.names_size] <= SIZES[max(each.size, 2)]


def test_what_needs_more_room_is_given_another_wall_not_cut() -> None:
    assert rows_of({"skills": [card(WORDY, "Bo")] * 9}) == 3
    assert rows_of({"skills": [card(WORDY, LONG_NAME)] * 9}) == 2
    worst = set_on_a_wall([card("W" * 60, "W" * 40)] * 9)
    assert [(each.names, each.more) for each in worst] == [((), 1), ((), 1)], "a number, rather than half a name"


def test_no_wall_holds_more_than_24_names_and_few_cards_show_more_of_theirs() -> None:
    crowd = tuple(f"P{number}" for number in range(30))
    full = set_on_a_wall(*[[card("Van", *crowd)] * 3 for _ in range(4)])
    assert sum(len(each.names) for each in full) <= NAMES_A_WALL
    [alone] = set_on_a_wall([card("Van", *crowd)])
    assert len(alone.names) > len(full[0].names)
    assert alone.more == 30 - len(alone.names)
