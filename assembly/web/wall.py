"""The wall: one page that follows the room; freeze and thaw."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..actions import gatherings
from ..actions.writing import writing
from ..live import news
from ..live.slides import Slide
from ..models import Gathering, Grant
from .answers import page
from .desk import answer_controls
from .visit import NeedsKey, facilitator, granted, reading_here

bp = Blueprint("wall", __name__, url_prefix="/g/<slug>")

THEMES = ("light", "dark")


@bp.get("/wall")
def show(slug: str) -> Response:
    reading = reading_here()
    may_watch(reading.gathering)
    theme = request.args.get("theme", "")
    return page(
        "wall/wall.html",
        reading,
        slide=Slide(reading),
        audience="wall",
        theme=theme if theme in THEMES else "",
    )


@bp.post("/freeze")
def freeze(slug: str) -> Response:
    with writing(slug) as gathering:
        gatherings.freeze_wall(facilitator(gathering), gathering)
    news.wall_held(gathering)
    return answer_controls()


@bp.post("/freeze/withdrawal")
def thaw(slug: str) -> Response:
    with writing(slug) as gathering:
        gatherings.thaw_wall(facilitator(gathering), gathering)
    news.wall_held(gathering)
    return answer_controls()


def may_watch(gathering: Gathering) -> Grant:
    grant = granted(gathering, "wall", "facilitator")
    if grant is None:
        raise NeedsKey
    return grant
