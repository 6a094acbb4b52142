"""Coming in, and staying out."""

import re

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from werkzeug.test import create_environ

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.identity import Device
from assembly.kernel.web.guard import may_open_a_socket
from assembly.people.models import Participant
from tests.support.cast import Person, code_of, come_in, refusal, start_gathering


def people(app: Flask) -> list[str | None]:
    with app.app_context():
        return [person.name for person in db.session.query(Participant).order_by(Participant.id)]


def test_looking_at_the_door_makes_nobody(app: Flask, fay: Person) -> None:
    code = code_of(app, fay.slug)
    looker = Person(app)
    assert looker.get(f"/j/{code.replace(' ', '')}").status_code == 200
    with app.app_context():
        assert db.session.query(Device).count() == 1  # the facilitator's
    assert people(app) == []


@pytest.mark.parametrize("spelling", ["{w}{n}", "{w} {n}", "{w}-{n}", "{l}{n}", " {l} {n} "])
def test_a_typed_code_is_as_good_as_the_qr(app: Flask, fay: Person, spelling: str) -> None:
    word, number = code_of(app, fay.slug).split()
    typist = Person(app)
    typed = spelling.format(w=word, l=word.lower(), n=number)
    answered = typist.post("/door", code=typed)
    assert answered.status_code == 303
    assert typist.get(answered.location).status_code == 200


@pytest.mark.parametrize("spelling", ["NEEDLE3O", "ｎｅｅｄｌｅ３０", "needle ٣٠", "N-E-E-D-L-E  3 0", "NEED1E 3o"])
def test_a_code_read_aloud_leads_to_its_gathering(app: Flask, fay: Person, spelling: str) -> None:
    with app.app_context():
        db.session.query(Gathering).filter_by(slug=fay.slug).one().code = "NEEDLE 30"
        db.session.commit()
    assert Person(app).get(f"/j/{spelling}").status_code == 200
    assert Person(app, fay.slug).post("/people", code=spelling, name="").status_code == 303


def test_coming_in_without_a_name_is_fine(app: Flask, fay: Person) -> None:
    come_in(app, fay.slug, "")
    assert people(app) == [None]


def test_whoever_lost_the_tab_finds_the_way_back(app: Flask, ana: Person) -> None:
    assert f"/g/{ana.slug}/" in ana.browser.get("/").get_data(as_text=True)
    assert "/g/" not in Person(app).page("/")


def test_coming_in_twice_is_being_in_once(app: Flask, ana: Person) -> None:
    again = ana.post("/people", code=code_of(app, ana.slug), name="")
    assert again.status_code == 303
    assert people(app) == ["Ana"]


def door_of(app: Flask, code: str) -> tuple[str, str]:
    """The sentence and the page that a stranger sees who types this code; of the page what everybody gets alike."""
    answered = Person(app).get(f"/j/{code.replace(' ', '')}")
    assert answered.status_code == 403, code
    page = answered.get_data(as_text=True).replace(code.replace(" ", ""), "")
    assert "Winter congress" not in page
    return refusal(answered), re.sub(r'(name="(?:csrf_token|key)" value=")[^"]*', r"\1", page)


def test_an_old_code_looks_like_one_that_never_was(app: Flask, fay: Person) -> None:
    old = code_of(app, fay.slug)
    assert fay.post("/code").status_code == 303
    assert door_of(app, old) == door_of(app, "NOSUCH 12") == door_of(app, "MOSS 1234")
    assert "This code is not known here" in door_of(app, old)[0]
    assert fay.post("/door/closure").status_code == 303
    assert door_of(app, old) == door_of(app, "NOSUCH 12"), "with a closed door too"
    late = Person(app, fay.slug)
    assert refusal(late.post("/people", code=old, name="")) == refusal(late.post("/people", code="NOSUCH 12", name=""))
    assert "not known here" in refusal(late.post("/claims", code="MOSS 1234"))


def test_a_closed_door_says_so_to_whoever_types_its_code(app: Flask, fay: Person, ana: Person) -> None:
    assert fay.post("/door/closure").status_code == 303
    code = code_of(app, fay.slug)
    assert "This door is closed" in door_of(app, code)[0]
    assert "This door is closed" in refusal(Person(app, fay.slug).post("/people", code=code, name="Late"))
    assert ana.get("/").status_code == 200, "those inside stay inside"


def test_outsiders_see_one_same_page_whether_the_door_is_open_or_closed(app: Flask, fay: Person) -> None:
    outsider, sentences = Person(app, fay.slug), set()
    for closure in ("", "/withdrawal"):
        assert fay.post(f"/door/closure{closure}").status_code == 303
        for place in ("/", "/me", "/proposals/", "/proposals/1", "/allocation", "/fragments?id=proposal-1-tally"):
            answered = outsider.get(place)
            assert answered.status_code == 403, place
            assert "Winter congress" not in answered.get_data(as_text=True)
            sentences.add(refusal(answered))
    assert sentences == {"This phone is not in here. Type the code from the wall, or ask a host."}


def test_an_old_code_cannot_be_used_to_come_in(app: Flask, fay: Person) -> None:
    old = code_of(app, fay.slug)
    fay.post("/code")
    late = Person(app, fay.slug)
    assert late.post("/people", code=old, name="Late").status_code == 403
    assert people(app) == []


@pytest.mark.parametrize("name", ["x" * 41, "x" * 10_000])
def test_a_name_that_is_too_long_is_given_back_with_a_sentence(app: Flask, fay: Person, name: str) -> None:
    guest = Person(app, fay.slug)
    answered = guest.post("/people", code=code_of(app, fay.slug), name=name)
    assert answered.status_code == 422
    assert "40" in refusal(answered)
    assert name[:41] in answered.get_data(as_text=True)
    assert people(app) == []


def test_letters_that_disguise_are_taken_out_of_a_name(app: Flask, fay: Person) -> None:
    come_in(app, fay.slug, "\u202eevil\u0000\u200b \n name\u2066")
    assert people(app) == ["evil name"]


def test_a_name_with_markup_stays_text(app: Flask, fay: Person) -> None:
    eve = come_in(app, fay.slug, "<script>x</script>")
    page = eve.page("/me")
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_far_too_much_is_refused_before_anything_is_read(app: Flask, ana: Person) -> None:
    answered = ana.post("/me/name", name="x" * 100_000)
    assert answered.status_code == 413
    assert refusal(answered)


def test_a_strange_host_is_refused(ana: Person) -> None:
    assert ana.browser.get("/", base_url="http://evil.example").status_code == 400
    assert ana.browser.get("/", base_url="http://192.168.1.20:8000").status_code == 200


def test_every_page_carries_the_policy_and_stays_out_of_caches(ana: Person) -> None:
    answered = ana.get("/proposals/1")
    assert "default-src 'none'" in answered.headers["Content-Security-Policy"]
    assert "unsafe" not in answered.headers["Content-Security-Policy"]
    assert answered.headers["Cache-Control"] == "no-store"
    assert answered.headers["Referrer-Policy"] == "same-origin"


def test_one_cookie_is_all_a_phone_gets(app: Flask, fay: Person) -> None:
    guest = Person(app)
    answered = guest.get("/")
    cookies = answered.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert "HttpOnly" in cookies[0]
    assert "SameSite=Lax" in cookies[0]


def test_the_names_and_the_number_of_people_agree(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Spring congress")
    bo = come_in(app, fay.slug, "Bo")
    assert "more</li>" not in bo.page("/")
    come_in(app, fay.slug, "")
    assert "<li>and 1 more</li>" in bo.page("/")


def test_the_desk_says_that_the_settings_are_published(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Spring congress")
    published = fay.post("/allocation", divided="3000")
    assert "Published." in fay.page(published.location.removeprefix(f"/g/{fay.slug}"))
    assert "Published." not in fay.page("/desk/settings")


def test_the_desk_says_that_the_wifi_is_kept_or_gone(fay: Person) -> None:
    for name, sentence in (
        ("Church hall", "Saved: the wall and the cards show it."),
        ("", "Saved: no Wi-Fi is shown."),
    ):
        kept = fay.post("/wifi", name=name, password="breadandroses" if name else "")
        assert kept.status_code == 303
        assert sentence in fay.page(kept.location.removeprefix(f"/g/{fay.slug}"))
        assert "Saved" not in fay.page("/desk/links")


def test_at_an_https_address_only_a_page_that_came_by_https_opens_a_socket(app: Flask) -> None:
    def may(origin: str, host: str = "assembly.example") -> bool:
        return may_open_a_socket(app.config, create_environ(headers={"Host": host, "Origin": origin}))

    assert not may("http://assembly.example"), "a strange host"
    app.config["PUBLIC_URL"] = "https://assembly.example"
    assert may("https://assembly.example")
    assert may("")
    assert may("http://192.168.1.20:8000", "192.168.1.20:8000"), "the same server in the hall itself"
    for foreign in ("http://assembly.example", "//assembly.example", "https://evil.example", "null", "http://["):
        assert not may(foreign), foreign


def test_an_address_that_no_database_could_hold_is_refused(ana: Person) -> None:
    assert ana.browser.get("/g/a%00b/").status_code == 400


def test_what_people_typed_stands_in_no_error(app: Flask) -> None:
    with app.app_context(), pytest.raises(OperationalError, match="no such table") as told:
        db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Ana Canary"})
    assert "Canary" not in str(told.value)
