"""Everything an operator types. Each command stands in its own package and is read when it is typed."""

from importlib import import_module
from typing import Any

import click
from flask import Flask

from assembly.config import BadConfiguration
from assembly.kernel.rules import RuleBroken

# where each command is; its name is the function's
COMMANDS = {
    "serve": "assembly.cli.server",
    "demo": "assembly.cli.demo",
    "attend": "assembly.rehearsal.cli",
    "crowd": "assembly.rehearsal.cli",
    "desk": "assembly.people.cli",
    "export": "assembly.book.cli",
    "purge": "assembly.forgetting.cli",
    "allocate": "assembly.rounds.cli",
    "migrate": "assembly.cli.application",
    "test": "assembly.cli.checks",
    "bench": "assembly.cli.checks",
}


class Commands(click.Group):
    """A group whose configuration errors are one sentence and exit 2."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        return getattr(import_module(COMMANDS[name]), name) if name in COMMANDS else None

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (BadConfiguration, RuleBroken) as broken:
            click.echo(str(broken), err=True)
            raise SystemExit(2) from broken


@click.group(cls=Commands)
@click.version_option("0.1.0", message="assembly %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Assembly: people commit first and money follows."""
    context.obj = _ready_app


def _ready_app() -> Flask:
    """What commands of features get: they cannot import the application, which imports them."""
    from assembly.cli.application import ready_app

    return ready_app()
