"""A new link for somebody who lost theirs."""

from collections.abc import Callable

import click
from flask import Flask

from assembly.addresses import on_this_computer, port_of_the_server
from assembly.extensions import db
from assembly.gatherings.cli import THE_CODE, gathering_of, newest_gathering
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.keys import make_link
from assembly.kernel.actions.writing import writing
from assembly.people.web.keys import key_link


@click.command()
@click.argument("code", **THE_CODE)
@click.option("--wall", is_flag=True, help="A link for the wall instead of the desk.")
@click.pass_obj
def desk(ready_app: Callable[[], Flask], code: str, wall: bool) -> None:
    """Make a new link for a facilitator who lost the desk (or for a wall).

    CODE is the gathering's, such as MOSS 38; without it, the newest gathering's desk opens.
    """
    app = ready_app()
    app.config["PORT"] = port_of_the_server(app.config)
    with app.test_request_context("/"):
        slug = (gathering_of(code) if code else newest_gathering()).slug
        db.session.rollback()
        with writing(Gathering, slug) as gathering:
            elsewhere = key_link(make_link(None, gathering, "wall" if wall else "facilitator"))
        click.echo(f"On this computer: {on_this_computer(app)}/key#{elsewhere.split('#')[1]}")
        click.echo(f"On another one:   {elsewhere}")
