"""The one way into a write: wait in line, open the transaction, lock the assembly's row, then look at anything."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.books import check_book
from assembly.kernel.database import held_by_others
from assembly.kernel.models.places import Assembly

PATIENCE = 5.0  # seconds until somebody is told to press again
PAUSE = 0.01  # seconds between two knocks at another process's lock


class Missing(LookupError):
    """What was asked for is not within reach: the door answers 404."""


class Busy(RuntimeError):
    """The write could not begin in time: the door answers 503 and nothing was written."""


class Line:
    """A queue for one database (SQLite) or one assembly (Postgres) in this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


_lines: WeakValueDictionary[str, Line] = WeakValueDictionary()


@contextmanager
def writing(slug: str | None) -> Iterator[Gathering]:
    """Hold the write transaction of the gathering `slug`; the action inside commits.

    What was written stays readable afterwards as it was saved, for the news. `writing(None)` is for the few commands
    that belong to no gathering yet: what it yields must not be touched. Raises Missing when there is no such gathering,
    BookBroken when the assembly's book did not add up at the start; what `holding` raises.
    """
    with holding(slug), _remembering():
        yield _locked(slug) if slug is not None else None  # type: ignore[misc]


@contextmanager
def holding(slug: str | None) -> Iterator[Connection]:
    """The same transaction with nothing read yet, for an action that looks for itself.

    Raises Busy when the lock could not be had within PATIENCE, what the driver raises when the database is away.
    """
    if db.session().in_transaction():
        raise RuntimeError("Something was read before writing() began; its lock would be ignored.")
    deadline = time.monotonic() + PATIENCE
    with _in_line(slug, deadline):
        try:
            _begin(deadline)
            connection = db.session.connection()
            _lock(connection, slug)
            yield connection
        finally:
            db.session.rollback()


@contextmanager
def _remembering() -> Iterator[None]:
    """A commit leaves the rows in memory as they were saved; `read` looks at everything anew."""
    session = db.session()
    session.expire_on_commit = False
    try:
        yield
    finally:
        session.expire_on_commit = True


@contextmanager
def _in_line(slug: str | None, deadline: float) -> Iterator[None]:
    line = _lines.setdefault(_name_of_line(slug), Line())
    if not line.lock.acquire(timeout=max(0.0, deadline - time.monotonic())):
        raise Busy
    try:
        yield
    finally:
        line.lock.release()


def _name_of_line(slug: str | None) -> str:
    return "sqlite" if db.engine.dialect.name == "sqlite" else str(slug)


def _begin(deadline: float) -> None:
    while True:
        try:
            db.session.connection(execution_options=_write_options())
            return
        except OperationalError as error:
            db.session.rollback()
            if not held_by_others(error):
                raise
            if time.monotonic() > deadline:
                raise Busy from error
            time.sleep(PAUSE)


def _write_options() -> dict[str, str]:
    if db.engine.dialect.name == "sqlite":
        return {"begin": "IMMEDIATE"}
    return {"isolation_level": "READ COMMITTED"}


def _lock(on: Connection, slug: str | None) -> None:
    """The assembly's row first, whatever is looked at later. SQLite has the whole file already."""
    if slug is None or db.engine.dialect.name == "sqlite":
        return
    mine = select(Gathering.assembly_id).where(Gathering.slug == slug).scalar_subquery()
    try:
        on.execute(select(Assembly.id).where(Assembly.id == mine).with_for_update())
    except OperationalError as error:
        if held_by_others(error):
            raise Busy from error
        raise


def _locked(slug: str) -> Gathering:
    mine = select(Gathering).where(Gathering.slug == slug).options(joinedload(Gathering.assembly))
    gathering = db.session.scalar(mine)
    if gathering is None:
        raise Missing(slug)
    check_book(gathering.assembly_id)
    gathering.version_before = gathering.version  # type: ignore[misc]
    return gathering
