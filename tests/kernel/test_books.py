"""A book that does not add up: named by its first wrong row, read on, and never written."""

import os
import time

import pytest
from flask import Flask
from sqlalchemy import text

from assembly.extensions import db
from assembly.kernel.actions.books import broken_at, look_at_every_book
from assembly.kernel.actions.ledger import TAG, canonical, sha256
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import BEGINNING, Assembly
from tests.support.cast import Person, refusal

pytestmark = pytest.mark.both_memories

WRONGS = {
    "an edited body": ("UPDATE ledger_row SET body = replace(body, '\"at\"', '\"At\"') WHERE seq = 3", 3),
    "another kind": ("UPDATE ledger_row SET kind = 'money shown' WHERE seq = 3", 3),
    "an edited hash": ("UPDATE ledger_row SET hash = substr(hash, 2) || 'f' WHERE seq = 4", 4),
    "a missing row": ("DELETE FROM ledger_row WHERE seq = 5", 5),
    "a missing last row": ("UPDATE assembly SET seq = seq + 1", None),
    "two rows that changed places": (
        "UPDATE ledger_row SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END WHERE seq IN (3, 4);"
        "UPDATE ledger_row SET seq = -seq WHERE seq < 0",
        3,
    ),
    "money that no row tells": ("UPDATE move SET amount = amount + 1", None),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_every_wrong_row_is_named(app: Flask, fay: Person, wrong: str) -> None:
    commands, row = WRONGS[wrong]
    with app.app_context():
        assembly = db.session.query(Assembly).one()
        assert broken_at(assembly) is None
        for command in commands.split(";"):
            db.session.execute(text(command))
        db.session.expire_all()
        paid = db.session.query(LedgerRow).filter_by(kind="pot received").one().seq
        expected = {"a missing last row": assembly.seq, "money that no row tells": paid}.get(wrong, row)
        assert broken_at(assembly) == expected


def test_a_broken_book_is_read_and_not_written_and_others_go_on(
    app: Flask, fay: Person, ana: Person, elle: Person
) -> None:
    with app.app_context():
        mine = db.session.query(Assembly).filter_by(name="Eastside Assembly").one()
        row = db.session.query(LedgerRow).filter_by(assembly_id=mine.id, seq=3).one()
        row.body = row.body.replace("facts", "Facts")
        db.session.commit()
        assert look_at_every_book() == {"Eastside Assembly": 3}
        written = db.session.query(LedgerRow).count()
    answered = ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert answered.status_code == 409
    assert "does not add up at row 3" in refusal(answered)
    assert fay.post("/freeze").status_code == 409
    assert ana.get("/proposals/1").status_code == 200
    assert elle.post("/proposals/1/pledge", hours=2, first_hour="later").status_code == 303
    with app.app_context():
        assert db.session.query(LedgerRow).count() == written + 1


def test_long_books_are_read_in_pieces(app: Flask, fay: Person) -> None:
    """With ASSEMBLY_LONG a hundred thousand rows, and it says how long they took."""
    wanted = 100_000 if os.environ.get("ASSEMBLY_LONG") else 6_000
    with app.app_context():
        assembly = db.session.query(Assembly).one()
        db.session.execute(text("DELETE FROM move"))
        db.session.execute(text("DELETE FROM money_received"))
        db.session.execute(text("DELETE FROM ledger_row"))
        rows, prev = [], BEGINNING
        for seq in range(1, wanted + 1):
            body = canonical({"kind": "hours pledged", "by": "x" * 22, "facts": {"hours": seq % 6, "proposal": 3}})
            link = sha256(f"{TAG}|{prev}|{seq}|{sha256(body)}")
            whole = {"body": body, "body_hash": sha256(body), "prev": prev, "hash": link}
            rows.append({"assembly_id": assembly.id, "seq": seq, "kind": "hours pledged", **whole})
            prev = link
        db.session.execute(LedgerRow.__table__.insert(), rows)  # type: ignore[attr-defined]
        assembly.seq, assembly.head = wanted, prev
        db.session.flush()
        began = time.process_time()
        assert broken_at(assembly) is None
        print(f"{wanted} rows looked at in {time.process_time() - began:.2f} s of one core")
        db.session.execute(text(f"UPDATE ledger_row SET prev = hash WHERE seq = {wanted - 1}"))
        assert broken_at(assembly) == wanted - 1
