"""Figures stand one a page, know what was counted last time, and are typed by people or counted by Assembly."""

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.kernel.rules import RuleBroken
from assembly.promises.models import Metric
from assembly.promises.rules import hundredths
from tests.support.cast import Person, come_in, refusal
from tests.support.congresses import first_evening, go_to, looks_back, next_evening

HOMES = {"what": "Homes in common ownership", "unit": "homes", "meaning": "Nobody can sell them over our heads."}


@pytest.fixture
def desk(app: Flask, fay: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    first_evening(app, fay)
    looks_back(monkeypatch)
    desk = next_evening(app, fay)
    go_to(app, desk, "metrics")
    return desk


@pytest.mark.parametrize(
    ("typed", "found"), [("1,200", 120000), ("12.5", 1250), ("-3", -300), ("1 200.05", 120005), ("0", 0)]
)
def test_figures_are_written_as_people_write_them(typed: str, found: int) -> None:
    assert hundredths(typed) == found


@pytest.mark.parametrize("typed", ["", "many", "1.234", "12,5,1", "9" * 20])
def test_what_is_no_figure_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        hundredths(typed)


def test_one_card_is_one_page_of_the_wall(desk: Person) -> None:
    for what in ("Homes", "Meals"):
        assert desk.post("/metrics", what=what, amount="12.5", unit="a week").status_code == 303
    wall = desk.page("/wall")
    assert "Homes" in wall
    assert "12.5" in wall
    assert "Meals" not in wall
    desk.post("/wall/page", to=2)
    assert "Meals" in desk.page("/wall")


def test_next_time_the_change_is_computed(app: Flask, desk: Person) -> None:
    desk.post("/metrics", **HOMES, amount="12", before="9")
    assert "+3" in desk.page("/wall")
    later = next_evening(app, desk, "Summer congress")
    go_to(app, later, "metrics")
    assert "Count it again" in later.page("/desk/look-back")
    later.post("/metrics", **{**HOMES, "what": "homes in common ownership"}, amount="10")
    assert "\u22122" in later.page("/wall")
    assert "Count it again" not in later.page("/desk/look-back")


def test_assembly_puts_up_what_it_counted_itself(app: Flask, desk: Person) -> None:
    come_in(app, desk.slug, "Dora")
    assert "Put up what Assembly counted" in desk.page("/desk")
    desk.post("/metrics/ready", htmx=True, **{"from": "evening"})
    with app.app_context():
        told = [(row.ready, row.amount, row.before) for row in db.session.query(Metric).order_by(Metric.number)]
    assert told == [("people", 100, 300), ("hours", 800, None), ("money", 360000, None)]
    desk.post("/metrics/ready")
    with app.app_context():
        assert db.session.query(Metric).count() == 3


def test_a_card_is_changed_and_taken_off(app: Flask, desk: Person) -> None:
    desk.post("/metrics", **HOMES, amount="12")
    wrong = desk.post("/metrics/1", what="", amount="13")
    assert wrong.status_code == 422
    assert 'value="13"' in wrong.get_data(as_text=True)
    late = desk.post("/metrics/1", **HOMES, amount="13", as_of="2999-01-01")
    assert "still to come" in refusal(late)
    desk.post("/metrics/1", **HOMES, amount="13", counted_by="the treasurer")
    assert "Counted by the treasurer" in desk.page("/wall")
    desk.post("/metrics/1/withdrawal")
    assert "Homes in common" not in desk.page("/wall")
    assert desk.post("/metrics/1", **HOMES, amount="1").status_code == 404


def test_who_counted_is_forgotten_with_the_names(app: Flask, desk: Person) -> None:
    desk.post("/metrics", **HOMES, amount="12", counted_by="Margarete")
    desk.post("/allocation", divided=0)
    go_to(app, desk, "closing")
    assert desk.post("/forgetting", sure="yes").status_code == 303
    with app.app_context():
        assert [row.counted_by for row in db.session.query(Metric)] == [""]


def test_phones_read_all_of_them(app: Flask, desk: Person) -> None:
    dora = come_in(app, desk.slug, "Dora")
    assert "Look up." in dora.page("/")
    dora.listen()
    desk.post("/metrics", **HOMES, amount="12")
    assert "gathering-metrics" in dora.heard_parts()
    assert "Nobody can sell them" in dora.page("/")
