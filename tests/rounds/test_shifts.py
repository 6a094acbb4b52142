"""The first shift: each promise that begins soon is confirmed or not; wall and desk count, and tell no names."""

from pathlib import Path

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.actions import EVENINGS, Planned
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.rules import RuleBroken
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.rules.shifts import check_answer
from tests.rounds.test_offers import give, kinds
from tests.rounds.test_roles import exported, verified, wall
from tests.support.cast import Person, come_in, propose, refusal, start_gathering

SHIFTS = (Planned("doors"), Planned("shifts"), Planned("allocation"), Planned("closing"))


@pytest.fixture
def fay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Facilitates an evening at the step where first shifts are confirmed; two proposals."""
    monkeypatch.setitem(EVENINGS, "round", SHIFTS)
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    fay.post("/allocation", divided=8000)
    propose(fay, "Kitchen", 1000, 3000, role_title_1="Driver", role_hours_1=4)
    propose(fay, "Tool library", 500, 2000)
    assert fay.post("/step", to=1, at=0).status_code == 303
    return fay


@pytest.fixture
def people(app: Flask, fay: Person) -> list[Person]:
    """Ana and Bo begin this week, Cleo next week elsewhere, Dan later, Eve gave nothing."""
    ana, bo, cleo, dan, eve = (come_in(app, fay.slug, name) for name in ("Anastasia", "Bonnie", "Cleo", "Dan", "Eve"))
    for person, hours in ((ana, 3), (bo, 2)):
        pledged = {"hours": hours, "first_hour": "this week", "role": 1, "named": "yes"}
        assert person.post("/proposals/1/pledge", **pledged).status_code == 303
    assert cleo.post("/proposals/2/pledge", hours=1, first_hour="next week").status_code == 303
    give(dan, hours=4)
    return [ana, bo, cleo, dan, eve]


def say(person: Person, answer: str, number: int = 1, status: int = 303) -> str:
    said = person.post(f"/proposals/{number}/shift/answer", answer=answer)
    assert said.status_code == status, refusal(said)
    return refusal(said)


def test_only_a_promise_that_begins_soon_takes_a_yes_or_a_no() -> None:
    check_answer("no", 2, "next week", hidden=False)
    for answer, hours, when, hidden in (
        ("maybe", 2, "this week", False),
        ("yes", 0, "this week", False),
        ("yes", 2, "later", False),
        ("yes", 2, "this week", True),
    ):
        with pytest.raises(RuleBroken):
            check_answer(answer, hours, when, hidden)


def test_yes_and_no_are_counted_against_what_was_promised_without_names(fay: Person, people: list[Person]) -> None:
    ana, bo, _, dan, eve = people
    assert "Do you come to your first hour?" in ana.page("/")
    assert 'value="yes"' in ana.page("/")
    assert "Driver" in ana.page("/")
    assert "nothing to say now" in dan.page("/")
    assert "nothing to say now" in eve.page("/")
    say(ana, "yes")
    say(bo, "no")
    seen = wall(fay)
    assert "<b>1</b> of 2 people come" in seen
    assert "3 of 5 hours" in seen
    assert "<b>1</b> of 3 say yes" in seen
    desk = fay.page("/desk")
    assert "<b>1</b> of 3 answers are missing" in desk
    assert "everybody said, 1 comes, 1 does not" in desk
    unsaid = fay.get("/fragments?audience=desk&id=round-unsaid").get_json()["fragments"][0][1]
    for shown in (seen, unsaid):
        assert "Anastasia" not in shown
        assert "Bonnie" not in shown


def test_a_yes_may_become_a_no_and_the_same_again_writes_nothing(app: Flask, people: list[Person]) -> None:
    ana = people[0]
    before = len(kinds(app))
    for answer in ("yes", "yes", "no", "no"):
        say(ana, answer)
    assert kinds(app)[before:] == ["shift confirmed", "shift declined"]
    assert "Please say yes or no." in say(ana, "perhaps", status=422)
    assert "no promise of yours" in say(people[3], "yes", status=422)
    say(people[4], "yes", status=404)
    ana.post("/proposals/1/pledge/withdrawal")
    give(ana, hours=2)
    with app.app_context():
        assert db.session.query(Pledge).first().shift == "", "hours taken back take the answer along"  # type: ignore[union-attr]


def test_when_and_where_is_told_to_those_who_come_alone(app: Flask, fay: Person, people: list[Person]) -> None:
    ana, bo, *_ = people
    say(ana, "yes")
    place = "Thursday 18:00, back door of number 12"
    assert fay.post("/shifts", number=1, shift=place).status_code == 303
    assert place in ana.page("/")
    assert place not in bo.page("/")
    assert place not in wall(fay)
    assert place in fay.page("/desk")
    assert fay.post("/presenter/1/shift", shift="Friday").status_code == 303
    assert "Friday" in ana.page("/")
    assert "Friday" in fay.page("/presenter/1")
    assert fay.post("/shifts", number=1, shift="x" * 121).status_code == 422
    assert ana.post("/shifts", number=1, shift="Never").status_code == 403
    with app.app_context():
        bodies = [row.body for row in db.session.query(LedgerRow).filter_by(kind="shift told")]
    assert len(bodies) == 2
    assert "Friday" not in "".join(bodies)


def test_wall_and_desk_hear_an_answer_at_once(fay: Person, people: list[Person]) -> None:
    fay.listen("desk")
    say(people[0], "yes")
    assert "round-unsaid" in fay.heard_parts()


def test_htmx_gets_my_part_of_the_page(people: list[Person]) -> None:
    answered = people[0].post("/proposals/1/shift/answer", htmx=True, answer="yes")
    assert answered.headers["HX-Retarget"] == "#round-my_shifts"
    assert "You come." in answered.get_data(as_text=True)


def test_the_book_with_shifts_verifies(app: Flask, fay: Person, people: list[Person], tmp_path: Path) -> None:
    say(people[0], "yes")
    assert verified(exported(app, fay, tmp_path)).wrong == []
