"""What the facilitator sees of the room: counts, never names; and how the evening's machine is."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from assembly.board.readings.board import Board, board
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import DoorSign, Slide, StepClock, door, evening_pace, slide_of, step_clock
from assembly.gatherings.rules.clock import Pace
from assembly.gatherings.steps import kind_of
from assembly.kernel.models.ledger import LedgerRow
from assembly.live.health import Live
from assembly.live.reading import Reading
from assembly.people.readings.names import first_timers, headcount
from assembly.presenting.readings import Presenting, presenting
from assembly.rehearsal.models import Crowd
from assembly.rehearsal.readings import crowd_home, crowds_out
from assembly.rehearsal.rules import OFFERED
from assembly.rounds.readings.standing import Standing, standing

GIGABYTE = 1_000_000_000
LITTLE = GIGABYTE  # of disk: time to make room


@dataclass(frozen=True)
class Desk:
    gathering: Gathering
    standing: Standing
    slide: Slide
    headcount: int
    first_timers: int
    board: Board
    presenting: Presenting
    door: DoorSign
    clock: StepClock | None
    pace: Pace
    shown: Any  # what the step's own buttons are drawn from, None for the desk itself

    @property
    def givers(self) -> int:
        return self.standing.givers

    @property
    def not_yet(self) -> int:
        return max(0, self.headcount - self.givers)

    @property
    def without_cards(self) -> int:
        """People who came in and stand beside no card yet."""
        return max(0, self.headcount - self.board.contributors)

    @property
    def frozen(self) -> bool:
        return self.gathering.frozen

    @property
    def crowds_out(self) -> list[Crowd]:
        return crowds_out(self.gathering)

    @property
    def crowd_home(self) -> Crowd | None:
        return crowd_home(self.gathering)

    @property
    def crowd_sizes(self) -> tuple[int, ...]:
        """How many pretend phones a press sends to a rehearsal."""
        return OFFERED


def desk(reading: Reading[Gathering]) -> Desk:
    shows = kind_of(reading.place).shows
    return Desk(
        gathering=reading.place,
        standing=reading.ask(standing),
        slide=slide_of(reading),
        headcount=reading.ask(headcount),
        first_timers=reading.ask(first_timers),
        board=reading.ask(board),
        presenting=reading.ask(presenting),
        door=reading.ask(door),
        clock=reading.ask(step_clock),
        pace=reading.ask(evening_pace),
        shown=shows(reading) if shows else None,
    )


@dataclass(frozen=True)
class Health:
    """People, sockets and the machine. `saved_at`: of the last row. `disk` in bytes; `budget` in Mbit/s, 0: none."""

    gathering: Gathering
    headcount: int
    door: DoorSign
    live: Live
    saved_at: datetime | None
    disk: int
    budget: float

    @property
    def gigabytes(self) -> str:
        """Of disk."""
        return in_gigabytes(self.disk)

    @property
    def nearly_full(self) -> bool:
        return self.disk < LITTLE


def in_gigabytes(disk: int) -> str:
    """Whole ones, while there are a few."""
    return f"{disk / GIGABYTE:.0f}" if disk >= 10 * GIGABYTE else f"{disk / GIGABYTE:.1f}"


def health(reading: Reading[Gathering], live: Live) -> Health:
    return Health(
        gathering=reading.place,
        headcount=reading.ask(headcount),
        door=reading.ask(door),
        live=live,
        saved_at=last_saved(reading.place.assembly_id),
        disk=disk_left(),
        budget=current_app.config["BYTES_BUDGET"] * 8 / 1_000_000,
    )


def last_saved(assembly: int | None = None) -> datetime | None:
    """The minute of the newest row in the book: of one assembly (its id), or of all."""
    newest = select(LedgerRow.body).order_by(LedgerRow.id.desc()).limit(1)
    body = db.session.scalar(newest if assembly is None else newest.where(LedgerRow.assembly_id == assembly))
    return datetime.strptime(json.loads(body)["at"], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC) if body else None


def disk_left() -> int:
    """Bytes free where the database lies."""
    return shutil.disk_usage(current_app.config["INSTANCE"]).free
