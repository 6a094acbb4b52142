"""Where we are: the phone's page of the current step."""

from flask import Blueprint
from werkzeug.wrappers import Response

from .answers import page
from .visit import participant, reading_here

bp = Blueprint("gathering", __name__, url_prefix="/g/<slug>")

NOW = {
    "doors": "gathering/here.html",
    "board": "gathering/here.html",
    "presenting": "proposals/index.html",
    "pledging": "proposals/index.html",
    "allocation": "allocation/show.html",
    "closing": "allocation/show.html",
}


@bp.get("/")
def here(slug: str) -> Response:
    reading = reading_here()
    participant(reading.gathering)
    return page(
        NOW[reading.gathering.step.kind],
        reading,
        standing=reading.standing,
        names=reading.names,
        audience="phones",
        page="now",
    )
