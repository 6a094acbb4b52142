"""The same press on the socket that is open anyway; whatever is not plainly saved there is left to the form."""

import secrets
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from assembly.extensions import db
from assembly.kernel.actions import writing
from assembly.kernel.actions.books import look_at_every_book
from assembly.kernel.models.identity import Attempt
from assembly.kernel.models.ledger import LedgerRow
from assembly.live import broadcasters as live
from assembly.live.broadcasters import broadcasters
from assembly.rounds.actions import pledges
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.web import presses
from tests.support.cast import Person, come_in, press_together, start_gathering
from tests.support.statements import listening

PLACE = "/proposals/1/pledge"


def press(person: Person, **typed: Any) -> Any:
    """What the socket answers; None when the form has to be sent."""
    form = {"csrf_token": person.csrf(), "key": secrets.token_hex(16), "hours": "3", "first_hour": "later", **typed}
    return person.press(f"/g/{person.slug}{PLACE}", form)


def given(app: Flask) -> list[int]:
    with app.app_context():
        return [pledge.hours for pledge in db.session.query(Pledge).order_by(Pledge.id)]


def rows(app: Flask) -> int:
    with app.app_context():
        return db.session.query(LedgerRow).count()


def test_a_press_on_the_socket_is_kept_told_and_answered_like_a_form(app: Flask, ana: Person, bo: Person) -> None:
    ana.listen()
    bo.listen()
    answer = press(ana)
    assert answer["part"] == "proposal-1-my_pledge"
    assert "Saved: 3 hours now. You are the first." in answer["html"]
    assert given(app) == [3]
    assert "proposal-1-tally" in bo.heard_parts()
    assert answer["html"].split("data-heads")[1][:30] in ana.page("/proposals/1"), "with the same receipt"
    form = bo.post(PLACE, htmx=True, hours=3, first_hour="later").get_data(as_text=True)
    assert "You and 1 other." in form


def test_the_same_press_again_as_a_form_counts_once(app: Flask, ana: Person) -> None:
    ana.listen()
    key = secrets.token_hex(16)
    assert press(ana, key=key)
    before = rows(app)
    assert press(ana, key=key) is None, "the form has the answer"
    again = ana.post(PLACE, htmx=True, key=key, hours="3", first_hour="later")
    assert again.status_code == 200
    assert "Saved: 3 hours now." in again.get_data(as_text=True)
    assert press(ana, key=key, hours="5") is None, "the same key with another wish"
    assert (given(app), rows(app)) == ([3], before)
    with app.app_context():
        assert db.session.query(Attempt).filter_by(key=key).count() == 1


@pytest.mark.parametrize(
    "typed", [{"hours": "900"}, {"hours": ""}, {"hours": "other", "other": "2.5"}, {"first_hour": ""}]
)
def test_what_a_rule_refuses_is_left_to_the_form(app: Flask, ana: Person, typed: dict[str, str]) -> None:
    ana.listen()
    before = rows(app)
    assert press(ana, **typed) is None
    assert (given(app), rows(app)) == ([], before)
    form = {"hours": "3", "first_hour": "later", **typed}
    assert ana.post(PLACE, htmx=True, **form).status_code == 422


def test_during_the_last_call_the_form_tells_the_clock(app: Flask, fay: Person, ana: Person) -> None:
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    ana.listen()
    key = secrets.token_hex(16)
    assert press(ana, key=key) is None
    assert given(app) == []
    answered = ana.post(PLACE, htmx=True, key=key, hours="3", first_hour="later")
    assert "Saved: 3 hours now." in answered.get_data(as_text=True)
    assert given(app) == [3]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (None, {}),
        (7, {"hours": "3"}),
        ("/g/another/proposals/1/pledge", {"hours": "3", "first_hour": "later"}),
        ("{here}/proposals/99/pledge", {"hours": "3", "first_hour": "later"}),
        ("{here}/proposals/99999999999999999999/pledge", {"hours": "3", "first_hour": "later"}),
        ("{here}/proposals/1/pledge", None),
        ("{here}/proposals/1/pledge", ["hours", "3"]),
        ("{here}/proposals/1/pledge", {"hours": 3, "first_hour": "later"}),
        ("{here}/proposals/1/pledge", {"hours": {"$gt": "0"}, "first_hour": "later"}),
        ("{here}/proposals/1/pledge", {"key": "\0" * 16, "hours": "3", "first_hour": "later"}),
        ("{here}/proposals/1/pledge", {}),
    ],
)
def test_nonsense_on_the_socket_changes_nothing(app: Flask, ana: Person, path: Any, form: Any) -> None:
    ana.listen()
    before = rows(app)
    where = path.format(here=f"/g/{ana.slug}") if isinstance(path, str) else path
    assert ana.press(where, form) is None
    assert (given(app), rows(app)) == ([], before)
    assert press(ana), "and the socket goes on"


def test_only_a_phone_that_is_inside_may_press(app: Flask, fay: Person, ana: Person, wall: Person) -> None:
    """A wall's browser holds no person; a phone of another evening presses nothing here."""
    wall.listen("wall")
    assert press(wall) is None
    other = start_gathering(app, "Westside", "Another congress")
    other.listen("desk")
    typed = {"key": secrets.token_hex(16), "hours": "3", "first_hour": "later"}
    assert other.press(f"/g/{ana.slug}{PLACE}", typed) is None
    ana.listen()
    ana.ears.close()
    assert given(app) == []


def test_a_busy_database_leaves_the_press_to_the_form(app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    ana.listen()

    def busy(*_: Any) -> None:
        raise writing.Busy

    with monkeypatch.context() as broken:
        broken.setattr(presses, "holding_alone", busy)
        assert press(ana) is None
    assert press(ana)


def test_a_surprise_is_written_down_and_left_to_the_form(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ana.listen()
    monkeypatch.setattr(presses, "pledge_together", lambda *_: 1 / 0)
    assert press(ana) is None
    assert "A press on a socket failed" in caplog.text
    assert "Ana" not in caplog.text


def wish(person: Person, place: str = PLACE, **typed: Any) -> tuple[Any, str, dict[str, str]]:
    """A press that waits for the beat."""
    form = {"key": secrets.token_hex(16), "hours": "3", "first_hour": "later", **typed}
    return person.ear, f"/g/{person.slug}{place}", form


def test_those_who_press_between_two_beats_are_written_together_and_told_once(
    app: Flask, fay: Person, ana: Person, bo: Person
) -> None:
    cy = come_in(app, fay.slug, "Cy")
    for person in (ana, bo, cy):
        person.listen()
    ana.post(PLACE, hours=1, first_hour="later")
    cy.heard()
    with listening(app) as asked:
        answers = press_together(
            wish(ana, hours="2"), wish(bo), wish(cy, hours="900"), wish(cy, "/proposals/2/pledge"), wish(cy, hours="2")
        )
    assert sum(said.startswith(("BEGIN", "SELECT assembly.id")) for said in asked) == 1, "one transaction"
    assert [bool(answer) for answer in answers] == [True, True, False, True, True]
    others = ["You and 1 other.", "You and 2 others."]
    assert [next((each for each in others if each in answer["html"]), "") for answer in answers if answer] == [
        "", "You and 1 other.", "", "You and 2 others."
    ]  # fmt: skip
    assert given(app) == [2, 3, 3, 2]
    assert broken_books(app) == []
    [heard] = cy.heard()
    assert [part for part, _ in heard["fragments"]] == ["proposal-1-tally", "proposal-2-tally", "round-split"]
    assert heard["to"] - heard["from"] == 4
    for person, answer in ((bo, answers[1]), (cy, answers[4])):
        assert answer["html"].split("data-heads")[1][:90] in person.page("/proposals/1"), "each with its own receipt"


def test_each_is_told_of_those_who_came_before_in_the_same_beat(app: Flask, ana: Person, bo: Person) -> None:
    ana.listen()
    bo.listen()
    first, second = press_together(wish(ana), wish(bo))
    assert "You are the first." in first["html"]
    assert "You and 1 other." in second["html"]


def test_whoever_changes_their_mind_before_the_beat_has_pressed_twice_in_that_order(app: Flask, ana: Person) -> None:
    ana.listen()
    before, key = rows(app), secrets.token_hex(16)
    answers = press_together(wish(ana, hours="3", key=key), wish(ana, hours="5"), wish(ana, hours="3", key=key))
    assert ["Saved: 3 hours now." in answers[0]["html"], "Saved: 5 hours now." in answers[1]["html"]] == [True, True]
    assert answers[2] is None, "the same press again"
    assert (given(app), rows(app)) == ([5], before + 2)


def test_one_press_that_breaks_takes_no_other_with_it(
    app: Flask, ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ana.listen()
    bo.listen()
    real = pledges.moment_of_phone

    def fragile(on: Connection, slug: str, number: int, *known: Any) -> Any:
        return 1 / 0 if number == 2 else real(on, slug, number, *known)

    monkeypatch.setattr(pledges, "moment_of_phone", fragile)
    answers = press_together(wish(ana), wish(ana, "/proposals/2/pledge"), wish(bo, hours="4"))
    assert [bool(answer) for answer in answers] == [True, False, True]
    assert given(app) == [3, 4]
    assert caplog.text.count("A press on a socket failed") == 1


def test_a_database_that_is_away_is_asked_once_for_all_who_press(
    app: Flask, ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def away(on: Connection, slug: str, wishes: Any) -> None:
        asked.append(wishes)
        raise OperationalError("BEGIN", {}, Exception("the server closed the connection"))

    ana.listen()
    bo.listen()
    with monkeypatch.context() as broken:
        broken.setattr(presses, "pledge_together", away)
        assert press_together(wish(ana), wish(bo)) == [None, None]
    assert len(asked) == 1
    assert all(press_together(wish(ana), wish(bo)))


def test_whatever_breaks_on_the_way_everybody_is_answered(
    app: Flask, ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ana.listen()
    bo.listen()
    answered: list[Any] = []
    for broken, sentence in (("just_saved", "could not be drawn"), ("_wish", "Presses on sockets failed")):
        monkeypatch.setattr(presses, broken, lambda *_: 1 / 0)
        for person in (ana, bo):
            ear, path, form = wish(person)
            broadcasters.press(ear, path, form, answered.append)
        with app.app_context():
            broadcasters.take_presses(broadcasters.open[ana.slug])
        assert sentence in caplog.text
    assert answered == [None] * 4
    assert given(app) == [3, 3], "it was written; the form finds it by its key"


def test_a_press_that_waited_too_long_is_not_written_behind_its_owners_back(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By now its form was sent, and maybe refused, and its owner did something else."""
    ana.listen()
    with monkeypatch.context() as slow:
        slow.setattr(presses, "LATE", -1.0)
        assert press_together(wish(ana)) == [None]
    assert given(app) == []
    assert all(press_together(wish(ana)))


def test_only_so_many_wait_and_when_all_break_few_are_tried(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ana.listen()
    monkeypatch.setattr(live, "MOST_WAITING", 5)
    tried: list[int] = []

    def broken(on: Connection, slug: str, wishes: Any) -> None:
        tried.append(len(wishes))
        raise RuntimeError

    monkeypatch.setattr(presses, "pledge_together", broken)
    assert press_together(*(wish(ana) for _ in range(7))) == [None] * 7
    assert tried == [5, 1, 1]
    assert caplog.text.count("A press on a socket failed") == 2


def broken_books(app: Flask) -> list[str]:
    with app.app_context():
        return list(look_at_every_book())
