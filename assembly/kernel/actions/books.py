"""Does each assembly's book add up? Looked at when the server starts; a broken one is read on, and not written."""

import json
from collections.abc import Iterator
from typing import Any

from flask import current_app
from sqlalchemy import select

from assembly.extensions import db
from assembly.kernel.actions.ledger import TAG, sha256
from assembly.kernel.models.ledger import LedgerRow, Move
from assembly.kernel.models.places import BEGINNING, Assembly
from assembly.kernel.rules import N_, RuleBroken

A_FETCH = 5_000  # rows in memory at once
BOOKS = "broken_books"


class BookBroken(RuleBroken):
    """The book of this assembly does not add up, so nothing is written to it."""

    status = 409

    def __init__(self, row: int) -> None:
        super().__init__(
            N_(
                "The book of this assembly does not add up at row %(row)s. So nothing new is written; everything can "
                "still be read. Tell whoever runs Assembly here."
            ),
            row=row,
        )


def look_at_every_book() -> dict[str, int]:
    """Check all books and remember the broken ones: names of their assemblies, and the first row that is wrong."""
    broken = {assembly: broken_at(assembly) for assembly in db.session.scalars(select(Assembly)).all()}
    found = {assembly: row for assembly, row in broken.items() if row is not None}
    current_app.extensions[BOOKS] = {assembly.id: row for assembly, row in found.items()}
    return {assembly.name: row for assembly, row in found.items()}


def check_book(assembly: int) -> None:
    """BookBroken when the book of the assembly with this id was found broken at the start."""
    row = current_app.extensions.get(BOOKS, {}).get(assembly)
    if row is not None:
        raise BookBroken(row)


def broken_at(assembly: Assembly) -> int | None:
    """The first row whose number, previous hash, own hashes or moves of money are wrong; None when all are right.

    A row says nothing any more only where a later one lists it as shredded.
    """
    seq, prev, money = 0, BEGINNING, _moves(assembly)
    empty: set[int] = set()
    for row, number, kind, body, body_hash, before, link in _rows(assembly):
        seq += 1
        chained = number == seq and before == prev and link == sha256(f"{TAG}|{prev}|{seq}|{body_hash}")
        if chained and not body and row not in money:
            empty.add(seq)
            prev = link
            continue
        if not chained or body_hash != sha256(body) or f'"kind":"{kind}"' not in body:
            return min([seq, *empty])
        if empty and '"shredded":' in body:
            empty -= set(json.loads(body)["facts"].get("shredded", []))
        if ('"moves":' in body or row in money) and _told_moves(body) != money.pop(row, []):
            return min([seq, *empty])
        prev = link
    if empty:
        return min(empty)
    return None if (seq, prev) == (assembly.seq, assembly.head) else min(seq + 1, assembly.seq)


def _rows(assembly: Assembly) -> Iterator[Any]:
    """Id, seq, kind, body, body_hash, prev, hash; as plain as the database gives them, because there may be many."""
    what = ("id", "seq", "kind", "body", "body_hash", "prev", "hash")
    rows = select(*(LedgerRow.__table__.c[name] for name in what)).where(LedgerRow.assembly_id == assembly.id)
    with db.session.execute(rows.order_by(LedgerRow.seq), execution_options={"yield_per": A_FETCH}) as found:
        for some in found.partitions():
            yield from some


def _moves(assembly: Assembly) -> dict[int, list[list[Any]]]:
    """What the rows moved, by row."""
    moved: dict[int, list[list[Any]]] = {}
    mine = select(Move.row_id, Move.source, Move.target, Move.amount).where(Move.assembly_id == assembly.id)
    for row, *move in db.session.execute(mine.order_by(Move.id)):
        moved.setdefault(row, []).append(move)
    return moved


def _told_moves(body: str) -> list[list[Any]]:
    return list(json.loads(body)["facts"].get("moves", []))
