"""One snapshot of a place, read once and shown to everybody who looks at the same moment."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from flask_sqlalchemy.session import Session
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from assembly.extensions import db
from assembly.kernel.models.places import Place

P = TypeVar("P", bound=Place)
Answer = TypeVar("Answer")
Question = Callable[["Reading[Any]"], Any]

WHOLE = 5.0  # seconds after which a kept reading is read whole again, whatever was heard meanwhile


class Reading(Generic[P]):
    """A place and what follows from it. Version and rows are of one snapshot."""

    def __init__(self, place: P) -> None:
        self.place = place
        self.version = place.version
        self.answers: dict[Question, Any] = {}

    def ask(self, question: "Callable[[Reading[Any]], Answer]") -> Answer:
        """What `question` finds in this snapshot; each is asked at most once."""
        if question not in self.answers:
            self.answers[question] = question(self)
        return self.answers[question]


def read(kind: type[P], slug: str) -> Reading[P] | None:
    """A fresh reading, or None when there is no such place. What a command just left in memory is looked at anew."""
    db.session.expire_all()
    place = db.session.scalar(select(kind).where(kind.slug == slug))
    return Reading(place) if place else None


class KeptReading(Generic[P]):
    """What one place's ticks read, kept between ticks: only questions a command `touched` are asked again."""

    def __init__(self, kind: type[P], slug: str) -> None:
        self.kind, self.slug = kind, slug
        self.version_now = select(kind.version).where(kind.slug == slug)  # asked at every tick, so built once
        self.session: Session = db.session.session_factory(expire_on_commit=False)
        self.reading: Reading[P] | None = None
        self.good_for = 0  # the version up to which nothing but `stale` was touched since
        self.stale: set[str] = set()  # names of questions
        self.read_at = 0.0
        self.forgotten = 0  # how often

    def touched(self, since: int, version: int, questions: Collection[str]) -> None:
        """A command that changed the answers to these questions alone led from `since` to `version`."""
        if self.good_for == since:
            self.good_for = version
            self.stale.update(questions)

    def forget(self) -> None:
        self.reading = None
        self.forgotten += 1

    @contextmanager
    def read(self) -> Iterator[Reading[P] | None]:
        """The place as it is now, in one snapshot, for as long as this lasts; None when there is none."""
        db.session.remove()
        db.session.registry.set(self.session)
        forgotten = self.forgotten
        try:
            with self.session.begin():  # nothing is written; it ends so that what was read stays in memory
                yield self._partly() or self._whole()
            if forgotten != self.forgotten:  # somebody told of more while the database was waited for
                self.reading = None
        except BaseException:
            self.forget()
            raise
        finally:
            db.session.registry.clear()

    def _partly(self) -> Reading[P] | None:
        before = self.reading
        if before is None or time.monotonic() > self.read_at + WHOLE:
            return None
        version = self.session.scalar(self.version_now)
        if version != self.good_for:
            return None
        set_committed_value(before.place, "version", version)
        self.reading = Reading(before.place)
        self.reading.answers = {
            question: answer for question, answer in before.answers.items() if question.__name__ not in self.stale
        }
        self.stale.clear()
        return self.reading

    def _whole(self) -> Reading[P] | None:
        self.reading, self.read_at = read(self.kind, self.slug), time.monotonic()
        self.stale.clear()
        self.good_for = self.reading.version if self.reading else 0
        return self.reading
