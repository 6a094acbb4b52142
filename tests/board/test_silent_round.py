"""The silent round: one question at a time, three cards are plenty, and nobody's card stands there twice."""

import time

import pytest
from flask import Flask

from assembly.board.readings.board import board_of
from assembly.board.words import QUESTIONS
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.ledger import LedgerRow
from tests.support.cast import Person, come_in, start_gathering


@pytest.fixture
def fay(app: Flask) -> Person:
    fay = start_gathering(app, "Eastside Assembly", "What we have", kind="mapping")
    assert fay.post("/step", to=1, at=0).status_code == 303
    return fay


def led_to(person: Person, place: str, **form: object) -> str:
    posted = person.post(place, **form)
    assert posted.status_code == 303
    return str(posted.location.split(person.slug)[1])


def test_there_are_six_questions_and_each_goes_to_a_column() -> None:
    assert len(QUESTIONS) == 6
    assert [question.kind for question in QUESTIONS] == ["skills"] * 3 + ["spaces", "tools", "connections"]


def test_one_question_at_a_time_from_the_first_to_the_board(ana: Person) -> None:
    first = ana.page("/")
    assert "Question 1 of 6" in first
    assert str(QUESTIONS[0].prompt) in first
    assert str(QUESTIONS[1].prompt) not in first
    place = led_to(ana, "/board/skills", words="Cook for fifty", question=0)
    second = ana.page(place)
    assert "Question 2 of 6" in second
    assert "On the board:" in second
    assert "Go on if you like" not in second
    place = led_to(ana, "/board/spaces", example="A dry garage", question=3)
    assert "Question 5 of 6" in ana.page(place)
    place = led_to(ana, "/board/connections", words="Someone with a farm", question=5)
    done = ana.page(place)
    assert "Done. Look up." in done
    assert "3 cards are plenty." in done


def test_from_three_cards_on_the_page_says_that_they_are_plenty(ana: Person) -> None:
    for number, words in enumerate(("Sewing", "Baking")):
        assert "Go on if you like" not in ana.page(led_to(ana, "/board/skills", words=words, question=number))
    assert "Go on if you like" in ana.page(led_to(ana, "/board/skills", words="First aid", question=2))


def test_coming_back_goes_on_where_one_was(ana: Person) -> None:
    ana.post("/board/skills", words="Sewing", question=0)
    assert "Question 2 of 6" in ana.page("/")


def test_a_question_can_be_left_out(ana: Person) -> None:
    assert 'href="/g/' + ana.slug + '/board/questions/1"' in ana.page("/")
    assert "No more questions. Look up." in ana.page("/board/questions/6")
    assert ana.get("/board/questions/99999999999999999999").status_code == 200


def test_what_cannot_be_a_card_leaves_the_question_where_it_was(ana: Person) -> None:
    refused = ana.post("/board/tools", words="🍲", question=4)
    assert refused.status_code == 422
    assert "Question 5 of 6" in refused.get_data(as_text=True)
    assert 'value="🍲"' in refused.get_data(as_text=True)


def test_the_same_words_again_are_the_same_card(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty", question=0)
    before = rows(app)
    again = ana.page(led_to(ana, "/board/skills", words="cook for FIFTY!", question=1))
    assert "You have this card already" in again
    assert rows(app) == before
    another = bo.page(led_to(bo, "/board/skills", words="Cook for fifty", question=0))
    assert "your name is beside it now" in another
    assert "You and 1 other." in another
    assert "Take my name off" in another, "it can be undone"


def test_two_hundred_cards_with_forty_said_twice_are_a_hundred_and_sixty(app: Flask, fay: Person) -> None:
    crowd = [come_in(app, fay.slug, f"Person {number}") for number in range(20)]
    began = time.monotonic()
    for number in range(200):
        words = f"Card of number {number if number < 160 else number - 160}"
        assert crowd[number % 20].post("/board/skills", words=words, question=0).status_code == 303
    assert time.monotonic() - began < 20
    with app.app_context():
        read = board_of(db.session.query(Gathering).one())
        assert read.count == 160
        assert all(len(card.people) == 1 for card in read.columns["skills"])


def rows(app: Flask) -> int:
    with app.app_context():
        return db.session.query(LedgerRow).count()
