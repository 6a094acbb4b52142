"""The cast: people at doors, each with a browser of their own, and ears for the news."""

import re
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.live.broadcasters import broadcasters
from assembly.people.web.keys import operator_key
from assembly.rounds.models.round import LastCall
from tests.support.socket_client import SocketClient

HIDDEN = re.compile(r'name="csrf_token" value="([^"]+)"')
# what two pages show, as their phones say it
LIST = "gathering-step proposal-*-tally round-cards"
POT = "gathering-step round-points round-rule round-split"
REFUSAL = re.compile(r'id="refusal"[^>]*>([^<]*)<')


class Person:
    """Somebody with a browser. Addresses are inside the gathering: `ana.post("/proposals/1/pledge", hours=3)`."""

    def __init__(self, app: Flask, slug: str = "") -> None:
        self.app, self.slug = app, slug
        self.browser: FlaskClient = app.test_client()
        self.token = ""
        self.socket: Any = None

    def get(self, place: str, **options: Any) -> TestResponse:
        return self.browser.get(self._address(place), **options)

    def page(self, place: str) -> str:
        response = self.get(place)
        assert response.status_code == 200, (place, response.status)
        return response.get_data(as_text=True)

    def post(self, place: str, /, *, htmx: bool = False, key: str = "", **form: Any) -> TestResponse:
        typed = {"csrf_token": self.csrf(), "key": key or secrets.token_hex(16), **form}
        headers = {"HX-Request": "true"} if htmx else {}
        return self.browser.post(self._address(place), data=typed, headers=headers)

    def csrf(self) -> str:
        if not self.token:
            found = HIDDEN.search(self.browser.get("/").get_data(as_text=True))
            assert found
            self.token = found[1]
        return self.token

    def listen(self, audience: str = "phones", preview: bool = False, view: str = "") -> None:
        """Open a socket and forget what it said first."""
        joining = {"slug": self.slug, "audience": audience, "preview": preview, "view": view}
        self.socket = SocketClient(self.app, self.browser, joining)
        assert not self.socket.refused
        self.heard()

    def listen_refused(self, audience: str) -> None:
        """Try to open a socket; the door says no."""
        joining = {"slug": self.slug, "audience": audience}
        assert SocketClient(self.app, self.browser, joining).refused == "closed", audience

    def heard(self) -> list[dict[str, Any]]:
        """News since the last time, after a tick."""
        tick(self.app, self.slug)
        return self.socket.news()

    def heard_parts(self) -> list[str]:
        return [part for news in self.heard() for part, _ in news["fragments"]]

    def _address(self, place: str) -> str:
        return f"/g/{self.slug}{place}" if self.slug else place


def refusal(response: TestResponse) -> str:
    """The sentence on the page, or nothing."""
    found = REFUSAL.search(response.get_data(as_text=True))
    return found[1] if found else ""


def tick(app: Flask, slug: str) -> None:
    news = broadcasters.of(slug)
    if news:
        news.phones_due = 0.0
        with app.test_request_context("/", base_url="http://127.0.0.1:8000"):
            news.tick()


def start_gathering(app: Flask, assembly: str, evening: str, currency: str = "USD", kind: str = "round") -> Person:
    """A facilitator at a fresh gathering; nothing but a door yet."""
    facilitator = Person(app)
    with app.app_context():
        key = operator_key()
    assert facilitator.browser.post("/key", data={"csrf_token": facilitator.csrf(), "key": key}).status_code == 303
    named = {"assembly": assembly, "gathering": evening, "kind": kind}
    made = facilitator.post("/assemblies", currency=currency, time_zone="UTC", **named)
    assert made.status_code == 303, refusal(made)
    facilitator.slug = made.location.split("/")[2]
    return facilitator


def code_of(app: Flask, slug: str) -> str:
    with app.app_context():
        return db.session.query(Gathering).filter_by(slug=slug).one().code


def come_in(app: Flask, slug: str, name: str) -> Person:
    person = Person(app, slug)
    entered = person.post("/people", code=code_of(app, slug), name=name)
    assert entered.status_code == 303, refusal(entered)
    return person


def end_last_call(app: Flask) -> None:
    """As if its three minutes had passed."""
    with app.app_context():
        call = db.session.query(LastCall).order_by(LastCall.id.desc()).first()
        assert call
        call.started_at -= timedelta(seconds=call.seconds + 1)
        db.session.commit()


PROPOSALS = (("Night-watch kitchen", 1400, 3600), ("Tool library", 500, 2000), ("Sound van", 1600, 4000))


def propose(facilitator: Person, title: str, minimum: int, ask: int, **more: Any) -> None:
    typed = {"title": title, "change": f"{title} for the whole street.", "proposer": "the second floor", **more}
    added = facilitator.post("/proposals/", minimum=minimum, ask=ask, **typed)
    assert added.status_code == 303, refusal(added)


def open_evening(facilitator: Person, divided: int = 8000, **settings: Any) -> None:
    """Three proposals, a pot, and the step where people give hours."""
    published = facilitator.post("/allocation", divided=divided, **settings)
    assert published.status_code == 303, refusal(published)
    for title, minimum, ask in PROPOSALS:
        propose(facilitator, title, minimum, ask)
    assert facilitator.post("/step", to=1, at=0).status_code == 303


def bring_a_board(app: Flask, fay: Person) -> Person:
    """From now on her evening has a board too, in place of the doors."""
    with app.app_context():
        db.session.query(Gathering).filter_by(slug=fay.slug).one().steps[0].kind = "board"
        db.session.commit()
    return fay


def end_evening(app: Flask, facilitator: Person) -> None:
    """From the step where people give hours to the last one: money shown, called, closed, told."""
    assert facilitator.post("/step", to=2, at=1).status_code == 303
    facilitator.post("/allocation/money")
    facilitator.post("/allocation/last-call")
    end_last_call(app)
    closed = facilitator.post("/allocation/closure", sure="yes")
    assert closed.status_code == 303, refusal(closed)
    assert facilitator.post("/step", to=3, at=2).status_code == 303
