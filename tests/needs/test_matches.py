"""Matches: suggested to the desk, confirmed by both sides on their phones; whoever says no is not named."""

import json

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.kernel.models.identity import Attempt
from assembly.kernel.models.ledger import LedgerRow
from assembly.needs.models import Match, MatchAnswer
from assembly.people.models import Participant
from tests.needs.test_needs import fay, told, write  # noqa: F401
from tests.support.cast import Person, come_in, refusal

pytestmark = pytest.mark.both_memories


@pytest.fixture
def pair(fay: Person, ana: Person, bo: Person) -> Person:  # noqa: F811
    """Ana needs what Bo can do."""
    bo.post("/board/skills", words="Mend bicycles")
    write(ana, "My bicycle needs mending")
    return fay


def propose(fay: Person, need: object = 1, card: object = 1) -> None:  # noqa: F811
    proposed = fay.post("/matches", need=need, card=card)
    assert proposed.status_code == 303, refusal(proposed)


def states(app: Flask) -> list[tuple[bool | None, bool]]:
    with app.app_context():
        matches = db.session.query(Match).order_by(Match.number)
        return [(match.need_answer, match.agreed_at is not None) for match in matches]


def test_the_wall_shows_a_need_beside_the_card_that_answers_it(pair: Person) -> None:
    row = pair.page("/wall").split('class="needed"')[1]
    assert row.index("My bicycle needs mending") < row.index("Mend bicycles") < row.index("<bdi>Bo<")


def test_the_desk_is_told_what_may_go_together(pair: Person, bo: Person) -> None:
    for place in ("/desk", "/desk/needs"):
        page = pair.page(place)
        assert "Mend bicycles" in page
        assert "Ask both sides" in page
    pair.post("/board/1/hiding")
    assert "Mend bicycles" not in pair.page("/desk/needs").split("All needs")[0]


def test_a_card_of_the_writer_alone_is_no_answer(pair: Person, ana: Person) -> None:
    ana.post("/board/skills", words="Paint a bicycle")
    assert "Paint a bicycle" not in pair.page("/wall")


def test_both_say_yes_and_find_each_other(app: Flask, pair: Person, ana: Person, bo: Person) -> None:
    assert "Could this fit?" not in ana.page("/")
    propose(pair)
    assert "You need:" in ana.page("/")
    assert "Somebody needs:" in bo.page("/me")
    assert ana.post("/matches/1/answer", answer="yes").status_code == 303
    assert "The other side is asked" in ana.page("/")
    assert "found" not in pair.page("/wall")
    bo.post("/matches/1/answer", answer="yes")
    assert states(app) == [(True, True)]
    assert "You found each other" in ana.page("/")
    assert "<bdi>Bo</bdi>" in ana.page("/")
    assert "<bdi>Ana</bdi>" in bo.page("/")
    assert "1 need found its match." in pair.page("/wall")
    assert "Both said yes." in pair.page("/desk/needs")
    assert [kind for kind, _ in told(app)][-4:] == [
        "match proposed",
        "match accepted",
        "match accepted",
        "match agreed",
    ]


@pytest.mark.parametrize("who", ["Ana", "Bo"])
def test_whoever_says_no_is_not_named_anywhere(app: Flask, pair: Person, ana: Person, bo: Person, who: str) -> None:
    propose(pair)
    sides = {"Ana": ana, "Bo": bo}
    other = next(person for name, person in sides.items() if name != who)
    before = pair.page("/desk/needs")
    assert "Not this time." not in before
    with app.app_context():
        me = db.session.query(Participant).filter_by(name=who).one()
        device, ledger_id = me.device_id, me.ledger_id
        pressed = db.session.query(Attempt).filter_by(device_id=device).count()
    assert sides[who].post("/matches/1/answer", answer="no").status_code == 303
    assert "Not this time." in pair.page("/desk/needs")
    assert "Could this fit?" not in other.page("/")
    assert "Could this fit?" not in sides[who].page("/")
    kind, body = told(app)[-1]
    assert kind == "match declined"
    assert ledger_id not in json.dumps(body)
    with app.app_context():
        assert db.session.query(Attempt).filter_by(device_id=device).count() == pressed
    assert "Nobody is asked twice" in refusal(pair.post("/matches", need=1, card=1))
    assert "Mend bicycles" not in pair.page("/desk/needs").split("<h2>Asked</h2>")[0], "nor suggested again"


def test_one_of_two_beside_a_card_may_say_no(app: Flask, pair: Person, ana: Person, bo: Person) -> None:
    cleo = come_in(app, pair.slug, "Cleo")
    cleo.post("/board/names", card=1)
    propose(pair)
    bo.post("/matches/1/answer", answer="no")
    ana.post("/matches/1/answer", answer="yes")
    assert states(app) == [(True, False)]
    assert "Could this fit?" in cleo.page("/")
    cleo.post("/matches/1/answer", answer="yes")
    assert states(app) == [(True, True)]


def test_an_anonymous_writer_is_asked_too_and_stays_without_a_name(app: Flask, pair: Person, bo: Person) -> None:
    cleo = come_in(app, pair.slug, "Cleopatra")
    write(cleo, "Bicycle lessons", anonymous="yes")
    propose(pair, need=2)
    assert "They do not see you" in cleo.page("/")
    cleo.post("/matches/1/answer", answer="yes")
    bo.post("/matches/1/answer", answer="yes")
    assert states(app) == [(True, True)]
    assert "<bdi>Bo</bdi>" in cleo.page("/")
    assert "Cleopatra" not in bo.page("/me")
    assert "They wrote it without a name" in bo.page("/me")
    with app.app_context():
        cleo_in_the_book = db.session.query(Participant).filter_by(name="Cleopatra").one().ledger_id
    assert cleo_in_the_book not in json.dumps(told(app))


def test_nobody_else_answers(pair: Person, app: Flask, elle: Person) -> None:
    propose(pair)
    cleo = come_in(app, pair.slug, "Cleo")
    assert cleo.post("/matches/1/answer", answer="yes").status_code == 404
    assert elle.post("/matches/1/answer", answer="yes").status_code == 404
    assert cleo.post("/matches/77/answer", answer="yes").status_code == 404
    assert cleo.post("/matches/99999999999999999999/answer", answer="yes").status_code == 404


def test_a_match_with_a_card_or_need_that_is_hidden_asks_nobody(pair: Person, ana: Person, bo: Person) -> None:
    pair.post("/board/1/hiding")
    assert "This card is off the wall" in refusal(pair.post("/matches", need=1, card=1))
    pair.post("/board/1/hiding/withdrawal")
    propose(pair)
    pair.post("/board/1/hiding")
    assert "Could this fit?" not in ana.page("/")
    late = ana.post("/matches/1/answer", answer="yes")
    assert late.status_code == 422
    assert "off the wall" in refusal(late)
    assert "One of the two is off the wall." in pair.page("/desk/needs")
    pair.post("/board/1/hiding/withdrawal")
    pair.post("/needs/1/hiding")
    assert "This need is off the wall" in refusal(pair.post("/matches", need=1, card=1))
    assert "Could this fit?" not in bo.page("/")


def test_a_match_is_taken_back_and_asked_again(pair: Person, ana: Person) -> None:
    for _ in range(2):
        propose(pair, "1 My bicycle", "1 Mend bicycles")
    pair.post("/matches/1/withdrawal")
    assert "Could this fit?" not in ana.page("/")
    assert ana.post("/matches/1/answer", answer="yes").status_code == 404
    propose(pair)
    assert "Could this fit?" in ana.page("/")


def test_a_name_taken_off_the_card_ends_what_it_said(app: Flask, pair: Person, ana: Person, bo: Person) -> None:
    propose(pair)
    bo.post("/matches/1/answer", answer="yes")
    bo.post("/board/names", take_off=1)
    assert ana.post("/matches/1/answer", answer="yes").status_code == 422
    assert states(app) == [(None, False)]


def test_a_yes_can_be_taken_back(app: Flask, pair: Person, ana: Person, bo: Person) -> None:
    propose(pair)
    for person in (ana, bo):
        person.post("/matches/1/answer", answer="yes")
    ana.post("/matches/1/answer", answer="no")
    assert states(app) == [(False, False)]
    assert "found" not in pair.page("/wall").split("<footer>")[1]


def test_those_who_are_asked_are_nudged(pair: Person, bo: Person) -> None:
    bo.listen()
    propose(pair)
    assert [news["nudges"] for news in bo.heard()] == [["my_needs"]]


def test_people_edit_the_words_that_mean_the_same(app: Flask, pair: Person, ana: Person, bo: Person) -> None:
    bo.post("/board/tools", words="A freezer")
    write(ana, "Somewhere cold for vegetables")
    assert "A freezer" not in pair.page("/wall")
    saved = pair.post("/synonyms", lines="cold, freezer , fridge\n\n  ")
    assert saved.status_code == 303
    assert "A freezer" in pair.page("/wall")
    assert "cold, freezer , fridge</textarea>" in pair.page("/desk/needs")
    long = pair.post("/synonyms", lines="x" * 500)
    assert long.status_code == 422
    assert "x" * 500 in long.get_data(as_text=True)
    with app.app_context():
        row = db.session.query(LedgerRow).filter_by(kind="synonyms changed").one()
        assert "freezer" not in row.body


def test_forgetting_takes_answers_along_and_keeps_the_count(app: Flask, pair: Person, ana: Person, bo: Person) -> None:
    propose(pair)
    for person in (ana, bo):
        person.post("/matches/1/answer", answer="yes")
    pair.post("/step", to=3, at=2)
    assert pair.post("/forgetting", sure="yes").status_code == 303
    with app.app_context():
        assert db.session.query(MatchAnswer).count() == 0
    assert states(app) == [(True, True)]
