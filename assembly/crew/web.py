"""The small desks: a timekeeper's, a scribe's, one at the door. Each opens with a link, all to a facilitator."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from assembly.agenda.actions import extend
from assembly.clusters.readings.clusters import there
from assembly.crew.readings import door_kept
from assembly.evaluation.readings import parked
from assembly.gatherings import actions, news
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import entitled
from assembly.kernel.web.identity import scribe as may_write
from assembly.kernel.web.press import this_press
from assembly.live.audiences import PHONES
from assembly.people.web.pages import page
from assembly.presenting import news as presenting_news
from assembly.presenting.actions import give_a_minute

bp = Blueprint("crew", __name__, url_prefix="/g/<slug>")


@bp.get("/timekeeper")
def timekeeper(slug: str) -> Response:
    reading = reading_here()
    entitled(reading.place, "timekeeper")
    return page("crew/timekeeper.html", reading, audience=PHONES)


@bp.post("/timekeeper/extension")
@or_else(timekeeper)
def longer(slug: str) -> Response:
    """Five minutes more for this step."""
    with writing(Gathering, slug) as gathering:
        extend(entitled(gathering, "timekeeper"), gathering, this_press())
    news.evening_moved(gathering)
    return answer(url_for("crew.timekeeper", slug=slug))


@bp.post("/timekeeper/minute")
@or_else(timekeeper)
def a_minute_more(slug: str) -> Response:
    """For whoever has the floor."""
    with writing(Gathering, slug) as gathering:
        give_a_minute(entitled(gathering, "timekeeper"), gathering, this_press())
    presenting_news.floor_given(gathering)
    news.evening_moved(gathering)
    return answer(url_for("crew.timekeeper", slug=slug))


@bp.get("/scribe")
def scribe(slug: str) -> Response:
    """What has no place tonight, and the way to what tables put together."""
    reading = reading_here()
    may_write(reading.place)
    return page("crew/scribe.html", reading, audience=PHONES, items=reading.ask(parked), tables=there(reading.place))


@bp.get("/doorkeeper")
def door(slug: str) -> Response:
    reading = reading_here()
    entitled(reading.place, "door")
    return page("crew/door.html", reading, audience=PHONES, door=reading.ask(door_kept))


@bp.post("/doorkeeper/closure")
@or_else(door)
def close(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.close_door(entitled(gathering, "door"), gathering)
    news.wall_changed(gathering)
    return answer(url_for("crew.door", slug=slug))


@bp.post("/doorkeeper/closure/withdrawal")
@or_else(door)
def reopen(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.reopen_door(entitled(gathering, "door"), gathering)
    news.wall_changed(gathering)
    return answer(url_for("crew.door", slug=slug))
