"""Keep my place: six words move a person to another phone, once, after a press."""

import re

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.keeping.models import PlaceKey
from assembly.kernel.models.identity import Device
from assembly.people.models import Participant
from tests.support.cast import Person, come_in, refusal
from tests.support.traces import check_chain, found

pytestmark = pytest.mark.both_memories

WORDS = re.compile(r'class="words">([A-Z ]+)<')


def key_of(person: Person) -> str:
    assert person.post("/me/place").status_code == 303
    shown = WORDS.search(person.page("/me/place"))
    assert shown
    return shown[1]


def test_the_same_person_goes_on_at_another_phone(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    words, other = key_of(ana), Person(app)
    moved = other.post("/keep", words=words)
    assert moved.location.startswith(f"/g/{fay.slug}/me")
    other.slug = fay.slug
    assert "Ana" in other.page("/me")
    assert "Night-watch kitchen" in other.page("/me")
    assert ana.get("/me").status_code == 403
    with app.app_context():
        assert db.session.query(Participant).count() == 1
        assert db.session.query(Device).count() == 2
    check_chain(app)


def test_a_key_is_shown_once_and_only_its_hash_is_kept(app: Flask, ana: Person) -> None:
    words = key_of(ana)
    assert "A key is shown once" in ana.page("/me/place")
    with app.app_context():
        assert len(db.session.query(PlaceKey).one().key_hash) == 64
        folder = app.config["INSTANCE"]
    assert found(folder, words) == []


def test_the_words_stand_behind_the_hash_of_the_link(ana: Person) -> None:
    ana.post("/me/place")
    page = ana.page("/me/place")
    assert "/keep#" not in page
    assert "/keep?" not in page
    assert "data-keep" in ana.browser.get("/keep").get_data(as_text=True)


def test_a_used_key_is_spent(app: Flask, ana: Person) -> None:
    words, second, third = key_of(ana), Person(app), Person(app)
    assert second.post("/keep", words=words).status_code == 303
    assert second.post("/keep", words=words).status_code == 303
    late = third.post("/keep", words=words)
    assert late.status_code == 422
    assert "used already" in refusal(late)
    assert ana.get("/me").status_code == 403


def test_a_new_key_ends_the_old_one(app: Flask, ana: Person) -> None:
    old, new = key_of(ana), key_of(ana)
    assert "open nobody" in refusal(Person(app).post("/keep", words=old))
    assert Person(app).post("/keep", words=new).status_code == 303


@pytest.mark.parametrize("written", [str.lower, lambda words: words.replace(" ", "-"), lambda words: f"  {words}\n"])
def test_words_may_be_written_in_any_way(app: Flask, ana: Person, written: object) -> None:
    assert callable(written)
    assert Person(app).post("/keep", words=written(key_of(ana))).status_code == 303


def test_nonsense_opens_nothing(app: Flask, ana: Person) -> None:
    for words in ("", "ACORN", "x" * 500, "ACORN " * 6):
        refused = Person(app).post("/keep", words=words)
        assert refused.status_code == 422
        assert "open nobody" in refusal(refused)


def test_a_phone_that_only_came_in_gives_way(app: Flask, fay: Person, ana: Person) -> None:
    words, other = key_of(ana), come_in(app, fay.slug, "Somebody")
    other.slug = ""
    assert other.post("/keep", words=words).status_code == 303
    with app.app_context():
        assert [person.name for person in db.session.query(Participant)] == ["Ana"]


def test_a_phone_with_promises_of_its_own_does_not(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    bo.post("/proposals/1/pledge", hours=3, first_hour="later")
    words, bo.slug = key_of(ana), ""
    refused = bo.post("/keep", words=words)
    assert refused.status_code == 422
    assert "somebody already" in refusal(refused)
    bo.slug = fay.slug
    assert "Bo" in bo.page("/me")
    assert "Ana" in ana.page("/me")


def test_my_key_goes_with_me(app: Flask, ana: Person) -> None:
    words = key_of(ana)
    ana.post("/me/forgetting")
    assert "open nobody" in refusal(Person(app).post("/keep", words=words))
