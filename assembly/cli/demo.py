"""The demo: made-up gatherings in a database of their own, and pretend people who arrive while you watch."""

import atexit
import os
import subprocess
import sys
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select

from assembly.addresses import on_this_computer
from assembly.cli.server import Entrance, app_at, listening, run
from assembly.config import ROOT
from assembly.extensions import db
from assembly.features import FEATURES
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.keys import make_link
from assembly.kernel.actions.writing import writing
from assembly.people.web.keys import key_link

AT_THE_REHEARSAL = "Rehearse at this desk: pretend people arrive while you watch; press Next whenever you like."


@click.command()
@listening
@click.option("--guests", default=24, show_default=True, help="Pretend people who come to each rehearsal (0: nobody).")
@click.option("--pace", default=1.0, show_default=True, help="Their pace: 0.5 is twice as fast.")
def demo(host: str, port: str, browser: bool, guests: int, pace: float) -> None:
    """Rehearse: made-up evenings in a database of their own, and pretend people who arrive, post and pledge."""
    os.environ["ASSEMBLY_INSTANCE"] = str(Path(os.environ.get("ASSEMBLY_INSTANCE", ROOT / "instance")) / "demo")
    app = app_at(host, port)
    entrance, codes = desks_of_the_demo(app)
    for code in codes:
        invite(app, code, max(0, min(guests, 200)), max(0.0, pace))
    run(app, browser, entrance)


def desks_of_the_demo(app: Flask) -> tuple[Entrance, list[str]]:
    """Tell the made-up evenings: a link to the desk of each, the last one's to be opened; and the rehearsals' codes."""
    desks, codes = [], []
    with app.test_request_context("/"):
        for name, slug in tell_everything().items():
            with writing(Gathering, slug) as gathering:
                codes.extend([gathering.code] if gathering.rehearsal else [])
                link = key_link(make_link(None, gathering, "facilitator"))
            desks.append((f"Desk of {name}", f"{on_this_computer(app)}/key#{link.split('#')[1]}"))
    *others, (_, rehearsal) = desks
    return Entrance(rehearsal, AT_THE_REHEARSAL, tuple(others)), codes


def tell_everything() -> dict[str, str]:
    """Tell what was not told yet: the evenings' names and slugs, the rehearsal last."""
    return {name: _told(name) or tell() for feature in FEATURES for name, tell in feature.seeds.items()}


def invite(app: Flask, code: str, guests: int, pace: float) -> None:
    """Start the pretend people as a program of their own; they go home when the server stops."""
    if guests:
        typed = [sys.executable, "-m", "assembly", "attend", code, "--url", on_this_computer(app)]
        room = [*typed, "--people", str(guests), "--pace", str(pace)]
        quiet = subprocess.DEVNULL
        coming = subprocess.Popen(room, cwd=ROOT, stdin=quiet, stdout=quiet, stderr=quiet)
        atexit.register(coming.terminate)


def _told(name: str) -> str | None:
    slug = db.session.scalar(select(Gathering.slug).where(Gathering.name == name))
    db.session.rollback()
    return slug
