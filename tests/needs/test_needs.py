"""What would help: written with or without a name, changed and taken back; hidden and shown from the desk."""

import json

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings import actions as gatherings
from assembly.gatherings.actions import Planned
from assembly.kernel.models.identity import Attempt
from assembly.kernel.models.ledger import LedgerRow
from assembly.needs.models import Need
from assembly.needs.rules.needs import MOST_NEEDS
from assembly.people.models import Participant
from tests.support.cast import Person, come_in, refusal, start_gathering

EVENING = ("doors", "board", "needs", "closing")


@pytest.fixture
def fay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setitem(gatherings.EVENINGS, "mapping", tuple(Planned(kind) for kind in EVENING))
    fay = start_gathering(app, "Eastside Assembly", "What we have", kind="mapping")
    for step in (1, 2):
        assert fay.post("/step", to=step, at=step - 1).status_code == 303
    return fay


def write(person: Person, words: str, **more: object) -> None:
    written = person.post("/needs/", words=words, **more)
    assert written.status_code == 303, refusal(written)


def told(app: Flask) -> list[tuple[str, dict[str, object]]]:
    with app.app_context():
        rows = db.session.query(LedgerRow).order_by(LedgerRow.seq).all()
        return [(row.kind, json.loads(row.body)) for row in rows if "need" in row.kind or "match" in row.kind]


def test_a_need_stands_on_the_wall_and_its_writer_can_change_it(fay: Person, ana: Person, bo: Person) -> None:
    assert "What would help you or your street?" in ana.page("/")
    write(ana, "A fridge that works")
    assert "A fridge that works" in fay.page("/wall")
    assert "A fridge that works" in ana.page("/")
    assert "A fridge that works" in ana.page("/me")
    assert "A fridge that works" not in bo.page("/")
    assert "1 need is on the wall" in bo.page("/")
    ana.post("/needs/1/words", words="A freezer that works")
    assert "A freezer that works" in fay.page("/wall")
    ana.post("/needs/1/withdrawal")
    assert "freezer" not in fay.page("/wall")
    assert "freezer" not in ana.page("/")


def test_a_need_taken_back_leaves_no_words_behind(app: Flask, fay: Person, ana: Person) -> None:
    write(ana, "A fridge that works")
    for _ in range(2):
        assert ana.post("/needs/1/withdrawal").status_code == 303, "a second press harms nobody"
    assert ana.post("/needs/1/words", words="A fridge").status_code == 404
    with app.app_context():
        assert db.session.query(Need).one().words == ""
    assert [kind for kind, _ in told(app)] == ["need written", "need taken back"]


def test_no_name_is_kept_with_an_anonymous_need_and_its_phone_can_take_it_back(
    app: Flask, fay: Person, ana: Person, bo: Person
) -> None:
    write(ana, "Help with debts", anonymous="yes")
    assert "Help with debts" in ana.page("/")
    assert "Help with debts" not in bo.page("/")
    assert "no name kept" in fay.page("/desk/needs")
    with app.app_context():
        need, me = db.session.query(Need).one(), db.session.query(Participant).filter_by(name="Ana").one()
        assert need.participant_id is None
        assert me.ledger_id not in (need.holder or "")
        assert db.session.query(Attempt).filter_by(device_id=me.device_id).count() == 0
        ledger_id = me.ledger_id
    [(kind, body)] = told(app)
    assert kind == "need written"
    assert ledger_id not in json.dumps(body)
    assert bo.post("/needs/1/withdrawal").status_code == 404
    assert bo.post("/needs/1/words", words="x").status_code == 404
    assert ana.post("/needs/1/words", words="Help with my debts").status_code == 303
    assert ana.post("/needs/1/withdrawal").status_code == 303
    assert "debts" not in fay.page("/wall")
    assert ledger_id not in json.dumps(told(app))


def test_the_book_holds_no_words(app: Flask, fay: Person, ana: Person) -> None:
    write(ana, "A fridge that works")
    assert "fridge" not in json.dumps(told(app))


def test_the_same_press_and_the_same_words_are_one_need(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    for _ in range(2):
        write(ana, "A fridge", key="k" * 32)
    write(ana, "a fridge!")
    for _ in range(2):
        write(bo, "A fridge", anonymous="yes")
    with app.app_context():
        assert db.session.query(Need).count() == 2
    assert "You wrote this already" in ana.page("/needs/?written=1&said=1")


def test_what_cannot_be_a_need_says_why_and_keeps_what_was_typed(fay: Person, ana: Person) -> None:
    for words in ("", "🍲", "x" * 81):
        refused = ana.post("/needs/", words=words, anonymous="yes")
        assert refused.status_code == 422
        assert f'value="{words}"' in refused.get_data(as_text=True)
        assert 'value="yes" checked' in refused.get_data(as_text=True)
    contact = ana.post("/needs/", words="Call me 0171 2345678")
    assert "phone number" in refusal(contact)
    assert 'name="sure" value="yes"' in contact.get_data(as_text=True)
    assert "0171" not in fay.page("/wall")
    write(ana, "Call me 0171 2345678", sure="yes")
    changed = ana.post("/needs/1/words", words="")
    assert changed.status_code == 422
    assert "<details open>" in changed.get_data(as_text=True)


def test_one_person_does_not_flood_the_wall(fay: Person, ana: Person) -> None:
    for number in range(MOST_NEEDS):
        write(ana, f"Need number {number}", anonymous="yes" if number % 2 else "")
    assert "take one back" in refusal(ana.post("/needs/", words="One more"))


def test_the_desk_hides_and_puts_back(fay: Person, ana: Person, bo: Person) -> None:
    write(ana, "Something rude")
    fay.post("/needs/1/hiding")
    assert "rude" not in fay.page("/wall")
    assert "A host took it off the wall" in ana.page("/")
    fay.post("/needs/1/hiding/withdrawal")
    assert "rude" in fay.page("/wall")
    for place in ("/needs/1/hiding", "/needs/1/hiding/withdrawal", "/synonyms", "/matches"):
        assert bo.post(place, need=1, card=1).status_code in (403, 422), place
    assert bo.get("/desk/needs").status_code == 403


def test_where_a_host_looks_first_needs_wait_too(fay: Person, ana: Person) -> None:
    fay.post("/board/approval")
    write(ana, "Waits for a look")
    assert "Waits" not in fay.page("/wall")
    assert "A host looks at it first" in ana.page("/")
    assert "1 need waits for your look" in fay.page("/desk")
    fay.post("/needs/1/hiding/withdrawal")
    assert "Waits" in fay.page("/wall")


def test_a_helper_types_for_somebody_without_a_phone(app: Flask, fay: Person) -> None:
    entered = fay.post("/help", name="Rosa")
    number = entered.location.rsplit("/", 1)[1]
    assert "What would help them" in fay.page(f"/help/{number}")
    for words, anonymous in (("A lift to the clinic", ""), ("Company", "yes")):
        typed = fay.post(f"/help/{number}/needs", words=words, anonymous=anonymous)
        assert typed.status_code == 303
    page = fay.page(f"/help/{number}/needs")
    assert "A lift to the clinic" in page
    assert "Company" in page
    assert fay.post(f"/help/{number}/needs", words="🍲").status_code == 422
    assert fay.post(f"/help/{number}/needs/2/withdrawal").status_code == 303
    assert "Company" not in fay.page("/wall")
    assert [body["helper"] for kind, body in told(app)] == [True, False, False], "no mark on what has no name"


def test_no_helper_finds_out_who_wrote_an_anonymous_need(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    write(ana, "Help with debts", anonymous="yes")
    write(ana, "A lift to the clinic")
    page = fay.page("/help/1/needs")
    assert "A lift to the clinic" in page
    assert "Help with debts" not in page
    for number in (1, 2):
        assert fay.post(f"/help/{number}/needs/1/withdrawal").status_code == 404, "the same for whoever wrote it"
        again = fay.post(f"/help/{number}/needs", words="Help with debts", anonymous="yes")
        assert again.status_code == 303
    assert fay.page("/wall").count("Help with debts") == 3, "typed for her or for him, it is a need of its own"


def test_only_those_inside_and_only_where_needs_are_part_of_the_evening(app: Flask, fay: Person, elle: Person) -> None:
    stranger = Person(app, fay.slug)
    assert stranger.post("/needs/", words="x").status_code == 403
    assert stranger.get("/needs/").status_code == 403
    assert elle.post("/needs/", words="A fridge").status_code == 404
    assert elle.get("/needs/").status_code == 404


def test_needs_fill_pages_of_four(app: Flask, fay: Person) -> None:
    for number in range(11):
        write(come_in(app, fay.slug, f"Person {number}"), f"Need number {number}")
    wall = fay.page("/wall")
    assert wall.count('class="title words') == 4
    assert "Page 1 of 3" in wall
    fay.post("/wall/page", to=3)
    assert fay.page("/wall").count('class="title words') == 3


def test_phones_hear_how_many_and_nothing_personal(fay: Person, ana: Person, bo: Person) -> None:
    bo.listen()
    write(ana, "A fridge")
    fragments = dict(bo.heard()[0]["fragments"])
    assert set(fragments) == {"needs-tally"}
    assert "fridge" not in fragments["needs-tally"]


def test_words_are_never_markup(fay: Person, ana: Person) -> None:
    write(ana, "<script>alert(1)</script>")
    for page in (ana.page("/"), fay.page("/wall"), fay.page("/desk/needs"), ana.page("/me")):
        assert "<script>alert" not in page


def test_forget_me_takes_every_need_of_mine_along(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    write(ana, "A fridge")
    write(ana, "Help with debts", anonymous="yes")
    write(bo, "A ladder")
    ana.post("/me/forgetting")
    with app.app_context():
        assert sorted(need.words for need in db.session.query(Need)) == ["", "", "A ladder"]
    assert "debts" not in fay.page("/wall")
    assert "A ladder" in fay.page("/wall")


def test_forget_names_leaves_words_that_are_nobodys(app: Flask, fay: Person, ana: Person) -> None:
    write(ana, "A fridge")
    write(ana, "Help with debts", anonymous="yes")
    write(ana, "Something rude")
    fay.post("/needs/3/hiding")
    fay.post("/step", to=3, at=2)
    assert fay.post("/forgetting", sure="yes").status_code == 303
    with app.app_context():
        needs = db.session.query(Need).order_by(Need.number).all()
        assert [need.words for need in needs] == ["A fridge", "Help with debts", ""]
        assert [(need.participant_id, need.holder) for need in needs] == [(None, None)] * 3
