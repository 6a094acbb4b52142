"""One card before everybody while the wall is read: large there, with one press on phones."""

import pytest
from flask import Flask

from assembly.board.models import Spotlight
from assembly.extensions import db
from assembly.kernel.models.ledger import LedgerRow
from tests.support.cast import Person, come_in, refusal, start_gathering


@pytest.fixture
def fay(app: Flask) -> Person:
    fay = start_gathering(app, "Eastside Assembly", "What we have", kind="mapping")
    ana = come_in(app, fay.slug, "Anahita")
    for step in (1, 2):
        assert fay.post("/step", to=step, at=step - 1).status_code == 303
    for words in ("Cook for fifty", "Sewing", "First aid"):
        ana.post("/board/skills", words=words)
    return fay


def show(fay: Person, card: int) -> None:
    assert fay.post("/board/spotlight", card=card).status_code == 303


def large(fay: Person) -> str:
    """What stands large on the wall."""
    page = fay.page("/wall")
    return page.split('class="one-card"')[1].split("</section>")[0] if 'class="one-card"' in page else ""


def test_a_card_stands_large_with_its_names_and_phones_show_it(fay: Person, bo: Person) -> None:
    assert large(fay) == ""
    assert "On the wall now" not in bo.page("/")
    show(fay, 2)
    assert "Sewing" in large(fay)
    assert "Anahita" in large(fay)
    assert "Cook for fifty" not in large(fay)
    phone = bo.page("/")
    spot = phone.split('id="board-spotlight"')[1].split("</section>")[0]
    assert "Sewing" in spot
    assert 'form="offers"' in spot
    bo.post("/board/names", card=2)
    assert "Anahita</bdi>, <bdi>Bo" in large(fay)


def test_phones_hear_of_it_at_once_without_anything_of_their_own(fay: Person, bo: Person) -> None:
    bo.listen()
    show(fay, 1)
    fragments = dict(bo.heard()[0]["fragments"])
    assert set(fragments) == {"board-spotlight"}
    assert "csrf" not in fragments["board-spotlight"]
    bo.post("/board/names", card=1)
    assert "Bo" in dict(bo.heard()[0]["fragments"])["board-spotlight"]


def test_next_goes_through_the_cards_from_the_oldest(fay: Person) -> None:
    assert "Show one card: Cook for fifty" in fay.page("/desk")
    show(fay, 1)
    assert "Next card: Sewing" in fay.page("/desk")
    show(fay, 2)
    assert "Next card: First aid" in fay.page("/desk")
    show(fay, 3)
    assert "Next card" not in fay.page("/desk")
    assert fay.post("/board/spotlight/withdrawal").status_code == 303
    assert large(fay) == ""


def test_one_at_a_time_and_none_at_the_next_step(app: Flask, fay: Person) -> None:
    for card in (1, 2, 2):
        show(fay, card)
    with app.app_context():
        assert db.session.query(Spotlight).filter(Spotlight.running).count() == 1
        assert db.session.query(LedgerRow).filter_by(kind="card in the spotlight").count() == 2
    fay.post("/step", to=1, at=2)
    fay.post("/step", to=2, at=1)
    assert large(fay) == ""


def test_a_card_that_is_hidden_meanwhile_leaves_the_wall_and_phones(fay: Person, bo: Person) -> None:
    show(fay, 2)
    bo.listen()
    fay.post("/board/2/hiding")
    assert large(fay) == ""
    assert "Sewing" not in dict(bo.heard()[0]["fragments"])["board-spotlight"]
    assert "off the wall" in refusal(fay.post("/board/spotlight", card=2))


def test_only_the_desk_at_its_step_and_only_cards(fay: Person, bo: Person) -> None:
    assert bo.post("/board/spotlight", card=1).status_code == 403
    assert bo.post("/board/spotlight/withdrawal").status_code == 403
    assert fay.post("/board/spotlight", card=77).status_code == 404
    assert fay.post("/board/spotlight", card="x").status_code == 422
    fay.post("/step", to=1, at=2)
    assert "Go to that step first" in refusal(fay.post("/board/spotlight", card=1))
