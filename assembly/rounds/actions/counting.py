"""Equal shares is counted beside the server: a program of its own answers, outside any transaction, within a limit."""

import logging
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import gevent
from flask import Flask, current_app
from sqlalchemy import select

from assembly.addresses import as_if_asked
from assembly.config import ROOT
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.rounds.actions.rounds import keep_count
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.rules.room import read_answer
from assembly.rounds.rules.round import CountedTooLong

PAUSE = 3.0  # seconds between two counts of one round
COMMAND = [sys.executable, "-m", "assembly", "allocate", "-"]

log = logging.getLogger(__name__)
_running: set[str] = set()


def wake(slug: str, told: Callable[[Allocation], None]) -> None:
    """Somebody gave hours or settings changed: see that it is counted soon, and `told` after each count."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if slug not in _running and not app.testing:
        _running.add(slug)
        gevent.spawn(_count_while_it_moves, app, slug, told)


def count_once(slug: str) -> Allocation | None:
    """Count the round outside any transaction and keep it; None when unchanged. CountedTooLong over the limit."""
    db.session.expire_all()
    gathering = db.session.scalar(select(Gathering).where(Gathering.slug == slug))
    allocation = gathering.allocation if gathering else None
    if allocation is None or not allocation.counting:
        db.session.rollback()
        return None
    number, room, text, inputs = allocation.number, allocation.room, allocation.room_text, allocation.inputs
    db.session.rollback()
    outcome = read_answer(_ask(text), room)
    with writing(Gathering, slug) as locked:
        if locked.allocation.number != number:
            return None
        return keep_count(locked.allocation, inputs, outcome)


def _ask(room: str) -> str:
    limit = current_app.config["COUNT_SECONDS"]
    try:
        asked: dict[str, Any] = {"input": room, "capture_output": True, "encoding": "utf-8", "cwd": ROOT}
        return str(subprocess.run(COMMAND, check=True, timeout=limit, **asked).stdout)
    except subprocess.TimeoutExpired:
        raise CountedTooLong(
            N_(
                "Counting took longer than %(seconds)s seconds, so nothing was closed. Press again; whoever runs this"
                " computer can allow it more time."
            ),
            seconds=limit,
        ) from None


def _count_while_it_moves(app: Flask, slug: str, told: Callable[[Allocation], None]) -> None:
    try:
        while _count_and_tell(app, slug, told):
            gevent.sleep(PAUSE)
    finally:
        _running.discard(slug)


def _count_and_tell(app: Flask, slug: str, told: Callable[[Allocation], None]) -> bool:
    """Was there anything to count? False too when it failed: the next pledge tries again."""
    try:
        with as_if_asked(app):
            allocation = count_once(slug)
            if allocation:
                told(allocation)
            return allocation is not None
    except CountedTooLong as broken:
        log.warning("%s", broken)
    except Exception:
        log.exception("Equal shares could not be counted; the next pledge tries again.")
    return False
