"""Pod sheets on paper: one, or all; with blank lines where nothing is known yet."""

from flask import Blueprint
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import door
from assembly.gatherings.web.places import reading_here
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.identity import facilitator
from assembly.live.reading import Reading
from assembly.people.web.pages import page
from assembly.people.web.visit import somebody
from assembly.pods.readings.mine import my_pod
from assembly.pods.readings.pods import Circle, pods
from assembly.pods.words import HANDOVER

bp = Blueprint("paper_pods", __name__, url_prefix="/g/<slug>/paper/pods")


@bp.get("")
def show(slug: str) -> Response:
    """All pods, a sheet each; a blank one while there are none."""
    reading = reading_here()
    facilitator(reading.place)
    return sheets(reading, list(reading.ask(pods).circles))


@bp.get("/<int:number>")
def one(slug: str, number: int) -> Response:
    """For a host, and for whoever is in it; 0 is a blank sheet."""
    reading = reading_here()
    circle = reading.ask(pods).circle(number)
    inside = is_inside(reading, number)
    if not inside:
        facilitator(reading.place)
    if number and circle is None:
        raise Missing(number)
    return sheets(reading, [circle] if circle else [], back="pods.mine" if inside else "desk_pods.show")


def sheets(reading: Reading[Gathering], circles: list[Circle], back: str = "desk_pods.show") -> Response:
    return page(
        "pods/sheet.html", reading, circles=circles or [None], back=back, handover=HANDOVER, door=reading.ask(door)
    )


def is_inside(reading: Reading[Gathering], number: int) -> bool:
    """Does whoever looks have a place in this pod?"""
    me = somebody(reading.place)
    mine = my_pod(reading, me) if me else None
    return mine is not None and mine.circle.number == number
