"""How the evening's machine is: who listens, when it last saved, how much disk is left."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import select

from assembly.extensions import db
from assembly.kernel.models.ledger import LedgerRow

GIGABYTE = 1_000_000_000
LITTLE = GIGABYTE  # of disk: time to make room
LATE = 5  # seconds: a phone that is so far behind is worth a look


@dataclass(frozen=True)
class Live:
    """Sockets open now; `slowest` is how many seconds the phone furthest behind is late."""

    phones: int
    walls: int
    slowest: int

    @property
    def late(self) -> bool:
        return self.slowest >= LATE


NOBODY = Live(phones=0, walls=0, slowest=0)


def together(heard: Iterable[Live]) -> Live:
    """As if they were one; nobody at all is NOBODY."""
    all_of_them = [NOBODY, *heard]
    return Live(
        phones=sum(live.phones for live in all_of_them),
        walls=sum(live.walls for live in all_of_them),
        slowest=max(live.slowest for live in all_of_them),
    )


@dataclass(frozen=True)
class Machine:
    """`saved_at` is the minute of the book's last row; `disk` in bytes; `budget` in Mbit/s, 0 for no limit."""

    saved_at: datetime | None
    disk: int
    budget: float

    @property
    def gigabytes(self) -> str:
        """Of disk: whole ones, while there are a few."""
        return f"{self.disk / GIGABYTE:.0f}" if self.disk >= 10 * GIGABYTE else f"{self.disk / GIGABYTE:.1f}"

    @property
    def nearly_full(self) -> bool:
        return self.disk < LITTLE


def machine(assembly: int) -> Machine:
    return Machine(last_saved(assembly), disk_left(), current_app.config["BYTES_BUDGET"] * 8 / 1_000_000)


def last_saved(assembly: int | None = None) -> datetime | None:
    """The minute of the newest row in the book: of one assembly (its id), or of all."""
    newest = select(LedgerRow.body).order_by(LedgerRow.id.desc()).limit(1)
    body = db.session.scalar(newest if assembly is None else newest.where(LedgerRow.assembly_id == assembly))
    return datetime.strptime(json.loads(body)["at"], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC) if body else None


def disk_left() -> int:
    """Bytes free where the database lies."""
    return shutil.disk_usage(current_app.config["INSTANCE"]).free
