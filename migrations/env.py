"""Runs the steps in versions/ on the app's own engine. Batch mode, because SQLite cannot change a table in place."""

from typing import Any

from alembic import context
from flask import current_app


def written(kind: str, thing: Any, _: Any) -> str | bool:
    """Own types are written as what they are in the database, so that old steps never import today's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and type(thing).__name__ == "UTCTime" else False


target = current_app.extensions["migrate"].db
with target.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=target.metadata, render_as_batch=True, render_item=written)
    with context.begin_transaction():
        context.run_migrations()
