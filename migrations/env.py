"""Runs the steps in versions/ on the app's own engine. Batch mode, because SQLite cannot change a table in place."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

OURS = 5_413_200_101  # a number nobody else in this database locks


def written(kind: str, thing: Any, _: Any) -> str | bool:
    """Own types are written as what they are in the database, so that old steps never import today's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and type(thing).__name__ == "UTCTime" else False


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=target.metadata, render_as_batch=True, render_item=written)
    with context.begin_transaction():
        context.run_migrations()


def run_on_sqlite(connection: Connection) -> None:
    """Tables are changed by making them anew; with foreign keys on, dropping the old one deletes what points at it."""
    connection.exec_driver_sql("ROLLBACK")
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    run(connection)
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    assert lost == [], f"This step would leave rows that point at nothing: {lost[:5]}"
    connection.commit()
    connection.invalidate()  # the next one is set up as usual


def run_on_postgres(connection: Connection) -> None:
    """Processes that start at the same moment go one after the other, and each looks anew once it is its turn."""
    connection = connection.execution_options(isolation_level="READ COMMITTED")
    with connection.begin():
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({OURS})")
        run(connection)


target = current_app.extensions["migrate"].db
with target.engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        run_on_sqlite(connection)
    else:
        run_on_postgres(connection)
