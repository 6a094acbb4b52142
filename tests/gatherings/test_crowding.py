"""A prank from outside: the door fills for a minute, and nobody who is inside notices."""

from datetime import timedelta

import pytest
from flask import Flask

from assembly.extensions import db, socketio
from assembly.kernel.models.base import this_minute
from assembly.live.broadcasters import broadcasters
from assembly.live.web import sockets
from assembly.people.actions import people
from assembly.people.models import Participant
from tests.support.cast import Person, code_of, come_in, refusal
from tests.support.socket_client import OPENED, SocketClient


@pytest.fixture(autouse=True)
def three_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "newcomers_a_minute", lambda expected: 3 if expected == 1 else 500)


def knock(app: Flask, slug: str, name: str) -> int:
    guest = Person(app, slug)
    return int(guest.post("/people", code=code_of(app, slug), name=name).status_code)


def test_beyond_three_times_the_guess_newcomers_wait_a_minute(app: Flask, fay: Person) -> None:
    assert fay.post("/expectation", people="1").status_code == 303
    ana = come_in(app, fay.slug, "Ana")
    assert [knock(app, fay.slug, name) for name in ("Bo", "Cleo", "Dara", "Eli")] == [303, 303, 503, 503]
    assert ana.post("/proposals/1/pledge", hours=1, first_hour="later").status_code == 303, "inside nothing is missing"
    with app.app_context():
        for person in db.session.query(Participant):
            person.came_in_at = this_minute() - timedelta(minutes=1)
        db.session.commit()
    assert knock(app, fay.slug, "Dara") == 303


def test_the_sentence_says_what_to_do(app: Flask, fay: Person) -> None:
    fay.post("/expectation", people="1")
    for name in ("Ana", "Bo", "Cleo"):
        come_in(app, fay.slug, name)
    dara = Person(app, fay.slug)
    refused = dara.post("/people", code=code_of(app, fay.slug), name="Dara")
    assert "press again" in refusal(refused)
    assert refused.headers["Retry-After"]


def test_a_helper_is_never_shut_out(app: Flask, fay: Person) -> None:
    fay.post("/expectation", people="1")
    for name in ("Ana", "Bo", "Cleo"):
        come_in(app, fay.slug, name)
    assert fay.post("/help", name="Dara").status_code == 303


def test_who_a_helper_typed_is_not_counted_at_the_door(app: Flask, fay: Person) -> None:
    fay.post("/expectation", people="1")
    for name in ("Ana", "Bo", "Cleo"):
        assert fay.post("/help", name=name).status_code == 303
    assert knock(app, fay.slug, "Dara") == 303


def test_a_guess_that_is_no_number_is_a_sentence_and_stays_in_the_field(fay: Person) -> None:
    refused = fay.post("/expectation", people="many")
    assert refused.status_code == 422
    assert refusal(refused)
    assert 'value="many"' in refused.get_data(as_text=True)


def test_only_a_facilitator_says_how_many(ana: Person) -> None:
    assert ana.post("/expectation", people="5").status_code == 403


def test_a_guess_that_was_kept_says_so_in_place_and_without_a_script(fay: Person) -> None:
    assert "Saved" not in fay.page("/desk/links")
    in_place = fay.post("/expectation", htmx=True, people="120")
    assert in_place.headers["HX-Retarget"] == "#gathering-expected"
    led_on = fay.post("/expectation", people="120")
    for page in (in_place.get_data(as_text=True), fay.browser.get(led_on.location).get_data(as_text=True)):
        assert 'class="saved" tabindex="-1" autofocus' in page, "the focus goes to it"
        assert "Saved: 120 people expected." in page
        assert 'name="people" value="120"' in page
    assert "Saved" not in fay.page("/desk/links")
    assert "Saved" not in fay.post("/expectation", htmx=True, people="0").get_data(as_text=True)


def test_whoever_finds_the_last_place_taken_meanwhile_is_refused(
    app: Flask, fay: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Postgres the database is let go between the look and the ear, and others come."""
    looks = iter([True, False])
    monkeypatch.setattr(broadcasters, "room_for", lambda *_: next(looks))
    wall = SocketClient(app, fay.browser, {"slug": fay.slug, "audience": "wall"})
    assert wall.refused == "full"
    assert broadcasters.of(fay.slug) is None


def test_whoever_left_while_they_waited_in_line_is_not_kept(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library says once that somebody left; before they were let in nobody listens to that."""
    real = sockets._admitted

    def admitted(*known: str) -> int:
        socketio.server._handle_eio_disconnect(OPENED[-1].name, "ping timeout")
        return real(*known)

    monkeypatch.setattr(sockets, "_admitted", admitted)
    assert SocketClient(app, ana.browser, {"slug": ana.slug, "audience": "phones"}).refused == "away"
    assert (broadcasters.of(ana.slug), sockets.subscriptions) == (None, {})


def test_a_fault_of_ours_is_written_down_and_lets_nobody_in(
    app: Flask, ana: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sockets, "_admitted", lambda *_: 1 / 0)
    assert SocketClient(app, ana.browser, {"slug": ana.slug, "audience": "phones"}).refused == "away"
    assert "A socket could not be let in or out." in caplog.text
    assert broadcasters.of(ana.slug) is None
