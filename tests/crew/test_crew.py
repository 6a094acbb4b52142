"""Small desks: each role does its own part and nothing else."""

import re
from html import unescape

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering, Step
from tests.support.cast import Person, come_in, refusal, start_gathering


def with_role(app: Flask, fay: Person, role: str) -> Person:
    """Somebody whose browser opened the link for a role."""
    assert fay.post("/links", role=role).status_code == 303
    link = re.search(r'class="secret"><a href="([^"]+)"', fay.page("/desk/links"))
    assert link
    one = Person(app)
    opened = one.browser.post("/key", data={"csrf_token": one.csrf(), "key": unescape(link[1]).split("#")[1]})
    assert opened.status_code == 303
    one.slug = fay.slug
    return one


def test_a_timekeeper_gives_minutes_and_can_do_nothing_else(app: Flask, fay: Person) -> None:
    tim = with_role(app, fay, "timekeeper")
    assert "Give hours" in tim.page("/timekeeper")
    with app.app_context():
        before = db.session.query(Step).filter_by(kind="pledging").one().minutes
    assert tim.post("/timekeeper/extension").status_code == 303
    with app.app_context():
        assert db.session.query(Step).filter_by(kind="pledging").one().minutes == before + 5
    for place in ("/step", "/freeze", "/door/closure", "/doorkeeper/closure", "/steps/2/skipping"):
        assert tim.post(place, to=2, at=1).status_code == 403, place
    assert tim.get("/desk").status_code == 403


def test_a_timekeepers_page_follows_the_room(app: Flask, fay: Person) -> None:
    tim = with_role(app, fay, "timekeeper")
    tim.listen()
    fay.post("/step", to=2, at=1)
    assert "gathering-time" in tim.heard_parts()


def test_a_minute_more_for_nobody_says_so(app: Flask, fay: Person) -> None:
    tim = with_role(app, fay, "timekeeper")
    answer = tim.post("/timekeeper/minute")
    assert answer.status_code == 422
    assert "Nobody has the floor" in refusal(answer)


def test_somebody_at_the_door_closes_and_opens_it(app: Flask, fay: Person) -> None:
    dora = with_role(app, fay, "door")
    assert "Close the door" in dora.page("/doorkeeper")
    assert dora.post("/doorkeeper/closure").status_code == 303
    with app.app_context():
        assert db.session.query(Gathering).one().door_closed
    assert "Open the door" in dora.page("/doorkeeper")
    assert dora.post("/doorkeeper/closure/withdrawal").status_code == 303
    with app.app_context():
        assert not db.session.query(Gathering).one().door_closed
    assert dora.post("/timekeeper/extension").status_code == 403


@pytest.mark.parametrize("page", ["/timekeeper", "/doorkeeper"])
def test_small_desks_open_with_a_link_or_for_the_facilitator(app: Flask, fay: Person, page: str) -> None:
    ana = come_in(app, fay.slug, "Ana")
    assert ana.get(page).status_code == 403
    assert fay.get(page).status_code == 200


def test_a_scribe_keeps_what_is_for_later_and_nothing_else(app: Flask, fay: Person) -> None:
    sam = with_role(app, fay, "scribe")
    kept = sam.post("/for-later", words="Who mends the gate?", **{"from": "scribe"})
    assert kept.location.endswith("/scribe")
    assert "Who mends the gate?" in sam.page("/scribe")
    empty = sam.post("/for-later", words="", **{"from": "scribe"})
    assert empty.status_code == 422
    assert refusal(empty)
    for place in ("/help", "/step", "/timekeeper/extension", "/doorkeeper/closure"):
        assert sam.post(place, name="Ana", to=2, at=1).status_code == 403, place


def test_a_scribe_writes_for_a_table(app: Flask) -> None:
    host = start_gathering(app, "Eastside Assembly", "What we have", kind="mapping-gathering")
    sam = with_role(app, host, "scribe")
    assert "Write for a table" in sam.page("/scribe")
    assert sam.get("/help/clusters").status_code == 200
