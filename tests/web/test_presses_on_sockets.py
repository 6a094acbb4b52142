"""The same press on the socket that is open anyway; whatever is not plainly saved there is left to the form."""

import secrets
from typing import Any

import pytest
from flask import Flask

from assembly.actions import writing
from assembly.extensions import db
from assembly.models import Attempt, LedgerRow, Pledge
from assembly.web import pledges
from tests.support.cast import Person, start_gathering

PLACE = "/proposals/1/pledge"


def press(person: Person, **typed: Any) -> Any:
    """What the socket answers; None when the form has to be sent."""
    form = {"csrf_token": person.csrf(), "key": secrets.token_hex(16), "hours": "3", "first_hour": "later", **typed}
    answer = person.ears.emit("pledge", f"/g/{person.slug}{PLACE}", form, callback=True)
    return answer or None


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
    assert given(app) == [3], "it is saved all the same"
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
        ("{here}/proposals/1/pledge", {}),
    ],
)
def test_nonsense_on_the_socket_changes_nothing(app: Flask, ana: Person, path: Any, form: Any) -> None:
    ana.listen()
    before = rows(app)
    where = path.format(here=f"/g/{ana.slug}") if isinstance(path, str) else path
    assert not ana.ears.emit("pledge", where, form, callback=True)
    assert (given(app), rows(app)) == ([], before)
    assert press(ana), "and the socket goes on"


def test_only_a_phone_that_is_inside_may_press(app: Flask, fay: Person, ana: Person, wall: Person) -> None:
    """A wall's browser holds no person; a phone of another evening presses nothing here."""
    wall.listen("wall")
    assert press(wall) is None
    other = start_gathering(app, "Westside", "Another congress")
    other.listen("desk")
    typed = {"key": secrets.token_hex(16), "hours": "3", "first_hour": "later"}
    assert not other.ears.emit("pledge", f"/g/{ana.slug}{PLACE}", typed, callback=True)
    ana.listen()
    ana.ears.disconnect()
    assert given(app) == []


def test_a_busy_database_leaves_the_press_to_the_form(app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    ana.listen()

    def busy(slug: str) -> None:
        raise writing.Busy

    with monkeypatch.context() as broken:
        broken.setattr(pledges, "holding", busy)
        assert press(ana) is None
    assert press(ana)


def test_a_surprise_is_written_down_and_left_to_the_form(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ana.listen()
    monkeypatch.setattr(pledges, "moment_of_phone", lambda *_: 1 / 0)
    assert press(ana) is None
    assert "A press on a socket failed" in caplog.text
    assert "Ana" not in caplog.text
