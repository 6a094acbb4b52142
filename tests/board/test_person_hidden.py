"""One person's name and cards off the walls with two presses, back with one, and one row in the book for each."""

import json
from pathlib import Path

import pytest
from flask import Flask

from assembly.book.export import verify
from assembly.book.export.folder import export
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.ledger import LedgerRow
from tests.support.cast import Person, bring_a_board, come_in


@pytest.fixture
def fay(app: Flask, fay: Person) -> Person:
    return bring_a_board(app, fay)


@pytest.fixture
def spammer(app: Flask, fay: Person, ana: Person) -> Person:
    """Posted a dozen cards, stands beside one of Ana's, and one of the dozen was taken off before."""
    spammer = come_in(app, fay.slug, "Spam Inc")
    fay.post("/step", to=0, at=1)
    for number in range(12):
        assert spammer.post("/board/skills", words=f"Buy thing {number}").status_code == 303
    ana.post("/board/skills", words="Cook for fifty")
    spammer.post("/board/names", card=13)
    fay.post("/board/5/hiding")
    return spammer


def rows(app: Flask) -> list[dict[str, object]]:
    with app.app_context():
        return [json.loads(row.body) for row in db.session.query(LedgerRow).order_by(LedgerRow.seq)]


def test_all_of_it_leaves_every_screen_in_one_row(app: Flask, fay: Person, ana: Person, spammer: Person) -> None:
    before = len(rows(app))
    for _ in range(2):
        assert fay.post("/board/people/2/hiding", place="people").location.endswith("/desk/people")
    for page in (fay.page("/wall"), ana.page("/board/skills")):
        assert "Buy thing" not in page
        assert "Spam Inc" not in page
        assert "Cook for fifty" in page
    added = rows(app)[before:]
    assert [row["kind"] for row in added] == ["person hidden"]
    assert added[0]["facts"]["cards"] == [number for number in range(1, 13) if number != 5]  # type: ignore[index]
    assert "Buy thing 3" in spammer.page("/me"), "its owner keeps it"
    assert "Spam Inc" in spammer.page("/me")


@pytest.mark.both_memories
def test_all_of_it_comes_back_as_it_was(app: Flask, fay: Person, ana: Person, spammer: Person) -> None:
    fay.post("/board/people/2/hiding", place="people")
    assert "name and 11 cards off the wall" in fay.page("/desk/people")
    assert "name and 11 cards off the wall" in fay.page("/desk/board")
    before = len(rows(app))
    for _ in range(2):
        assert fay.post("/board/people/2/hiding/withdrawal", place="people").status_code == 303
    assert [row["kind"] for row in rows(app)[before:]] == ["person shown again"]
    page = ana.page("/board/skills")
    assert page.count("Buy thing") >= 11
    assert "Buy thing 4" not in page, "that one was taken off by itself, and stays off"
    assert "Spam Inc" in page
    assert "off the wall" not in fay.page("/desk/people")


def test_what_comes_after_waits_also_where_nobody_asked_for_it(fay: Person, ana: Person, spammer: Person) -> None:
    fay.post("/board/people/2/hiding")
    spammer.post("/board/skills", words="Buy once more")
    spammer.post("/me/name", name="Other Inc")
    for page in (fay.page("/wall"), ana.page("/board/skills")):
        assert "Buy once more" not in page
        assert "Other Inc" not in page
    fay.post("/board/approval/all")
    assert "Buy once more" not in ana.page("/board/skills"), "not among what others wait with"
    fay.post("/board/people/2/hiding/withdrawal")
    assert "Buy once more" in ana.page("/board/skills")
    assert "Other Inc" in ana.page("/board/skills")


def test_a_card_with_others_beside_it_stays_without_the_name(fay: Person, ana: Person, spammer: Person) -> None:
    ana.post("/board/names", card=1)
    fay.post("/board/people/2/hiding")
    page = ana.page("/board/skills")
    assert "Buy thing 0" in page
    assert "Spam Inc" not in page


def test_somebody_without_a_name_too(app: Flask, fay: Person, ana: Person) -> None:
    quiet = come_in(app, fay.slug, "")
    fay.post("/step", to=0, at=1)
    quiet.post("/board/skills", words="Buy thing")
    assert "Take off all cards of this person" in fay.page("/desk/board")
    fay.post("/board/people/2/hiding", place="board")
    assert "Buy thing" not in ana.page("/board/skills")
    assert "Somebody without a name" in fay.page("/desk/board")


def test_phones_and_a_held_wall_hear_of_it(fay: Person, ana: Person, spammer: Person, wall: Person) -> None:
    fay.post("/freeze")
    ana.listen()
    wall.heard()
    fay.post("/board/people/2/hiding")
    [news] = ana.heard()
    shown = dict(news["fragments"])
    assert "Spam" not in shown["asset-13-card"]
    assert "hidden" in shown["asset-1-card"]
    assert "gathering-slide" in wall.heard_parts()


def test_the_book_with_it_is_right_and_says_it_in_words(
    app: Flask, fay: Person, spammer: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fay.post("/board/people/2/hiding")
    fay.post("/board/people/2/hiding/withdrawal")
    fay.post("/board/people/2/hiding")
    with app.test_request_context("/"):
        gathering = db.session.query(Gathering).filter_by(slug=fay.slug).one()
        export(gathering, tmp_path, Path(str(app.static_folder)) / "css")
        book = gathering.assembly.slug
    assert verify.main([str(tmp_path / "ledger.jsonl")]) == 0, capsys.readouterr().out
    page = fay.browser.get(f"/a/{book}/book").get_data(as_text=True)
    assert "Name and cards of one person taken off the wall" in page
    assert "Name and cards of one person put back" in page
    assert "Spam" not in page


def test_only_a_facilitator_may_and_only_of_people_here(fay: Person, ana: Person, spammer: Person) -> None:
    assert ana.post("/board/people/2/hiding").status_code == 403
    assert ana.post("/board/people/2/hiding/withdrawal").status_code == 403
    assert fay.post("/board/people/99/hiding").status_code == 404
    assert fay.post("/board/people/99999999999/hiding").status_code == 404


def test_whoever_forgets_themselves_leaves_nothing_to_put_back(fay: Person, ana: Person, spammer: Person) -> None:
    fay.post("/board/people/2/hiding")
    spammer.post("/me/forgetting")
    fay.post("/board/people/2/hiding/withdrawal")
    assert "Buy thing" not in ana.page("/board/skills")
    assert "Buy thing" not in fay.page("/desk/board")


def test_looking_first_is_asked_and_ended_on_the_page_of_people(fay: Person) -> None:
    for place in ("/board/approval", "/board/approval/all", "/board/approval/withdrawal"):
        assert fay.post(place, place="people").location.endswith("/desk/people"), place
