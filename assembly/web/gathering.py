"""Where we are: the phone's page of the current step."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..actions import gatherings
from ..actions.writing import writing
from ..live import news
from ..rules.cards import KINDS
from .answers import or_else, page
from .board import column_page, new_page
from .desk import answer_controls, desk_page
from .visit import facilitator, participant, reading_here

bp = Blueprint("gathering", __name__, url_prefix="/g/<slug>")

NOW = {
    "doors": "gathering/here.html",
    "presenting": "presenting/now.html",
    "pledging": "proposals/index.html",
    "allocation": "allocation/show.html",
    "closing": "allocation/show.html",
}


@bp.post("/next-date")
@or_else(desk_page)
def set_next_date(slug: str) -> Response:
    with writing(slug) as gathering:
        gatherings.set_next_date(facilitator(gathering), gathering, request.form.get("next_date", ""))
    news.step_moved(gathering)
    return answer_controls()


@bp.get("/")
def here(slug: str) -> Response:
    reading = reading_here()
    participant(reading.gathering)
    if reading.gathering.step.kind == "board":
        return new_page(reading, KINDS[0])
    cards_alone = reading.gathering.step.kind == "closing" and not reading.gathering.has_round
    if reading.gathering.step.kind == "reading" or cards_alone:
        return column_page(reading, KINDS[0], "now")
    return page(
        NOW[reading.gathering.step.kind],
        reading,
        standing=reading.standing,
        names=reading.names,
        presenting=reading.presenting,
        audience="phones",
        page="now",
    )
