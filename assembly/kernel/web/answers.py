"""How a request is answered: a page, a fragment, a way on, or a sentence that helps."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, current_app, g, make_response, redirect, render_template, request
from flask_babel import get_locale, gettext
from flask_wtf.csrf import CSRFError
from htmx_flask import request as htmx_request
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError, TimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from assembly.extensions import db
from assembly.kernel.database import held_by_others
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_, Refusal
from assembly.kernel.rules.refusals import Busy
from assembly.kernel.web.press import fresh_press

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering

log = logging.getLogger(__name__)

AGAIN = 5  # seconds until a page that found nobody home looks again by itself

SHOWN_AGAIN = (409, 422)  # a form that another look at its page can mend

View = TypeVar("View", bound=Callable[..., Any])

STALE_FORM = N_("This page was open too long, or came from somewhere else. Please reload it and press again.")
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


def plain_page(template: str, **context: Any) -> Response:
    """A page that belongs to no place; never cached."""
    return make_response(render_template(template, **{**page_context(), **context}), g.get("status", 200))


def public_page(template: str, assembly: Assembly, **context: Any) -> Response:
    """A page for anybody, of an assembly: no form, so no cookie is drawn."""
    return make_response(render_template(template, assembly=assembly, **language_context(), **context))


def page_context(gathering: "Gathering | None" = None) -> dict[str, Any]:
    """What every page with forms is drawn with; nobody is inside until a page says so."""
    return {
        **place_context(gathering),
        "me": None,
        "inside": False,
        "handle": "",
        "version": 0,
        "press": fresh_press(),
        "refusal": g.get("refusal"),
        "entered": g.get("entered", {}),
        "audience": "",
    }


def place_context(gathering: "Gathering | None") -> dict[str, Any]:
    """What every page of a gathering is drawn with, whoever looks."""
    return {"gathering": gathering, "assembly": gathering.assembly if gathering else None, **language_context()}


def language_context() -> dict[str, str]:
    locale = get_locale()
    return {"locale": str(locale).replace("_", "-"), "direction": locale.text_direction if locale else "ltr"}


def answer(url: str, fragment: Callable[[], tuple[str, str]] | None = None) -> Response:
    """After a command: htmx gets the fragment (its id and html) or is led on; everyone else gets a 303."""
    if not by_htmx():
        return redirect(url, 303)
    if fragment is None:
        return Response(headers={"HX-Redirect": url})
    part, html = fragment()
    return Response(html, headers={"HX-Retarget": f"#{part}", "HX-Reswap": "outerMorph"})


def or_else(view: str | Callable[..., Response]) -> Callable[[View], View]:
    """When a rule says no, show the page of `view` again with the sentence and everything typed."""

    def wrap(command: View) -> View:
        @wraps(command)
        def guarded(**places: Any) -> Any:
            try:
                return command(**places)
            except Refusal as refusal:
                if refusal.status not in SHOWN_AGAIN:
                    raise
                db.session.rollback()
                return again(view, refusal, **places)

        return guarded  # type: ignore[return-value]

    return wrap


def again(view: str | Callable[..., Response], refusal: Refusal, **places: Any) -> Response:
    """The page of `view` (an endpoint, or a function for a page that is no endpoint) with the sentence in it."""
    g.refusal = sentence_of(refusal)
    g.status = refusal.status
    g.entered = request.form.to_dict()
    shown = current_app.view_functions[view] if isinstance(view, str) else view
    return _into_main(make_response(shown(**places)))


def by_htmx() -> bool:
    return bool(htmx_request.htmx)


def sentence_of(refusal: Refusal) -> str:
    return gettext(refusal.sentence, **refusal.values)


def refuse(status: int, sentence: str, template: str = "refusal.html") -> Response:
    """A page with one sentence and a way on; it says nothing about any gathering."""
    db.session.rollback()
    g.status, g.refusal = status, sentence
    response = _into_main(plain_page(template, sentence=sentence, sentence_status=status))
    if status == 503:
        response.headers["Retry-After"] = str(AGAIN)
        if request.method == "GET":
            response.headers["Refresh"] = str(AGAIN)  # whoever only looks need not press
    return response


def answer_refusals(app: Flask) -> None:
    """Every way to go wrong ends in a sentence."""
    app.register_error_handler(Refusal, lambda refusal: refuse(refusal.status, sentence_of(refusal), refusal.page))
    app.register_error_handler(CSRFError, lambda _: refuse(400, gettext(STALE_FORM)))
    app.register_error_handler(HTTPException, _refuse_status)
    for away in (OperationalError, InterfaceError, TimeoutError):
        app.register_error_handler(away, _refuse_database)
    app.register_error_handler(Exception, _refuse_surprise)


def _into_main(response: Response) -> Response:
    """htmx shows a page that refuses in place of the one that was pressed on."""
    if by_htmx():
        response.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerMorph"})
    return response


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
        return refuse(Busy.status, gettext(Busy.sentence))
    return refuse(503, gettext(STATUSES[503]))


def _refuse_surprise(error: Exception) -> Response:
    log.exception("A request failed")
    return refuse(500, gettext(STATUSES[500]))
