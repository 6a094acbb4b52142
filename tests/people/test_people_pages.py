"""Names, and taking one off the wall."""

from flask import Flask

from assembly.extensions import db
from assembly.kernel.models.ledger import LedgerRow
from assembly.people.models import Participant
from tests.support.cast import Person, code_of, come_in, refusal


def test_a_name_is_taken_off_the_wall_and_put_back(app: Flask, fay: Person, ana: Person, wall: Person) -> None:
    rude = come_in(app, fay.slug, "Rude Word")
    fay.post("/step", to=0, at=1)
    assert "Rude Word" in fay.page("/wall")
    assert fay.post("/people/2/hiding").status_code == 303
    assert fay.post("/people/2/hiding").status_code == 303
    assert "Rude Word" not in fay.page("/wall")
    assert "Rude Word" not in ana.page("/")
    assert "2" in fay.page("/wall"), "and still counts"
    assert "Rude Word" in rude.page("/me"), "its owner keeps it"
    assert "gathering-slide" in wall.heard_parts()
    fay.post("/people/2/hiding/withdrawal")
    assert "Rude Word" in fay.page("/wall")
    with app.app_context():
        kinds = [row.kind for row in db.session.query(LedgerRow)]
    assert (kinds.count("name hidden"), kinds.count("name shown again")) == (1, 1)


def test_only_a_facilitator_takes_names_off(fay: Person, ana: Person, bo: Person) -> None:
    assert ana.post("/people/2/hiding").status_code == 403
    assert fay.post("/people/99/hiding").status_code == 404
    assert "Bo" in fay.page("/desk/people")


def test_the_same_press_says_a_name_once_and_nothing_else(app: Flask, ana: Person) -> None:
    for _ in range(2):
        assert ana.post("/me/name", key="k" * 32, name="Anna").status_code == 303
    other = ana.post("/me/name", key="k" * 32, name="Hannah")
    assert other.status_code == 409
    assert "already sent" in refusal(other)
    with app.app_context():
        kinds = [row.kind for row in db.session.query(LedgerRow)]
        assert (kinds.count("name changed"), db.session.query(Participant).one().name) == (1, "Anna")


def test_a_phone_number_is_no_name_at_any_door(app: Flask, fay: Person, ana: Person) -> None:
    code = code_of(app, fay.slug)
    stranger = Person(app, fay.slug)
    for answered in (
        stranger.post("/people", code=code, name="Dora 555 123 4567"),
        ana.post("/me/name", name="ana@example.org"),
        fay.post("/help", name="Rosa 0151 2345678"),
    ):
        assert answered.status_code == 422
        assert "phone number" in refusal(answered)
    with app.app_context():
        assert [person.name for person in db.session.query(Participant)] == ["Ana"]
