"""A gathering in a folder that a stranger can check: its book, a program that checks it, tables, minutes to print."""

import csv
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from flask import render_template
from sqlalchemy import select

from assembly.board.readings.board import board
from assembly.board.rules import KINDS
from assembly.book.export.rows import opening, written
from assembly.book.readings import is_sealed, sealed_rounds
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.language import LANGUAGES, plain_money, speaking
from assembly.live.reading import Reading
from assembly.people.readings.names import headcount
from assembly.rounds.readings.standing import Line, Standing, standing_of
from assembly.rounds.readings.sums import sums
from assembly.rounds.rules.round import check_revealed

VERIFIER = Path(__file__).with_name("verify.py")
STYLES = ("tokens", "paper")
Row = Iterable[object]


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
    rounds = [standing_of(allocation) for allocation in gathering.allocations]
    for name, table in (
        ("assets", assets(reading)),
        ("proposals", proposals(gathering)),
        ("totals", totals(rounds)),
        ("allocation", allocation(rounds)),
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
    sealed = sealed_rounds(assembly)
    whole = select(LedgerRow).where(LedgerRow.assembly_id == assembly.id).order_by(LedgerRow.seq)
    for row in db.session.scalars(whole.execution_options(yield_per=1000)):
        yield written(row, openly=not is_sealed(row, sealed))


def assets(reading: Reading) -> Iterator[Row]:
    """Cards without names: how many people each, and whether the room saw it. Hidden cards keep their number only."""
    yield "number", "kind", "words", "note", "when", "seen nearby", "people", "shown"
    on_the_board = [card for card in reading.ask(board).cards if card.people and not card.into]
    for card in sorted(on_the_board, key=lambda card: KINDS.index(card.kind)):
        asset, shown = card.asset, card.off or "yes"
        words = ("", "", "") if shown == "hidden" else (card.words, asset.note, asset.available)
        yield card.number, card.kind, *words, int(asset.nearby), len(card.people), shown


def proposals(gathering: Gathering) -> Iterator[Row]:
    yield "number", "title", "lesson", "proposal", "withdrawn"
    for each in gathering.proposals:
        yield each.number, each.title, each.lesson, each.change, int(each.withdrawn)


def totals(rounds: Iterable[Standing]) -> Iterator[Row]:
    yield "round", "number", "people", "hours"
    for each in rounds:
        for line in each.lines:
            yield each.allocation.number, line.number, line.people, line.hours


def allocation(rounds: Iterable[Standing]) -> Iterator[Row]:
    """Who got what, and out of which sums, most points first. Money in the currency; empty before a round is closed."""
    yield "round", "number", "title", "people", "hours", "points", "minimum", "asks", "gets", "currency", "why"
    for each in rounds:
        if each.allocation.locked:
            yield from closed(each, each.gathering.assembly)


def closed(round: Standing, assembly: Assembly) -> Iterator[Row]:
    for row in sums(round).rows:
        line = row.line
        money = (plain_money(amount, assembly) for amount in (line.ask.minimum, line.ask.amount, row.amount))
        yield (
            round.allocation.number,
            line.number,
            line.title,
            line.people,
            line.hours,
            row.points,
            *money,
            assembly.currency,
            why(line),
        )


def why(line: Line) -> str:
    """A few words beside an amount."""
    share = line.share
    if not share.terms.ask:
        return "asks for no money" if share.status == "full" else f"asks for no money; {lacks(share.status)}"
    elif not share.amount:
        return lacks(share.status)
    elif share.amount == share.terms.ask:
        return "all it asked"
    else:
        return "its minimum" if share.amount == share.terms.minimum else "by its points"


def lacks(status: str) -> str:
    words = {"passed": "its minimum did not fit into what was left", "short": "the pot was divided before its turn"}
    return words.get(status, status.removeprefix("gate: "))


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


def plain(cell: object) -> object:
    """A cell that no table program takes for a formula."""
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
