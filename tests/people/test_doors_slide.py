"""Names at the doors: the larger the fewer they are, and always whole."""

import pytest
from flask import Flask

from assembly.people.readings.slides import BESIDE_WIFI, GRIDS, Grid
from assembly.typesetting.grid import going_in
from tests.support.cast import Person, come_in, start_gathering

LONGEST = "Maximiliane-Alexandra Oyelaran-Fernandes"


def test_a_grid_is_filled_densely_and_stops_at_what_does_not_go_in() -> None:
    assert going_in([(2, 1), (2, 1), (1, 1)], 3, 2) == 3, "the third stands beside the first"
    assert going_in([(1, 2), (2, 1), (2, 1), (1, 1)], 3, 2) == 3
    assert going_in([(4, 1)], 3, 2) == 0
    assert going_in([], 3, 2) == 0


@pytest.mark.parametrize("grid", [*GRIDS, *BESIDE_WIFI])
def test_no_name_is_wider_than_its_cells(grid: Grid) -> None:
    for name in ("Bo", "Margaret Oyelaran", LONGEST, "W" * 40):
        wide, deep = grid.cells(name)
        assert 1 <= wide <= grid.columns
        assert deep == 1 or wide == grid.columns


def test_some_give_their_place_to_how_many_more_there_are() -> None:
    grid = Grid(2, 4, 5, 106.0)
    assert grid.holds(["Bo"] * 20, more=False) == 20
    assert grid.holds(["Bo"] * 20, more=True) == 18
    assert grid.holds(["Bo"] * 24, more=False) == 18


@pytest.fixture
def fay(app: Flask) -> Person:
    return start_gathering(app, "Eastside Assembly", "Winter congress")


def test_few_names_stand_large_and_many_smaller(app: Flask, fay: Person) -> None:
    come_in(app, fay.slug, LONGEST)
    wall = fay.page("/wall")
    assert LONGEST in wall
    assert "in-2 size-4" in wall
    for name in ("Ana", "Bo", "Cleo"):
        come_in(app, fay.slug, name)
    assert "in-3 size-3" in fay.page("/wall")
    for number in range(20):
        come_in(app, fay.slug, f"Guest {number}")
    wall = fay.page("/wall")
    assert "in-4 size-2" in wall
    assert "more</li>" in wall
    assert "Guest 19" in wall
