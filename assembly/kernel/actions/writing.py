"""The one way into a write: wait for one's turn, open the transaction, lock the assembly's row, then look."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar
from weakref import WeakValueDictionary

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from assembly.extensions import db
from assembly.kernel.actions.books import check_book
from assembly.kernel.database import held_by_others
from assembly.kernel.models.places import Assembly, Place
from assembly.kernel.rules.refusals import Busy, Missing

PATIENCE = 5.0  # seconds until somebody is told to press again
PAUSE = 0.01  # seconds between two knocks at another process's lock


class Turn:
    """The lock of one database (SQLite) or one assembly's place (Postgres) in this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


P = TypeVar("P", bound=Place)

_turns: WeakValueDictionary[str, Turn] = WeakValueDictionary()


@contextmanager
def writing(kind: type[P], slug: str) -> Iterator[P]:
    """Hold a place's write transaction; the action inside commits, and its rows stay readable.

    Raises Missing without such a place, BookBroken when the book did not add up at the start; what `holding` raises.
    """
    with holding(kind, slug), _remembering():
        yield _locked(kind, slug)


@contextmanager
def writing_anew() -> Iterator[None]:
    """The same transaction for the few commands that belong to no place yet. Raises what `holding` raises."""
    with holding(), _remembering():
        yield


@contextmanager
def holding(kind: type[Place] = Assembly, slug: str | None = None) -> Iterator[Connection]:
    """The same transaction with nothing read yet. Raises Busy without the lock in PATIENCE, and the driver's errors."""
    if db.session().in_transaction():
        raise RuntimeError("Something was read before writing() began; its lock would be ignored.")
    deadline = time.monotonic() + PATIENCE
    with _turn(slug, deadline):
        try:
            _begin(deadline)
            connection = db.session.connection()
            _lock(connection, kind, slug)
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
def _turn(slug: str | None, deadline: float) -> Iterator[None]:
    turn = _turns.setdefault(_name_of_turn(slug), Turn())
    if not turn.lock.acquire(timeout=max(0.0, deadline - time.monotonic())):
        raise Busy
    try:
        yield
    finally:
        turn.lock.release()


def _name_of_turn(slug: str | None) -> str:
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


def _lock(on: Connection, kind: type[Place], slug: str | None) -> None:
    """The assembly's row first, whatever is looked at later. SQLite has the whole file already."""
    if slug is None or db.engine.dialect.name == "sqlite":
        return
    mine = select(kind.assembly_id).where(kind.slug == slug).scalar_subquery()
    try:
        on.execute(select(Assembly.id).where(Assembly.id == mine).with_for_update())
    except OperationalError as error:
        if held_by_others(error):
            raise Busy from error
        raise


def _locked(kind: type[P], slug: str) -> P:
    place = db.session.scalar(select(kind).where(kind.slug == slug))
    if place is None:
        raise Missing(slug)
    check_book(place.assembly_id)
    place.version_before = place.version  # type: ignore[misc]
    return place
