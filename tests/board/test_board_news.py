"""News of the board: a card travels alone, its buttons belong to nobody, and the wall has room."""

import re

import pytest
from flask import Flask

from assembly.board.readings.board import A_PHONE, board_of
from assembly.board.readings.setting import A_COLUMN, Page, rows
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from tests.support.cast import Person, bring_a_board, come_in, start_gathering


@pytest.fixture
def fay(app: Flask, fay: Person) -> Person:
    return bring_a_board(app, fay)


def test_a_new_card_travels_alone(ana: Person, bo: Person) -> None:
    bo.listen()
    ana.post("/board/skills", words="Cook for fifty")
    fragments = dict(bo.heard()[0]["fragments"])
    assert set(fragments) == {"asset-1-card", "board-tabs"}
    assert "Cook for fifty" in fragments["asset-1-card"]
    assert fragments["asset-1-card"] in bo.page("/board/skills"), "one text on all roads"


def test_a_name_beside_a_card_is_heard(ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    ana.listen()
    bo.post("/board/names", card=1)
    fragments = dict(ana.heard()[0]["fragments"])
    assert "Ana, Bo" in fragments["asset-1-card"]
    assert "csrf" not in fragments["asset-1-card"]
    assert "input" not in fragments["asset-1-card"]


def test_another_gathering_hears_nothing(ana: Person, elle: Person) -> None:
    elle.listen()
    ana.post("/board/skills", words="Cook for fifty")
    assert elle.heard() == []


def test_a_hidden_card_leaves_every_phone(fay: Person, ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Something rude")
    bo.listen()
    fay.post("/board/1/hiding")
    fragment = dict(bo.heard()[0]["fragments"])["asset-1-card"]
    assert "rude" not in fragment
    assert "hidden" in fragment


def test_two_cards_put_together_are_told_as_one(fay: Person, ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Baking")
    bo.post("/board/skills", words="Bread")
    bo.listen()
    fay.post("/board/2/merging", into=1)
    fragments = dict(bo.heard()[0]["fragments"])
    assert "Ana, Bo" in fragments["asset-1-card"]
    assert "hidden" in fragments["asset-2-card"]


def test_a_new_name_is_said_beside_the_cards_too(ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    bo.listen()
    ana.post("/me/name", name="Anahita")
    assert "Anahita" in dict(bo.heard()[0]["fragments"])["asset-1-card"]


def test_two_hundred_cards_fill_pages_of_at_most_24_names(app: Flask) -> None:
    fay = start_gathering(app, "Eastside", "Mapping", kind="mapping")
    crowd = [come_in(app, fay.slug, f"Person {number}") for number in range(20)]
    for number in range(200):
        kind = ("skills", "spaces", "tools", "connections")[number % 4]
        posted = crowd[number % 20].post(f"/board/{kind}", words=f"Card of number {number}")
        assert posted.status_code == 303
        crowd[(number + 1) % 20].post("/board/names", card=number + 1)
        crowd[(number + 2) % 20].post("/board/names", card=number + 1)
    with app.app_context():
        read = board_of(db.session.query(Gathering).one())
        assert rows(read.columns) == A_COLUMN
        walls = [
            {kind: cards[first : first + A_COLUMN] for kind, cards in read.columns.items()}
            for first in range(0, 50, A_COLUMN)
        ]
        for wall in walls:
            names = [name for cards in Page(wall, A_COLUMN).set().values() for each in cards for name in each.names]
            assert 0 < len(names) <= 24
    numbers: list[str] = []
    assert fay.post("/step", to=1, at=0).status_code == 303
    assert "Page 1 of 17" in fay.page("/wall")
    for page in range(1, 18):
        assert fay.post("/wall/page", to=page).status_code == 303
        numbers += re.findall(r'id="asset-(\d+)-slide"', fay.page("/wall"))
    assert sorted(map(int, numbers)) == list(range(1, 201)), "each on one page"
    assert crowd[0].page("/board/skills").count('class="asset"') == min(50, A_PHONE)
