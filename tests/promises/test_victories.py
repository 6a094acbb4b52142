"""Victories are lines that people tell, by name only where they ticked it, and that leave with their tellers."""

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.promises.models import Victory
from tests.support.cast import Person, come_in, refusal, start_gathering
from tests.support.congresses import go_to, looks_back
from tests.support.traces import check_chain

pytestmark = pytest.mark.both_memories


@pytest.fixture
def desk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    looks_back(monkeypatch)
    desk = start_gathering(app, "Eastside", "Congress", kind="congress")
    go_to(app, desk, "victories")
    return desk


def test_a_name_stands_beside_a_line_only_where_it_was_ticked(app: Flask, desk: Person) -> None:
    ana, bo = come_in(app, desk.slug, "Ana"), come_in(app, desk.slug, "Bo")
    ana.post("/victories", words="We got the boiler fixed", named="yes")
    bo.post("/victories", words="The lot is ours")
    wall = desk.page("/wall")
    assert "We got the boiler fixed" in wall
    assert "<bdi>Ana</bdi>" in wall
    assert "The lot is ours" in wall
    assert "<bdi>Bo</bdi>" not in wall
    desk.post("/people/1/hiding")
    assert "<bdi>Ana</bdi>" not in desk.page("/wall")


def test_three_lines_are_a_page_and_three_a_person(app: Flask, desk: Person) -> None:
    ana = come_in(app, desk.slug, "Ana")
    for number in range(3):
        assert ana.post("/victories", words=f"Victory {number}").status_code == 303
    fourth = ana.post("/victories", words="Victory 4")
    assert fourth.status_code == 422
    assert "leave some room" in refusal(fourth)
    desk.post("/desk/victories", words="Told aloud")
    assert "Told aloud" not in desk.page("/wall")
    desk.post("/wall/page", to=2)
    assert "Told aloud" in desk.page("/wall")


def test_mine_can_be_taken_back_and_nobody_elses(app: Flask, desk: Person) -> None:
    ana, bo = come_in(app, desk.slug, "Ana"), come_in(app, desk.slug, "Bo")
    ana.post("/victories", words="We got the boiler fixed")
    bo.post("/victories/1/mine/withdrawal")
    assert "boiler" in desk.page("/wall")
    ana.post("/victories/1/mine/withdrawal")
    assert "boiler" not in desk.page("/wall")
    ana.post("/victories", words="We got the roof fixed")
    with app.app_context():
        assert [(row.number, row.words) for row in db.session.query(Victory)] == [(1, ""), (2, "We got the roof fixed")]
    check_chain(app)


def test_a_host_takes_a_line_off_and_puts_it_back(app: Flask, desk: Person) -> None:
    ana = come_in(app, desk.slug, "Ana")
    ana.post("/victories", words="Nonsense")
    desk.post("/victories/1/hiding")
    assert "Nonsense" not in desk.page("/wall")
    assert "Nonsense" not in come_in(app, desk.slug, "Bo").page("/")
    assert "took it off" in ana.page("/")
    desk.post("/victories/1/hiding/withdrawal")
    assert "Nonsense" in desk.page("/wall")


def test_where_a_host_looks_first_lines_wait(app: Flask, desk: Person) -> None:
    desk.post("/board/approval")
    ana = come_in(app, desk.slug, "Ana")
    ana.post("/victories", words="We got the boiler fixed")
    assert "boiler" not in desk.page("/wall")
    assert "waits for you" in desk.page("/desk/look-back")
    desk.post("/victories/1/hiding/withdrawal")
    assert "boiler" in desk.page("/wall")


@pytest.mark.parametrize("words", ["", "  ", "x" * 101, "call 0171 2345678"])
def test_what_is_no_line_is_refused_and_stays_in_the_form(app: Flask, desk: Person, words: str) -> None:
    ana = come_in(app, desk.slug, "Ana")
    refused = ana.post("/victories", words=words)
    assert refused.status_code == 422
    assert f'value="{words}"' in refused.get_data(as_text=True)


def test_the_same_press_tells_it_once(app: Flask, desk: Person) -> None:
    ana = come_in(app, desk.slug, "Ana")
    for _ in range(2):
        ana.post("/victories", words="We got the boiler fixed", key="k" * 32)
    with app.app_context():
        assert db.session.query(Victory).count() == 1


def test_my_lines_go_with_me_and_names_with_the_names(app: Flask, desk: Person) -> None:
    ana, bo = come_in(app, desk.slug, "Ana"), come_in(app, desk.slug, "Bo")
    ana.post("/victories", words="We got the boiler fixed", named="yes")
    bo.post("/victories", words="The lot is ours", named="yes")
    ana.post("/me/forgetting")
    wall = desk.page("/wall")
    assert "boiler" not in wall
    assert "The lot is ours" in wall
    go_to(app, desk, "closing")
    desk.post("/forgetting", sure="yes")
    with app.app_context():
        left = [(row.words, row.named) for row in db.session.query(Victory) if row.words]
        assert left == [("The lot is ours", False)]
