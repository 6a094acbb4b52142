"""A gathering in a folder that a stranger can check: its book, a program that checks it, tables, minutes to print."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

from flask import render_template
from sqlalchemy import select

from assembly.board.readings.board import board
from assembly.book.export.rows import opening, written
from assembly.book.export.tables import allocation, assets, plain, proposals, totals
from assembly.book.readings import is_quiet, is_sealed, quiet_proposals, sealed_rounds
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import hooks
from assembly.kernel.models.ledger import LedgerRow
from assembly.language import LANGUAGES, speaking
from assembly.live.reading import Reading
from assembly.people.readings.names import headcount
from assembly.rounds.readings.standing import Standing, standing_of
from assembly.rounds.readings.sums import sums
from assembly.rounds.rules.round import check_revealed

VERIFIER = Path(__file__).with_name("verify.py")
STYLES = ("tokens", "paper")


def export(gathering: Gathering, folder: Path, styles: Path) -> None:
    """Write the folder anew; `styles` holds the style sheets. Needs a request context. The whole assembly's book, no
    names.

    RuleBroken while the round is sealed, because the book would tell where hours go; OSError on writing.
    """
    check_revealed(gathering.allocation.hidden and gathering.allocation.opened)
    folder.mkdir(parents=True, exist_ok=True)
    reading = Reading(gathering)
    with (folder / "ledger.jsonl").open("w", encoding="utf-8", newline="") as book:
        book.writelines(f"{line}\n" for line in ledger(gathering))
    shutil.copyfile(VERIFIER, folder / "verify.py")
    rounds = [standing_of(each) for each in gathering.allocations]
    for name, table in (
        ("assets", assets(reading)),
        ("proposals", proposals(gathering)),
        ("totals", totals(rounds)),
        ("allocation", allocation(rounds)),
        *((name, table(reading)) for name, table in hooks.tables.items()),
    ):
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([plain(cell) for cell in row] for row in table)
    (folder / "minutes.html").write_text(minutes(reading, rounds), encoding="utf-8")
    for name in STYLES:
        shutil.copyfile(styles / f"{name}.css", folder / f"{name}.css")


def ledger(gathering: Gathering) -> Iterator[str]:
    """The book, line by line: first which one it is, then its rows from the beginning."""
    assembly = gathering.assembly
    yield opening(gathering.ledger_id, assembly.head, assembly.seq)
    sealed, quiet = sealed_rounds(assembly), quiet_proposals(assembly)
    whole = select(LedgerRow).where(LedgerRow.assembly_id == assembly.id).order_by(LedgerRow.seq)
    for row in db.session.scalars(whole.execution_options(yield_per=1000)):
        yield written(row, openly=not (is_sealed(row, sealed) or is_quiet(row, quiet)))


def minutes(reading: Reading, rounds: list[Standing]) -> str:
    """One page to read and print; its style sheets lie beside it."""
    with speaking(LANGUAGES[0]):
        return render_template(
            "printing/minutes.html",
            gathering=reading.place,
            assembly=reading.place.assembly,
            headcount=reading.ask(headcount),
            rounds=[(round, sums(round)) for round in rounds if round.allocation.opened],
            board=reading.ask(board),
            sheets=STYLES,
        )
