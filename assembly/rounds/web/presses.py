"""Hours pressed on the sockets that are open anyway: all that came since the last beat are written together.

Whatever is not plainly saved here is answered with nothing, and then the phone sends its form, with the same key: if
this press was refused, nothing is written and the form has the sentence; if it was written, the form finds it again.
Only pages of ours open a socket (their origin is compared), so a press on it needs no token.
"""

import logging
import re
import time
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from assembly import news
from assembly.kernel.actions.writing import Busy, holding_alone
from assembly.kernel.rules import RuleBroken
from assembly.kernel.rules.numbers import hours
from assembly.language import speaking
from assembly.live.broadcaster import Waiting
from assembly.people.web.visit import press_of
from assembly.rounds.actions.pledges import Given, Wish, pledge_together
from assembly.rounds.web.pledges import just_saved, typed_hours

PLACE = re.compile(r"/g/([\w-]+)/proposals/(\d{1,10})/pledge", re.ASCII)
LATE = 3.0  # seconds; after four a phone sends its form (static/live.js)
PATIENCE = 1.0  # seconds for the lock: the news waits behind these presses
AWAY = (Busy, OperationalError, InterfaceError, TimeoutError)  # trying again at once would only take longer

log = logging.getLogger(__name__)


def take(slug: str, presses: Sequence[Waiting]) -> None:
    """Write what was pressed in this gathering, tell it, and answer each with a piece of page and where to put it.

    Whoever waited too long is sending the form by now, and may have changed their mind since.
    """
    until = min(press.since for press in presses) + LATE
    wishes = [(press, _wish(slug, press)) for press in presses]
    given = iter(_given(slug, [wish for _, wish in wishes if wish], until))
    became = [(press, wish, next(given) if wish else None) for press, wish in wishes]
    for language, same in groupby(became, key=lambda each: each[0].language):
        with speaking(language):
            for press, wish, each in same:
                press.answer(_piece(press, wish, each) if wish and each else None)


def _wish(slug: str, press: Waiting) -> Wish | None:
    """What it asks for; None when only the form's own way can say what is wrong with it."""
    place = PLACE.fullmatch(press.path)
    if place is None or place[1] != slug or not _is_form(press.form):
        return None
    try:
        wanted = hours(typed_hours(press.form))
    except RuleBroken:
        return None
    key = press_of(press.path, press.form.items())
    return Wish(press.device, int(place[2]), wanted, press.form.get("first_hour", ""), key)


def _given(slug: str, wishes: list[Wish], until: float) -> list[Given | None]:
    """What became of each: nothing when it was refused, or could not be written."""
    if not wishes:
        return []
    try:
        return _written(slug, wishes, until)
    except AWAY:
        return [None] * len(wishes)
    except Exception:
        return _one_by_one(slug, wishes, until)


def _one_by_one(slug: str, wishes: list[Wish], until: float) -> list[Given | None]:
    """One of them takes all others with it. When another does so too, the fault is not theirs, and they are left."""
    given: list[Given | None] = []
    surprises = 0
    while len(given) < len(wishes) and surprises < 2:
        try:
            given += _written(slug, [wishes[len(given)]], until)
        except AWAY:
            break
        except Exception:
            log.exception("A press on a socket failed; its form is sent instead.")
            surprises += 1
            given.append(None)
    return given + [None] * (len(wishes) - len(given))


def _written(slug: str, wishes: list[Wish], until: float) -> list[Given | None]:
    """In one transaction, and told. Nothing when the lock came after `until`."""
    with holding_alone(slug, PATIENCE) as connection:
        if time.monotonic() > until:
            return [None] * len(wishes)
        given = pledge_together(connection, slug, wishes)
    news.hours_pledged(*filter(None, given))
    return given


def _piece(press: Waiting, wish: Wish, given: Given) -> dict[str, str] | None:
    try:
        saved = just_saved(given, wish.hours, press.form)
    except Exception:
        log.exception("The answer to a press could not be drawn; its form is sent instead.")
        return None
    return {"part": saved[0], "html": saved[1]} if saved else None


def _is_form(form: dict[str, Any]) -> bool:
    """Words of a form's own, or figures: whoever types something else is answered with a sentence, so by the form."""
    return all(type(word) is str and word.isascii() and "\0" not in word for field in form.items() for word in field)
