"""The wall: one page that follows the room; freeze and thaw."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from assembly import news
from assembly.desk.web import answer_controls, desk_page
from assembly.gatherings import actions as gatherings
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import or_else, page
from assembly.live.reading import Reading
from assembly.people.web.visit import NeedsKey, facilitator, granted, reading_here, this_press
from assembly.wall.slides import Slide

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


@bp.post("/wall/page")
@or_else(desk_page)
def turn(slug: str) -> Response:
    """To page `to`, or to the next one and from the last to the first."""
    typed = request.form.get("to", "")
    to = whole(typed, N_("There is no such page on the wall.")) if typed else 0
    with writing(slug) as gathering:
        by = facilitator(gathering)
        gatherings.turn_page(by, gathering, to if typed else Slide(Reading(gathering)).next_page, this_press())
    news.wall_held(gathering)
    return answer_controls()


def may_watch(gathering: Gathering) -> Grant:
    grant = granted(gathering, "wall", "facilitator")
    if grant is None:
        raise NeedsKey
    return grant
