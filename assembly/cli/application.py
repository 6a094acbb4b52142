"""The application with its database in this version's shape, and every book looked at."""

import logging

import click
from flask import Flask
from flask_migrate import upgrade

from assembly import create_app
from assembly.extensions import db
from assembly.kernel.actions.books import look_at_every_book
from assembly.kernel.database import close


def ready_app() -> Flask:
    app = create_app()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
        db.session.remove()
        _look_at_books()
        close()
    return app


@click.command()
def migrate() -> None:
    """Bring the database to this version's shape (serving does it by itself)."""
    ready_app()
    click.echo("The database is up to date.")


def _look_at_books() -> None:
    """Say where a book does not add up; to that assembly nothing is written from here on."""
    for name, row in look_at_every_book().items():
        for said in (
            f"\nThe book of {name} does not add up at row {row}. It is read on, and nothing is written to it.",
            "Somebody changed the database by hand, or the disk did. Bring back a backup from before.",
        ):
            click.echo(said, err=True)  # standard output is the command's own
