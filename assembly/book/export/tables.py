"""The export's tables for a spreadsheet: the first row names the columns."""

from collections.abc import Iterable, Iterator

from assembly.board.readings.board import board
from assembly.board.rules import KINDS
from assembly.gatherings.models import Gathering
from assembly.kernel.models.places import Assembly
from assembly.language import plain_money
from assembly.live.reading import Reading
from assembly.rounds.readings.standing import Line, Standing
from assembly.rounds.readings.sums import sums

Row = Iterable[object]


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
    yield "round", "number", "people", "hours", "from outside the pod"
    for each in rounds:
        for line in each.lines:
            yield each.allocation.number, line.number, line.people, line.hours, line.outside


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
    elif line.out_of_reach:
        return "its minimum was more than the pot"
    elif not share.amount:
        return lacks(share.status)
    elif share.amount == share.terms.ask:
        return "all it asked"
    else:
        return "its minimum" if share.amount == share.terms.minimum else "by its points"


def lacks(status: str) -> str:
    words = {"passed": "its minimum did not fit into what was left", "short": "the pot was divided before its turn"}
    return words.get(status, status.removeprefix("gate: "))


def plain(cell: object) -> object:
    """A cell that no table program takes for a formula."""
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
