"""Where we are: the phone's page of the current step."""

from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.wrappers import Response

from assembly import news
from assembly.board.rules import KINDS
from assembly.board.web import column_page, new_page
from assembly.desk.web import answer_controls, desk_page
from assembly.gatherings import actions as gatherings
from assembly.kernel.actions.writing import writing
from assembly.kernel.web.answers import or_else
from assembly.live.fragments import piece
from assembly.people.readings.visitor import Visitor
from assembly.people.web.sheets import piece_of_all, sheet
from assembly.people.web.visit import facilitator, fresh_press, guest
from assembly.rounds.web.allocation import allocation_page
from assembly.rounds.web.proposals import list_page

bp = Blueprint("gathering", __name__, url_prefix="/g/<slug>")


@bp.post("/next-date")
@or_else(desk_page)
def set_next_date(slug: str) -> Response:
    with writing(slug) as gathering:
        gatherings.set_next_date(facilitator(gathering), gathering, request.form.get("next_date", ""))
    news.step_moved(gathering)
    return answer_controls()


@bp.get("/")
def here(slug: str) -> Response:
    me = guest()
    return NOW[me.step](me)


def doors_page(me: Visitor) -> Response:
    """People come in while it stands: who is here is a piece of its own, so that the rest stays as it was drawn."""
    return sheet(
        "gathering/here.html",
        me,
        lambda reading: {"standing": reading.standing, "page": "now"},
        welcome=piece("gathering/_welcome.html", me.name),
        name=piece("people/_name_form.html", me, me.name, fresh_press(), None, {}),
        arrivals=piece_of_all(
            "gathering/_arrivals.html", me, lambda reading: (reading.gathering, reading.names, reading.headcount)
        ),
    )


def floor_page(me: Visitor) -> Response:
    return sheet(
        "presenting/now.html",
        me,
        lambda reading: {"standing": reading.standing, "presenting": reading.presenting, "page": "now"},
    )


def cards_page(me: Visitor) -> Response:
    return column_page(me, KINDS[0], "now")


def closing_page(me: Visitor) -> Response:
    """An evening of cards alone ends before them."""
    return allocation_page(me) if me.has_round else cards_page(me)


NOW: dict[str, Callable[[Visitor], Response]] = {
    "doors": doors_page,
    "board": lambda me: new_page(me, KINDS[0]),
    "reading": cards_page,
    "presenting": floor_page,
    "pledging": lambda me: list_page(me, "now"),
    "allocation": allocation_page,
    "closing": closing_page,
}
