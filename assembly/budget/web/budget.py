"""The public budget: in, given out, set aside, left, and how each round was divided; as tables too."""

import csv
import io
from collections.abc import Iterable

from flask import Blueprint
from werkzeug.wrappers import Response

from assembly.budget.readings import Budget, moves_of, why
from assembly.kernel.models.places import Assembly
from assembly.kernel.readings import assembly_of
from assembly.kernel.web.answers import public_page
from assembly.language import plain_money

bp = Blueprint("budget", __name__, url_prefix="/a/<slug>/budget")

FORMULAS = ("=", "+", "-", "@")  # a spreadsheet would run what begins like this


@bp.get("")
def show(slug: str) -> Response:
    assembly = assembly_of(slug)
    return public_page("budget/show.html", assembly, budget=Budget(assembly), why=why)


@bp.get("/moves.csv")
def moves(slug: str) -> Response:
    assembly = assembly_of(slug)
    head = ("row", "minute (UTC)", "kind", "evening", "from", "to", "amount", "currency")
    names = {gathering.id: gathering.name for gathering in assembly.gatherings}
    lines = (
        (
            move.row.seq,
            move.row.told["at"],
            move.row.kind,
            names.get(move.gathering_id or 0, ""),
            move.source,
            move.target,
            plain_money(move.amount, assembly),
            assembly.currency,
        )
        for move in moves_of(assembly)
    )
    return table("moves", [head, *lines])


@bp.get("/allocations.csv")
def allocations(slug: str) -> Response:
    assembly = assembly_of(slug)
    head = ("evening", "round", "closed (UTC)", "number", "proposal", "people", "hours", "points")
    money = ("minimum", "ask", "amount", "currency", "why")
    return table("allocations", [head + money, *_lines(assembly)])


def _lines(assembly: Assembly) -> Iterable[tuple[object, ...]]:
    for decided in Budget(assembly).decided:
        for line in decided.lines:
            yield (
                decided.round.gathering.name,
                decided.round.number,
                decided.at.strftime("%Y-%m-%dT%H:%MZ"),
                line.number,
                line.title,
                line.people,
                line.hours,
                line.share.points,
                plain_money(line.ask.minimum, assembly),
                plain_money(line.ask.amount, assembly),
                plain_money(line.amount or 0, assembly),
                assembly.currency,
                why(line),
            )


def table(name: str, lines: Iterable[Iterable[object]]) -> Response:
    """A CSV file that spreadsheets open and never run."""
    written = io.StringIO()
    csv.writer(written).writerows([[_cell(cell) for cell in line] for line in lines])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + written.getvalue(), mimetype="text/csv", headers=headers)


def _cell(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell
