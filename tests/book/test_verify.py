"""The stranger's program: the same split as ours from other lines of code, and nothing changed goes unnamed."""

import json
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from assembly.book.export import verify
from assembly.book.export.folder import export
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.rounds.rules.allocation import Terms, count, share_out
from tests.rounds.halls import Hall, halls, pledges, thorough
from tests.support.cast import Person, come_in, end_evening, start_gathering


@thorough
@given(hall=halls())
def test_strangers_divide_as_we_do(hall: Hall) -> None:
    outcome = hall.outcome
    rest = {
        share.terms.id: (share.support.people, share.support.hours, share.points, share.amount)
        for share in outcome.shares
    }
    claims = as_strangers_read(hall)
    amounts = verify.divide(hall.pot, claims, told(hall))
    assert {
        claim.number: (claim.people, claim.hours, claim.points, amounts.get(claim.number, 0)) for claim in claims
    } == rest
    assert [claim.number for claim in claims] == [share.terms.id for share in outcome.shares]
    assert hall.pot - sum(amounts.values()) == outcome.rest


@thorough
@given(hall=halls("equal_shares"), given_hours=st.data())
def test_strangers_divide_equal_shares_as_we_do(hall: Hall, given_hours: st.DataObject) -> None:
    promised = given_hours.draw(pledges(hall.terms))
    outcome = share_out(hall.pot, hall.terms, count(promised, hall.settings), hall.settings, promised)
    claims = []
    for terms in hall.terms:
        mine = {who: hours[terms.id] for who, hours in promised.items() if terms.id in hours}
        claims.append(verify.Claim(terms.id, asked(terms), terms.lot, len(mine), mine, told(hall), 1))
    amounts = verify.divide(hall.pot, sorted(claims, key=verify.Claim.rank), told(hall))
    assert {share.terms.id: share.amount for share in outcome.shares if share.amount} == {
        number: amount for number, amount in amounts.items() if amount
    }


def asked(terms: Terms) -> dict[str, object]:
    needs = {"need_people": terms.need_people, "need_hours": terms.need_hours}
    return {"minimum": terms.minimum, "ask": terms.ask, **needs}


def told(hall: Hall) -> dict[str, object]:
    names = ("rule", "weight", "people_weight", "min_people", "min_hours", "reach", "max_rate", "person_from")
    return {name: getattr(hall.settings, name) for name in names}


def as_strangers_read(hall: Hall) -> list[verify.Claim]:
    claims = []
    for terms in hall.terms:
        support = hall.supports.get(terms.id)
        people, hours = (support.people, support.hours) if support else (0, 0)
        pledged = {str(who): 0 for who in range(people)}
        pledged["the last one"] = hours
        claims.append(verify.Claim(terms.id, asked(terms), terms.lot, people, pledged, told(hall), 1))
    return sorted(claims, key=verify.Claim.rank)


@pytest.fixture
def folder(app: Flask, fay: Person, ana: Person, bo: Person, tmp_path: Path) -> Path:
    """A whole evening, closed and exported: promises changed and taken back, a minimum lowered, somebody nameless."""
    nameless = come_in(app, fay.slug, "")
    for person, proposal, hours in (
        (ana, 1, 2),
        (bo, 1, 3),
        (nameless, 1, 4),
        (ana, 1, 5),
        (bo, 2, 1),
        (nameless, 3, 2),
    ):
        assert person.post(f"/proposals/{proposal}/pledge", hours=hours, first_hour="later").status_code == 303
    assert bo.post("/proposals/2/pledge/withdrawal").status_code == 303
    assert fay.post("/proposals/3", minimum=1000).status_code == 303
    end_evening(app, fay)
    return exported(app, fay.slug, tmp_path / "export")


def exported(app: Flask, slug: str, folder: Path) -> Path:
    with app.test_request_context("/"):
        gathering = db.session.query(Gathering).filter_by(slug=slug).one()
        export(gathering, folder, Path(str(app.static_folder)) / "css")
    return folder


def found(lines: list[str]) -> SimpleNamespace:
    book = verify.Book()
    book.read(lines)
    return SimpleNamespace(wrong=book.wrong, said="\n".join(book.said))


def lines_of(folder: Path) -> list[str]:
    return (folder / "ledger.jsonl").read_text().split("\n")


def test_a_whole_evening_is_right_and_says_who_got_what(folder: Path) -> None:
    book = found(lines_of(folder))
    assert book.wrong == []
    assert "proposal 1: 3 people, 12 hours, 21 points: 360000 (all it asked)" in book.said
    assert "proposal 3: 1 people, 2 hours, 5 points: 0 (it still needed 2 more people)" in book.said


def test_any_changed_letter_is_named(folder: Path) -> None:
    text = (folder / "ledger.jsonl").read_text()
    dice = Random(7)
    for _ in range(300):
        at = dice.randrange(len(text))
        other = dice.choice([letter for letter in 'a0"}, Z\n' if letter != text[at]])
        assert found((text[:at] + other + text[at + 1 :]).split("\n")).wrong, (at, text[at], other)


def test_a_missing_or_moved_row_is_named(folder: Path) -> None:
    lines = lines_of(folder)
    for at in range(1, len(lines) - 1):
        assert found(lines[:at] + lines[at + 1 :]).wrong, at
        assert found([*lines[:at], lines[at], *lines[at:]]).wrong, at
    swapped = [*lines[:5], lines[6], lines[5], *lines[7:]]
    assert any("row 5 is missing or moved" in wrong for wrong in found(swapped).wrong)


def rewritten(lines: list[str], change: dict[str, object], kind: str) -> list[str]:
    """Somebody with the whole book in hand, who changes the newest row of a kind and writes all later hashes anew."""
    head = json.loads(lines[0])
    rows = [json.loads(line) for line in lines[1:-1]]
    row = [row for row in rows if row["body"]["kind"] == kind][-1]
    row["body"]["facts"].update(change)
    prev = verify.BEGINNING
    for row in rows:
        row["body_hash"] = verify.sha256(verify.canonical(row["body"]))
        row["prev"], row["hash"] = prev, verify.sha256(f"{verify.TAG}|{prev}|{row['seq']}|{row['body_hash']}")
        prev = row["hash"]
    head["head"] = prev
    return [verify.canonical(each) for each in (head, *rows)] + [""]


def test_a_minimum_that_stays_is_no_lie_and_one_that_rises_is_named(folder: Path) -> None:
    """Older versions wrote a row for a minimum that was typed again: it changed nothing."""
    again, risen = (
        found(rewritten(lines_of(folder), {"minimum": money}, "minimum lowered")) for money in (1600_00, 1700_00)
    )
    assert again.wrong == []
    assert any("a minimum may only come down" in wrong for wrong in risen.wrong)


def test_an_outcome_that_the_rule_does_not_give_is_named_although_every_hash_is_right(folder: Path) -> None:
    lines = lines_of(folder)
    closed = next(row for row in map(json.loads, lines[1:-1]) if row["body"]["kind"] == "allocation locked")
    outcome = json.loads(closed["body"]["facts"]["outcome"])
    outcome["shares"][0]["amount"] -= 100
    outcome["rest"] += 100
    false = verify.canonical(outcome)
    change = {"outcome": false, "outcome_hash": verify.sha256(false)}
    wrong = found(rewritten(lines, change, "allocation locked")).wrong
    assert any("proposal 1 gets 360000 by the rule; the outcome says 350000" in each for each in wrong), wrong


def test_more_hours_than_agreed_are_named_although_every_hash_is_right(folder: Path) -> None:
    wrong = found(rewritten(lines_of(folder), {"hours": 9}, "hours pledged")).wrong
    assert any("hours of one person, and 6 were agreed" in each for each in wrong), wrong


def with_rows(lines: list[str], *added: tuple[str, dict[str, object]]) -> list[str]:
    """The same hand adds rows of its own before the close."""
    rows = [json.loads(line) for line in lines[1:-1]]
    at = next(place for place, row in enumerate(rows) if row["body"]["kind"] == "allocation locked")
    for kind, facts in added:
        body = {**rows[at - 1]["body"], "kind": kind, "facts": facts}
        rows.insert(at, {**rows[at - 1], "body": body})
        at += 1
    for seq, row in enumerate(rows, 1):
        row["seq"] = seq
    head = {**json.loads(lines[0]), "rows": len(rows)}
    return rewritten([json.dumps(each) for each in (head, *rows)] + [""], {}, "allocation locked")


@pytest.mark.parametrize(
    ("kind", "facts", "named"),
    [
        ("pledge carried", {"person": "nobody", "proposal": 1, "hours": 100}, "nobody came in under this id"),
        ("pledge moved", {"person": "nobody", "proposal": 1, "hours": 100}, "nobody came in under this id"),
        ("hours pledged", {"proposal": 1, "hours": 2}, "nobody came in under this id"),
        ("coffee bought", {"moves": [["pot", "outside", 100]]}, "moves money from pot to outside"),
        ("proposal amended", {"proposal": 1, "minimum": 1, "ask": 2, "need_people": 0, "need_hours": 0}, "are fixed"),
    ],
)
def test_rows_that_a_dishonest_program_would_write_are_named(
    folder: Path, kind: str, facts: dict[str, object], named: str
) -> None:
    wrong = found(with_rows(lines_of(folder), (kind, facts))).wrong
    assert any(named in each for each in wrong), wrong


def test_a_second_opening_with_other_settings_is_named(folder: Path) -> None:
    lines = lines_of(folder)
    opened = next(row for row in map(json.loads, lines[1:-1]) if row["body"]["kind"] == "round opened")
    facts = {**opened["body"]["facts"], "settings": {**opened["body"]["facts"]["settings"], "hours_each": 50}}
    wrong = " ".join(found(with_rows(lines, ("round opened", facts))).wrong)
    assert "a round was open already" in wrong
    assert "not the settings that were published" in wrong


def test_what_is_left_out_is_never_called_right(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = lines_of(folder)
    at = next(place for place, line in enumerate(lines) if '"kind":"last call"' in line)
    start, rest = lines[at].split(',"body_hash":', 1)
    assert start.startswith('{"body":{')
    lines[at] = f'{{"body":null,"body_hash":{rest}'
    (folder / "ledger.jsonl").write_text("\n".join(lines))
    assert verify.main([str(folder / "ledger.jsonl")]) == 3
    assert "1 rows are left out" in capsys.readouterr().out
    lines[at] = f'{{"body":{{"made":"up"}},"body":null,"body_hash":{rest}'
    (folder / "ledger.jsonl").write_text("\n".join(lines))
    assert verify.main([str(folder / "ledger.jsonl")]) == 1


def test_the_book_of_another_gathering_stays_closed(app: Flask, folder: Path, fay: Person, tmp_path: Path) -> None:
    other = start_gathering(app, "Eastside Assembly", "Spring congress")
    with app.app_context():
        first = db.session.query(Gathering).filter_by(slug=fay.slug).one()
        second = db.session.query(Gathering).filter_by(slug=other.slug).one()
        second_name = second.ledger_id
        assert first.assembly_id != second.assembly_id
    assert second_name not in (folder / "ledger.jsonl").read_text()
    assert found(lines_of(exported(app, other.slug, tmp_path / "second"))).wrong == []


def test_nobodys_name_is_in_the_folder(folder: Path) -> None:
    for file in folder.iterdir():
        if file.name != "verify.py":
            assert not {"Ana", "Bo"} & set(file.read_text().replace(",", " ").replace("<", " ").split()), file


def test_it_runs_alone_and_ends_with_what_it_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = folder / "ledger.jsonl"
    assert verify.main([str(book)]) == 0
    assert capsys.readouterr().out.endswith("All of it is right, if the head above is the one your hall saw.\n")
    assert verify.main([str(book), "f" * 64]) == 1
    assert "your hall saw the head ffff" in capsys.readouterr().out
    book.write_text(book.read_text().replace('"hours":5', '"hours":6'))
    assert verify.main([str(book)]) == 1
    assert "was changed" in capsys.readouterr().out
    assert verify.main([str(folder / "nothing.jsonl")]) == 2
    assert verify.main([]) == 2
    source = (folder / "verify.py").read_text()
    assert "import assembly" not in source
    assert "from assembly" not in source
