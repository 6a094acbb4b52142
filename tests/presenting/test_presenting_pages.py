"""One before the room at a time, with a clock everybody shares; and the presenter's own phone, which can do little."""

import re

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from tests.support.cast import Person, come_in, propose, refusal, start_gathering

WORDS = " ".join(f"word{number}" for number in range(30))


@pytest.fixture
def desk(app: Flask) -> Person:
    desk = start_gathering(app, "Eastside", "Congress", kind="congress")
    desk.post("/allocation", divided=8000)
    propose(desk, "Night kitchen", 500, 2000, lesson=WORDS)
    propose(desk, "Tool library", 500, 2000)
    for step in (1, 2):
        assert desk.post("/step", to=step, at=step - 1).status_code == 303
    return desk


def floor(app: Flask) -> tuple[int, int]:
    """Whose number has the floor, and for how many seconds."""
    with app.app_context():
        now = db.session.query(Gathering).one().presentation
        return (now.proposal.number, now.seconds) if now else (0, 0)


def clock(page: str) -> str:
    found = re.search(r'data-until="([^"]+)"(?! data-amber)', page)  # not the clock of the step
    assert found
    return found[1]


def test_wall_phones_and_desk_share_one_clock(app: Flask, desk: Person) -> None:
    ana = come_in(app, desk.slug, "Ana")
    assert desk.post("/proposals/1/presentation", seconds=240, at=0).status_code == 303
    wall, phone = desk.page("/wall"), ana.page("/")
    assert clock(wall) == clock(phone) == clock(desk.page("/desk"))
    assert "word29" in phone
    assert "word19…" in wall
    assert "word20" not in wall


def test_one_at_a_time(app: Flask, desk: Person) -> None:
    desk.post("/proposals/1/presentation", seconds=240, at=0)
    late = desk.post("/proposals/2/presentation", seconds=240, at=0)
    assert late.status_code == 409
    assert "moved first" in refusal(late)
    assert floor(app) == (1, 240)
    assert desk.post("/presentation", number=2, seconds=120, at=1).status_code == 303
    assert floor(app) == (2, 120)


def test_a_minute_more_and_back_to_the_list(app: Flask, desk: Person) -> None:
    assert "floor" in refusal(desk.post("/presentation/minute"))
    desk.post("/proposals/1/presentation", seconds=240, at=0)
    desk.post("/presentation/minute")
    assert floor(app) == (1, 300)
    desk.post("/presentation/withdrawal")
    assert floor(app) == (0, 0)
    assert desk.post("/presentation/withdrawal").status_code == 303
    assert 'class="heard"' in desk.page("/wall")
    assert "Give the floor to: Tool library" in desk.page("/desk")


def test_moving_on_ends_it(app: Flask, desk: Person) -> None:
    desk.post("/proposals/1/presentation", seconds=240, at=0)
    desk.post("/step", to=1, at=2)
    assert floor(app) == (0, 0)


@pytest.mark.parametrize(("seconds", "status"), [("5", 422), ("99999", 422), ("four", 422), ("10", 303)])
def test_clocks_are_reasonable(desk: Person, seconds: str, status: int) -> None:
    assert desk.post("/proposals/1/presentation", seconds=seconds, at=0).status_code == status


def test_the_floor_is_told_to_phones(app: Flask, desk: Person) -> None:
    ana = come_in(app, desk.slug, "Ana")
    ana.listen()
    desk.post("/proposals/2/presentation", seconds=240, at=0)
    assert ana.heard_parts() == ["gathering-presenting"]


def presenter_of(app: Flask, desk: Person, number: int) -> Person:
    """Somebody who opened the link that the desk made."""
    assert desk.post(f"/proposals/{number}/presenter").status_code == 303
    found = re.search(r"/key#([\w-]+)", desk.page("/desk/links"))
    assert found
    presenter = Person(app)
    opened = presenter.browser.post("/key", data={"csrf_token": presenter.csrf(), "key": found[1]})
    assert opened.location.endswith(f"/presenter/{number}")
    presenter.slug = desk.slug
    return presenter


def test_a_presenter_changes_words_until_the_round_and_lowers_a_minimum_in_it(app: Flask, desk: Person) -> None:
    luz, ana = presenter_of(app, desk, 1), come_in(app, desk.slug, "Ana")
    assert luz.post("/presenter/1/words", lesson="Ask first.", change="Hot meals.").status_code == 303
    assert "Hot meals." in ana.page("/proposals/1")
    assert luz.post("/presenter/1/minimum", minimum=400).status_code == 422
    desk.post("/step", to=3, at=2)
    assert luz.post("/presenter/1/words", lesson="", change="Too late").status_code == 422
    assert "come down" in refusal(luz.post("/presenter/1/minimum", minimum=600))
    assert luz.post("/presenter/1/minimum", minimum=400).status_code == 303
    assert "$400" in ana.page("/proposals/1")


def test_a_presenter_can_do_nothing_else(app: Flask, desk: Person) -> None:
    luz = presenter_of(app, desk, 1)
    luz.listen()
    for place, form in (
        ("/step", {"to": 3, "at": 2}),
        ("/proposals/1/presentation", {"seconds": 240, "at": 0}),
        ("/presentation/minute", {}),
        ("/presenter/2/words", {"change": "x"}),
        ("/presenter/2/minimum", {"minimum": 1}),
        ("/proposals/1", {"title": "x", "change": "x"}),
        ("/proposals/1/withdrawal", {}),
        ("/allocation/money", {}),
        ("/allocation/last-call", {}),
        ("/allocation/closure", {"sure": "yes"}),
        ("/links", {"role": "facilitator"}),
        ("/board/approval", {}),
        ("/freeze", {}),
        ("/wifi", {"name": "x"}),
        ("/next-date", {"next_date": "x"}),
    ):
        assert luz.post(place, **form).status_code == 403, place
    for place in ("/desk", "/desk/proposals", "/wall", "/presenter/2", "/paper"):
        assert luz.get(place).status_code == 403, place
    luz.listen_refused("desk")
    luz.listen_refused("wall")
    assert Person(app, desk.slug).get("/presenter/1").status_code == 403


def test_the_key_of_a_presenter_is_shown_once(desk: Person) -> None:
    desk.post("/proposals/1/presenter")
    assert "/key#" in desk.page("/desk/links")
    assert "/key#" not in desk.page("/desk/links")


def test_numbers_larger_than_any_list_are_not_found(desk: Person) -> None:
    assert desk.get("/presenter/99999999999999999999").status_code == 404
    assert desk.post("/presenter/99999999999999999999/words", lesson="x", change="y").status_code == 404


def test_the_same_press_gives_one_minute(app: Flask, desk: Person) -> None:
    desk.post("/proposals/1/presentation", seconds=120, at=0)
    for _ in range(3):
        assert desk.post("/presentation/minute", key="k" * 32).status_code == 303
    assert floor(app) == (1, 180)


def test_who_is_taken_off_the_list_sits_down(app: Flask, desk: Person) -> None:
    desk.post("/proposals/2/presentation", seconds=120, at=0)
    desk.post("/proposals/1/withdrawal")
    assert floor(app) == (2, 120), "another stands on"
    assert desk.post("/proposals/2/withdrawal").status_code == 303
    assert floor(app) == (0, 0)
    for number in (1, 2):
        desk.post(f"/proposals/{number}/withdrawal/withdrawal")
    desk.post("/proposals/2/presentation", seconds=120, at=0)
    assert desk.post("/proposals/2/merging", into=1).status_code == 303
    assert floor(app) == (0, 0)


def test_the_floor_is_given_in_its_own_step(app: Flask, desk: Person) -> None:
    desk.post("/step", to=1, at=2)
    refused = desk.post("/proposals/1/presentation", seconds=120, at=0)
    assert (refused.status_code, floor(app)) == (422, (0, 0))
    assert "lessons and proposals" in refusal(refused)
