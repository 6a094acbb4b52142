"""How long a stranger waits: a book of 100,000 rows is written to a file and checked. Prints seconds.

Run: python3 start.py bench verify
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assembly.book.export import VERIFIER
from assembly.book.export.rows import opening, written
from assembly.kernel.actions.ledger import TAG, canonical, sha256
from assembly.kernel.models.ledger import LedgerRow

ROWS = 100_000
EVENING = "the evening"
SETTINGS = {
    "rule": "floors_first",
    "weight": "affine",
    "people_weight": 3,
    "person_from": 1,
    "per_person_cap": None,
    "min_people": 3,
    "min_hours": 3,
    "reach": 100,
    "max_rate": None,
    "step": 100,
    "divided": 800_000,
    "hours_each": 6,
    "proposals_each": 2,
}


def main() -> None:
    rows = list(book())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.jsonl"
        started = time.perf_counter()
        lines = [opening(EVENING, rows[-1].hash, ROWS), *(written(row, openly=True) for row in rows)]
        file.write_text("\n".join(lines) + "\n")
        print(f"write  {ROWS} rows, {file.stat().st_size / 1e6:.0f} MB: {time.perf_counter() - started:.2f} s")
        started, before = time.perf_counter(), os.times()
        checked = subprocess.run([sys.executable, VERIFIER, file], capture_output=True, text=True, check=False)
        took, after = time.perf_counter() - started, os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        print(f"verify {ROWS} rows: {took:.2f} s, {cpu:.2f} s of CPU (target 2), exit {checked.returncode}")
        print(checked.stdout)


def book() -> list[LedgerRow]:
    """An evening whose people changed their minds until the book was full."""
    facts = [("proposal added", "fay", asked(number)) for number in range(1, 41)]
    lots = {str(number): number for number in range(1, 41)}
    facts.append(("round opened", "fay", {"round": 1, "lots": lots, "settings": SETTINGS}))
    for turn in range(ROWS - len(facts)):
        promise = {"proposal": 1 + turn % 5000 % 40, "hours": 1 + turn % 3, "first_hour": "later"}
        facts.append(("hours pledged", f"person {turn % 5000}", promise))
    rows, prev = [], "0" * 64
    for seq, (kind, by, told) in enumerate(facts, 1):
        body = canonical(
            {
                "form": 1,
                "kind": kind,
                "gathering": EVENING,
                "by": by,
                "helper": False,
                "at": "2026-01-01T20:00Z",
                "facts": told,
            }
        )
        body_hash = sha256(body)
        chained = sha256(f"{TAG}|{prev}|{seq}|{body_hash}")
        row = LedgerRow(
            assembly_id=1, gathering_id=1, seq=seq, kind=kind, body=body, body_hash=body_hash, prev=prev, hash=chained
        )
        rows.append(row)
        prev = chained
    return rows


def asked(number: int) -> dict[str, object]:
    return {"proposal": number, "minimum": 10_000, "ask": 100_000, "need_people": None, "need_hours": None}


if __name__ == "__main__":
    main()
