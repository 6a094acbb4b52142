"""Heads in the hall beside who came in, who is here for the first time, and where to meet."""

import json

from flask import Flask

from assembly.extensions import db
from assembly.kernel.models.ledger import LedgerRow
from tests.support.cast import Person, code_of, end_evening, refusal


def rows_of(app: Flask, kind: str) -> list[dict[str, object]]:
    with app.app_context():
        rows = [json.loads(row.body) for row in db.session.query(LedgerRow).order_by(LedgerRow.seq)]
    return [row["facts"] for row in rows if row["kind"] == kind]


def test_heads_stand_beside_who_came_in(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    fay.post("/step", to=0, at=1)
    assert "heads counted" not in fay.page("/desk")
    assert fay.post("/heads", heads="84").status_code == 303
    page = fay.page("/desk")
    assert "<b>2</b> came in" in page
    assert "<b>84</b> heads counted" in page
    assert rows_of(app, "heads counted") == [{"heads": 84}]
    for typed in ("many", "-3", "20001"):
        assert fay.post("/heads", heads=typed).status_code == 422, typed
    assert "84" in fay.page("/desk")
    fay.post("/heads", heads="")
    assert "heads counted" not in fay.page("/desk")
    assert ana.post("/heads", heads="3").status_code == 403


def test_the_desk_hears_of_heads_and_nobody_else(app: Flask, fay: Person, ana: Person, wall: Person) -> None:
    desk = Person(app, fay.slug)
    desk.browser, desk.token = fay.browser, fay.token
    desk.listen("desk")
    ana.listen()
    fay.post("/heads", heads="84")
    assert "gathering-counts" in desk.heard_parts()
    assert ana.heard() == []


def test_first_timers_are_counted_and_nobody_is_named(app: Flask, fay: Person, ana: Person) -> None:
    code = code_of(app, fay.slug)
    fay.post("/step", to=0, at=1)
    assert "for the first time:" not in fay.page("/wall")
    assert "I am here for the first time" in Person(app).browser.get(f"/j/{code.replace(' ', '')}").get_data(
        as_text=True
    )
    newcomer = Person(app, fay.slug)
    newcomer.post("/people", code=code, name="Rosa", first_time="yes")
    fay.post("/help", name="Kwame", first_time="yes")
    fay.post("/help", name="Luz")
    for page in (fay.page("/wall"), fay.page("/desk")):
        assert "here for the first time: <b>2</b>" in page
    assert "first" not in json.dumps(rows_of(app, "came in")), "the book does not tell who"


def test_a_place_to_meet_is_the_evenings_own(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    end_evening(app, fay)
    assert "Meet here" not in fay.page("/wall")
    assert "kitchen." not in ana.page("/allocation").replace("Night-watch kitchen", "")
    long = fay.post("/meeting-place", meeting_place="x" * 41)
    assert long.status_code == 422
    assert "at most 40" in refusal(long)
    assert fay.post("/meeting-place", meeting_place="table 4").status_code == 303
    for page in (fay.page("/wall"), ana.page("/allocation"), ana.page("/proposals/1")):
        assert "Meet here: table 4." in page
    ana.post("/proposals/1/pledge/choice", choice="keep")
    assert "Meet here: table 4." in ana.page("/me")
    assert "table 4" not in json.dumps(rows_of(app, "meeting place set")), "sealed"
    fay.post("/meeting-place", meeting_place="")
    assert "Meet here" not in fay.page("/wall")
    assert ana.post("/meeting-place", meeting_place="here").status_code == 403
