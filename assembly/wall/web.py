"""The wall: one page that follows the room; hold it, let it move, turn its page."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from assembly.gatherings import actions, news
from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import slide_of
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import or_else
from assembly.kernel.web.identity import NeedsKey, facilitator, granted
from assembly.kernel.web.press import this_press
from assembly.live.audiences import WALL
from assembly.live.reading import Reading
from assembly.people.web.pages import page

bp = Blueprint("wall", __name__, url_prefix="/g/<slug>")

THEMES = ("light", "dark")


@bp.get("/wall")
def show(slug: str) -> Response:
    reading = reading_here()
    may_watch(reading.place)
    theme = request.args.get("theme", "")
    return page("wall/wall.html", reading, audience=WALL, theme=theme if theme in THEMES else "")


@bp.post("/freeze")
def freeze(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.freeze_wall(facilitator(gathering), gathering)
    news.wall_changed(gathering)
    return answer_controls()


@bp.post("/freeze/withdrawal")
def thaw(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.thaw_wall(facilitator(gathering), gathering)
    news.wall_changed(gathering)
    return answer_controls()


@bp.post("/wall/page")
@or_else("desk.show")
def turn(slug: str) -> Response:
    """To page `to`, or to the next one and from the last to the first."""
    typed = request.form.get("to", "")
    to = whole(typed, N_("There is no such page on the wall.")) if typed else 0
    with writing(Gathering, slug) as gathering:
        by = facilitator(gathering)
        actions.turn_page(by, gathering, to if typed else slide_of(Reading(gathering)).next_page, this_press())
    news.wall_changed(gathering)
    return answer_controls()


def may_watch(gathering: Gathering) -> Grant:
    grant = granted(gathering, "wall", "facilitator")
    if grant is None:
        raise NeedsKey
    return grant
