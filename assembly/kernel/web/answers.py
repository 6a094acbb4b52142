"""How a door answers: a page, a fragment, a way on, or a sentence that helps."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, g, make_response, redirect, render_template, request
from flask_babel import get_locale, gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError, TimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from assembly.extensions import db
from assembly.gatherings.actions import SomebodyElseMoved
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.books import BookBroken
from assembly.kernel.actions.idempotency import KeyReused
from assembly.kernel.actions.keys import UnknownKey
from assembly.kernel.actions.writing import Busy, Missing
from assembly.kernel.database import held_by_others
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_, RuleBroken
from assembly.live.reading import Reading
from assembly.people.actions.people import DoorIsClosed, DoorIsFull, NobodyNew, UnknownCode
from assembly.people.web.visit import NeedsKey, fresh_press, somebody

log = logging.getLogger(__name__)

AGAIN = 5  # seconds until a page that found nobody home looks again by itself

Door = TypeVar("Door", bound=Callable[..., Any])

# what went wrong → the status and the sentence for the person who can act
SENTENCES: dict[type[Exception], tuple[int, str]] = {
    CSRFError: (400, N_("This page was open too long, or came from somewhere else. Please reload it and press again.")),
    DoorIsClosed: (403, N_("This phone is not in here. Type the code from the wall, or ask a host.")),
    UnknownCode: (403, N_("This code is not known here. Look at the wall once more, or ask a host.")),
    NobodyNew: (403, N_("This door is closed: nobody new comes in now. Ask a host.")),
    NeedsKey: (403, N_("This page opens with a key. Ask whoever facilitates tonight for a link.")),
    UnknownKey: (403, N_("This key opens nothing here. Ask whoever facilitates tonight for a new link.")),
    Missing: (404, N_("There is nothing here. Maybe the number is from another gathering.")),
    SomebodyElseMoved: (409, N_("Somebody else moved first. The page shows where we are now.")),
    KeyReused: (409, N_("This form was already sent with something else in it. Please look and press again.")),
    DoorIsFull: (
        503,
        N_("Very many people are coming in right now. Please wait a moment: the page tries again, or press again."),
    ),
    Busy: (503, N_("Many people are pressing right now. Nothing was lost; please press again.")),
}

STATUSES: dict[int, str] = {
    400: N_("Something in this form did not arrive whole. Please go back, reload and try again."),
    404: N_("There is nothing here. Maybe the number is from another gathering."),
    405: N_("This address only takes a form. Please go back and press the button again."),
    408: N_("That took too long to arrive. Nothing was saved; please press again."),
    411: N_("This form did not say how long it is. Please press again in an ordinary browser."),
    413: N_("That is far more text than fits. Please shorten it and press again."),
    500: N_("Something broke here, and nothing was saved. Please press again; if it stays, tell a host."),
    503: N_("The memory of this evening does not answer. Please try again in a moment; nothing counts twice."),
    507: N_("This was not saved: the laptop's disk is full. Tell a host; you can go on reading."),
}


def page(template: str, reading: Reading | None = None, *, status: int = 200, **context: Any) -> Response:
    """A whole page for this browser, of one snapshot; never cached."""
    gathering = reading.gathering if reading else None
    me = somebody(gathering) if gathering else None
    context = {
        **surroundings(gathering),
        "me": me,
        "inside": me is not None,
        "handle": me.handle if me else "",
        "version": reading.version if reading else 0,
        "press": fresh_press(),
        "refusal": g.get("refusal"),
        "entered": g.get("entered", {}),
        "audience": "",
        **context,
    }
    response = make_response(render_template(template, **context), g.get("status", status))
    if reading:
        response.headers["Assembly-Version"] = str(reading.version)
    return response


def surroundings(gathering: Gathering | None) -> dict[str, Any]:
    """What every page of a gathering stands in, whoever looks."""
    assembly = gathering.assembly if gathering else None
    return {"gathering": gathering, "assembly": assembly, **_language()}


def public_page(template: str, assembly: Assembly, **context: Any) -> Response:
    """A page for anybody, of an assembly: no form, so no cookie is drawn."""
    return make_response(render_template(template, assembly=assembly, **_language(), **context))


def _language() -> dict[str, str]:
    locale = get_locale()
    return {"locale": str(locale).replace("_", "-"), "direction": locale.text_direction if locale else "ltr"}


def answer(url: str, fragment: Callable[[], tuple[str, str]] | None = None) -> Response:
    """After a deed: htmx gets the fragment (its id and html) or is led on; everyone else gets a 303."""
    if not by_htmx():
        return redirect(url, 303)
    if fragment is None:
        return Response(headers={"HX-Redirect": url})
    part, html = fragment()
    return Response(html, headers={"HX-Retarget": f"#{part}", "HX-Reswap": "outerMorph"})


def or_else(view: Callable[..., Response]) -> Callable[[Door], Door]:
    """When a rule says no, show `view` again with the sentence and everything typed still in its form (422)."""

    def wrap(door: Door) -> Door:
        @wraps(door)
        def guarded(**places: Any) -> Any:
            try:
                return door(**places)
            except (RuleBroken, KeyReused, SomebodyElseMoved) as broken:
                db.session.rollback()
                return again(view, broken, **places)

        return guarded  # type: ignore[return-value]

    return wrap


def again(view: Callable[..., Response], broken: Exception, **places: Any) -> Response:
    g.refusal = sentence_of(broken)
    g.status = status_of(broken)
    g.entered = request.form.to_dict()
    response = make_response(view(**places))
    if by_htmx():
        response.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerMorph"})
    return response


def by_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def sentence_of(broken: Exception) -> str:
    if isinstance(broken, RuleBroken):
        return gettext(broken.sentence, **broken.values)
    return gettext(SENTENCES[type(broken)][1])


def status_of(broken: Exception) -> int:
    if isinstance(broken, RuleBroken):
        return 409 if isinstance(broken, BookBroken) else 422
    return SENTENCES[type(broken)][0]


def refuse(status: int, sentence: str, template: str = "refusal.html") -> Response:
    """A page with one sentence and a way on; it says nothing about any gathering."""
    db.session.rollback()
    g.status, g.refusal = status, sentence
    response = page(template, sentence=sentence, sentence_status=status)
    if by_htmx():
        response.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerMorph"})
    if status == 503:
        response.headers["Retry-After"] = str(AGAIN)
        if request.method == "GET":
            response.headers["Refresh"] = str(AGAIN)  # whoever only looks need not press
    return response


def answer_refusals(app: Flask) -> None:
    """Every way to go wrong ends in a sentence."""
    kinds: list[type[Exception]] = [RuleBroken, *SENTENCES]
    for kind in kinds:
        app.register_error_handler(kind, _refuse_deed)
    app.register_error_handler(HTTPException, _refuse_status)
    for away in (OperationalError, InterfaceError, TimeoutError):
        app.register_error_handler(away, _refuse_database)
    app.register_error_handler(Exception, _refuse_surprise)


def _refuse_deed(broken: Exception) -> Response:
    """Outsiders are shown the door, those without a key the place to type one."""
    if isinstance(broken, DoorIsClosed):
        way = "doors/type.html"
    elif isinstance(broken, (NeedsKey, UnknownKey)):
        way = "keys/open.html"
    else:
        way = "refusal.html"
    return refuse(status_of(broken), sentence_of(broken), way)


def _refuse_status(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    return refuse(status, gettext(STATUSES.get(status, STATUSES[400 if status < 500 else 500])))


def _refuse_database(error: SQLAlchemyError) -> Response:
    """Full, held by others, or away."""
    cause = getattr(error, "orig", None)
    log.error("The database said no: %s", type(cause or error).__name__)
    if "full" in str(cause) or "No space" in str(cause):
        return refuse(507, gettext(STATUSES[507]))
    if isinstance(error, TimeoutError) or (isinstance(error, DBAPIError) and held_by_others(error)):
        return refuse(status_of(Busy()), sentence_of(Busy()))
    return refuse(503, gettext(STATUSES[503]))


def _refuse_surprise(error: Exception) -> Response:
    log.exception("A door broke")
    return refuse(500, gettext(STATUSES[500]))
