"""How the database behaves: durable, patient, and every transaction one snapshot."""

import sqlite3
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

POOL = 20  # connections of one process; a request holds one only between its first query and its last


def prepare(app: Flask) -> None:
    """Engine options for the configured database. A transaction is one snapshot; writing() locks."""
    options: dict[str, Any] = {"pool_size": POOL, "max_overflow": POOL, "pool_timeout": 5}
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
