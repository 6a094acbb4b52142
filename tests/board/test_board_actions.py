"""The deeds of the board: a card, names beside it, and every desk's deed with its undo."""

import json

import pytest
from flask import Flask

from assembly.board import actions as board
from assembly.board.actions import CardDraft
from assembly.board.models import Asset
from assembly.board.readings.board import Board
from assembly.board.readings.board import board_of as read_board
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.rules import RuleBroken
from assembly.people.models import Participant
from tests.support.cast import Person, bring_a_board, come_in

pytestmark = pytest.mark.both_memories


@pytest.fixture
def fay(app: Flask, fay: Person) -> Person:
    return bring_a_board(app, fay)


def post(slug: str, person: int, words: str, press: Press | None = None, kind: str = "skills") -> int:
    with writing(Gathering, slug) as gathering:
        return board.post_card(somebody(gathering, person), gathering, CardDraft(kind, words), press).number


def somebody(gathering: Gathering, number: int) -> Participant:
    return db.session.query(Participant).filter_by(gathering_id=gathering.id, number=number).one()


def card(gathering: Gathering, number: int) -> Asset:
    return db.session.query(Asset).filter_by(gathering_id=gathering.id, number=number).one()


def desk(gathering: Gathering) -> Grant:
    return db.session.query(Grant).filter_by(gathering_id=gathering.id, role="facilitator").one()


def seen(slug: str) -> Board:
    return read_board(db.session.query(Gathering).filter_by(slug=slug).one())


def words(slug: str) -> list[tuple[str, list[str]]]:
    read = [(card.words, card.names) for cards in seen(slug).columns.values() for card in cards]
    db.session.rollback()
    return read


def waiting(slug: str) -> list[str]:
    read = [card.words for card in seen(slug).waiting]
    db.session.rollback()
    return read


def rows() -> int:
    count = db.session.query(LedgerRow).count()
    db.session.rollback()
    return count


def test_a_card_stands_with_its_name(app: Flask, fay: Person, ana: Person) -> None:
    with app.app_context():
        assert words(fay.slug) == []
        post(fay.slug, 1, "Cook for fifty")
        assert words(fay.slug) == [("Cook for fifty", ["Ana"])]
        row = db.session.query(LedgerRow).order_by(LedgerRow.seq.desc()).first()
        assert row
        assert row.kind == "card posted"
        assert "Cook" not in row.body


def test_the_same_press_makes_one_card(app: Flask, fay: Person, ana: Person) -> None:
    with app.app_context():
        press = Press("k" * 32, "asked")
        first = post(fay.slug, 1, "Sewing", press)
        post(fay.slug, 1, "First aid")
        assert post(fay.slug, 1, "Sewing", press) == first
        assert len(words(fay.slug)) == 2


def test_forty_who_cook_are_one_card_with_forty_names(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    for number in range(40):
        assert come_in(app, fay.slug, f"Cook {number}").post("/board/skills", words="cooking!").status_code == 303
    with app.app_context():
        assert [(word, len(names)) for word, names in words(fay.slug)] == [("cooking!", 40)]
        post(fay.slug, 1, "Cooking", kind="connections")
        assert len(words(fay.slug)) == 2, "another column is another thing"


def test_my_name_goes_beside_a_card_and_off_again(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    with app.app_context():
        number = post(fay.slug, 1, "Cook for fifty")
        for _ in range(2):
            with writing(Gathering, fay.slug) as gathering:
                board.add_name(somebody(gathering, 2), card(gathering, number))
        assert words(fay.slug) == [("Cook for fifty", ["Ana", "Bo"])]
        before = rows()
        for _ in range(2):
            with writing(Gathering, fay.slug) as gathering:
                board.take_name_off(somebody(gathering, 2), card(gathering, number))
        assert words(fay.slug) == [("Cook for fifty", ["Ana"])]
        assert rows() == before + 1, "the second press wrote nothing"


def test_a_card_without_any_name_leaves_the_board(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    with app.app_context():
        number = post(fay.slug, 1, "Cook for fifty")
        with writing(Gathering, fay.slug) as gathering:
            board.take_name_off(somebody(gathering, 1), card(gathering, number))
        assert words(fay.slug) == []
        post(fay.slug, 2, "cook for fifty")
        assert words(fay.slug) == [("Cook for fifty", ["Bo"])]


def test_the_desk_hides_and_puts_back(app: Flask, fay: Person, ana: Person) -> None:
    with app.app_context():
        number = post(fay.slug, 1, "Something rude")
        with writing(Gathering, fay.slug) as gathering:
            board.hide_card(desk(gathering), card(gathering, number))
        assert words(fay.slug) == []
        with writing(Gathering, fay.slug) as gathering:
            board.show_card(desk(gathering), card(gathering, number))
        assert words(fay.slug) == [("Something rude", ["Ana"])]


def test_the_desk_renames_and_takes_it_back(app: Flask, fay: Person, ana: Person) -> None:
    with app.app_context():
        number = post(fay.slug, 1, "Coking")
        for name in ("Cooking", "Cooking for fifty"):
            with writing(Gathering, fay.slug) as gathering:
                board.rename_card(desk(gathering), card(gathering, number), name)
        assert words(fay.slug) == [("Cooking for fifty", ["Ana"])]
        for before in ("Cooking", "Coking", "Coking"):
            with writing(Gathering, fay.slug) as gathering:
                board.unrename_card(desk(gathering), card(gathering, number))
            assert words(fay.slug) == [(before, ["Ana"])]


def test_two_cards_become_one_and_two_again(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    with app.app_context():
        first, second, third = (
            post(fay.slug, person, word) for person, word in ((1, "Baking"), (2, "Bread"), (2, "Rye"))
        )
        for one, into in ((second, first), (third, second)):
            with writing(Gathering, fay.slug) as gathering:
                board.merge_cards(desk(gathering), card(gathering, one), card(gathering, into))
        assert words(fay.slug) == [("Baking", ["Ana", "Bo"])]
        with writing(Gathering, fay.slug) as gathering, pytest.raises(RuleBroken):
            board.merge_cards(desk(gathering), card(gathering, first), card(gathering, third))
        with writing(Gathering, fay.slug) as gathering:
            board.part_cards(desk(gathering), card(gathering, third))
        assert words(fay.slug) == [("Rye", ["Bo"]), ("Baking", ["Ana", "Bo"])]


def test_columns_do_not_mix(app: Flask, fay: Person, ana: Person) -> None:
    with app.app_context():
        van, driver = post(fay.slug, 1, "A van", kind="tools"), post(fay.slug, 1, "Drive a van")
        with writing(Gathering, fay.slug) as gathering, pytest.raises(RuleBroken):
            board.merge_cards(desk(gathering), card(gathering, van), card(gathering, driver))


def test_new_names_and_cards_wait_where_a_host_looks_first(app: Flask, fay: Person, ana: Person) -> None:
    with app.app_context():
        post(fay.slug, 1, "Was here before")
        with writing(Gathering, fay.slug) as gathering:
            board.ask_approval(desk(gathering), gathering)
        post(fay.slug, 1, "Waits")
    cleo = come_in(app, fay.slug, "Cleo")
    assert "Cleo" not in ana.page("/board/skills")
    with app.app_context():
        post(fay.slug, 2, "Cleo's card")
        assert words(fay.slug) == [("Was here before", ["Ana"])]
        assert waiting(fay.slug) == ["Cleo's card", "Waits"]
        with writing(Gathering, fay.slug) as gathering:
            board.show_card(desk(gathering), card(gathering, 3))
        assert words(fay.slug)[0] == ("Cleo's card", []), "the card may stand; the name still waits"
        with writing(Gathering, fay.slug) as gathering:
            board.approve_all(desk(gathering), gathering)
        assert words(fay.slug)[0] == ("Cleo's card", ["Cleo"])
        assert len(words(fay.slug)) == 3
    assert "Cleo" in cleo.page("/board/skills")


def test_a_receipt_names_its_card(app: Flask, fay: Person, ana: Person) -> None:
    with app.app_context():
        post(fay.slug, 1, "Sewing")
        row = db.session.query(LedgerRow).order_by(LedgerRow.seq.desc()).first()
        assert row
        assert json.loads(row.body)["facts"]["card"] == 1
