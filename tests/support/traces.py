"""What an evening leaves behind: cards put straight into the memory, the book's chain, and what files still hold."""

import json
from pathlib import Path

from flask import Flask

from assembly.board.models import Asset, Offer
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.ledger import TAG, canonical, sha256
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import BEGINNING, Assembly
from assembly.people.models import Participant


def put_card(app: Flask, slug: str, words: str, *people: int, note: str = "", available: str = "") -> int:
    """A card with people's names beside it (their numbers in the gathering); the card's number."""
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=slug).one()
        number = len(gathering.assets) + 1
        card = Asset(number=number, kind="skills", words=words, note=note, available=available, gathering=gathering)
        db.session.add(card)
        for person in people:
            here = db.session.query(Participant).filter_by(gathering_id=gathering.id, number=person).one()
            db.session.add(Offer(asset=card, participant=here))
        db.session.commit()
        return number


def check_chain(app: Flask) -> int:
    """Every assembly's book hangs together up to its head; how many rows there are."""
    with app.app_context():
        for assembly in db.session.query(Assembly):
            prev, seq = BEGINNING, 0
            for row in db.session.query(LedgerRow).filter_by(assembly_id=assembly.id).order_by(LedgerRow.seq):
                seq += 1
                assert (row.seq, row.prev) == (seq, prev)
                assert row.body == canonical(json.loads(row.body))
                assert row.body_hash == sha256(row.body)
                assert row.hash == sha256(f"{TAG}|{prev}|{seq}|{row.body_hash}")
                prev = row.hash
            assert (assembly.seq, assembly.head) == (seq, prev)
        return db.session.query(LedgerRow).count()


def found(folder: Path, *traces: str) -> list[str]:
    """Which of these still stand in a file of the folder, however deep."""
    written = b"\0".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    return [trace for trace in traces if trace.encode() in written]
