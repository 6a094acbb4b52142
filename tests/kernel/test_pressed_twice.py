"""Enter pressed twice counts once, and a form that comes too late changes nothing and keeps what was typed."""

import secrets
from typing import Any

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.ledger import LedgerRow
from tests.support.cast import Person, code_of, come_in, end_evening, end_last_call, open_evening, refusal
from tests.support.cast import start_gathering as started


def rows(app: Flask, kind: str = "") -> int:
    with app.app_context():
        found = db.session.query(LedgerRow)
        return (found.filter_by(kind=kind) if kind else found).count()


def twice(app: Flask, person: Person, place: str, **form: Any) -> int:
    """Send one form two times, as a second Enter does; how many rows of the book it made."""
    before, key = rows(app), secrets.token_hex(16)
    for _ in range(2):
        answered = person.post(place, key=key, **form)
        assert answered.status_code == 303, (place, refusal(answered))
    return rows(app) - before


@pytest.fixture
def early(app: Flask) -> Person:
    """Facilitates an evening whose round is not open yet."""
    early = started(app, "Eastside Assembly", "Spring congress")
    open_evening(early)
    assert early.post("/step", to=0, at=1).status_code == 303
    return early


FULL = {"title": "Night kitchen", "change": "Soup at night.", "minimum": 100, "ask": 200, "lesson": "Salt it early."}


def test_before_the_round_a_changed_proposal_is_one_row(app: Flask, early: Person) -> None:
    assert twice(app, early, "/proposals/1", **FULL) == 1
    assert twice(app, early, "/presenter/1/words", lesson="Start early.", change="Soup.") == 1
    assert twice(app, early, "/code") == 1


def test_a_minimum_is_lowered_once(app: Flask, fay: Person) -> None:
    assert twice(app, fay, "/proposals/1", minimum=1200) == 1
    assert twice(app, fay, "/presenter/1/minimum", minimum=900) == 1


def test_the_minimum_that_stands_already_is_no_row(app: Flask, fay: Person) -> None:
    assert twice(app, fay, "/proposals/1", minimum=1400) == 0
    assert twice(app, fay, "/presenter/1/minimum", minimum=1400) == 0


def test_the_words_before_come_back_by_one_step(app: Flask, fay: Person) -> None:
    for title in ("Night kitchen", "Soup kitchen"):
        assert twice(app, fay, "/proposals/1/title", title=title) == 1
    assert twice(app, fay, "/proposals/1/title/withdrawal") == 1
    assert "Night kitchen" in fay.page("/desk/proposals")


def test_the_list_changes_once(app: Flask, fay: Person) -> None:
    assert twice(app, fay, "/proposals/1/withdrawal") == 1
    assert twice(app, fay, "/proposals/1/withdrawal/withdrawal") == 1
    assert twice(app, fay, "/proposals/1/merging", into=2, sure=2) == 1
    assert fay.post("/proposals/1/merging", into=3, sure=3).status_code == 404, "it is off the list"


def test_the_wall_turns_one_page(app: Flask, fay: Person) -> None:
    assert twice(app, fay, "/wall/page") == 1


def test_money_moves_once(app: Flask, fay: Person) -> None:
    for guest in range(3):
        come_in(app, fay.slug, f"Guest {guest}").post("/proposals/2/pledge", hours=2, first_hour="later")
    end_evening(app, fay)
    assert twice(app, fay, "/desk/money", amount=500, source="street sale") == 1
    with app.app_context():
        entry = db.session.query(LedgerRow).filter_by(kind="pot received").order_by(LedgerRow.seq.desc()).first()
        assert entry
        number = entry.seq
    assert twice(app, fay, f"/desk/money/{number}/correction", amount=400, source="street sale") == 1
    assert twice(app, fay, "/desk/money/transfer", amount=100, to="aside") == 1
    assert twice(app, fay, "/desk/money/return", amount=100, proposal=2) == 1


def test_a_choice_is_made_once(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/proposals/3/pledge", hours=2, first_hour="later")
    assert fay.post("/step", to=2, at=1).status_code == 303
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    end_last_call(app)
    assert twice(app, fay, "/allocation/closure", sure="yes") == 1
    assert twice(app, ana, "/proposals/3/pledge/choice", choice="keep") == 1


def test_everybody_is_told_one_new_code(app: Flask, fay: Person) -> None:
    key = secrets.token_hex(16)
    fay.post("/code", key=key)
    told = code_of(app, fay.slug)
    fay.post("/code", key=key)
    assert code_of(app, fay.slug) == told


LATE = {"title": "Late kitchen", "change": "Soup & bread at dawn.", "minimum": "200", "ask": "400"}
LATE |= {"lesson": "Ask twice.", "proposer": "Luz", "wants": "a van", "need_people": "7", "need_hours": "9"}


@pytest.mark.parametrize("place", ["/proposals/1", "/proposals/"])
@pytest.mark.parametrize("closed", [False, True])
def test_a_proposal_sent_too_late_changes_nothing_and_comes_back_whole(
    app: Flask, fay: Person, place: str, closed: bool
) -> None:
    if closed:
        end_evening(app, fay)
    before = rows(app)
    answered = fay.post(place, **LATE)
    page = answered.get_data(as_text=True)
    assert answered.status_code == 422
    assert ("The round is closed." if closed else "The round is open, so this is fixed now.") in refusal(answered)
    assert rows(app) == before
    assert 'value="Soup &amp; bread at dawn."' in page
    for name in ("title", "minimum", "ask", "lesson", "proposer", "wants", "need_people", "need_hours"):
        assert f'name="{name}" value="{LATE[name]}"' in page, name
    assert page.count('id="refusal"') == 1
    with app.app_context():
        ask = db.session.query(Gathering).filter_by(slug=fay.slug).one().allocations[0].asks[0]
        assert (ask.minimum, ask.amount, ask.proposal.title) == (1400_00, 3600_00, "Night-watch kitchen")


def test_words_of_a_presenter_sent_too_late_come_back_whole(app: Flask, fay: Person) -> None:
    before = rows(app)
    answered = fay.post("/presenter/1/words", lesson="Start early.", change="Soup at dawn.")
    assert answered.status_code == 422
    assert rows(app) == before
    for words in ("Start early.", "Soup at dawn."):
        assert words in answered.get_data(as_text=True)
