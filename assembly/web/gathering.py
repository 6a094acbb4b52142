"""Where we are: the phone's page of the current step."""

from flask import Blueprint
from werkzeug.wrappers import Response

from ..rules.cards import KINDS
from .answers import page
from .board import column_page, new_page
from .visit import participant, reading_here

bp = Blueprint("gathering", __name__, url_prefix="/g/<slug>")

NOW = {
    "doors": "gathering/here.html",
    "presenting": "proposals/index.html",
    "pledging": "proposals/index.html",
    "allocation": "allocation/show.html",
    "closing": "allocation/show.html",
}


@bp.get("/")
def here(slug: str) -> Response:
    reading = reading_here()
    participant(reading.gathering)
    if reading.gathering.step.kind == "board":
        return new_page(reading, KINDS[0])
    if reading.gathering.step.kind == "reading":
        return column_page(reading, KINDS[0])
    return page(
        NOW[reading.gathering.step.kind],
        reading,
        standing=reading.standing,
        names=reading.names,
        audience="phones",
        page="now",
    )
