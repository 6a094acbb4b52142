"""The budget of an assembly, as its book adds up: in, given out, set aside, left; and how each round was divided."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from assembly.book.readings import Entry
from assembly.extensions import db
from assembly.kernel.models.ledger import LedgerRow, Move, balance
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules.accounts import ASIDE, OUTSIDE, POT
from assembly.money.models import MoneyReceived, received
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.readings.standing import Line, Standing, standing_of


@dataclass(frozen=True)
class Decided:
    """A closed round and how it was divided. Money in minor units."""

    standing: Standing

    @property
    def round(self) -> Allocation:
        return self.standing.allocation

    @property
    def at(self) -> datetime:
        assert self.round.closure
        return self.round.closure.at

    @property
    def lines(self) -> list[Line]:
        """Most money first, then most hours."""
        return sorted(self.standing.lines, key=lambda line: (-(line.amount or 0), -line.hours, line.number))


@dataclass(frozen=True)
class PotLine:
    """One row that moved money into the pot or out of it, and what the pot held after it. Minor units."""

    entry: Entry
    change: int
    held: int
    source: str
    written: MoneyReceived | None  # while it can still be corrected


class Budget:
    """What came in is what was given out, what is set aside and what is left. Minor units."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly
        self.came = -balance(assembly.id, OUTSIDE)
        self.aside = balance(assembly.id, ASIDE)
        self.left = balance(assembly.id, POT)
        self.given = self.came - self.aside - self.left

    @property
    def sources(self) -> list[MoneyReceived]:
        """Where it came from, newest first."""
        return [entry for entry in received(self.assembly) if entry.amount]

    @property
    def decided(self) -> list[Decided]:
        """Every closed round, newest first."""
        closed = [each for gathering in self.assembly.gatherings for each in gathering.allocations if each.locked]
        return [Decided(standing_of(each)) for each in reversed(closed)]

    @property
    def deciding(self) -> list[Allocation]:
        """Rounds that are open now: what they divide, and nothing of how they stand."""
        rounds = [each for gathering in self.assembly.gatherings for each in gathering.allocations]
        return [each for each in rounds if each.pledging and each.has_money]


def why(line: Line) -> str:
    """In one sentence, what a proposal got and why."""
    if not line.wants_money:
        return gettext("It asked for hands, not for money.")
    elif line.has_all:
        return gettext("It got all it asked for.")
    elif line.amount:
        return gettext("Its people and hours brought it this much of what it asked for.")
    elif line.out_of_reach:
        return gettext("Not this time: its minimum was more than the pot.")
    elif line.people_needed:
        return ngettext(
            "Not this time: it still needed %(num)s more person.",
            "Not this time: it still needed %(num)s more people.",
            line.people_needed,
        )
    elif line.hours_needed:
        return ngettext(
            "Not this time: it still needed %(num)s more hour.",
            "Not this time: it still needed %(num)s more hours.",
            line.hours_needed,
        )
    else:
        return gettext("Not this time: what its people and hours could bring did not reach its minimum.")


def moves_of(assembly: Assembly) -> list[Move]:
    """Every move of money, in the book's order."""
    mine = select(Move).where(Move.assembly_id == assembly.id).options(joinedload(Move.row))
    return list(db.session.scalars(mine.order_by(Move.id)))


def pot_lines(assembly: Assembly) -> list[PotLine]:
    """Rows about money, newest first, each with what the pot held after it."""
    correctable = {entry.row_id: entry for entry in received(assembly)}
    lines, held = [], 0
    for row, source in db.session.execute(_money_rows(assembly)):
        change = sum(move.amount * ((move.target == POT) - (move.source == POT)) for move in row.moves)
        held += change
        lines.append(PotLine(Entry(row, assembly), change, held, source or "", correctable.get(row.id)))
    return lines[::-1]


def _money_rows(assembly: Assembly) -> Select[LedgerRow, str]:
    """Those that moved some, and those that only said better where it came from."""
    rows = select(LedgerRow, MoneyReceived.source).outerjoin(MoneyReceived, MoneyReceived.row_id == LedgerRow.id)
    moved = LedgerRow.id.in_(select(Move.row_id).where(Move.assembly_id == assembly.id))
    mine = (LedgerRow.assembly_id == assembly.id, moved | MoneyReceived.id.is_not(None))
    return rows.where(*mine).order_by(LedgerRow.seq).options(selectinload(LedgerRow.moves))
