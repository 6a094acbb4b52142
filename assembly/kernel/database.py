"""How the database behaves: durable, patient, every transaction one snapshot, and what is forgotten is swept out."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from assembly.extensions import db

POOL = 20  # connections of one process; a request holds one only between its first query and its last


def prepare(app: Flask) -> None:
    """Engine options for the configured database. A transaction is one snapshot; writing() locks."""
    options: dict[str, Any] = {
        "pool_size": POOL,
        "max_overflow": POOL,
        "pool_timeout": 5,
        "hide_parameters": True,  # a log must not hold what people typed or who they are
    }
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        options |= {
            "isolation_level": "REPEATABLE READ",
            "pool_pre_ping": True,
            "connect_args": {"options": "-c lock_timeout=5000", "connect_timeout": 5},
        }
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=0", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        durable = connection.execute("PRAGMA synchronous").fetchone()[0]
        assert durable == 2, "saved must mean saved: synchronous is not FULL"


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        kind = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")


def close() -> None:
    """Hold no connection any more: what is started next opens its own."""
    db.session.remove()
    db.engine.dispose()


OTHERS_FIRST = ("55P03", "40P01", "40001")  # Postgres: the lock did not come, a deadlock, a changed snapshot


def held_by_others(error: DBAPIError) -> bool:
    """Did the database refuse only because somebody else was first? Else it is away, or ill."""
    return "locked" in str(error.orig) or getattr(error.orig, "sqlstate", None) in OTHERS_FIRST


PAUSE = 0.02  # seconds between two tries while somebody reads or writes


def sweep_lately(patience: float = 1.0) -> bool:
    """After a person's forgetting: let the write-ahead log hold no former rows, as soon as nobody reads it.

    Deleted cells of the file itself are overwritten at once (secure_delete); this costs milliseconds. False when
    somebody read all the while: the next sweep finds the rest. Postgres keeps former rows until `sweep`.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    return _with_sqlite(lambda memory: _until(patience, lambda: _emptied(memory)))


def sweep(patience: float = 5.0) -> bool:
    """Remove every trace of former rows from the database's files. False when busy or the disk is full: sweep again.

    SQLite: rewrite the file, empty the log. Postgres: VACUUM FULL; its own log, statistics and backups are not touched.
    """
    if db.engine.dialect.name != "sqlite":
        return _until(patience, _vacuumed_postgres)
    return _with_sqlite(
        lambda memory: _until(patience, lambda: _vacuumed(memory)) and _until(patience, lambda: _emptied(memory))
    )


def _with_sqlite(work: Callable[[sqlite3.Connection], bool]) -> bool:
    db.session.rollback()  # our own look at the rows would be somebody reading
    with closing(db.engine.raw_connection()) as connection:
        assert isinstance(connection.driver_connection, sqlite3.Connection)
        return work(connection.driver_connection)


def _until(patience: float, tried: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + patience
    while not tried():
        if time.monotonic() >= deadline:
            return False
        time.sleep(PAUSE)
    return True


def _emptied(memory: sqlite3.Connection) -> bool:
    try:
        return bool(memory.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    except sqlite3.OperationalError:
        return False


def _vacuumed(memory: sqlite3.Connection) -> bool:
    try:
        memory.execute("VACUUM")
        return True
    except sqlite3.OperationalError:
        return False


def _vacuumed_postgres() -> bool:
    db.session.rollback()
    try:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in db.metadata.sorted_tables:
                connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{table.name}"')
        return True
    except OperationalError:
        return False
