"""Looking back: the phone's pages at each step, and the desk's page where all of it is typed."""

from flask import Blueprint
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.places import reading_here
from assembly.live.reading import Reading
from assembly.money.actions import today
from assembly.people.models import Participant
from assembly.people.web.pages import desk_page, phone_page
from assembly.promises.readings.metrics import metrics
from assembly.promises.readings.promises import last_promises
from assembly.promises.readings.tables import plain
from assembly.promises.readings.victories import victories

bp = Blueprint("promises", __name__, url_prefix="/g/<slug>")


@bp.get("/desk/look-back")
def desk(slug: str, number: int | None = None) -> Response:
    """`number` is the card whose form is shown again."""
    reading = reading_here()
    return desk_page(
        "promises/desk.html",
        promises=reading.ask(last_promises),
        metrics=reading.ask(metrics),
        victories=reading.ask(victories),
        amending=number,
        today=today(reading.place.assembly),
        typed=typed,
    )


def promises_page(reading: Reading[Gathering], me: Participant) -> Response:
    return phone_page("promises/now.html", reading, me, part="gathering-promises", page="now")


def metrics_page(reading: Reading[Gathering], me: Participant) -> Response:
    return phone_page("promises/now.html", reading, me, part="gathering-metrics", page="now")


def victories_page(reading: Reading[Gathering], me: Participant) -> Response:
    return phone_page("promises/victories.html", reading, me, mine=reading.ask(victories).mine(me), page="now")


def typed(hundredths: int | None) -> str:
    """As one types it into a field."""
    return "" if hundredths is None else plain(hundredths)
