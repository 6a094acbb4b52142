"""The rule for a whole room at once. It reads as little of Assembly as it can: the server starts it to count apart."""

from typing import Any

import click

from assembly.kernel.rules import RuleBroken
from assembly.rounds.rules.room import allocate as divided


@click.command()
@click.argument("room", type=click.File())
def allocate(room: Any) -> None:
    """Divide a pot: reads a room as JSON (- for standard input), prints what the rule gives."""
    try:
        click.echo(divided(room.read()))
    except UnicodeDecodeError:
        raise RuleBroken("The room is not readable text: it must be JSON in UTF-8.") from None
