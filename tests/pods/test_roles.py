"""Who makes sure of what: taken by whoever is first, set by a host, handed over; on both memories."""

from datetime import timedelta

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.pods.models import Pod, RoleTerm
from assembly.pods.rules import A_TERM
from tests.pods.room import go_on, handle, people, pods_evening, told
from tests.support.cast import Person, refusal

pytestmark = pytest.mark.both_memories

Term = tuple[str, str | None, bool]


@pytest.fixture
def fay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    return pods_evening(app, monkeypatch)


@pytest.fixture
def crowd(app: Flask, fay: Person) -> list[Person]:
    return people(app, fay, 5, pod=1)


def terms(app: Flask) -> list[Term]:
    """Role, whose, and whether it runs; an offer does not."""
    with app.app_context():
        rows = db.session.query(RoleTerm).order_by(RoleTerm.id)
        return [(row.role, row.member.participant.name if row.member else None, row.running) for row in rows]


def test_one_wins_and_the_other_is_told(app: Flask, crowd: list[Person]) -> None:
    one, other = crowd[:2]
    for _ in range(2):
        assert one.post("/pods/mine/roles/treasurer").status_code == 303
    late = other.post("/pods/mine/roles/treasurer")
    assert late.status_code == 422
    assert "P1 was first" in refusal(late)
    assert terms(app) == [("treasurer", "P1", True)]
    assert "One role a person" in refusal(one.post("/pods/mine/roles/coordinator"))
    assert refusal(one.post("/pods/mine/roles/queen")) == "Please pick a role of the list."


def test_a_turn_lasts_about_a_month(app: Flask, crowd: list[Person]) -> None:
    crowd[0].post("/pods/mine/roles/treasurer")
    with app.app_context():
        term = db.session.query(RoleTerm).one()
        assert term.since
        assert term.until == term.since + timedelta(days=A_TERM)


def test_given_back_it_is_nobodys_and_stays_in_the_history(app: Flask, crowd: list[Person]) -> None:
    crowd[0].post("/pods/mine/roles/treasurer")
    for _ in range(2):
        crowd[0].post("/pods/mine/roles/treasurer/withdrawal")
    assert terms(app) == [("treasurer", "P1", False)]
    assert crowd[1].post("/pods/mine/roles/treasurer").status_code == 303
    assert [kind for kind, _ in told(app)][-3:] == ["role taken", "role given back", "role taken"]


def test_whoever_has_no_pod_has_no_role(app: Flask, fay: Person) -> None:
    [loner] = people(app, fay, 1)
    assert "in no pod yet" in refusal(loner.post("/pods/mine/roles/treasurer"))
    assert terms(app) == []


def test_a_host_sets_a_role_and_takes_it_away(app: Flask, fay: Person, crowd: list[Person]) -> None:
    for name in ("P1", "P1", "P2"):
        assert fay.post("/desk/pods/1/roles/treasurer", member=handle(app, name)).status_code == 303
    assert terms(app) == [("treasurer", "P1", False), ("treasurer", "P2", True)]
    assert "One role a person" in refusal(fay.post("/desk/pods/1/roles/coordinator", member=handle(app, "P2")))
    assert fay.post("/desk/pods/1/roles/treasurer", member="").status_code == 303
    assert terms(app)[-1] == ("treasurer", "P2", False)
    assert fay.post("/desk/pods/2/roles/treasurer", member=handle(app, "P1")).status_code == 404, "of another pod"


def test_roles_go_round_with_one_press_of_a_host(app: Flask, fay: Person, crowd: list[Person]) -> None:
    crowd[0].post("/pods/mine/roles/treasurer")
    go_on(fay, upto=3, at=1)
    assert "ll take a turn" in crowd[1].page("/")
    for _ in range(2):
        assert crowd[1].post("/pods/mine/roles/treasurer", turn="next").status_code == 303
    second = crowd[2].post("/pods/mine/roles/treasurer", turn="next")
    assert "P2 said it first" in refusal(second)
    assert "your own turn" in refusal(crowd[0].post("/pods/mine/roles/treasurer", turn="next"))
    assert terms(app) == [("treasurer", "P1", True), ("treasurer", "P2", False)]
    assert "coming" in fay.page("/wall")
    press = "h" * 32
    for _ in range(2):
        assert fay.post("/desk/pods/1/roles/treasurer/handover", key=press).status_code == 303
    assert terms(app) == [("treasurer", "P1", False), ("treasurer", "P2", True)]
    assert "Nobody takes the next turn" in refusal(fay.post("/desk/pods/1/roles/treasurer/handover"))
    assert [facts["role"] for kind, facts in told(app) if kind == "role handed over"] == ["treasurer"]


def test_nobodys_role_needs_no_handover(app: Flask, fay: Person, crowd: list[Person]) -> None:
    crowd[1].post("/pods/mine/roles/treasurer", turn="next")
    assert terms(app) == [("treasurer", "P2", True)]


def test_an_offer_can_be_taken_back_and_leaves_with_its_person(app: Flask, crowd: list[Person]) -> None:
    crowd[0].post("/pods/mine/roles/treasurer")
    crowd[1].post("/pods/mine/roles/treasurer", turn="next")
    crowd[1].post("/pods/mine/roles/treasurer/withdrawal")
    assert terms(app) == [("treasurer", "P1", True)]
    crowd[2].post("/pods/mine/roles/treasurer", turn="next")
    crowd[2].post("/pods/place", pod=2)
    assert terms(app) == [("treasurer", "P1", True)]


def test_whoever_holds_one_role_hands_it_on_with_the_next(app: Flask, fay: Person, crowd: list[Person]) -> None:
    crowd[0].post("/pods/mine/roles/treasurer")
    crowd[1].post("/pods/mine/roles/coordinator")
    crowd[1].post("/pods/mine/roles/treasurer", turn="next")
    fay.post("/desk/pods/1/roles/treasurer/handover")
    assert terms(app) == [("treasurer", "P1", False), ("coordinator", "P2", False), ("treasurer", "P2", True)]


def test_a_term_that_is_over_is_shown_and_not_enforced(app: Flask, fay: Person, crowd: list[Person]) -> None:
    crowd[0].post("/pods/mine/roles/treasurer")
    with app.app_context():
        term = db.session.query(RoleTerm).one()
        assert term.since
        assert term.until
        term.since, term.until = term.since - timedelta(days=40), term.until - timedelta(days=40)
        db.session.commit()
    go_on(fay, upto=3, at=1)
    assert "was until" in fay.page("/wall")
    assert "was until" in crowd[1].page("/")
    assert terms(app) == [("treasurer", "P1", True)]


def test_the_first_date_is_the_pods_word(app: Flask, fay: Person, crowd: list[Person]) -> None:
    with app.app_context():
        db.session.query(Pod).first()
    ahead = "2020-01-01"
    assert "between today" in refusal(crowd[0].post("/pods/mine/date", on=ahead, where="6 pm"))
    wrong = crowd[0].post("/pods/mine/date", on="soon", where="6 pm")
    assert wrong.status_code == 422
    assert 'value="6 pm"' in wrong.get_data(as_text=True)
    assert crowd[0].post("/pods/mine/date", on="", where="Thursdays, 6 pm, the kitchen").status_code == 303
    assert "Thursdays, 6 pm, the kitchen" in crowd[1].page("/pods/mine")
    assert fay.post("/desk/pods/1/date", on="", where="").status_code == 303
    assert "Thursdays" not in crowd[1].page("/pods/mine")
