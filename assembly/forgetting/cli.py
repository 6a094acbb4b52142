"""Deleting for good, from the database's files too."""

from collections.abc import Callable

import click
from flask import Flask

from assembly.config import BadConfiguration
from assembly.extensions import db
from assembly.forgetting.actions import check_evening_over
from assembly.forgetting.actions import purge as forget_people
from assembly.gatherings.cli import THE_CODE, gathering_of
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.database import sweep
from assembly.kernel.rules.codes import normal_code
from assembly.kernel.rules.refusals import Busy
from assembly.people.readings.names import headcount_of

STILL_READ = (
    "Deleted, and off every screen. But somebody reads the database right now, so traces may be left in its files: "
    "stop Assembly, and type the same once more."
)


@click.command()
@click.argument("code", required=True, **THE_CODE)
@click.option("--yes", is_flag=True, help="Do not ask for the code again.")
@click.pass_obj
def purge(ready_app: Callable[[], Flask], code: str, yes: bool) -> None:
    """Forget everything about the people of an evening that is over. CODE is the evening's, such as MOSS 38.

    Names, cards, promises and phones are deleted for good, from the database's files too. Proposals, amounts, totals
    and the book stay. A server may be running meanwhile. Backups and printed pages are yours to destroy.
    """
    with ready_app().app_context():
        gathering = gathering_of(code)
        check_evening_over(gathering)
        slug, asked = gathering.slug, gathering.code
        if not yes:
            click.echo(f"{gathering.name}, {gathering.assembly.name}. People who came in: {headcount_of(gathering)}.")
            click.echo("Names, cards, promises and phones will be deleted. This cannot be undone.")
        db.session.rollback()
        if not yes and normal_code(click.prompt("Type the code once more", default="", show_default=False)) != asked:
            raise BadConfiguration("That is another code. Nothing was deleted.")
        swept = for_good(slug, forget_people, "deleted")
    click.echo("Deleted. Proposals, sums and the book stay." if swept else STILL_READ)
    raise SystemExit(0 if swept else 1)


def for_good(slug: str, action: Callable[[Gathering], object], done: str) -> bool:
    """Do what cannot be undone, then sweep the database's files; False when they could not be swept yet."""
    try:
        with writing(Gathering, slug) as gathering:
            action(gathering)
    except Busy:
        raise BadConfiguration(f"Somebody is writing just now, so nothing was {done}. Type it once more.") from None
    return sweep(patience=10)
