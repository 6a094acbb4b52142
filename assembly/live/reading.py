"""One snapshot of a gathering, read once and shown to everybody who looks at the same moment."""

import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import cached_property

from flask_sqlalchemy.session import Session
from sqlalchemy import bindparam, select
from sqlalchemy.orm.attributes import set_committed_value

from assembly.addresses import DoorSign, door_sign
from assembly.board.readings import Board, board
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.live.health import Machine, machine
from assembly.people.actions import attendance
from assembly.people.models import Participant
from assembly.people.readings.people import newest_names
from assembly.presenting.readings import Presenting
from assembly.rounds.readings.standing import Standing, standing

NAMES_ON_A_WALL = 24
VERSION = select(Gathering.version).where(Gathering.slug == bindparam("slug"))
WHOLE = 5.0  # seconds after which a kept reading is read whole again, whatever was heard meanwhile
STAYS_WHILE_HOURS_MOVE = ("board", "names", "headcount", "door", "drawn")


class Reading:
    """`gathering` and what follows from it, each computed at most once. Version and rows are of one snapshot."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.version = gathering.version
        self.drawn: dict[Hashable, str] = {}

    @cached_property
    def standing(self) -> Standing:
        return standing(self.gathering.allocation, self.drawn)

    @cached_property
    def presenting(self) -> Presenting:
        return Presenting(self.gathering, self.standing)

    @cached_property
    def board(self) -> Board:
        return board(self.gathering)

    @cached_property
    def names(self) -> list[Participant]:
        return newest_names(self.gathering, NAMES_ON_A_WALL)

    @cached_property
    def headcount(self) -> int:
        return attendance.headcount(self.gathering)

    @cached_property
    def machine(self) -> Machine:
        return machine(self.gathering.assembly_id)

    @cached_property
    def door(self) -> DoorSign:
        return door_sign(self.gathering)


def read(slug: str) -> Reading | None:
    """A fresh reading, or None when there is no such gathering. What a deed just left in memory is looked at anew."""
    db.session.expire_all()
    gathering = db.session.scalar(select(Gathering).where(Gathering.slug == slug))
    return Reading(gathering) if gathering else None


class KeptReading:
    """What one gathering's ticks read, kept from one to the next: while only hours move, only hours are read again.

    Its session is its own and lives as long as somebody listens. Every deed says what it was (`hours_moved`, or
    `forget` for anything else); a version that nobody here told of is read whole.
    """

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.session: Session = db.session.session_factory(expire_on_commit=False)
        self.reading: Reading | None = None
        self.good_for = 0  # the version up to which nothing but hours moved since
        self.read_at = 0.0
        self.forgotten = 0  # how often

    def hours_moved(self, since: int, version: int) -> None:
        """A pledge, and nothing else, led from `since` to `version`."""
        if self.good_for == since:
            self.good_for = version

    def forget(self) -> None:
        self.reading = None
        self.forgotten += 1

    @contextmanager
    def read(self) -> Iterator[Reading | None]:
        """The gathering as it is now, in one snapshot, for as long as this lasts; None when there is none."""
        db.session.remove()
        db.session.registry.set(self.session)
        forgotten = self.forgotten
        try:
            with self.session.begin():  # nothing is written; it ends so that what was read stays in memory
                yield self._hours_anew() or self._whole()
            if forgotten != self.forgotten:  # somebody told of more while the database was waited for
                self.reading = None
        except BaseException:
            self.forget()
            raise
        finally:
            db.session.registry.clear()

    def _hours_anew(self) -> Reading | None:
        before = self.reading
        if before is None or time.monotonic() > self.read_at + WHOLE:
            return None
        version = self.session.connection().scalar(VERSION, {"slug": self.slug})
        if version != self.good_for:
            return None
        set_committed_value(before.gathering, "version", version)
        self.reading = Reading(before.gathering)
        for name in STAYS_WHILE_HOURS_MOVE:
            if name in before.__dict__:
                self.reading.__dict__[name] = before.__dict__[name]
        return self.reading

    def _whole(self) -> Reading | None:
        self.reading, self.read_at = read(self.slug), time.monotonic()
        self.good_for = self.reading.version if self.reading else 0
        return self.reading
