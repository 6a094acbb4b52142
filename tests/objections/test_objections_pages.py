"""After the close the room is asked; objections are heard in people's own words, answered, and stand in the minutes."""

import csv
from pathlib import Path

import pytest
from flask import Flask

from assembly.book.export import verify
from assembly.book.export.folder import export
from assembly.extensions import db
from assembly.forgetting.actions import purge
from assembly.gatherings.actions import EVENINGS, Planned
from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import hooks, sections
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Attempt
from assembly.kernel.models.ledger import LedgerRow
from assembly.live.reading import Reading
from assembly.objections.models import Objection
from tests.support.cast import Person, come_in, end_last_call, open_evening, refusal, start_gathering

STATIC = Path(__file__).resolve().parents[2] / "static" / "css"
PLANNED = (Planned("doors"), Planned("pledging"), Planned("allocation"), Planned("objections"), Planned("closing"))


@pytest.fixture
def before(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    """The pot is shown, the round is still open; next comes the question whether anybody objects."""
    monkeypatch.setitem(EVENINGS, "round", PLANNED)
    desk = start_gathering(app, "Eastside", "Congress")
    open_evening(desk)
    assert desk.post("/step", to=2, at=1).status_code == 303
    return desk


@pytest.fixture
def desk(app: Flask, before: Person) -> Person:
    before.post("/allocation/money")
    before.post("/allocation/last-call")
    end_last_call(app)
    assert before.post("/allocation/closure", sure="yes").status_code == 303
    assert before.post("/step", to=3, at=2).status_code == 303
    return before


@pytest.fixture
def ana(app: Flask, desk: Person) -> Person:
    return come_in(app, desk.slug, "Ana")


LOUD = "The van is too loud for the people on 4th."


def listed(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        return [(one.words, one.state, one.note) for one in db.session.query(Objection).order_by(Objection.number)]


def test_the_room_is_asked_once_the_round_is_closed(before: Person) -> None:
    early = before.post("/step", to=3, at=2)
    assert (early.status_code, "Close the round first" in refusal(early)) == (422, True)


def test_an_objection_is_heard_in_its_own_words(app: Flask, desk: Person, ana: Person) -> None:
    assert "Good enough for now" in ana.page("/")
    assert ana.post("/objections", words=LOUD).status_code == 303
    assert LOUD in desk.page("/desk")
    assert "Ana" in desk.page("/desk")
    assert LOUD not in desk.page("/wall")
    bo = come_in(app, desk.slug, "Bo")
    assert LOUD not in bo.page("/")
    assert "1 objection was raised." in bo.page("/")
    assert desk.post("/objections/wall").status_code == 303
    for place, who in (("/wall", desk), ("/", bo)):
        assert LOUD in who.page(place), place
    assert desk.post("/objections/wall/withdrawal").status_code == 303
    assert LOUD not in desk.page("/wall")


def test_it_is_resolved_with_a_note_or_stands(app: Flask, desk: Person, ana: Person) -> None:
    ana.post("/objections", words=LOUD)
    empty = desk.post("/objections/1/answer", note=" ")
    assert (empty.status_code, "how it was resolved" in refusal(empty)) == (422, True)
    assert desk.post("/objections/1/answer", note="Quiet after ten.").status_code == 303
    assert listed(app) == [(LOUD, "resolved", "Quiet after ten.")]
    desk.post("/objections/wall")
    assert "Quiet after ten." in desk.page("/wall")
    assert desk.post("/objections/1/answer", note="", stands="yes").status_code == 303
    assert listed(app) == [(LOUD, "stands", "")]
    assert "Heard, and it stands." in desk.page("/wall")


def test_without_a_name_nothing_leads_to_anybody(app: Flask, desk: Person, ana: Person) -> None:
    with app.app_context():
        presses = db.session.query(Attempt).count()
    for _ in range(2):
        assert ana.post("/objections", words=LOUD, unnamed="yes").status_code == 303
    assert listed(app) == [(LOUD, "open", "")], "the same words are the same objection"
    assert "Ana" not in desk.page("/desk")
    assert ana.post("/objections/1/withdrawal").status_code == 404
    with app.app_context():
        assert db.session.query(Objection).one().participant_id is None
        assert db.session.query(Attempt).count() == presses
        row = db.session.query(LedgerRow).filter_by(kind="objection raised").one()
        assert row.told["by"] == db.session.query(Gathering).one().ledger_id


def test_its_owner_takes_it_back_until_it_is_answered(app: Flask, desk: Person, ana: Person) -> None:
    ana.post("/objections", words=LOUD)
    ana.post("/objections", words="And too early.")
    bo = come_in(app, desk.slug, "Bo")
    assert bo.post("/objections/1/withdrawal").status_code == 404
    assert ana.post("/objections/1/withdrawal").status_code == 303
    desk.post("/objections/2/answer", note="Not before nine.")
    ana.post("/objections/2/withdrawal")
    assert [state for _, state, _ in listed(app)] == ["off", "resolved"]


def test_a_host_takes_one_off_and_puts_it_back(app: Flask, desk: Person, ana: Person) -> None:
    ana.post("/objections", words=LOUD)
    desk.post("/objections/wall")
    assert desk.post("/objections/1/hiding").status_code == 303
    assert LOUD not in desk.page("/wall")
    assert desk.post("/objections/1/answer", note="x").status_code == 404
    assert desk.post("/objections/1/hiding/withdrawal").status_code == 303
    assert LOUD in desk.page("/wall")


@pytest.mark.parametrize(
    ("words", "said"),
    [("", "what you object to"), ("x" * 201, "at most 200"), ("Call me: 0171 234 5678", "phone number")],
)
def test_words_that_do_not_fit_stay_in_their_field(
    app: Flask, desk: Person, ana: Person, words: str, said: str
) -> None:
    refused = ana.post("/objections", words=words, unnamed="yes")
    page = refused.get_data(as_text=True)
    assert (refused.status_code, said in refusal(refused)) == (422, True)
    assert words in page
    assert 'value="yes" checked' in page
    assert listed(app) == []


def test_one_person_does_not_fill_the_list(app: Flask, ana: Person) -> None:
    for number in range(3):
        assert ana.post("/objections", words=f"Reason {number}").status_code == 303
    refused = ana.post("/objections", words="And another")
    assert (refused.status_code, "Say yours aloud" in refusal(refused)) == (422, True)
    assert len(listed(app)) == 3


def test_guests_answer_nothing(app: Flask, desk: Person, ana: Person) -> None:
    ana.post("/objections", words=LOUD)
    for place in ("1/answer", "1/hiding", "1/hiding/withdrawal", "wall", "wall/withdrawal"):
        assert ana.post(f"/objections/{place}", note="x").status_code == 403, place
    assert Person(app, desk.slug).post("/objections", words="x").status_code == 403
    assert desk.post("/objections/9/answer", note="x").status_code == 404


def test_two_stand_on_a_page_of_the_wall(app: Flask, desk: Person) -> None:
    for guest in range(4):
        come_in(app, desk.slug, f"Guest {guest}").post("/objections", words=f"Reason number {guest}.")
    desk.post("/objections/wall")
    assert [f"Reason number {guest}." in desk.page("/wall") for guest in range(4)] == [True, True, False, False]
    desk.post("/wall/page")
    assert [f"Reason number {guest}." in desk.page("/wall") for guest in range(4)] == [False, False, True, True]


def test_papers_tell_words_and_answers_and_no_name(app: Flask, desk: Person, ana: Person, tmp_path: Path) -> None:
    ana.post("/objections", words=LOUD)
    ana.post("/objections", words="Off with this one")
    desk.post("/objections/1/answer", note="Quiet after ten.")
    desk.post("/objections/2/hiding")
    with app.test_request_context("/"):
        gathering = db.session.query(Gathering).one()
        export(gathering, tmp_path / "out", STATIC)
        shown = sections(hooks.document, Reading(gathering))
        [document] = [
            app.jinja_env.get_template(template).module.document(*those)  # type: ignore[attr-defined]
            for template, those in shown
            if template.startswith("objections/")
        ]
    with (tmp_path / "out" / "objections.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["number", "objection", "status", "note"],
            ["1", LOUD, "resolved", "Quiet after ten."],
        ]
    for paper in ((tmp_path / "out" / "minutes.html").read_text(), document):
        assert LOUD in paper
        assert "Quiet after ten." in paper
        assert "Ana" not in paper
        assert "Off with" not in paper


def test_an_evening_without_objections_says_nothing_of_them_on_paper(app: Flask, desk: Person) -> None:
    with app.test_request_context("/"):
        shown = sections(hooks.document, Reading(db.session.query(Gathering).one()))
    assert [template for template, _ in shown if template.startswith("objections/")] == []


def test_the_book_seals_the_words(app: Flask, desk: Person, ana: Person) -> None:
    ana.post("/objections", words=LOUD)
    desk.post("/objections/1/answer", note="Quiet after ten.")
    with app.app_context():
        bodies = [row.body for row in db.session.query(LedgerRow)]
    assert not any("loud" in body or "Quiet" in body or "Ana" in body for body in bodies)


def test_who_is_forgotten_takes_their_words_along(app: Flask, desk: Person, ana: Person) -> None:
    ana.post("/objections", words=LOUD)
    desk.post("/objections/wall")
    assert ana.post("/me/forgetting").status_code == 303
    assert listed(app) == [("", "off", "")]
    assert LOUD not in desk.page("/wall")


def test_forgotten_names_leave_the_words(app: Flask, desk: Person, ana: Person) -> None:
    ana.post("/objections", words=LOUD)
    ana.post("/objections", words="Off with this one")
    desk.post("/objections/2/hiding")
    desk.post("/step", to=4, at=3)
    assert desk.post("/forgetting", sure="yes").status_code == 303
    assert listed(app) == [(LOUD, "open", ""), ("", "off", "")]
    with app.app_context():
        assert all(one.participant_id is None for one in db.session.query(Objection))


def test_phones_hear_the_count(desk: Person, ana: Person) -> None:
    ana.listen()
    desk.post("/objections/wall")
    ana.heard()
    ana.post("/objections", words=LOUD)
    fragments = dict(ana.heard()[0]["fragments"])
    assert set(fragments) == {"gathering-objections"}
    assert fragments["gathering-objections"] in ana.page("/"), "one text on all roads"


def test_a_helper_types_for_somebody_without_a_phone(app: Flask, desk: Person, ana: Person) -> None:
    assert "An objection" in desk.page("/help/1")
    assert desk.post("/objections/people", person=1, words=LOUD).location.endswith("/help/1")
    refused = desk.post("/objections/people", person=1, words="x" * 201, unnamed="yes")
    page = refused.get_data(as_text=True)
    assert (refused.status_code, "x" * 201 in page, 'value="yes" checked' in page) == (422, True, True)
    assert ana.post("/objections/people", person=1, words="Me").status_code == 403
    assert listed(app) == [(LOUD, "open", "")]
    with app.app_context():
        assert db.session.query(LedgerRow).filter_by(kind="objection raised").one().told["helper"] is True


def test_the_book_of_such_an_evening_is_right(
    app: Flask, desk: Person, ana: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ana.post("/objections", words=LOUD)
    ana.post("/objections", words="Nor in spring", unnamed="yes")
    desk.post("/objections/1/answer", note="Quiet after ten.")
    with app.test_request_context("/"):
        export(db.session.query(Gathering).one(), tmp_path / "out", STATIC)
    assert verify.main([str(tmp_path / "out" / "ledger.jsonl")]) == 0
    assert "All of it is right" in capsys.readouterr().out


def test_a_purge_leaves_no_words(app: Flask, desk: Person, ana: Person) -> None:
    ana.post("/objections", words=LOUD)
    desk.post("/step", to=4, at=3)
    with app.test_request_context("/"), writing(Gathering, desk.slug) as gathering:
        purge(gathering)
    assert listed(app) == []
