"""Check-out: one answer a phone, that nothing kept leads back from; sums only where they tell of nobody."""

import json

import pytest
from flask import Flask

from assembly.evaluation.models import CheckOut
from assembly.extensions import db
from assembly.forgetting.actions import purge
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Attempt, Device
from assembly.kernel.models.ledger import LedgerRow
from assembly.people.models import Participant
from tests.support.cast import Person, come_in, refusal, start_gathering
from tests.support.congresses import go_to, looks_back
from tests.support.traces import check_chain

pytestmark = pytest.mark.both_memories


@pytest.fixture
def desk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    looks_back(monkeypatch)
    desk = start_gathering(app, "Eastside", "Congress", kind="congress")
    go_to(app, desk, "checkout")
    return desk


def answers(app: Flask) -> list[tuple[str, str, int | None]]:
    with app.app_context():
        rows = db.session.query(CheckOut).order_by(CheckOut.id)
        return [(row.good, row.next_time, row.tap) for row in rows]


def test_one_phone_one_answer_that_it_can_change(app: Flask, desk: Person) -> None:
    ana = come_in(app, desk.slug, "Ana")
    ana.post("/check-out", tap="4", good="The soup")
    ana.post("/check-out", tap="5", good="The soup", next_time="Begin earlier")
    assert answers(app) == [("The soup", "Begin earlier", 5)]
    page = ana.page("/")
    assert "Thank you. Done." in page
    assert 'value="Begin earlier"' in page
    ana.post("/check-out/withdrawal")
    assert answers(app) == []


def test_nothing_that_is_kept_leads_from_an_answer_to_a_person(app: Flask, desk: Person) -> None:
    ana = come_in(app, desk.slug, "Ana")
    ana.post("/check-out", tap="1", good="Nothing")
    with app.app_context():
        me, answer = db.session.query(Participant).one(), db.session.query(CheckOut).one()
        row = db.session.query(LedgerRow).order_by(LedgerRow.id.desc()).first()
        told = json.loads(row.body)
        known = {me.handle, me.ledger_id, me.salt, me.device.token_hash}
        assert answer.handle not in known
        assert (told["kind"], told["by"], told["facts"]) == ("check-out answered", answer.gathering.ledger_id, {})
        assert db.session.query(Attempt).filter_by(seq=row.seq).count() == 0
        assert db.session.query(Device).count() == 2
    check_chain(app)


@pytest.mark.parametrize("typed", [{}, {"tap": "6"}, {"tap": "good"}, {"good": "x" * 141}, {"good": "ana@home.org"}])
def test_what_is_no_answer_is_refused_and_kept_in_the_form(app: Flask, desk: Person, typed: dict[str, str]) -> None:
    ana = come_in(app, desk.slug, "Ana")
    refused = ana.post("/check-out", next_time="", **typed)
    assert refused.status_code == 422
    assert answers(app) == []
    assert refusal(refused)
    if "good" in typed:
        assert f'value="{typed["good"]}"' in refused.get_data(as_text=True)


def test_a_stranger_does_not_answer(app: Flask, desk: Person) -> None:
    assert Person(app, desk.slug).post("/check-out", tap="5").status_code == 403
    assert answers(app) == []


def test_the_desk_sees_a_sum_only_from_five_taps_on(app: Flask, desk: Person) -> None:
    people = [come_in(app, desk.slug, f"Guest {number}") for number in range(5)]
    for person in people[:4]:
        person.post("/check-out", tap="4", good="The soup")
    page = desk.page("/desk/for-later")
    assert "too few for a sum" in page
    assert "on average" not in page
    people[4].post("/check-out", tap="5")
    assert "on average 4.2 of 5" in desk.page("/desk/for-later")


def test_the_wall_counts_and_never_quotes(app: Flask, desk: Person) -> None:
    desk.post("/next-date", next_date="Sunday, 3 pm")
    ana = come_in(app, desk.slug, "Ana")
    ana.post("/check-out", tap="5", good="The soup")
    wall = desk.page("/wall")
    assert ">1</b>" in wall
    assert "of 1 person told us" in wall
    assert "Sunday, 3 pm" in wall
    assert "soup" not in wall


def test_a_helper_types_answers_from_paper(app: Flask, desk: Person) -> None:
    for _ in range(2):
        assert desk.post("/help/check-out", tap="3", good="The talk", key="p" * 32).status_code == 303
    assert answers(app) == [("The talk", "", 3)]
    assert come_in(app, desk.slug, "Ana").post("/help/check-out", tap="3").status_code == 403
    assert "1 of them on paper" in desk.page("/desk/for-later")
    wrong = desk.post("/help/check-out", tap="9", good="The talk")
    assert wrong.status_code == 422
    assert 'value="The talk"' in wrong.get_data(as_text=True)


def test_purging_leaves_taps_and_no_words(app: Flask, desk: Person) -> None:
    ana, bo = come_in(app, desk.slug, "Ana"), come_in(app, desk.slug, "Bo")
    ana.post("/check-out", tap="5", good="The soup")
    bo.post("/check-out", good="The song")
    desk.post("/for-later", words="Ask the school")
    desk.post("/allocation", divided=0)
    go_to(app, desk, "closing")
    with app.app_context(), writing(Gathering, desk.slug) as gathering:
        purge(gathering)
    assert answers(app) == [("", "", 5)]
    assert "Ask the school" not in desk.page("/desk/for-later")


def test_what_is_kept_for_later_can_be_typed_at_any_step(app: Flask, desk: Person) -> None:
    go_back = desk.post("/step", to=3, at=4)
    assert go_back.status_code == 303
    for _ in range(2):
        assert desk.post("/for-later", words="Ask the school for the yard", key="l" * 32).status_code == 303
    page = desk.page("/desk/for-later")
    assert page.count("Ask the school for the yard") == 1
    assert desk.post("/for-later", words=" ").status_code == 422
    long = desk.post("/for-later", words="y" * 141)
    assert long.status_code == 422
    assert "y" * 141 in long.get_data(as_text=True)
    desk.post("/for-later/1/withdrawal")
    assert "1 taken off" in desk.page("/desk/for-later")
    desk.post("/for-later/1/return")
    assert "taken off" not in desk.page("/desk/for-later")
    assert come_in(app, desk.slug, "Ana").post("/for-later", words="Mine").status_code == 403
