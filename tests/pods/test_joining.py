"""One pod a person: join, move, leave, be placed; full ones, split ones, and those put together; on both memories."""

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.pods.models import Pod, PodMember
from tests.pods.room import handle, inside, people, pods_evening, told
from tests.support.cast import Person, come_in, refusal

pytestmark = pytest.mark.both_memories


@pytest.fixture
def fay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    return pods_evening(app, monkeypatch)


@pytest.fixture
def ana(app: Flask, fay: Person) -> Person:
    return come_in(app, fay.slug, "Ana")


def test_one_press_is_a_place_and_another_pod_is_a_move(app: Flask, fay: Person, ana: Person) -> None:
    for _ in range(2):
        ana.post("/pods/place", pod=1)
    assert inside(app) == {1: ["Ana"], 2: []}
    moved = ana.post("/pods/place", pod=2)
    assert inside(app) == {1: [], 2: ["Ana"]}
    assert "You moved here from pod 1." in ana.page(moved.location.split(fay.slug)[1])
    assert [facts for kind, facts in told(app) if kind == "pod joined"] == [{"pod": 1}, {"pod": 2, "from": 1}]


def test_the_thirteenth_stays_outside_and_a_half_makes_room(app: Flask, fay: Person) -> None:
    crowd = people(app, fay, 13)
    for person in crowd[:12]:
        assert person.post("/pods/place", pod=1).status_code == 303
    crowd[3].post("/pods/mine/roles/treasurer")
    refused = crowd[12].post("/pods/place", pod=1)
    assert refused.status_code == 422
    assert "full: 12 people" in refusal(refused)
    assert "Full: split it in two" in fay.page("/desk/pods")
    press = "k" * 32
    for _ in range(2):
        split = fay.post("/desk/pods/1/split", key=press, title="Day kitchen", how="half")
        assert split.status_code == 303, refusal(split)
    assert {number: len(names) for number, names in inside(app).items()} == {1: 6, 2: 0, 3: 6}
    assert "P4" in inside(app)[1], "whoever has a role stays with it"
    assert crowd[12].post("/pods/place", pod=3).status_code == 303
    undone = fay.post("/desk/pods/3/moving", member=handle(app, "P13"), into=1)
    assert undone.status_code == 303
    assert len(inside(app)[1]) == 7


def test_a_split_by_choice_moves_nobody_and_asks_those_inside(app: Flask, fay: Person) -> None:
    crowd = people(app, fay, 6, pod=1)
    fay.post("/desk/pods/1/split", title="Day kitchen", how="choice")
    assert inside(app) == {1: ["P1", "P2", "P3", "P4", "P5", "P6"], 2: [], 3: []}
    assert "A second pod opened beside yours" in crowd[0].page("/pods/mine")
    assert crowd[0].post("/pods/place", pod=3).status_code == 303
    assert inside(app)[3] == ["P1"]


def test_two_pods_become_one_with_all_that_people_wrote(app: Flask, fay: Person) -> None:
    ana, bo = come_in(app, fay.slug, "Ana"), come_in(app, fay.slug, "Bo")
    ana.post("/pods/place", pod=1)
    bo.post("/pods/place", pod=2)
    ana.post("/pods/mine/words", skills="cooking", limits="not on weekends", contact="0171 2345678")
    ana.post("/pods/mine/roles/treasurer")
    bo.post("/pods/mine/roles/treasurer")
    assert fay.post("/desk/pods/1/merging", into=2).status_code == 303
    assert sorted(str(name) for name in inside(app)[2]) == ["Ana", "Bo"]
    page = bo.page("/pods/mine")
    assert "0171 2345678" in page
    assert "not on weekends" in page
    with app.app_context():
        term = db.session.query(Pod).filter_by(number=2).one().term("treasurer")
        assert term
        assert term.member
        assert term.member.participant.name == "Bo"
    late = come_in(app, fay.slug, "Late").post("/pods/place", pod=1)
    assert late.status_code == 422
    assert "“Night kitchen” is part of “Tool library” now" in refusal(late)
    assert fay.post("/desk/pods/1/closing/withdrawal").status_code == 303
    assert inside(app)[1] == []


def test_seven_and_six_are_too_many_for_one(app: Flask, fay: Person) -> None:
    people(app, fay, 7, pod=1)
    people(app, fay, 6, pod=2)
    refused = fay.post("/desk/pods/1/merging", into=2)
    assert refused.status_code == 422
    assert "13 people" in refusal(refused)
    assert "two different" in refusal(fay.post("/desk/pods/1/merging", into=1))


def test_nobody_is_moved_to_a_full_pod(app: Flask, fay: Person, ana: Person) -> None:
    people(app, fay, 12, pod=1)
    ana.post("/pods/place", pod=2)
    assert "full" in refusal(fay.post("/desk/pods/2/moving", member=handle(app, "Ana"), into=1))
    come_in(app, fay.slug, "Bo")
    assert "full" in refusal(fay.post("/desk/pods/1/people", person=14))
    assert inside(app)[2] == ["Ana"]
    assert fay.post("/desk/pods/2/people", person=14).status_code == 303
    assert inside(app)[2] == ["Ana", "Bo"]


def test_leaving_takes_place_words_and_role_along(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/pods/place", pod=1)
    ana.post("/pods/mine/words", skills="cooking", contact="0171 2345678")
    ana.post("/pods/mine/roles/treasurer")
    for _ in range(2):
        assert ana.post("/pods/place/withdrawal").status_code == 303
    with app.app_context():
        assert db.session.query(PodMember).count() == 0
        [term] = db.session.query(Pod).filter_by(number=1).one().terms
        assert (term.member, term.running) == (None, False), "the turn stays as dates"
    assert [kind for kind, _ in told(app)][-1] == "pod left"


def test_a_host_takes_somebody_out_who_went_home(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/pods/place", pod=1)
    assert fay.post("/desk/pods/1/moving", member=handle(app, "Ana"), into=0).status_code == 303
    assert inside(app)[1] == []
    assert fay.post("/desk/pods/1/moving", member="nobody", into=2).status_code == 404


def test_anybody_names_a_pod_and_stands_in_it(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/pods/place", pod=1)
    press = "n" * 32
    for _ in range(2):
        assert ana.post("/pods", key=press, title="Rent desk", purpose="letters to landlords").status_code == 303
    assert inside(app) == {1: [], 2: [], 3: ["Ana"]}
    again = ana.post("/pods", title="rent  DESK")
    assert again.status_code == 422
    assert "number 3" in refusal(again)
    assert 'value="rent  DESK"' in again.get_data(as_text=True)
    for title in ("Choir", "Sound van"):
        assert ana.post("/pods", title=title).status_code == 303
    assert "You named 3 pods already" in refusal(ana.post("/pods", title="One more"))
    fay.post("/board/approval")
    assert "a host names the pods" in refusal(ana.post("/pods", title="Bike repair"))


def test_pods_form_only_once_the_evening_is_there(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    early = pods_evening(app, monkeypatch, upto=0)
    ana = come_in(app, early.slug, "Ana")
    assert "later tonight" in refusal(ana.post("/pods/place", pod=1))
    assert "later tonight" in refusal(ana.post("/pods", title="Rent desk"))
    assert "later tonight" in ana.page("/pods")


def test_an_empty_pod_is_taken_off_and_put_back(app: Flask, fay: Person, ana: Person) -> None:
    fay.post("/desk/pods/2/closing")
    assert "Tool library" not in ana.page("/pods")
    assert "taken off" in refusal(ana.post("/pods/place", pod=2))
    fay.post("/desk/pods/2/closing/withdrawal")
    assert ana.post("/pods/place", pod=2).status_code == 303


def test_a_helper_places_somebody_without_a_phone(app: Flask, fay: Person) -> None:
    fay.post("/help", name="Rosa")
    assert "Put them in a pod" in fay.page("/help/1")
    assert fay.post("/help/1/pods", pod=1).status_code == 303
    assert fay.post("/help/1/pods/words", skills="cooking", limits="no stairs", contact="c/o Ana").status_code == 303
    page = fay.page("/help/1/pods")
    assert "no stairs" in page
    assert inside(app)[1] == ["Rosa"]
    come_in(app, fay.slug, "Bo").post("/pods/place", pod=1)
    other = fay.post("/help/2/pods/words", skills="x")
    assert "phone of their own" in refusal(other)
    assert fay.post("/help/1/pods/withdrawal").status_code == 303
    assert inside(app)[1] == ["Bo"]


def test_a_phone_in_a_pod_does_not_become_somebody_else(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/pods/place", pod=1)
    fay.post("/help", name="Rosa")
    fay.post("/help/2/slip")
    with fay.browser.session_transaction() as session:
        code = session["slip"]
    assert ana.post("/claims", code=code).status_code == 422
    assert inside(app)[1] == ["Ana"]


def test_strangers_and_guests_do_nothing_on_the_desk(app: Flask, fay: Person, ana: Person) -> None:
    deeds = ("", "/1/words", "/1/people", "/1/moving", "/1/merging", "/1/split", "/1/closing", "/1/roles/treasurer")
    for deed in (*deeds, "/1/date", "/1/closing/withdrawal", "/1/roles/treasurer/handover", "/read-back"):
        form = {"pod": 1, "at": 0, "into": 2, "person": 1, "title": "X"}
        assert ana.post(f"/desk/pods{deed}", **form).status_code == 403, deed
    assert Person(app, fay.slug).post("/pods/place", pod=1).status_code == 403
    assert ana.post("/help/1/pods", pod=1).status_code == 403
    assert ana.get("/paper/pods").status_code == 403
    assert inside(app) == {1: [], 2: []}
