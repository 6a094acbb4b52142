"""The book as anybody may read it: rows in plain words, newest first. No names, and nothing that leads to a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy import select

from assembly.extensions import db
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_
from assembly.kernel.rules.accounts import ASIDE, OUTSIDE, POT, PROPOSAL
from assembly.language import money
from assembly.rounds.readings.sealed import PROMISES, quiet_numbers, sealed_after
from assembly.rounds.rules.quiet import tells_of_quiet

A_PAGE = 50

# kinds that need more words than their own to be understood in a hall
KINDS = {
    "allocation locked": N_("Round closed"),
    "came in": N_("Somebody came in"),
    "corrected": N_("An entry corrected"),
    "last call": N_("Last call started"),
    "link made": N_("A link made for the desk, a wall or a helper"),
    "person forgotten": N_("Somebody was forgotten"),
    "person hidden": N_("Name and cards of one person taken off the wall"),
    "person shown again": N_("Name and cards of one person put back"),
    "pot received": N_("Money came in"),
    "returned": N_("Money given back"),
    "settings published": N_("Pot and rules published"),
    "slip made": N_("A slip made for somebody without a phone"),
    "transferred": N_("Money moved"),
    "wall frozen": N_("Wall held still"),
}


class Entry:
    """One row for strangers. `sealed`: where the hours go is not said yet, so only its marks are shown; `quiet`: it
    never is, and what a close shredded nobody can read any more."""

    def __init__(self, row: LedgerRow, assembly: Assembly, sealed: bool = False, quiet: bool = False) -> None:
        self.row, self.assembly, self.quiet = row, assembly, quiet or not row.body
        self.sealed = sealed or self.quiet

    @cached_property
    def told(self) -> dict[str, Any]:
        return self.row.told

    @property
    def at(self) -> datetime | None:
        """The minute it was written; None where that was shredded."""
        if not self.row.body:
            return None
        return datetime.strptime(str(self.told["at"]), "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)

    @property
    def title(self) -> str:
        if self.sealed:
            return gettext("Hours given or changed")
        return gettext(KINDS.get(self.row.kind, self.row.kind[:1].upper() + self.row.kind[1:]))

    @property
    def details(self) -> list[str]:
        """Numbers a reader looks for: the proposal, the hours, the money."""
        if self.quiet:
            return [gettext("of a proposal of which only counts are told")]
        if self.sealed:
            return [gettext("sealed until the hours are revealed")]
        facts = self.told["facts"]
        said = []
        if "proposal" in facts:
            said.append(gettext("proposal %(number)s", number=facts["proposal"]))
        if "hours" in facts:
            said.append(ngettext("%(num)s hour", "%(num)s hours", facts["hours"]))
        return [*said, *(self._moved(*move) for move in facts.get("moves", []))]

    def _moved(self, source: str, target: str, amount: int) -> str:
        return gettext(
            "%(amount)s from %(source)s to %(target)s",
            amount=money(amount, self.assembly),
            source=place_of(source),
            target=place_of(target),
        )


@dataclass(frozen=True)
class BookPage:
    """Some rows, newest first; `older` and `newer` are where the next page begins (the row before which it ends)."""

    assembly: Assembly
    entries: list[Entry]
    older: int | None
    newer: int | None


def place_of(account: str) -> str:
    """An account as people say it."""
    if account.startswith(PROPOSAL):
        return gettext("proposal %(number)s", number=account.removeprefix(PROPOSAL))
    return {OUTSIDE: gettext("outside"), POT: gettext("the pot"), ASIDE: gettext("what is set aside")}[account]


def book_page(assembly: Assembly, before: int | None = None) -> BookPage:
    """The newest rows, or those before row `before`."""
    end = min(before or assembly.seq + 1, assembly.seq + 1)
    rows = select(LedgerRow).where(LedgerRow.assembly_id == assembly.id, LedgerRow.seq < end)
    found = db.session.scalars(rows.order_by(LedgerRow.seq.desc()).limit(A_PAGE)).all()
    first = found[-1].seq if found else 1
    newer = end + A_PAGE if end <= assembly.seq else None
    return BookPage(assembly, _entries(assembly, found), first if first > 1 else None, newer)


def entry(assembly: Assembly, seq: int) -> Entry | None:
    """Row `seq` of the book, or None when it has none."""
    mine = (LedgerRow.assembly_id == assembly.id, LedgerRow.seq == seq)
    row = db.session.scalar(select(LedgerRow).where(*mine)) if seq < 2**31 else None
    return _entries(assembly, [row])[0] if row else None


def _entries(assembly: Assembly, rows: Iterable[LedgerRow]) -> list[Entry]:
    sealed, quiet = sealed_rounds(assembly), quiet_proposals(assembly)
    return [Entry(row, assembly, is_sealed(row, sealed), is_quiet(row, quiet)) for row in rows]


def sealed_rounds(assembly: Assembly) -> dict[int | None, int]:
    """Gatherings (ids) whose round is sealed now, each with the row after which its promises are for nobody's eyes."""
    after = {gathering.id: sealed_after(gathering) for gathering in assembly.gatherings}
    return {gathering: row for gathering, row in after.items() if row is not None}


def quiet_proposals(assembly: Assembly) -> dict[int | None, set[int]]:
    """Gatherings (ids) with proposals of which only counts are told, each with their numbers."""
    found = {gathering.id: quiet_numbers(gathering) for gathering in assembly.gatherings}
    return {gathering: numbers for gathering, numbers in found.items() if numbers}


def is_quiet(row: LedgerRow, quiet: dict[int | None, set[int]]) -> bool:
    return row.gathering_id in quiet and tells_of_quiet(row.kind, row.body, quiet[row.gathering_id])


def is_sealed(row: LedgerRow, sealed: dict[int | None, int]) -> bool:
    return row.kind in PROMISES and row.gathering_id in sealed and row.seq > sealed[row.gathering_id]
