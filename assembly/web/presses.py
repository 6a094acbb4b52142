"""Hours pressed on the sockets that are open anyway: all that came since the last beat are written together.

Whatever is not plainly saved here is answered with nothing, and then the phone sends its form, with the same key: if
this press was refused, nothing is written and the form has the sentence; if it was written, the form finds it again.
Only pages of ours open a socket (their origin is compared), so a press on it needs no token.
"""

import logging
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from ..actions.pledges import REFUSALS, Given, Wish, pledge_together
from ..actions.writing import Busy, holding
from ..live import news
from ..live.broadcaster import Waiting
from ..live.broadcasters import broadcasters
from ..rules import RuleBroken
from ..rules.numbers import hours
from ..words import speaking
from .pledges import just_saved, typed_hours
from .visit import press_of

PLACE = re.compile(r"/g/([\w-]+)/proposals/(\d{1,10})/pledge", re.ASCII)
AWAY = (Busy, OperationalError, InterfaceError, TimeoutError)  # trying again at once would only take longer

log = logging.getLogger(__name__)


def hear_presses() -> None:
    """Take presses on sockets too: a hall that presses at once is spared its requests."""
    broadcasters.take = take


def take(slug: str, presses: Sequence[Waiting]) -> None:
    """Write what was pressed in this gathering, tell it, and answer each with a piece of page and where to put it."""
    wishes = [(press, _wish(slug, press)) for press in presses]
    given = iter(_given(slug, [wish for _, wish in wishes if wish]))
    answers = [(press, wish, next(given) if wish else None) for press, wish in wishes]
    news.hours_pledged(*(each for *_, each in answers if isinstance(each, Given)))
    for press, wish, each in answers:
        press.answer(_piece(press, wish, each) if wish and isinstance(each, Given) else None)


def _wish(slug: str, press: Waiting) -> Wish | None:
    """What it asks for; None when only the form's own way can say what is wrong with it."""
    place = PLACE.fullmatch(press.path) if isinstance(press.path, str) else None
    if place is None or place[1] != slug or not _is_form(press.form):
        return None
    try:
        wanted = hours(typed_hours(press.form))
    except RuleBroken:
        return None
    key = press_of(press.path, press.form.items())
    return Wish(press.device, int(place[2]), wanted, press.form.get("first_hour", ""), key)


def _given(slug: str, wishes: list[Wish]) -> list[Given | None]:
    """What became of each: nothing when it was refused, or could not be written."""
    if not wishes:
        return []
    try:
        with holding(slug):
            given = pledge_together(slug, wishes)
        return [None if isinstance(each, REFUSALS) else each for each in given]
    except AWAY:
        return [None] * len(wishes)
    except Exception:
        if len(wishes) > 1:  # one of them takes all others with it
            return [each for wish in wishes for each in _given(slug, [wish])]
        log.exception("A press on a socket failed; its form is sent instead.")
        return [None]


def _piece(press: Waiting, wish: Wish, given: Given) -> dict[str, str] | None:
    with speaking(press.language):
        saved = just_saved(given, wish.hours, press.form)
    return {"part": saved[0], "html": saved[1]} if saved else None


def _is_form(form: Any) -> bool:
    """Words of a form's own, or figures: whoever types something else is answered with a sentence, so by the form."""
    return isinstance(form, dict) and all(
        type(word) is str and word.isascii() and "\0" not in word for field in form.items() for word in field
    )
