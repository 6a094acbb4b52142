"""People who share a name: found without accents, told apart by a number that stays theirs, and never refused."""

import re

import pytest
from flask import Flask

from assembly.kernel.rules.texts import plainly
from tests.support.cast import Person, bring_a_board, come_in, propose, refusal, start_gathering


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Renée", "RENEE"),
        ("Renée", "Rene\u0301e"),
        ("Écrivaine", "ecrivaine"),
        ("Cœur", "coeur"),
        ("Muñoz", "munoz"),
        ("Łukasz", "lukasz"),
        ("Straße", "STRASSE"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("محمـــد", "محمد"),
        ("فاطمة", "فاطمه"),
        ("Nguyễn", "nguyen"),
    ],
)
def test_names_are_one_however_they_are_typed(one: str, other: str) -> None:
    assert plainly(one) == plainly(other) != ""


@pytest.mark.parametrize(("one", "other"), [("कि", "कु"), ("ขา", "ข้า"), ("Ana", "Anna"), ("C", "C++"), ("ليلى", "ليل")])
def test_letters_that_make_another_word_stay(one: str, other: str) -> None:
    assert plainly(one) != plainly(other)


def test_the_number_stays_when_the_other_leaves_and_comes_back(app: Flask, fay: Person) -> None:
    first, second = come_in(app, fay.slug, "Écrivaine"), come_in(app, fay.slug, "Ecrivaine")
    assert "Ecrivaine 2" in fay.page("/desk/people")
    first.post("/me/name", name="Luz")
    assert re.search(r">\s*Ecrivaine\s*<", fay.page("/desk/people")), "alone, and without a number"
    first.post("/me/name", name="ecrivaine")
    assert "Ecrivaine 2" in fay.page("/desk/people")
    assert "ecrivaine 1" in fay.page("/desk/people")
    second.post("/me/forgetting")
    assert re.search(r">\s*ecrivaine\s*<", fay.page("/desk/people"))


@pytest.mark.both_memories
def test_every_list_tells_them_apart(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    twin = come_in(app, fay.slug, "ANA")
    fay.post("/step", to=0, at=1)
    for page in (fay.page("/wall"), bo.page("/"), fay.page("/desk/people")):
        assert "Ana 1" in page
        assert "ANA 3" in page
        assert "Bo 2" not in page
    bring_a_board(app, fay)
    twin.post("/board/skills", words="Cook for fifty")
    ana.post("/board/names", card=1)
    for page in (bo.page("/board/skills"), fay.page("/wall"), fay.page("/desk/board")):
        assert "ANA 3, Ana 1" in page


def test_whoever_brings_something_is_told_apart_too(app: Flask) -> None:
    desk = start_gathering(app, "Eastside", "No money", kind="congress")
    propose(desk, "Food run", 0, 0, wants="a van")
    for name in ("Kwame", "KWAME", "Bo"):
        assert come_in(app, desk.slug, name).post("/proposals/1/wants/1").status_code == 303
    bo = come_in(app, desk.slug, "Luz")
    assert "<bdi>Kwame 1</bdi>, <bdi>KWAME 2</bdi>, <bdi>Bo</bdi>" in bo.page("/proposals/1")


def test_a_card_calls_its_owner_anew_when_a_namesake_comes(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    bring_a_board(app, fay)
    ana.post("/board/skills", words="Cook for fifty")
    bo.listen()
    twin = come_in(app, fay.slug, "Ána")
    assert "Ana 1" in dict(bo.heard()[0]["fragments"])["asset-1-card"]
    come_in(app, fay.slug, "Luz")
    assert "asset-1-card" not in bo.heard_parts(), "nobody else's card changes"
    twin.post("/me/name", name="Mara")
    assert "Ana 1" not in ana.page("/me")


def test_a_second_one_comes_in_and_is_told(app: Flask, fay: Person, ana: Person) -> None:
    assert "has that name, too" not in ana.page("/me")
    twin = come_in(app, fay.slug, "Aná")
    fay.post("/step", to=0, at=1)
    for place in ("/", "/me"):
        page = twin.page(place)
        assert "Somebody else here has that name, too" in page
        assert "Aná 2" in page
        assert "Add something to it, if you like." in page
    assert "Ana 1" in ana.page("/me"), "the first one, too"
    assert twin.post("/me/name", name="Aná from the third floor").status_code == 303
    assert "has that name, too" not in twin.page("/me")


def test_a_helper_finds_them_and_is_asked(app: Flask, fay: Person) -> None:
    come_in(app, fay.slug, "Renée")
    come_in(app, fay.slug, "Bo")

    def found(wanted: str) -> str:
        return fay.post("/help/search", q=wanted).get_data(as_text=True).split("Those who are here")[1]

    for wanted in ("Renee", "RENE", "rené", "Renée"):
        assert "Renée" in found(wanted), wanted
        assert "Bo" not in found(wanted), wanted
    assert "Nobody by that name" in found("!!!")
    asked = fay.post("/help", name="Renee")
    assert "Is it the same person?" in refusal(asked)
    page = asked.get_data(as_text=True)
    assert 'href="/g/' in page.split("The same person")[0]
    assert "Another Renee" in page
    assert fay.post("/help", name="Renee", another="yes").status_code == 303
    assert "Renee 3" in fay.page("/desk/people")


def test_a_helper_sees_who_is_who(app: Flask, fay: Person, ana: Person) -> None:
    bring_a_board(app, fay)
    fay.post("/step", to=0, at=1)
    come_in(app, fay.slug, "Ana")
    ana.post("/board/skills", words="Cook for fifty")
    rows = fay.page("/help").split("Those who are here")[1].split("<li>")
    [first] = [row for row in rows if '<b class="hours">1</b>' in row]
    [second] = [row for row in rows if '<b class="hours">2</b>' in row]
    assert "Cook for fifty" in first
    assert "Cook for fifty" not in second
    assert "came in at" in second
