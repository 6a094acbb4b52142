"""Numbered cards of paper: printed, typed once each, and the pile counted."""

import json

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.kernel.models.ledger import LedgerRow
from tests.support.cast import Person, bring_a_board, refusal, start_gathering


@pytest.fixture
def fay(app: Flask, fay: Person) -> Person:
    return bring_a_board(app, fay)


@pytest.mark.both_memories
def test_the_pile_is_counted(app: Flask, fay: Person, ana: Person) -> None:
    assert "numbered" not in fay.page("/help").split("Paper cards")[1].split("print cards")[0]
    printed = fay.post("/help/paper", many=12)
    assert printed.location.endswith("/help/paper?first=1&last=12")
    sheet = fay.browser.get(printed.location).get_data(as_text=True)
    assert [f'<p class="corner"><b>{number}</b>' in sheet for number in (1, 12, 13)] == [True, True, False]
    for number in (1, 2, 5):
        typed = fay.post("/help/1/cards", kind="skills", words=f"Skill {number}", paper=number)
        assert typed.status_code == 303
    page = fay.page("/help")
    assert "<b>12</b> numbered, <b>3</b> entered" in page
    assert "Not yet: 3, 4, 6, 7, 8, 9, 10, 11 and 1 more" in page
    more = fay.post("/help/paper", many=4)
    assert more.location.endswith("?first=13&last=16"), "numbers go on"
    assert "Skill 5" in ana.page("/board/skills")


def test_a_card_is_typed_once(app: Flask, fay: Person, ana: Person) -> None:
    fay.post("/help/paper", many=2)
    assert fay.post("/help/1/cards", kind="skills", words="Sewing", paper=1, key="k" * 32).status_code == 303
    assert fay.post("/help/1/cards", kind="skills", words="Sewing", paper=1, key="k" * 32).status_code == 303
    again = fay.post("/help/1/cards", kind="skills", words="Cooking", paper=1)
    assert "typed already" in refusal(again)
    assert 'value="Cooking"' in again.get_data(as_text=True), "what was typed stays"
    assert "no paper card 9" in refusal(fay.post("/help/1/cards", kind="skills", words="Cooking", paper=9))
    assert fay.post("/help/1/cards", kind="skills", words="Cooking", paper="nine").status_code == 422
    assert fay.post("/help/1/cards", kind="skills", words="🍲", paper=2).status_code == 422
    page = fay.page("/help")
    assert "<b>1</b> entered" in page, "what was refused was not typed"
    with app.app_context():
        rows = [json.loads(row.body) for row in db.session.query(LedgerRow)]
    assert [row["facts"]["number"] for row in rows if row["kind"] == "paper card typed"] == [1]


def test_without_a_board_there_is_no_paper(app: Flask, ana: Person) -> None:
    fay = start_gathering(app, "Northside", "A round")
    assert fay.post("/help/paper", many=3).status_code == 404
    assert "Paper cards" not in fay.page("/help")


def test_how_many_is_a_number_and_only_helpers_print(fay: Person, ana: Person) -> None:
    for many in ("", "x", "0", "97"):
        assert fay.post("/help/paper", many=many).status_code == 422, many
    assert ana.post("/help/paper", many=3).status_code == 403
    assert ana.get("/help/paper").status_code == 403
    assert "No paper cards are numbered yet" in fay.page("/help/paper")
