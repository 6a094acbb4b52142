"""The doors of a rehearsal: who starts one, that every page says what it is, who removes it."""

from flask import Flask

from assembly.extensions import db
from assembly.live.broadcasters import broadcasters
from assembly.models import Assembly, Gathering
from assembly.web.grants import operator_key
from tests.support.cast import Person, code_of, come_in, refusal

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
    assert ana.post("/crowds").status_code == 403
    assert ana.post("/removal", sure="yes").status_code == 403
    assert host.get("/desk").status_code == 200


def test_an_evening_that_counts_refuses_crowds_and_removal(app: Flask, fay: Person, ana: Person) -> None:
    sent, removed = fay.post("/crowds"), fay.post("/removal", sure="yes")
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
