"""Slips for the door: one lets one person in, once; asked for, nothing else does."""

import json
import re

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.kernel.models.ledger import LedgerRow
from assembly.people.models import DoorSlip, Participant
from tests.support.cast import Person, code_of, come_in, refusal


def slips(fay: Person, many: int = 3) -> list[str]:
    assert fay.post("/paper/slips", many=many).status_code == 303
    return re.findall(r'class="code">([A-Z]+ \d{4})<', fay.page("/paper/slips"))


def people(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Participant).count()


@pytest.mark.both_memories
def test_fifty_browsers_with_one_slip_are_one_person(app: Flask, fay: Person) -> None:
    [slip] = slips(fay, 1)
    fay.post("/door/slips")
    entered = [Person(app, fay.slug).post("/people", code=slip, name="Prank") for _ in range(50)]
    assert [answer.status_code for answer in entered] == [303] + [403] * 49
    assert "used already" in refusal(entered[1])
    assert people(app) == 1


def test_the_square_on_a_slip_leads_in(app: Flask, fay: Person) -> None:
    [slip, _, _] = slips(fay)
    rosa = Person(app)
    page = rosa.browser.get(f"/j/{slip.replace(' ', '')}").get_data(as_text=True)
    assert f'name="code" value="{slip}"' in page
    rosa.slug = fay.slug
    assert rosa.post("/people", code=slip.lower(), name="Rosa").status_code == 303
    again = rosa.browser.get(f"/j/{slip.replace(' ', '')}")
    assert (again.status_code, again.location) == (303, f"/g/{fay.slug}/"), "whoever is in goes on"
    other = Person(app).browser.get(f"/j/{slip.replace(' ', '')}")
    assert other.status_code == 403
    assert "used already" in refusal(other)
    assert "3 slips made, 1 used." in fay.page("/desk/links")


def test_where_slips_are_asked_the_code_alone_opens_nothing(app: Flask, fay: Person, ana: Person) -> None:
    code = code_of(app, fay.slug)
    fay.post("/door/slips")
    late = Person(app, fay.slug)
    for answer in (late.browser.get(f"/j/{code.replace(' ', '')}"), late.post("/people", code=code, name="Late")):
        assert answer.status_code == 403
        assert "with a slip of their own" in refusal(answer)
    assert ana.get("/").status_code == 200, "who is in stays in"
    fay.post("/step", to=0, at=1)
    assert "Take a slip at the door" in fay.page("/wall")
    assert "slip" in fay.page("/paper/poster")
    assert fay.post("/help", name="Rosa").status_code == 303, "a helper still types for people without phones"
    fay.post("/door/slips/withdrawal")
    assert come_in(app, fay.slug, "Late")


def test_a_closed_door_stays_closed_and_a_slip_waits(app: Flask, fay: Person) -> None:
    [slip] = slips(fay, 1)
    fay.post("/door/closure")
    refused = Person(app, fay.slug).post("/people", code=slip, name="Rosa")
    assert "This door is closed" in refusal(refused)
    fay.post("/door/closure/withdrawal")
    assert Person(app, fay.slug).post("/people", code=slip, name="Rosa").status_code == 303


def test_a_slip_of_another_evening_is_unknown_here(app: Flask, fay: Person, elle: Person) -> None:
    [slip] = slips(fay, 1)
    assert "not known here" in refusal(Person(app, elle.slug).post("/people", code=slip, name="Rosa"))


@pytest.mark.parametrize("code", ["MOSS 99", "MOSS99", "MOSS 1234", "nonsense", "?", "0"])
def test_a_mistyped_code_is_unknown_and_never_called_closed(app: Flask, fay: Person, code: str) -> None:
    fay.post("/door/closure")
    typed = Person(app)
    led = typed.browser.post("/door", data={"csrf_token": typed.csrf(), "code": code})
    page = typed.browser.get(led.location)
    assert page.status_code == 403
    assert "not known here" in refusal(page)
    assert "closed" not in page.get_data(as_text=True)


def test_codes_are_shown_once_kept_as_hashes_and_never_in_the_book(app: Flask, fay: Person) -> None:
    made = slips(fay)
    assert "Slips are shown once" in fay.page("/paper/slips")
    fay.post("/paper/slips", key="k" * 32, many=2)
    fay.post("/paper/slips", key="k" * 32, many=2)
    with app.app_context():
        assert db.session.query(DoorSlip).count() == 5, "the same press makes them once"
        rows = [json.loads(row.body) for row in db.session.query(LedgerRow)]
    assert [row["facts"]["number"] for row in rows if row["kind"] == "door slips made"] == [3, 2]
    assert not any(code in json.dumps(rows) for code in made)


def test_how_many_is_a_number(fay: Person, ana: Person) -> None:
    for many in ("", "x", "0", "97", "-1"):
        refused = fay.post("/paper/slips", many=many)
        assert refused.status_code == 422, many
        assert "how many slips" in refusal(refused)
    for place in ("/paper/slips", "/door/slips", "/door/slips/withdrawal"):
        assert ana.post(place, many=3).status_code == 403
