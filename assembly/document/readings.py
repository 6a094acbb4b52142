"""The shared document: which sections and tables an evening fills, and when it was."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select

from assembly.book.export import tables
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import heads
from assembly.gatherings.steps import hooks, sections
from assembly.live.reading import Reading
from assembly.people.models import NamePublished, Participant
from assembly.rounds.readings.standing import Standing, standing_of

Row = Iterable[object]


def told(reading: Reading[Gathering]) -> list[tuple[str, tuple[Any, ...]]]:
    """Template and arguments of each section that has something to tell."""
    return sections(hooks.document, reading)


def happened_at(reading: Reading[Gathering]) -> datetime | None:
    """When the room came to its newest step; None before the first."""
    newest = next(iter(reading.ask(heads)), None)
    return datetime.strptime(newest.told["at"], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC) if newest else None


def tables_of(reading: Reading[Gathering]) -> dict[str, Callable[[], Iterable[Row]]]:
    """By name, as in the export; left out are rows that wait for a host, and where hours go while it is sealed."""
    gathering = reading.place
    mine: dict[str, Callable[[], Iterable[Row]]] = {}
    if gathering.has_board:
        mine["assets"] = lambda: tables.assets(reading)
    if gathering.has_round:
        mine["proposals"] = lambda: tables.proposals(gathering)
    if gathering.has_round and gathering.allocation.opened and not gathering.allocation.hidden:
        mine["totals"] = lambda: tables.totals(_rounds(gathering))
        mine["allocation"] = lambda: tables.allocation(_rounds(gathering))
    mine |= {name: _of(table, reading) for name, table in hooks.tables.items()}
    return {name: _seen(table) for name, table in mine.items()}


def filled(reading: Reading[Gathering]) -> list[str]:
    """Names of the tables with a row below their heading."""
    return [name for name, table in tables_of(reading).items() if any(islice(table(), 1, None))]


def published(gathering: Gathering) -> int:
    """People whose name may stand there."""
    ticked = select(func.count(NamePublished.id)).join(Participant)
    return db.session.scalar(ticked.where(Participant.gathering_id == gathering.id)) or 0


def _rounds(gathering: Gathering) -> list[Standing]:
    return [standing_of(each) for each in gathering.allocations]


def _seen(table: Callable[[], Iterable[Row]]) -> Callable[[], Iterable[Row]]:
    """Its rows that no host has still to look at: a column "shown" says so."""

    def rows() -> Iterator[Row]:
        lines = (tuple(row) for row in table())
        heading = next(lines)
        place = heading.index("shown") if "shown" in heading else None
        yield heading
        yield from (line for line in lines if place is None or line[place] != "waiting")

    return rows


def _of(
    table: Callable[[Reading[Gathering]], Iterable[Row]], reading: Reading[Gathering]
) -> Callable[[], Iterable[Row]]:
    return lambda: table(reading)
