"""Quiet proposals: only counts are told; the close shreds what the book said of their promises, and the chain holds."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from assembly.book.export import verify
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.books import broken_at
from assembly.kernel.models.identity import Attempt
from assembly.kernel.models.ledger import LedgerRow
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.round import Reopening
from tests.rounds.test_offers import forged, give, kinds
from tests.rounds.test_roles import exported, verified, wall
from tests.support.cast import Person, come_in, end_evening, end_last_call, propose, refusal, start_gathering

pytestmark = pytest.mark.both_memories


@pytest.fixture
def fay(app: Flask) -> Person:
    """Facilitates an evening with a quiet proposal and one that is not."""
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    fay.post("/allocation", divided=8000, min_people=2, min_hours=2)
    propose(fay, "Safe house", 1000, 3000, quiet="yes")
    propose(fay, "Tool library", 500, 2000)
    propose(fay, "Choir", 500, 1000)
    assert fay.post("/step", to=1, at=0).status_code == 303
    return fay


@pytest.fixture
def people(app: Flask, fay: Person) -> list[Person]:
    """Ana and Bo give to the quiet one, Ana changes her mind once; Bo and Cleo give to the other."""
    ana, bo, cleo = (come_in(app, fay.slug, name) for name in ("Anastasia", "Bonnie", "Cleo"))
    give(ana, hours=2, named="yes")
    give(ana, hours=3, named="yes")
    give(bo, hours=2, from_pod="yes")
    for person in (bo, cleo):
        give(person, number=2, hours=1)
    return [ana, bo, cleo]


def bodies(app: Flask) -> list[str]:
    with app.app_context():
        return [row.body for row in db.session.query(LedgerRow).order_by(LedgerRow.seq)]


def book_is_right(app: Flask, slug: str) -> bool:
    with app.app_context():
        return broken_at(db.session.query(Gathering).filter_by(slug=slug).one().assembly) is None


def test_screens_tell_counts_and_no_names(fay: Person, people: list[Person]) -> None:
    assert "Anastasia" not in wall(fay)
    assert "Anastasia" not in fay.page("/desk")
    page = people[2].page("/proposals/1")
    assert "<b>5</b> hours" in page
    assert "Only counts" in page or "only counts" in page
    assert "My name may be shown" not in page
    assert "Safe house" not in fay.page("/paper").split("Promises</h2>")[1], "no row for each person on paper"
    assert "Safe house" not in fay.page("/help/1").split("Read back:")[1].split("</p>")[0]
    assert "only counts are told" in refusal(
        people[2].post("/proposals/1/offer", offered=1, joining=1, first_hour="later")
    )


def test_before_the_close_strangers_get_the_marks_of_these_rows_alone(
    app: Flask, fay: Person, people: list[Person], tmp_path: Path
) -> None:
    folder = exported(app, fay, tmp_path)
    rows = [json.loads(line) for line in (folder / "ledger.jsonl").read_text().split("\n")[1:-1]]
    told = [row["body"]["facts"].get("proposal") for row in rows if row["body"] and "hours" in row["body"]["facts"]]
    assert told == [2, 2]
    assert sum(row["body"] is None for row in rows) == 3
    book = verified(folder)
    assert book.wrong == []
    assert book.left_out == 3
    seq = next(row["seq"] for row in rows if row["body"] is None)
    page = fay.browser.get(f"/a/{assembly_slug(app)}/book/{seq}").get_data(as_text=True)
    assert "Only counts are told of this proposal" in page
    assert "first_hour" not in page


def assembly_slug(app: Flask) -> str:
    with app.app_context():
        return str(db.session.query(Gathering).one().assembly.slug)


def test_the_close_shreds_them_keeps_the_chain_and_tells_the_sums(
    app: Flask, fay: Person, people: list[Person], tmp_path: Path
) -> None:
    before = bodies(app)
    end_evening(app, fay)
    after = bodies(app)
    gone = [number for number, body in enumerate(after, 1) if not body]
    assert [json.loads(before[number - 1])["facts"]["proposal"] for number in gone] == [1, 1, 1]
    assert book_is_right(app, fay.slug)
    with app.app_context():
        told = db.session.query(LedgerRow).filter_by(kind="allocation locked").one().told["facts"]
        assert told["quiet"] == {"1": {"people": 2, "hours": 5, "outside": 1}}
        assert told["shredded"] == gone
        assert db.session.query(Attempt).filter(Attempt.seq.in_(gone)).count() == 0, "a press's hash could be guessed"
        assert [pledge.hours for pledge in db.session.query(Pledge)] == [3, 2, 1, 1], "their owners still see them"
    book = verified(exported(app, fay, tmp_path))
    assert (book.wrong, book.left_out) == ([], 0)
    said = "\n".join(book.said)
    assert "3 of these, promises to quiet proposals, were shredded" in said
    assert "proposal 1: 2 people, 5 hours, 11 points, as the close says: 300000" in said
    assert "proposal 2: 2 people, 2 hours, 8 points: 200000" in said
    ana = people[0]
    assert "Safe house" in ana.page("/me")
    assert ana.get("/proposals/1/receipt").status_code == 200
    for number in gone:
        page = fay.browser.get(f"/a/{assembly_slug(app)}/book/{number}")
        assert page.status_code == 200
    assert fay.browser.get(f"/a/{assembly_slug(app)}/book").status_code == 200
    refused = fay.get("/allocation/room.json")
    assert refused.status_code == 422


def test_rows_of_these_promises_cannot_be_guessed_from_their_hashes(app: Flask, people: list[Person]) -> None:
    told = [json.loads(body)["facts"] for body in bodies(app) if '"hours"' in body]
    assert ["salt" in facts for facts in told if facts.get("proposal") == 1] == [True] * 3
    assert ["salt" in facts for facts in told if facts.get("proposal") == 2] == [False] * 2


def test_a_body_that_is_missing_otherwise_is_named_by_us_and_by_strangers(
    app: Flask, fay: Person, people: list[Person], tmp_path: Path
) -> None:
    end_evening(app, fay)
    lines = (exported(app, fay, tmp_path) / "ledger.jsonl").read_text().split("\n")
    with app.app_context():
        row = db.session.query(LedgerRow).filter_by(kind="hours pledged").filter(LedgerRow.body != "").first()
        assert row is not None
        seq, row.body = row.seq, ""
        db.session.commit()
        assert broken_at(db.session.query(Gathering).one().assembly) == seq

    def with_close(**facts: Any) -> verify.Book:
        def change(body: dict[str, Any]) -> dict[str, Any]:
            known = body["facts"]
            return {**body, "facts": {**known, **facts}} if body["kind"] == "allocation locked" else body

        book = verify.Book()
        book.read(rechained(lines, change))
        return book

    assert with_close().wrong == []
    shredded = json.loads(lines[-2])["body"]
    told = next(json.loads(line)["body"]["facts"] for line in lines[1:-1] if '"allocation locked"' in line)
    assert shredded
    assert any("was shredded, and it is not" in wrong for wrong in with_close(shredded=[*told["shredded"], seq]).wrong)
    assert with_close(shredded=told["shredded"][:1]).left_out == 2
    more = {"1": {"people": 9, "hours": 50, "outside": 9}}
    assert any("counted anew" in wrong for wrong in with_close(quiet=more).wrong)
    other = {**told["quiet"], "2": {"people": 2, "hours": 2, "outside": 2}}
    assert any("other proposals than those that are quiet" in wrong for wrong in with_close(quiet=other).wrong)


def rechained(lines: list[str], change: Any) -> list[str]:
    """As `forged`, with rows that say nothing left as they are."""
    out, prev = [lines[0]], verify.BEGINNING
    for line in lines[1:-1]:
        row = json.loads(line)
        body = "null" if row["body"] is None else verify.canonical(change(row["body"]))
        body_hash = row["body_hash"] if row["body"] is None else verify.sha256(body)
        hash = verify.sha256(f"{verify.TAG}|{prev}|{row['seq']}|{body_hash}")
        out.append(f'{{"body":{body},"body_hash":"{body_hash}","hash":"{hash}","prev":"{prev}","seq":{row["seq"]}}}')
        prev = hash
    out[0] = verify.canonical({**json.loads(lines[0]), "head": prev})
    return [*out, ""]


def test_only_a_round_with_quiet_proposals_shreds(app: Flask, tmp_path: Path) -> None:
    fay = start_gathering(app, "Westside", "Spring congress")
    fay.post("/allocation", divided=8000, min_people=1, min_hours=1)
    propose(fay, "Tool library", 500, 2000)
    fay.post("/step", to=1, at=0)
    give(come_in(app, fay.slug, "Ana"))
    end_evening(app, fay)
    lines = (exported(app, fay, tmp_path) / "ledger.jsonl").read_text().split("\n")
    assert "shredded" not in "\n".join(lines)

    def change(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "facts": {**body["facts"], "shredded": [5]}} if body["kind"] == "allocation locked" else body

    book = verify.Book()
    book.read(forged(lines, change))
    assert any("only the close of a round with quiet proposals may" in wrong for wrong in book.wrong)


def test_after_the_close_nobody_is_told_who_freed_or_moved_hours_and_a_reopened_round_closes_again(
    app: Flask, fay: Person, people: list[Person], tmp_path: Path
) -> None:
    ana, bo, cleo = people
    end_evening(app, fay)
    fay.post("/allocation/reopening", sure="yes")
    with app.app_context():
        db.session.query(Reopening).one().started_at -= timedelta(seconds=61)
        db.session.commit()
    assert fay.post("/allocation/closure/withdrawal").status_code == 303
    give(ana, hours=4)
    ana.post("/proposals/1/pledge/withdrawal")
    bo.post("/proposals/1/pledge/withdrawal")
    give(cleo, hours=1)
    fay.post("/allocation/last-call")
    end_last_call(app)
    assert fay.post("/allocation/closure", sure="yes").status_code == 303
    assert book_is_right(app, fay.slug)
    before = len(bodies(app))
    assert cleo.post("/proposals/1/pledge/choice", choice="keep").status_code == 303
    assert kinds(app)[before:] == ["hours kept without money"]
    row = json.loads(bodies(app)[-1])
    with app.app_context():
        assert row["by"] == db.session.query(Gathering).one().ledger_id
    assert set(row["facts"]) == {"proposal"}
    book = verified(exported(app, fay, tmp_path))
    assert (book.wrong, book.left_out) == ([], 0)


def test_no_hours_move_between_a_quiet_proposal_and_another(app: Flask, fay: Person, people: list[Person]) -> None:
    cleo = people[2]
    give(cleo, number=3, hours=1)
    end_evening(app, fay)
    offered = cleo.page("/me").split('name="into"')[1].split("</select>")[0]
    assert "Tool library" in offered
    assert "Safe house" not in offered
    refused = cleo.post("/proposals/3/pledge/choice", choice="move", into=1)
    assert (refused.status_code, "Only counts are told" in refusal(refused)) == (422, True)
    assert '"into":1' not in bodies(app)[-1], "the book would say who gives hours to the quiet one"
    assert cleo.post("/proposals/3/pledge/choice", choice="move", into=2).status_code == 303


def test_a_second_round_over_what_is_left_keeps_it_quiet(
    app: Flask, fay: Person, people: list[Person], tmp_path: Path
) -> None:
    end_evening(app, fay)
    assert fay.post("/allocation/wave").status_code == 303
    assert verified(exported(app, fay, tmp_path)).wrong == []
    assert fay.post("/allocation/wave/opening").status_code == 303
    give(people[2], number=1, hours=2)
    assert fay.post("/step", to=2, at=1).status_code == 303
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    end_last_call(app)
    assert fay.post("/allocation/closure", sure="yes").status_code == 303
    book = verified(exported(app, fay, tmp_path))
    assert (book.wrong, book.left_out) == ([], 0)
    assert book_is_right(app, fay.slug)


def test_it_is_put_together_only_with_another_quiet_one_and_never_under_equal_shares(app: Flask, fay: Person) -> None:
    assert "cannot be put together" in refusal(fay.post("/proposals/1/merging", into=2, sure="2"))
    assert "cannot be put together" in refusal(fay.post("/proposals/2/merging", into=1, sure="1"))
    other = start_gathering(app, "Westside", "Spring congress")
    other.post("/allocation", divided=8000, rule="equal_shares")
    propose(other, "Safe house", 1000, 3000, quiet="yes")
    assert "each person's hours" in other.page("/desk").replace("&#39;", "'")
    assert other.post("/step", to=1, at=0).status_code == 422
