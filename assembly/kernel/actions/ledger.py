"""`record()`, the only writer of the ledger. A row is written in the transaction of the action it tells of.

`shred()` takes away what a row says, where that was agreed on before.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from assembly.extensions import db
from assembly.kernel.models.base import random_name, this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow, Move, balance
from assembly.kernel.models.places import Place
from assembly.kernel.rules.accounts import OUTSIDE, PROPOSAL, Moved, balances_after

TAG = "assembly ledger 1"


class End(NamedTuple):
    """Where an assembly's chain ends: its last row's number and hash."""

    assembly: int
    seq: int
    head: str


class Scene(NamedTuple):
    """The gathering that a row tells of, and its name in the book; neither for a row about the assembly itself."""

    gathering: int | None
    name: str | None


class Actor(Protocol):
    """Whoever may do something: they have a name in the book, and no other."""

    @property
    def ledger_id(self) -> str: ...


def record(
    kind: str,
    place: Place,
    *,
    by: Actor,
    helper: Grant | None = None,
    moves: Sequence[Moved] | None = None,
    salted: bool = False,
    **facts: Any,
) -> LedgerRow:
    """Write one row to the assembly's chain and set the place's version to it.

    `by` did it (the place itself, from the command line), typed by a `helper` perhaps. `facts`: numbers, random ids and
    sealed texts, never a name; `salted` when they could be guessed from the hash, SHA-256(tag | prev | seq | body
    hash). `moves` (from, to, minor units): RuleBroken when an account does not hold it.
    """
    assembly = place.assembly
    if moves is not None:
        check_moves(place, moves)
        facts["moves"] = [list(move) for move in moves]
    scene = Scene(None, None) if place is assembly else Scene(place.id, place.ledger_id)
    through = helper.ledger_id if helper else None
    end = End(assembly.id, assembly.seq, assembly.head)
    row = LedgerRow(**next_row(end, kind, scene, by=by.ledger_id, helper=through, facts=facts, salted=salted))
    db.session.add(row)
    for source, target, amount in moves or ():
        belongs: dict[str, Any] = {"assembly_id": assembly.id, "gathering_id": scene.gathering}
        db.session.add(Move(source=source, target=target, amount=amount, row=row, **belongs))
    assembly.seq, assembly.head = row.seq, row.hash
    place.version = row.seq
    return row


def next_row(
    end: End, kind: str, scene: Scene, *, by: str, helper: str | None, facts: dict[str, Any], salted: bool = False
) -> dict[str, Any]:
    """The columns of the row that follows the chain's end. `by` and `helper` are names in the book."""
    if salted:
        facts = {**facts, "salt": random_name()}
    body = canonical(
        {
            "form": 1,
            "kind": kind,
            "gathering": scene.name,
            "by": by,
            "helper": helper is not None,
            "at": this_minute().strftime("%Y-%m-%dT%H:%MZ"),
            "facts": facts if helper is None else {**facts, "through": helper},
        }
    )
    body_hash, seq = sha256(body), end.seq + 1
    return {
        "assembly_id": end.assembly,
        "gathering_id": scene.gathering,
        "seq": seq,
        "kind": kind,
        "body": body,
        "body_hash": body_hash,
        "prev": end.head,
        "hash": sha256(f"{TAG}|{end.head}|{seq}|{body_hash}"),
    }


def shred(rows: Iterable[LedgerRow]) -> None:
    """What these rows say is gone; their hashes hold the chain. A later row must list their numbers as `shredded`."""
    for row in rows:
        row.body = ""


def check_moves(place: Place, moves: Sequence[Moved]) -> None:
    """Every account but the outside holds what leaves it; writing() has locked the assembly's row. RuleBroken."""
    accounts = {account for move in moves for account in move[:2]} - {OUTSIDE}
    balances_after({account: held(place, account) for account in accounts}, moves)


def held(place: Place, account: str) -> int:
    """Minor units in an account: the assembly's pot or what it set aside, or a proposal's of this gathering."""
    return balance(place.assembly_id, account, place.id if account.startswith(PROPOSAL) else None)


def sealed(text: str | None, salt: str) -> str | None:
    """A text as the book keeps it: SHA-256(salt | text). Shred salt and text, and nobody can tell what it said."""
    return None if text is None else sha256(f"{salt}|{text}")


def canonical(facts: Any) -> str:
    """JSON with sorted keys and no spaces: one fact, one spelling."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
