"""Pretend phones are a program of their own, started beside the server; what they found comes back as their report."""

import atexit
import logging
import subprocess
import sys
from collections.abc import Callable

import gevent
from flask import Flask, current_app

from assembly.addresses import as_if_asked, on_this_computer
from assembly.config import ROOT
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import RuleBroken
from assembly.kernel.rules.codes import in_address
from assembly.kernel.rules.refusals import Busy, Missing
from assembly.rehearsal.actions.rehearsals import STAYS, crowd_came_home
from assembly.rehearsal.models import Crowd
from assembly.rehearsal.rules import Tried, read_report

log = logging.getLogger(__name__)


def start(crowd: Crowd, gathering: Gathering, told: Callable[[Gathering], None]) -> None:
    """Send them; `told` once they are home. They go home when the server stops, or when nobody answers."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if not app.testing:
        typed = command(app, in_address(gathering.code), crowd.phones)
        gevent.spawn(wait_for, app, gathering.slug, crowd.id, typed, told)


def command(app: Flask, code: str, phones: int) -> list[str]:
    crowd = [sys.executable, "-m", "assembly", "crowd", code, "--url", on_this_computer(app)]
    return [*crowd, "--phones", str(phones), "--minutes", str(STAYS), "--json"]


def wait_for(app: Flask, slug: str, crowd: int, typed: list[str], told: Callable[[Gathering], None]) -> None:
    """Run the command to its end and keep what it says; a rehearsal that was removed meanwhile is silence."""
    tried = _ask(typed)
    try:
        with as_if_asked(app):
            with writing(Gathering, slug) as gathering:
                crowd_came_home(gathering, crowd, tried)
            told(gathering)
    except (Missing, Busy) as nobody:
        log.warning("The report of pretend phones was not kept: %s.", type(nobody).__name__)


def _ask(typed: list[str]) -> Tried | None:
    """What they found; None when they came to nothing."""
    room = subprocess.Popen(typed, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8")
    atexit.register(room.terminate)
    try:
        return read_report(room.communicate()[0].strip())
    except RuleBroken:
        return None
    finally:
        atexit.unregister(room.terminate)
