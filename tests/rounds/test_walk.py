"""How a pot was divided, step by step: every step adds up, and the last one is the outcome."""

import re

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.rounds.readings import walk as walking
from assembly.rounds.readings.standing import standing_of
from assembly.rounds.readings.walk import TURNS, Walk, chunks
from tests.support.cast import Person, come_in, end_evening, end_last_call, propose, start_gathering


def walk_of(app: Flask, slug: str) -> Walk:
    gathering = db.session.query(Gathering).filter_by(slug=slug).one()
    return Walk(standing_of(gathering.allocation))


def give(app: Flask, slug: str, *hours: tuple[int, int, int]) -> None:
    """(proposal, people, hours of each), everybody somebody else."""
    for proposal, people, each in hours:
        for number in range(people):
            guest = come_in(app, slug, f"Guest {proposal} {number}")
            assert guest.post(f"/proposals/{proposal}/pledge", hours=each, first_hour="later").status_code == 303


@pytest.fixture
def hall(app: Flask, fay: Person) -> Person:
    """Proposal 1 and 2 fit, 3 lacks people."""
    give(app, fay.slug, (1, 4, 3), (2, 3, 2), (3, 2, 1))
    return fay


def test_floors_first_is_told_from_the_most_people_to_what_is_left(app: Flask, hall: Person) -> None:
    hall.post("/allocation/money")
    with app.test_request_context("/"):
        steps = walk_of(app, hall.slug).steps
        headings = [step.heading for step in steps]
        assert headings == ["People and hours", "Night-watch kitchen", "Tool library", "The rest"]
        assert steps[0].said[1] == "Night-watch kitchen has the most: 3 × 4 + 12 = 24."
        assert steps[0].said[2] == "Not enough people or hours yet: Sound van."
        assert steps[1].said == ("Night-watch kitchen: its minimum of $1,400 fits. $8,000 − $1,400 = $6,600 left.",)
        assert steps[2].said == ("Tool library: its minimum of $500 fits. $6,600 − $500 = $6,100 left.",)
        assert "Left in the pot: $2,400." in steps[-1].said


def test_water_rises_step_by_step_on_one_scale(app: Flask, hall: Person) -> None:
    hall.post("/allocation/money")
    with app.test_request_context("/"):
        drawings = [step.drawing for step in walk_of(app, hall.slug).steps]
    first = [drawing.columns[0].water for drawing in drawings]
    assert first == sorted(first)
    assert first[0] == 0 < first[1] < first[-1]
    assert len({(drawing.columns[0].width, drawing.columns[0].x) for drawing in drawings}) == 1


def a_tight_room(app: Flask, rule: str) -> Person:
    """2,500 for three that need 1,000 each, all or nothing, by falling support."""
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    assert fay.post("/allocation", divided=2500, rule=rule).status_code == 303
    for title in ("Night-watch kitchen", "Tool library", "Sound van"):
        propose(fay, title, 1000, 1200, all_or_nothing="yes")
    fay.post("/step", to=1, at=0)
    give(app, fay.slug, (1, 4, 3), (2, 3, 3), (3, 3, 2))
    fay.post("/allocation/money")
    return fay


def test_what_does_not_fit_is_told_with_what_was_left(app: Flask) -> None:
    fay = a_tight_room(app, "floors_first")
    with app.test_request_context("/"):
        steps = walk_of(app, fay.slug).steps
    assert steps[3].said == ("Sound van: it needs $1,000 and $500 is left. Not this time.",)
    assert "Not this time: Sound van." in steps[-1].said


def test_one_price_for_everyone_is_told_by_what_a_point_is_worth(app: Flask) -> None:
    fay = a_tight_room(app, "common_rate")
    with app.test_request_context("/"):
        steps = walk_of(app, fay.slug).steps
    assert [step.heading for step in steps[1:3]] == ["Night-watch kitchen", "Tool library"]
    joins = "Night-watch kitchen joins: a point is worth $41.66, and its 24 points earn its minimum."
    assert steps[1].said == (joins,)


def test_counting_the_steps_draws_nothing(app: Flask, hall: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.post("/allocation/money")
    with app.test_request_context("/"):
        monkeypatch.setattr(walking, "draw", lambda *_, **__: pytest.fail("a picture nobody looks at"))
        assert len(walk_of(app, hall.slug).steps) == 4


def test_forty_proposals_are_told_in_few_steps() -> None:
    turns = [("reserved", number, 1, 1) for number in range(40)]
    parts = list(chunks(turns, TURNS))
    assert len(parts) == TURNS
    assert [turn for part in parts for turn in part] == turns


def test_the_page_is_for_those_who_are_here_and_for_everybody_after_the_close(app: Flask, hall: Person) -> None:
    ana, stranger = come_in(app, hall.slug, "Ana"), Person(app, hall.slug)
    assert "Money comes later" in ana.page("/rounds/1/how")
    assert stranger.get("/rounds/1/how").status_code == 403
    assert ana.get("/rounds/2/how").status_code == 404
    end_evening(app, hall)
    page = stranger.page("/rounds/1/how")
    assert "3 × 4 + 12 = <b>24</b>" in page
    assert len(re.findall(r'<svg id="step-\d-picture"', page)) == 4


def test_the_wall_tells_it_behind_the_picture_once_the_round_is_closed(app: Flask, hall: Person) -> None:
    hall.post("/step", to=2, at=1)
    hall.post("/allocation/money")
    assert "Show how it was divided" not in hall.page("/desk")
    hall.post("/allocation/last-call")
    end_last_call(app)
    hall.post("/allocation/closure", sure="yes")
    assert "Show how it was divided" in hall.page("/desk")
    hall.post("/wall/page", to=2)
    assert "People and hours" in hall.page("/wall")
    hall.post("/wall/page", to=3)
    assert "its minimum of $1,400 fits" in hall.page("/wall")


def test_trying_what_my_hours_would_move_moves_nothing(app: Flask, hall: Person) -> None:
    ana = come_in(app, hall.slug, "Ana")
    assert ana.get("/proposals/3/what-if?hours=2").status_code == 422
    hall.post("/allocation/money")
    page = ana.page("/proposals/3/what-if?hours=2")
    assert '$0</b> → <b class="money">$4,000' in page or "→" in page
    assert ana.get("/proposals/3/what-if?hours=7").status_code == 422
    assert ana.get("/proposals/3/what-if?hours=x").status_code == 422
    assert ana.get("/proposals/9/what-if?hours=2").status_code == 404
    with app.app_context():
        assert db.session.query(Gathering).filter_by(slug=hall.slug).one().allocation.supports[3].people == 2


def test_who_asks_for_hands_alone_never_waits_for_money(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    fay.post("/allocation", divided=2500)
    propose(fay, "Night-watch kitchen", 500, 1200)
    propose(fay, "Rent desk", 0, 0)
    fay.post("/step", to=1, at=0)
    give(app, fay.slug, (1, 3, 1), (2, 3, 1))
    fay.post("/allocation/money")
    with app.test_request_context("/"):
        for step in walk_of(app, fay.slug).steps:
            assert "Rent desk: 3 people, 3 hours. It has its people." in step.drawing.description


def test_what_if_is_what_the_room_would_show(app: Flask, hall: Person) -> None:
    """The guess and the deed agree, to the step."""
    ana = come_in(app, hall.slug, "Ana")
    propose_page = "/proposals/3/what-if?hours=3"
    hall.post("/allocation/money")
    promised = re.findall(r'class="money">([^<]+)<', ana.page(propose_page))[0]
    ana.post("/proposals/3/pledge", hours=3, first_hour="later")
    assert promised in ana.page("/proposals/3")


def test_after_giving_hours_one_is_asked_about_other_hours_at_once(app: Flask, fay: Person) -> None:
    ana = come_in(app, fay.slug, "Ana")
    before, after = "What if I gave hours here?", "What if I gave other hours?"
    assert "What if" not in ana.page("/proposals/2"), "no sums show yet"
    assert fay.post("/allocation/money").status_code == 303
    assert before in ana.page("/proposals/2")
    given = ana.post("/proposals/2/pledge", htmx=True, hours=2, first_hour="later").get_data(as_text=True)
    for shown in (given, ana.page("/proposals/2")):
        assert after in shown
        assert before not in shown
    taken = ana.post("/proposals/2/pledge/withdrawal", htmx=True).get_data(as_text=True)
    assert before in taken
    assert after not in taken


def test_where_hours_move_no_sums_nobody_is_asked_what_if(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    assert fay.post("/allocation", divided=8000).status_code == 303
    propose(fay, "Kitchen", 1400, 3600)
    propose(fay, "Evening walk", 0, 0)
    assert fay.post("/step", to=1, at=0).status_code == 303
    ana = come_in(app, fay.slug, "Ana")
    assert fay.post("/allocation/money").status_code == 303
    assert "What if" in ana.page("/proposals/1")
    assert "What if" not in ana.page("/proposals/2"), "it asks for no money"
    end_evening(app, fay)
    assert "What if" not in ana.page("/proposals/1")
