"""A helper types for people without phones: as fast as a phone, with the same rules, and no more than that."""

import json
import re

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.kernel.actions.ledger import sha256
from assembly.kernel.models.identity import Attempt, Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.people.models import Participant, Slip
from tests.support.cast import Person, bring_a_board, code_of, come_in, open_evening, refusal, start_gathering


@pytest.fixture
def fay(app: Flask, fay: Person) -> Person:
    return bring_a_board(app, fay)


@pytest.fixture
def hal(app: Flask, fay: Person) -> Person:
    """Opened the link that Fay made for a helper."""
    assert fay.post("/links", role="helper").status_code == 303
    found = re.search(r"/key#([\w-]+)", fay.page("/desk/links"))
    assert found
    hal = Person(app)
    opened = hal.browser.post("/key", data={"csrf_token": hal.csrf(), "key": found[1]})
    assert opened.location.endswith("/help")
    hal.slug = fay.slug
    return hal


def enter(hal: Person, name: str, **more: str) -> int:
    entered = hal.post("/help", name=name, **more)
    assert entered.status_code == 303, refusal(entered)
    return int(entered.location.rsplit("/", 1)[1])


def people(app: Flask) -> list[str | None]:
    with app.app_context():
        return [person.name for person in db.session.query(Participant).order_by(Participant.number)]


def slip_for(hal: Person, number: int) -> str:
    assert hal.post(f"/help/{number}/slip").status_code == 303
    found = re.search(r'class="code">([A-Z]+ \d{4})<', hal.page(f"/help/{number}/slip"))
    assert found
    return found[1]


def test_somebody_without_a_phone_is_in_counts_and_promises(app: Flask, hal: Person, ana: Person) -> None:
    rosa = enter(hal, "Rosa")
    assert "Rosa" in ana.page("/") or people(app) == ["Ana", "Rosa"]
    assert hal.post(f"/help/{rosa}/pledges", give="1-2").status_code == 303
    assert hal.post(f"/help/{rosa}/cards", kind="skills", words="Cook for fifty").status_code == 303
    page = hal.page(f"/help/{rosa}")
    assert "2 hours for Night-watch kitchen, first one this week." in page
    assert "Cook for fifty" in page
    assert "Rosa" in ana.page("/board/skills")
    hal.post(f"/help/{rosa}/names", take_off=1)
    hal.post(f"/help/{rosa}/pledges", give="1-0")
    assert "Nothing yet." in hal.page(f"/help/{rosa}")


def test_the_book_says_who_typed_and_no_name(app: Flask, hal: Person) -> None:
    rosa = enter(hal, "Rosa")
    hal.post(f"/help/{rosa}/pledges", give="1-2", first_hour="later")
    with app.app_context():
        rows = [json.loads(row.body) for row in db.session.query(LedgerRow).order_by(LedgerRow.seq)]
        person = db.session.query(Participant).one()
        assert rows[-1]["kind"] == "hours pledged"
        assert rows[-1]["helper"] is True
        assert rows[-1]["by"] == person.ledger_id
        assert rows[-1]["facts"]["through"]
        assert "Rosa" not in json.dumps(rows)


def test_the_same_rules_hold(hal: Person) -> None:
    rosa = enter(hal, "Rosa")
    assert "6 hours in all" in refusal(hal.post(f"/help/{rosa}/pledges", give="1-7"))
    for place in ("", "x", "1", "1-x", "-", "9999999999999999999-1"):
        assert hal.post(f"/help/{rosa}/pledges", give=place).status_code == 422, place
    assert hal.post(f"/help/{rosa}/pledges", give="9-1").status_code == 404
    assert hal.post("/help/77/pledges", give="1-1").status_code == 404
    assert "read aloud" in refusal(hal.post(f"/help/{rosa}/cards", kind="skills", words="🍲"))


def test_the_same_name_is_asked_about(app: Flask, hal: Person, ana: Person) -> None:
    asked = hal.post("/help", name=" ANA ")
    assert asked.status_code == 422
    assert "Is it the same person?" in refusal(asked)
    assert "/help/1" in asked.get_data(as_text=True)
    assert people(app) == ["Ana"]
    enter(hal, "ANA", another="yes")
    assert people(app) == ["Ana", "ANA"]
    enter(hal, "")
    enter(hal, "")
    assert people(app) == ["Ana", "ANA", None, None]


def test_a_closed_door_does_not_stop_a_helper(app: Flask, fay: Person, hal: Person) -> None:
    fay.post("/door/closure")
    enter(hal, "Rosa")
    assert people(app) == ["Rosa"]


def test_people_are_found_by_name_and_number(hal: Person) -> None:
    for name in ("Rosa", "Amina", "Kwame"):
        enter(hal, name)

    def found(wanted: str) -> str:
        return hal.post("/help/search", q=wanted).get_data(as_text=True)

    assert "Rosa" in found("ros")
    assert "Amina" not in found("ros")
    assert "Amina" in found("2")
    assert "Nobody by that name" in found("zzz")


def test_a_slip_is_claimed_once(app: Flask, hal: Person) -> None:
    rosa = enter(hal, "Rosa")
    hal.post(f"/help/{rosa}/pledges", give="1-2")
    code = slip_for(hal, rosa)
    assert code not in hal.page(f"/help/{rosa}/slip"), "shown once"
    phone = Person(app)
    typed = phone.post("/door", code=code.lower().replace(" ", ""))
    assert "Is this your slip?" in phone.page(typed.location)
    phone.slug = hal.slug
    assert phone.post("/claims", code=code).status_code == 303
    assert "Night-watch kitchen" in phone.page("/me")
    assert people(app) == ["Rosa"]
    assert phone.post("/claims", code=code).status_code == 303, "pressing twice is harmless"
    other = Person(app, hal.slug)
    assert "used already" in refusal(other.post("/claims", code=code))
    assert other.get("/me").status_code == 403
    with app.app_context():
        assert code.split()[0] not in db.session.query(Slip).one().code_hash


def test_a_new_slip_voids_the_old_one(app: Flask, hal: Person) -> None:
    rosa = enter(hal, "Rosa")
    old, new = slip_for(hal, rosa), slip_for(hal, rosa)
    phone = Person(app, hal.slug)
    assert phone.post("/claims", code=old).status_code == 403
    assert phone.post("/claims", code=new).status_code == 303


def test_a_phone_that_only_came_in_is_not_counted_twice(app: Flask, hal: Person) -> None:
    rosa = enter(hal, "Rosa")
    phone = come_in(app, hal.slug, "R.")
    assert people(app) == ["Rosa", "R."]
    assert phone.post("/claims", code=slip_for(hal, rosa)).status_code == 303
    assert people(app) == ["Rosa"]


def test_a_phone_with_promises_stays_who_it_is(app: Flask, hal: Person, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    code = slip_for(hal, enter(hal, "Rosa"))
    assert "somebody already" in refusal(ana.post("/claims", code=code))
    assert people(app) == ["Ana", "Rosa"]
    assert Person(app, hal.slug).post("/claims", code=code).status_code == 303, "the slip still works"


def test_nobody_with_a_phone_is_handed_over(app: Flask, fay: Person, hal: Person, ana: Person) -> None:
    fay.post("/people", code=code_of(app, fay.slug), name="Fay")
    rosa = enter(hal, "Rosa")
    phone = Person(app, hal.slug)
    phone.post("/claims", code=slip_for(hal, rosa))
    before = len(db_rows(app))
    for number in (1, 2, rosa):
        refused = hal.post(f"/help/{number}/slip")
        assert refused.status_code == 422, number
        assert "has a phone already" in refusal(refused)
        assert "Make a slip" not in hal.page(f"/help/{number}")
        assert "Make a new one" not in hal.page(f"/help/{number}/slip")
    assert len(db_rows(app)) == before
    assert fay.get("/desk").status_code == 200
    assert "Make a slip" in hal.page(f"/help/{enter(hal, 'Amina')}")


def test_a_slip_from_before_never_takes_a_phone_from_its_person(app: Flask, fay: Person, ana: Person) -> None:
    """Such slips were made once: whoever typed one wiped the person's phone and all that hung on it."""
    fay.post("/people", code=code_of(app, fay.slug), name="Fay")
    with app.app_context():
        me = db.session.query(Participant).filter_by(name="Fay").one()
        by = db.session.query(Grant).filter_by(role="facilitator").one()
        db.session.add(Slip(code_hash=sha256("slip|MOSS 1234"), participant=me, by=by))
        db.session.commit()
    for phone in (Person(app, fay.slug), ana):
        assert phone.post("/claims", code="MOSS 1234").status_code == 422
    assert fay.get("/desk").status_code == 200
    assert "Fay" in fay.page("/me")


def db_rows(app: Flask) -> list[int]:
    with app.app_context():
        return [row.seq for row in db.session.query(LedgerRow)]


def test_a_slip_opens_no_other_gathering(app: Flask, hal: Person, elle: Person) -> None:
    code = slip_for(hal, enter(hal, "Rosa"))
    assert Person(app, elle.slug).post("/claims", code=code).status_code == 403
    assert Person(app, elle.slug).post("/claims", code="FERN 1234").status_code == 403


def test_a_helper_can_do_nothing_else(app: Flask, hal: Person, ana: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    for place, form in (
        ("/step", {"to": 2, "at": 1}),
        ("/allocation/money", {}),
        ("/allocation/last-call", {}),
        ("/allocation/closure", {"sure": "yes"}),
        ("/allocation", {"divided": 1}),
        ("/proposals/", {"title": "x", "change": "x"}),
        ("/proposals/1/withdrawal", {}),
        ("/people/1/hiding", {}),
        ("/board/1/hiding", {}),
        ("/links", {"role": "facilitator"}),
        ("/proposals/1/presenter", {}),
        ("/door/closure", {}),
        ("/code", {}),
        ("/freeze", {}),
        ("/forgetting", {"sure": "yes"}),
    ):
        assert hal.post(place, **form).status_code in (403, 404), place
    for place in ("/desk", "/desk/people", "/wall", "/paper", "/allocation/room.json"):
        assert hal.get(place).status_code == 403, place
    for audience in ("desk", "wall", "phones"):
        hal.listen_refused(audience)


def test_only_helpers_and_facilitators_help(app: Flask, fay: Person, ana: Person) -> None:
    assert fay.get("/help").status_code == 200
    assert ana.get("/help").status_code == 403
    for place, form in (
        ("/help", {"name": "x"}),
        ("/help/1/pledges", {"give": "1-1"}),
        ("/help/1/cards", {"kind": "skills", "words": "x"}),
        ("/help/1/slip", {}),
    ):
        assert ana.post(place, **form).status_code == 403, place
    assert people(app) == ["Ana"]
    assert code_of(app, fay.slug)


def test_the_same_press_enters_nobody_twice(app: Flask, hal: Person, ana: Person) -> None:
    for typed in ({"name": ""}, {"name": "Ana", "another": "yes"}):
        places = {hal.post("/help", key="".join(typed) * 4, **typed).location for _ in range(2)}
        assert len(places) == 1, "both answers lead to the one who came in"
    assert people(app) == ["Ana", None, "Ana"]
    assert hal.post("/help", key="name" * 4, name="Rosa").status_code == 409
    assert people(app) == ["Ana", None, "Ana"]


def test_a_helpers_key_belongs_to_the_helpers_phone(app: Flask, hal: Person) -> None:
    rosa, amina = enter(hal, "Rosa"), enter(hal, "Amina")
    for _ in range(2):
        assert hal.post(f"/help/{rosa}/pledges", key="k" * 32, give="1-2").status_code == 303
    assert hal.post(f"/help/{amina}/pledges", key="k" * 32, give="1-2").status_code == 409
    assert hal.post(f"/help/{rosa}/pledges", key="k" * 32, give="1-3").status_code == 409
    for _ in range(2):
        assert hal.post(f"/help/{rosa}/cards", key="c" * 32, kind="skills", words="Sew").status_code == 303
    assert hal.post(f"/help/{amina}/cards", key="c" * 32, kind="skills", words="Sew").status_code == 409
    with app.app_context():
        kinds = list(db.session.scalars(db.select(LedgerRow.kind)))
    assert (kinds.count("hours pledged"), kinds.count("card posted"), kinds.count("pledge changed")) == (1, 1, 0)


def test_who_is_forgotten_leaves_no_press_behind_on_the_helpers_phone(app: Flask, hal: Person) -> None:
    """The hash of "name=Rosa" could be guessed."""
    rosa, amina = enter(hal, "Rosa"), enter(hal, "Amina")
    hal.post(f"/help/{rosa}/pledges", give="1-2")
    phone = Person(app)
    phone.slug = hal.slug
    assert phone.post("/claims", code=slip_for(hal, rosa)).status_code == 303
    with app.app_context():
        assert presses(rosa) == 2
    assert phone.post("/me/forgetting").status_code == 303
    with app.app_context():
        assert (presses(rosa), presses(amina)) == (0, 1)


def presses(number: int) -> int:
    person = db.session.query(Participant).filter_by(number=number).one()
    made = db.select(LedgerRow.body).join(Attempt, Attempt.seq == LedgerRow.seq)
    return sum(person.ledger_id in body for body in db.session.scalars(made))


def test_without_a_board_there_are_no_cards(app: Flask, elle: Person) -> None:
    """A round alone: hours, the pot, and nothing to put up."""
    assert elle.post("/board/skills", words="Sew").status_code == 404
    for place in ("/board/skills", "/board/skills/new"):
        assert elle.get(place).status_code == 404
    fay = start_gathering(app, "Northside", "A round alone")
    open_evening(fay)
    rosa = enter(fay, "Rosa")
    assert fay.post(f"/help/{rosa}/cards", kind="skills", words="Sew").status_code == 404
    assert "A card" not in fay.page(f"/help/{rosa}")
