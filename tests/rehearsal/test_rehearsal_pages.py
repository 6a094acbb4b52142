"""The doors of a rehearsal: who starts one, that every page says what it is, who removes it."""

import re
from dataclasses import replace

from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.identity import Attempt
from assembly.kernel.models.places import Assembly
from assembly.live.broadcasters import broadcasters
from assembly.people.web.keys import operator_key
from assembly.rehearsal.models import Crowd
from assembly.rehearsal.rules import write_report
from tests.rehearsal.test_rehearsal_rule import WELL
from tests.support.cast import Person, code_of, come_in, refusal, start_gathering

BANNER = "Rehearsal: nothing here counts"


def start_rehearsal(app: Flask) -> Person:
    """An operator who facilitates one, with everything on its table."""
    host = Person(app)
    with app.app_context():
        key = operator_key()
    assert host.browser.post("/key", data={"csrf_token": host.csrf(), "key": key}).status_code == 303
    made = host.post("/rehearsals", time_zone="Europe/Lisbon")
    assert made.status_code == 303, refusal(made)
    host.slug = made.location.split("/")[2]
    return host


def test_phone_wall_and_desk_say_what_it_is(app: Flask, fay: Person, ana: Person) -> None:
    host = start_rehearsal(app)
    bo = come_in(app, host.slug, "Bo")
    door = Person(app).page(f"/j/{code_of(app, host.slug).replace(' ', '')}")
    for page in (door, bo.page("/"), bo.page("/me"), host.page("/desk"), host.page("/desk/links")):
        assert page.count(BANNER) == 1
    assert host.page("/wall").count("data-rehearsal>Rehearsal</p>") == 1
    for page in (ana.page("/"), fay.page("/wall"), fay.page("/desk")):
        assert BANNER not in page
        assert "Rehearsal" not in page
        assert "pretend" not in page
        assert "Remove this rehearsal" not in page


def test_it_is_an_assembly_of_its_own_with_proposals_and_a_pot(app: Flask, fay: Person) -> None:
    host = start_rehearsal(app)
    for at in range(3):
        assert host.post("/step", to=at + 1, at=at).status_code == 303
    assert come_in(app, host.slug, "Bo").post("/proposals/1/pledge", hours=2, first_hour="later").status_code == 303
    with app.app_context():
        mine, theirs = (db.session.query(Gathering).filter_by(slug=slug).one() for slug in (host.slug, fay.slug))
        assert mine.assembly_id != theirs.assembly_id
        assert mine.assembly.time_zone == "Europe/Lisbon"


def test_starting_one_leads_to_its_desk_which_says_what_to_do_next(app: Flask) -> None:
    host = start_rehearsal(app)
    host.slug = ""
    made = host.post("/rehearsals", time_zone="Europe/Lisbon")
    assert made.location.endswith("/desk")
    desk = host.browser.get(made.location).get_data(as_text=True)
    assert "Begin with pretend phones" in desk
    assert [f'name="phones" value="{phones}"' in desk for phones in (50, 150, 300)] == [True, True, True]


def test_the_desk_sends_as_many_as_it_is_told_within_the_bounds(app: Flask) -> None:
    host = start_rehearsal(app)
    for typed, sentence in (
        ("2001", "Send from 1 to 2000 pretend phones."),
        ("0", "Send from 1 to 2000 pretend phones."),
        ("many", "Type how many pretend phones come, as a number."),
        ("", "Type how many pretend phones come, as a number."),
    ):
        sent = host.post("/crowds", phones=typed)
        assert (sent.status_code, refusal(sent)) == (422, sentence)
    assert host.post("/crowds", phones="150").status_code == 303
    assert "150 pretend phones are out." in host.page("/desk")
    assert 'name="phones"' not in host.page("/desk"), "one crowd at a time"


def test_a_crowd_from_another_computer_stands_on_the_desk_with_its_time(app: Flask) -> None:
    host = start_rehearsal(app)
    bo, cleo = come_in(app, host.slug, "Bo"), come_in(app, host.slug, "Cleo")
    host.listen("desk")
    assert bo.post("/crowd", phones=300).status_code == 204
    assert host.heard()[0]["nudges"] == ["controls"]
    desk = host.page("/desk")
    assert "300 pretend phones from another computer are out." in desk
    assert 'name="phones"' in desk, "nobody has to wait for them"
    assert bo.post("/crowd/sheet", sheet=write_report(WELL)).status_code == 204
    assert host.heard()[0]["nudges"] == ["controls"]
    desk = host.page("/desk")
    assert "Go for 300 phones" in desk
    assert re.search(r"<time [^>]+>\d\d:\d\d</time>, from another computer", desk)
    assert cleo.post("/crowd", phones=20).status_code == 204
    desk = host.page("/desk")
    assert re.search(r"The last report is older, from \d\d:\d\d: Go for 300 phones", desk)
    assert "Older after newer" not in desk
    assert cleo.post("/crowd/sheet").status_code == 204, "stopped"
    assert "came home with nothing" in host.page("/desk")


def test_only_who_came_in_speaks_for_a_crowd_and_only_at_a_rehearsal(app: Flask, fay: Person, ana: Person) -> None:
    host = start_rehearsal(app)
    bo, stranger = come_in(app, host.slug, "Bo"), Person(app, host.slug)
    for who in (stranger, Person(app, fay.slug)):
        assert who.post("/crowd", phones=300).status_code == 403
        assert who.post("/crowd/sheet", sheet=write_report(WELL)).status_code == 403
    assert ana.post("/crowd", phones=300).status_code == 422
    assert bo.post("/crowd", phones=2001).status_code == 422
    assert bo.post("/crowd", phones=300).status_code == 204
    assert bo.post("/crowd/sheet", sheet="[" * 400).status_code == 422
    assert bo.post("/crowd/sheet", sheet=write_report(replace(WELL, phones=2001))).status_code == 422
    assert ana.post("/crowd/sheet", sheet=write_report(WELL)).status_code == 204
    with app.app_context():
        assert [crowd.sheet for crowd in db.session.query(Crowd)] == [""]


def test_the_same_press_starts_one_rehearsal(app: Flask) -> None:
    host = start_rehearsal(app)
    host.slug = ""
    for _ in range(2):
        assert host.post("/rehearsals", key="k" * 32).status_code == 303
    with app.app_context():
        assert db.session.query(Assembly).count() == 2


def test_only_an_operator_starts_one_and_only_its_facilitator_sends_and_removes(app: Flask, fay: Person) -> None:
    stranger = Person(app)
    assert stranger.post("/rehearsals").status_code == 403
    host = start_rehearsal(app)
    ana = come_in(app, host.slug, "Ana")
    assert ana.post("/crowds", phones=50).status_code == 403
    assert ana.post("/removal", sure="yes").status_code == 403
    assert host.get("/desk").status_code == 200


def test_an_evening_that_counts_refuses_crowds_and_removal(app: Flask, fay: Person, ana: Person) -> None:
    sent, removed = fay.post("/crowds", phones=50), fay.post("/removal", sure="yes")
    assert (sent.status_code, refusal(sent)) == (
        422,
        "Pretend phones may only come to a rehearsal. This evening counts.",
    )
    assert (removed.status_code, refusal(removed)) == (422, "Only a rehearsal can be removed. This evening counts.")
    pretend = Person(app, fay.slug).post("/people", code=code_of(app, fay.slug), name="Hana 1", pretend="yes")
    assert (pretend.status_code, refusal(pretend)) == (
        422,
        "Pretend phones may only come to a rehearsal. This evening counts.",
    )
    assert ana.get("/").status_code == 200


def test_removing_takes_two_presses_and_leaves_nothing(app: Flask, fay: Person) -> None:
    host = start_rehearsal(app)
    ana = come_in(app, host.slug, "Ana")
    once = host.post("/removal")
    assert (once.status_code, refusal(once)) == (
        422,
        "Removing a rehearsal cannot be undone. Press once more to remove it.",
    )
    gone = host.post("/removal", sure="yes")
    assert (gone.status_code, gone.location) == (303, "/desk")
    assert ana.get("/").status_code == host.get("/desk").status_code == 404
    with app.app_context():
        assert [name for (name,) in db.session.query(Assembly.name)] == ["Eastside Assembly"]
    host.slug = ""
    assert "Start a rehearsal" in host.page("/desk")


def test_what_a_host_pressed_goes_with_the_rehearsal_and_what_they_pressed_elsewhere_stays(app: Flask) -> None:
    host = start_gathering(app, "Eastside", "Tonight")
    evening, host.slug = host.slug, ""
    began, here, kept = "s" * 32, "r" * 32, "e" * 32
    rehearsal = host.post("/rehearsals", time_zone="UTC", key=began).location.split("/")[2]
    for host.slug, key in ((rehearsal, here), (evening, kept)):
        added = host.post("/proposals/", key=key, title="Bread", change="Bread for all", proposer="", minimum=1, ask=2)
        assert added.status_code == 303, refusal(added)
    before = presses(app)
    assert {began, here, kept} <= before
    host.slug = rehearsal
    assert host.post("/removal", sure="yes").status_code == 303
    assert before - presses(app) == {here}, "both began as the first row of a book: that press cannot be told apart"


def test_all_that_a_host_pressed_goes_when_there_is_no_other_book(app: Flask) -> None:
    host = start_rehearsal(app)
    assert presses(app)
    assert host.post("/removal", sure="yes").status_code == 303
    assert presses(app) == set()


def test_screens_of_a_removed_rehearsal_are_told_to_look_and_find_a_sentence(app: Flask, ana: Person) -> None:
    host = start_rehearsal(app)
    bo, wall = come_in(app, host.slug, "Bo"), Person(app, host.slug)
    wall.browser = host.browser
    for screen, audience in ((bo, "phones"), (wall, "wall"), (ana, "phones")):
        screen.listen(audience)
    with app.app_context():
        version = db.session.query(Gathering.version).filter_by(slug=host.slug).scalar()
        other = db.session.query(Gathering.version).filter_by(slug=ana.slug).scalar()
    assert host.post("/removal", sure="yes").status_code == 303
    with app.test_request_context("/"):
        broadcasters.look(everybody=False)
    for screen in (bo, wall):
        assert [news["from"] > version for news in screen.heard()] == [True]
        assert screen.get("/fragments").status_code == 404
    assert all(news["from"] <= other for news in ana.heard()), "an evening that stands hears nothing of it"
    nobody = Person(app)
    assert "This rehearsal was removed" in nobody.page("/rehearsals/removed?from=phones")
    assert 'class="slide"><p class="middle">This rehearsal was removed' in nobody.page("/rehearsals/removed?from=wall")


def presses(app: Flask) -> set[str]:
    """The keys that are remembered."""
    with app.app_context():
        return {key for (key,) in db.session.query(Attempt.key)}
