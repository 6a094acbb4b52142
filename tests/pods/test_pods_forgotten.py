"""Forget me, forget names, purge: what pods hold of people goes, pods with titles and dates stay; on both memories."""

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.forgetting.actions import purge
from assembly.gatherings.actions import start_gathering
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.places import Assembly
from assembly.pods.models import Pod, PodMember, RoleTerm
from tests.pods.room import STEPS, go_on, inside, people, pods_evening
from tests.support.cast import Person, come_in, refusal
from tests.support.traces import check_chain, found

pytestmark = pytest.mark.both_memories
SECRETS = ("zucchini-cooking", "never-on-sundays", "0171-2345678")


@pytest.fixture
def fay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    return pods_evening(app, monkeypatch)


@pytest.fixture
def ana(app: Flask, fay: Person) -> Person:
    """In pod 1, with words and a role."""
    [ana] = people(app, fay, 1, pod=1)
    ana.post("/pods/mine/words", skills=SECRETS[0], limits=SECRETS[1], contact=SECRETS[2], named="yes")
    ana.post("/pods/mine/roles/treasurer")
    ana.post("/pods/mine/date", on="", where="Thursdays in the kitchen")
    return ana


def end(fay: Person) -> None:
    go_on(fay, upto=len(STEPS) - 1, at=1)


def of_people(app: Flask) -> tuple[int, str, bool]:
    """Places, all that stands in them, and whether somebody has a role."""
    with app.app_context():
        places = db.session.query(PodMember).all()
        words = "".join(f"{place.skills}{place.limits}{place.contact}" for place in places)
        return len(places), words, any(term.member and term.running for term in db.session.query(RoleTerm))


def pod_of_the_assembly(app: Flask) -> tuple[str, str]:
    with app.app_context():
        pod = db.session.query(Pod).filter_by(number=1).one()
        return pod.title, pod.first_place


def test_forget_me_takes_my_place_my_words_and_my_role(app: Flask, fay: Person, ana: Person) -> None:
    assert of_people(app) == (1, "".join(SECRETS), True)
    assert ana.post("/me/forgetting").status_code == 303
    assert of_people(app) == (0, "", False)
    assert pod_of_the_assembly(app) == ("Night kitchen", "Thursdays in the kitchen")
    if "sqlite" in app.config["SQLALCHEMY_DATABASE_URI"]:
        assert found(app.config["INSTANCE"], *SECRETS) == []
    check_chain(app)


def test_forgetting_names_takes_the_words_and_leaves_a_number(app: Flask, fay: Person, ana: Person) -> None:
    end(fay)
    fay.post("/allocation/closure", sure="yes")
    forgotten = fay.post("/forgetting", sure="yes")
    assert forgotten.status_code == 303, refusal(forgotten)
    assert of_people(app) == (1, "", True)
    assert inside(app)[1] == [None]
    if "sqlite" in app.config["SQLALCHEMY_DATABASE_URI"]:
        assert found(app.config["INSTANCE"], *SECRETS) == []
    again = ana.post("/pods/mine/words", contact=SECRETS[2])
    assert "nothing new about people is kept" in refusal(again)
    assert of_people(app)[1] == ""
    check_chain(app)


def test_a_purge_leaves_title_and_date(app: Flask, fay: Person, ana: Person) -> None:
    end(fay)
    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        purge(gathering)
    assert of_people(app) == (0, "", False)
    assert pod_of_the_assembly(app) == ("Night kitchen", "Thursdays in the kitchen")
    with app.app_context():
        assert [term.member for term in db.session.query(RoleTerm)] == [None]
    check_chain(app)


def test_a_pod_lives_on_and_knows_my_phone_at_the_next_evening(app: Flask, fay: Person, ana: Person) -> None:
    with app.app_context():
        slug = db.session.query(Assembly).one().slug
        db.session.rollback()
        with writing(Assembly, slug) as assembly:
            steward = db.session.query(Grant).filter_by(role="steward").one()
            with db.session.no_autoflush:
                later = start_gathering(assembly, steward, "Congress", "mapping").slug
    host = Person(app, later)
    host.browser, host.token = fay.browser, fay.token
    go_on(host, upto=3)
    me = Person(app, later)
    me.browser, me.token = ana.browser, ana.token
    with app.app_context():
        code = db.session.query(Gathering).filter_by(slug=later).one().code
    assert me.post("/people", code=code, name="Ana again").status_code == 303
    page = me.page("/")
    assert "Night kitchen" in page
    assert "Give it back" in page
    bo = come_in(app, later, "Bo")
    assert bo.post("/pods/place", pod=1).status_code == 303
    bo.post("/pods/mine/roles/treasurer", turn="next")
    host.post("/desk/pods/1/roles/treasurer/handover")
    me.post("/pods/place", pod=1)
    assert inside(app)[1] == ["Ana again", "Bo"], "one place, under tonight's name"
    assert "zucchini-cooking" in bo.page("/pods/mine")
    me.post("/me/forgetting")
    assert inside(app)[1] == ["Bo"]
