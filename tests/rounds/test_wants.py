"""A proposal that wants a van, and the owner who brings it with one tap."""

import pytest
from flask import Flask

from tests.support.cast import Person, come_in, propose, refusal, start_gathering


@pytest.fixture
def desk(app: Flask) -> Person:
    desk = start_gathering(app, "Eastside", "No money", kind="congress")
    propose(desk, "Food run", 0, 0, wants="a van, somebody who can weld , ,")
    return desk


def test_an_owner_brings_it_with_one_tap(app: Flask, desk: Person) -> None:
    kwame, bo = come_in(app, desk.slug, "Kwame"), come_in(app, desk.slug, "Bo")
    assert "nobody yet" in bo.page("/proposals/1")
    bo.listen()
    for _ in range(2):
        assert kwame.post("/proposals/1/wants/1").status_code == 303
    assert "Kwame" in dict(bo.heard()[0]["fragments"])["proposal-1-wants"]
    assert "You bring: a van" in kwame.page("/proposals/1")
    assert "I bring: a van" in bo.page("/proposals/1")
    for step in (1, 2, 3):
        desk.post("/step", to=step, at=step - 1)
    bo.post("/proposals/1/pledge", hours=1, first_hour="later")
    assert "Number 1 asks for somebody who can weld. Who brings it?" in desk.page("/wall")
    kwame.post("/proposals/1/wants/1/withdrawal")
    assert "Kwame" not in bo.page("/proposals/1")


def test_htmx_gets_the_personal_part(app: Flask, desk: Person) -> None:
    kwame = come_in(app, desk.slug, "Kwame")
    answered = kwame.post("/proposals/1/wants/2", htmx=True)
    assert answered.headers["HX-Retarget"] == "#proposal-1-my_brings"
    assert "You bring: somebody who can weld" in answered.get_data(as_text=True)


def test_what_stays_wanted_keeps_who_brings_it(app: Flask, desk: Person) -> None:
    kwame = come_in(app, desk.slug, "Kwame")
    kwame.post("/proposals/1/wants/1")
    changed = {"title": "Food run", "change": "Bread on Sundays.", "minimum": 0, "ask": 0}
    desk.post("/proposals/1", wants="ten crates, a van", **changed)
    page = kwame.page("/proposals/1")
    assert "You bring: a van" in page
    assert "weld" not in page
    assert "ten crates" in page


def test_too_much_is_too_much(app: Flask, desk: Person) -> None:
    changed = {"title": "Food run", "change": "Bread on Sundays.", "minimum": 0, "ask": 0}
    assert "matters most" in refusal(desk.post("/proposals/1", wants="a,b,c,d,e,f", **changed))
    assert "41 characters" in refusal(desk.post("/proposals/1", wants="x" * 41, **changed))
    kwame = come_in(app, desk.slug, "Kwame")
    assert kwame.post("/proposals/1/wants/9").status_code == 404
    assert kwame.post("/proposals/9/wants/1").status_code == 404
    assert Person(app, desk.slug).post("/proposals/1/wants/1").status_code == 403
