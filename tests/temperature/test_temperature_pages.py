"""A check is hidden until it is closed, then everybody sees columns, and nobody ever whose they were."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from assembly.book.export.folder import export
from assembly.extensions import db
from assembly.gatherings.actions import EVENINGS, Planned
from assembly.gatherings.models import Gathering
from assembly.kernel.models.identity import Attempt
from assembly.kernel.models.ledger import LedgerRow
from assembly.temperature.actions import forget_words
from assembly.temperature.models import Concern, TemperatureCheck, TemperatureReading, TemperatureTotal
from tests.support.cast import Person, come_in, propose, refusal, start_gathering

STATIC = Path(__file__).resolve().parents[2] / "static" / "css"


@pytest.fixture
def desk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    """At the step where temperature is taken, with two proposals on the list."""
    planned = (Planned("doors"), Planned("temperature"), Planned("pledging"), Planned("allocation"), Planned("closing"))
    monkeypatch.setitem(EVENINGS, "round", planned)
    desk = start_gathering(app, "Eastside", "Congress")
    desk.post("/allocation", divided=8000)
    for title in ("Night kitchen", "Tool library"):
        propose(desk, title, 500, 2000)
    assert desk.post("/step", to=1, at=0).status_code == 303
    return desk


def ask(desk: Person, **about: Any) -> None:
    opened = desk.post("/temperature", **(about or {"proposal": 1}))
    assert opened.status_code == 303, refusal(opened)


def crowd(app: Flask, desk: Person, number: int) -> list[Person]:
    return [come_in(app, desk.slug, f"Guest {guest}") for guest in range(1, number + 1)]


def feel(people: list[Person], *levels: int, check: int = 1, **more: Any) -> None:
    for person, level in zip(people, levels, strict=True):
        felt = person.post(f"/temperature/{check}/reading", level=level, **more)
        assert felt.status_code == 303, refusal(felt)


def rows(app: Flask, kind: str) -> list[dict[str, Any]]:
    with app.app_context():
        return [row.told for row in db.session.query(LedgerRow).filter_by(kind=kind).order_by(LedgerRow.seq)]


def test_nobody_sees_a_figure_before_it_is_closed(app: Flask, desk: Person) -> None:
    people = crowd(app, desk, 6)
    ask(desk)
    feel(people, 1, 2, 3, 4, 5, 5)
    for place, who in (("/wall", desk), ("/desk", desk), ("/", people[0])):
        assert "felt-columns" not in who.page(place), place
        assert "Night kitchen" in who.page(place), place
    assert "<b>6</b> of 6 people answered" in desk.page("/wall")
    assert "6 of 6 people answered." in desk.page("/desk")
    assert desk.post("/temperature/1/closure").status_code == 303
    for place, who in (("/wall", desk), ("/desk", desk), ("/", people[0])):
        assert who.page(place).count('class="felt"') == 5, place
    assert "2 people have a concern. Would anybody like to say it?" in desk.page("/wall")
    assert "Guest" not in desk.page("/wall")


def test_columns_are_as_high_as_people_are_many(app: Flask, desk: Person) -> None:
    people = crowd(app, desk, 8)
    ask(desk)
    feel(people, 5, 5, 5, 5, 3, 3, 1, 0)
    desk.post("/temperature/1/closure")
    wall = desk.page("/wall")
    assert [wall.count(f'height="{height}"') for height in (1000, 500, 250, 0)] == [1, 1, 1, 2]
    assert "1 person passed." in wall


def test_a_reading_is_changed_until_it_is_closed(app: Flask, desk: Person) -> None:
    people = crowd(app, desk, 5)
    ask(desk)
    feel(people, 5, 5, 5, 5, 5)
    feel(people[:1], 1)
    feel(people[:1], 1)
    assert 'value="1" aria-pressed="true"' in people[0].page("/")
    with app.app_context():
        assert db.session.query(TemperatureReading).count() == 5
    assert len(rows(app, "temperature given")) == 6, "the same again is no news"
    desk.post("/temperature/1/closure")
    assert rows(app, "temperature check closed")[0]["facts"]["levels"] == [1, 0, 0, 0, 4]
    late = people[0].post("/temperature/1/reading", level=5, concern="Wait")
    assert (late.status_code, "closed" in refusal(late)) == (422, True)


@pytest.mark.parametrize("levels", [(1,), (1, 5), (5, 5, 5, 1), (1, 1, 1, 1, 0, 0)])
def test_of_few_only_the_number_is_shown_and_kept(app: Flask, desk: Person, levels: tuple[int, ...]) -> None:
    ask(desk)
    feel(crowd(app, desk, len(levels)), *levels)
    desk.post("/temperature/1/closure")
    wall, people = desk.page("/wall"), sum(level > 0 for level in levels)
    assert "felt-columns" not in wall
    assert f"<b>{people}</b>" in wall
    assert "have a concern" not in wall
    assert "has a concern" not in wall
    with app.app_context():
        assert db.session.query(TemperatureTotal).count() == 0, "nobody can look it up either"
    assert rows(app, "temperature check closed")[0]["facts"]["levels"] is None


def test_after_the_close_nothing_leads_to_a_person(app: Flask, desk: Person) -> None:
    people = crowd(app, desk, 6)
    with app.app_context():
        presses = db.session.query(Attempt).count()
    ask(desk)
    feel(people, 1, 2, 3, 4, 5, 5, concern="It is too loud at night.")
    desk.post("/temperature/1/closure")
    with app.app_context():
        assert db.session.query(TemperatureReading).count() == 0
        assert db.session.query(Concern).count() == 6
        assert not {"participant_id", "level"} & set(Concern.__table__.columns.keys())
        assert "participant_id" not in TemperatureTotal.__table__.columns
        assert db.session.query(Attempt).count() == presses + 1, "the desk's press alone"
        gathering = db.session.query(Gathering).one()
        given = db.session.query(LedgerRow).filter_by(kind="temperature given").all()
        assert {row.told["by"] for row in given} == {gathering.ledger_id}
        assert {json.dumps(row.told["facts"]) for row in given} == {'{"check": 1}'}


def test_one_check_at_a_time_and_again_makes_a_new_one(app: Flask, desk: Person) -> None:
    ask(desk)
    second = desk.post("/temperature", proposal=2)
    assert (second.status_code, "open already" in refusal(second)) == (422, True)
    desk.post("/temperature/1/closure")
    assert desk.post("/temperature/1/closure").status_code == 303
    ask(desk)
    with app.app_context():
        assert [check.number for check in db.session.query(TemperatureCheck)] == [1, 2]
    assert len(rows(app, "temperature check closed")) == 1


def test_the_same_press_opens_one(app: Flask, desk: Person) -> None:
    for _ in range(2):
        assert desk.post("/temperature", proposal=1, key="k" * 32).status_code == 303
    assert len(rows(app, "temperature check opened")) == 1


def test_a_question_of_ones_own(app: Flask, desk: Person) -> None:
    empty = desk.post("/temperature", question="  ")
    assert (empty.status_code, "what you ask" in refusal(empty)) == (422, True)
    ask(desk, question="Shall we meet every month?")
    assert "Shall we meet every month?" in desk.page("/wall")
    assert "month" not in json.dumps(rows(app, "temperature check opened"))


def test_the_desk_offers_the_next_proposal_first(desk: Person) -> None:
    assert "Ask about: Night kitchen" in desk.page("/desk")
    ask(desk)
    desk.post("/temperature/1/closure")
    assert "Ask about: Tool library" in desk.page("/desk")


def test_concerns_stand_on_the_desk_and_are_read_by_a_press(app: Flask, desk: Person) -> None:
    people = crowd(app, desk, 5)
    ask(desk)
    feel(people[:1], 2, concern="It is too loud at night.")
    feel(people[1:], 5, 5, 5, 5)
    assert "too loud" not in desk.page("/desk")
    desk.post("/temperature/1/closure")
    assert "too loud" in desk.page("/desk")
    assert "too loud" not in desk.page("/wall")
    assert "too loud" not in people[1].page("/")
    assert desk.post("/temperature/1/concerns/1/reading").status_code == 303
    assert "too loud" in desk.page("/wall")
    desk.post("/temperature/1/concerns/1/reading/withdrawal")
    assert "too loud" not in desk.page("/wall")
    assert desk.post("/temperature/1/concerns/2/reading").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"level": "6"}, "five steps"),
        ({"level": ""}, "five steps"),
        ({"level": "2", "concern": "x" * 141}, "at most 140"),
        ({"level": "2", "concern": "Call me: 0171 234 5678"}, "phone number"),
    ],
)
def test_what_cannot_be_felt_changes_nothing_and_stays(
    app: Flask, desk: Person, typed: dict[str, str], said: str
) -> None:
    [ana] = crowd(app, desk, 1)
    ask(desk)
    refused = ana.post("/temperature/1/reading", **typed)
    assert (refused.status_code, said in refusal(refused)) == (422, True)
    assert typed.get("concern", "") in refused.get_data(as_text=True)
    with app.app_context():
        assert db.session.query(TemperatureReading).count() == 0


def test_moving_on_closes_what_is_open(app: Flask, desk: Person) -> None:
    people = crowd(app, desk, 5)
    ask(desk)
    feel(people, 5, 5, 5, 5, 5)
    assert desk.post("/step", to=2, at=1).status_code == 303
    with app.app_context():
        assert db.session.query(TemperatureReading).count() == 0
        assert db.session.query(TemperatureCheck).one().people == 5
    late = people[0].post("/temperature/1/reading", level=5)
    assert late.status_code == 422
    assert "own step" in refusal(desk.post("/temperature", proposal=1))


def test_only_a_facilitator_asks_and_only_guests_answer(app: Flask, desk: Person, elle: Person) -> None:
    [ana] = crowd(app, desk, 1)
    assert ana.post("/temperature", proposal=1).status_code == 403
    ask(desk)
    assert ana.post("/temperature/1/closure").status_code == 403
    stranger = Person(app, desk.slug)
    assert stranger.post("/temperature/1/reading", level=5).status_code == 403
    assert ana.post("/temperature/7/reading", level=5).status_code == 404
    assert elle.post("/temperature/1/reading", level=5).status_code == 404


def test_phones_hear_of_opening_and_closing_not_of_every_answer(app: Flask, desk: Person) -> None:
    ana, bo = crowd(app, desk, 2)
    bo.listen()
    ask(desk)
    [news] = bo.heard()
    assert [part for part, _ in news["fragments"]] == ["gathering-temperature"]
    assert news["nudges"] == ["my_feeling"]
    feel([ana], 3)
    assert bo.heard() == []
    desk.post("/temperature/1/closure")
    fragments = dict(bo.heard()[0]["fragments"])
    assert fragments["gathering-temperature"] in bo.page("/"), "one text on all roads"


def test_the_table_of_the_export_holds_totals_alone(app: Flask, desk: Person, tmp_path: Path) -> None:
    people = crowd(app, desk, 6)
    ask(desk)
    feel(people, 1, 2, 3, 4, 5, 5, concern="Too loud")
    desk.post("/temperature/1/closure")
    ask(desk, question="=Monthly?")
    feel(people[:1], 1, check=2)
    desk.post("/temperature/2/closure")
    with app.test_request_context("/"):
        export(db.session.query(Gathering).one(), tmp_path / "out", STATIC)
    with (tmp_path / "out" / "temperature.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert table[0] == ["check", "proposal", "asked", "people", "passed", *(f"step {n} of 5" for n in range(1, 6))]
    assert table[1:] == [
        ["1", "1", "Night kitchen", "6", "0", "1", "1", "1", "1", "2"],
        ["2", "", "'=Monthly?", "1", "0", "", "", "", "", ""],
    ]


def test_who_is_forgotten_while_it_is_open_feels_nothing(app: Flask, desk: Person) -> None:
    people = crowd(app, desk, 6)
    ask(desk)
    feel(people, 1, 5, 5, 5, 5, 5, concern="Too loud")
    assert people[0].post("/me/forgetting").status_code == 303
    desk.post("/temperature/1/closure")
    assert rows(app, "temperature check closed")[0]["facts"]["levels"] == [0, 0, 0, 0, 5]


def test_forgetting_leaves_totals_and_no_words(app: Flask, desk: Person) -> None:
    people = crowd(app, desk, 5)
    ask(desk)
    feel(people, 1, 1, 5, 5, 5, concern="Too loud")
    desk.post("/temperature/1/closure")
    with app.app_context():
        forget_words(db.session.query(Gathering).one())
        db.session.commit()
        assert db.session.query(Concern).count() == 0
        assert db.session.query(TemperatureTotal).count() == 5
    assert desk.page("/wall").count('class="felt"') == 5


def test_a_helper_presses_for_somebody_without_a_phone(app: Flask, desk: Person) -> None:
    assert desk.post("/help", name="Rosa").location.endswith("/help/1")
    [bo] = crowd(app, desk, 1)
    assert "They pass" not in desk.page("/help/1")
    ask(desk)
    assert "They pass" in desk.page("/help/1")
    for level in (1, 4):
        assert desk.post("/temperature/1/people", person=1, level=level).location.endswith("/help/1")
    assert 'aria-pressed="true"' not in desk.page("/help/1"), "a helper is not told what others feel"
    with app.app_context():
        assert [reading.level for reading in db.session.query(TemperatureReading)] == [4]
    refused = desk.post("/temperature/1/people", person=2, level=9, concern="Too loud")
    assert (refused.status_code, "Too loud" in refused.get_data(as_text=True)) == (422, True)
    assert desk.post("/temperature/1/people", person=9, level=1).status_code == 404
    assert bo.post("/temperature/1/people", person=1, level=1).status_code == 403


def test_no_helper_changes_what_somebody_pressed_on_a_phone(app: Flask, desk: Person) -> None:
    ana, _ = people = crowd(app, desk, 2)
    ask(desk)
    feel(people[:1], 1)
    refused = desk.post("/temperature/1/people", person=1, level=5)
    assert (refused.status_code, "on a phone of their own" in refusal(refused)) == (422, True)
    with app.app_context():
        assert [reading.level for reading in db.session.query(TemperatureReading)] == [1]
    assert desk.post("/temperature/1/people", person=2, level=5).status_code == 303, "a phone that died"
    feel([ana], 2)
