"""The board in an export: no card is missing without a word, and nobody reads what was taken off."""

import csv
from pathlib import Path

import pytest
from flask import Flask

from tests.book.test_verify import exported
from tests.support.cast import Person, bring_a_board, come_in


@pytest.fixture
def fay(app: Flask, fay: Person) -> Person:
    return bring_a_board(app, fay)


def share(person: Person, words: str, kind: str = "skills") -> None:
    assert person.post(f"/board/{kind}", words=words, note=f"note on {words}").status_code == 303


def shown(app: Flask, fay: Person, folder: Path) -> list[tuple[str, str, str, str]]:
    table = (exported(app, fay.slug, folder) / "assets.csv").read_text(encoding="utf-8-sig")
    return [(row["number"], row["words"], row["note"], row["shown"]) for row in csv.DictReader(table.splitlines())]


def test_the_export_tells_of_every_card_whether_the_room_saw_it(
    app: Flask, fay: Person, ana: Person, tmp_path: Path
) -> None:
    share(ana, "cargo bike", "tools")
    share(ana, "bread baking")
    share(ana, "shouting")
    assert fay.post("/board/3/hiding").status_code == 303
    assert fay.post("/board/approval").status_code == 303
    share(ana, "tax forms")
    assert shown(app, fay, tmp_path / "export") == [
        ("4", "tax forms", "note on tax forms", "waiting"),
        ("3", "", "", "hidden"),
        ("2", "bread baking", "note on bread baking", "yes"),
        ("1", "cargo bike", "note on cargo bike", "yes"),
    ]
    assert fay.post("/board/approval/all").status_code == 303
    assert [row[3] for row in shown(app, fay, tmp_path / "export")] == ["yes", "hidden", "yes", "yes"]


def test_a_card_that_its_owner_took_off_is_not_exported(app: Flask, fay: Person, ana: Person, tmp_path: Path) -> None:
    share(ana, "bread baking")
    share(come_in(app, fay.slug, "Luz"), "soup")
    assert ana.post("/board/names", take_off=1).status_code == 303
    assert [row[1] for row in shown(app, fay, tmp_path / "export")] == ["soup"]
