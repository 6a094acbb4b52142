"""Pretend phones and people, sent to a rehearsal from this computer."""

import os
from collections.abc import Callable

import click
from flask import Flask

from assembly.addresses import port_of_the_server
from assembly.config import BadConfiguration, settings
from assembly.extensions import db
from assembly.forgetting.cli import STILL_READ, for_good
from assembly.gatherings.cli import THE_CODE, gathering_of
from assembly.kernel.database import close
from assembly.rehearsal.actions.rehearsals import rehearse_hours, remove_rehearsal
from assembly.rehearsal.phones.crowd import Crowd
from assembly.rehearsal.phones.guests import attend as come
from assembly.rehearsal.phones.phone import Gone
from assembly.rehearsal.phones.report import lines
from assembly.rehearsal.rules import check_crowd, judge, write_report

STOPPED = 130  # what a program ends with when somebody pressed Ctrl+C


@click.command()
@click.argument("code", required=True, **THE_CODE)
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where Assembly is.")
@click.option("--people", default=24, show_default=True, help="How many come.")
@click.option("--pace", default=1.0, show_default=True, help="Their pace: 0.5 is twice as fast.")
def attend(code: str, url: str, people: int, pace: float) -> None:
    """Let pretend people come to a rehearsal through its door. CODE is the door's; the demo does this by itself."""
    for said in come(url, code, people, pace):
        click.echo(said)


@click.command()
@click.argument("code", **THE_CODE)
@click.option("--phones", default=300, show_default=True, help="How many come: up to 2000.")
@click.option("--minutes", default=1.0, show_default=True, help="How long they give hours: up to 30.")
@click.option("--url", default="", help="Where Assembly is, or the whole link at its door.")
@click.option("--remove", is_flag=True, help="Remove the rehearsal CODE with everything in it; nobody comes.")
@click.option(
    "--json", "bare", is_flag=True, help="Print nothing but what they found, as JSON; the desk is told nothing."
)
@click.pass_obj
def crowd(
    ready_app: Callable[[], Flask], code: str, phones: int, minutes: float, url: str, remove: bool, bare: bool
) -> None:
    """Send pretend phones to a rehearsal, and read whether this laptop and network carry your evening.

    CODE is the rehearsal's, from its desk. Without it a rehearsal is made for them on this computer, where Assembly
    must be running, and removed afterwards. What they found stands on the rehearsal's desk too. They never enter an
    evening that counts. Stop with Ctrl+C.
    """
    server, _, at_the_door = url.partition("/j/")
    typed = code or at_the_door
    if remove:
        if not typed:
            raise BadConfiguration("Type the code of the rehearsal to remove. Its desk shows it.")
        swept = _remove(ready_app(), typed)
        click.echo("Removed, with its proposals, people, hours and book." if swept else STILL_READ)
        raise SystemExit(0 if swept else 1)
    if not typed and url:
        raise BadConfiguration(
            "From another computer, type the whole link at the door of a rehearsal. The desk there starts one."
        )
    check_crowd(phones, minutes)
    if typed:
        raise SystemExit(send(Crowd(server or _server_here(), typed, phones, minutes, reports=not bare), bare))
    app = ready_app()
    with app.test_request_context("/"):
        made = rehearse_hours()
        close()
    try:
        ended = send(Crowd(_server_here(), made, phones, minutes, reports=not bare), bare)
    finally:
        _remove(app, made)
    raise SystemExit(ended)


def send(crowd: Crowd, bare: bool) -> int:
    """Run them and print their report; exit code 0 for a go, 1 for none. BadConfiguration when nobody answers."""
    try:
        for said in crowd.come():
            if not bare:
                click.echo(said)
    except KeyboardInterrupt:
        click.echo("Stopped. The pretend phones went home.", err=True)
        return STOPPED
    except Gone:
        raise BadConfiguration(f"Nobody answers at {crowd.url}. Start Assembly there first.") from None
    found = crowd.found()
    click.echo(write_report(found) if bare else "\n" + "\n".join(lines(found)))
    return 0 if judge(found).go else 1


def _remove(app: Flask, typed: str) -> bool:
    with app.app_context():
        slug = gathering_of(typed).slug
        db.session.rollback()
        return for_good(slug, remove_rehearsal, "removed")


def _server_here() -> str:
    return f"http://127.0.0.1:{port_of_the_server(settings(os.environ))}"
