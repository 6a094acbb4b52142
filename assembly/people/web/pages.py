"""A whole page of a gathering for the browser that asks."""

from functools import partial
from typing import Any

from flask import g, make_response, render_template
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.places import reading_here
from assembly.kernel.web.answers import page_context
from assembly.kernel.web.identity import facilitator
from assembly.live.audiences import DESK, PHONES
from assembly.live.broadcasters import broadcasters
from assembly.live.fragments import render
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.web.visit import participant, somebody


def page(template: str, reading: Reading[Gathering], **context: Any) -> Response:
    """The page of one snapshot; no browser keeps it. `shown("round-cards")` in it is a fragment, drawn once for all."""
    gathering, me = reading.place, context.pop("me", None) or somebody(reading.place)
    context = {
        **page_context(gathering),
        "me": me,
        "inside": me is not None,
        "handle": me.handle if me else "",
        "version": reading.version,
        "shown": partial(shown, reading),
        **context,
    }
    response = make_response(render_template(template, **context), g.get("status", 200))
    response.headers["Assembly-Version"] = str(reading.version)
    return response


def phone_page(template: str, reading: Reading[Gathering], me: Participant, **context: Any) -> Response:
    """For somebody inside; `page` names the place below that led there."""
    return page(template, reading, me=me, audience=PHONES, **context)


def desk_page(template: str, **context: Any) -> Response:
    """For a facilitator; NeedsKey for anybody else."""
    reading = reading_here()
    facilitator(reading.place)
    g.shows_the_wall = True
    return page(template, reading, audience=DESK, **context)


def inside() -> tuple[Reading[Gathering], Participant]:
    """The gathering in the address, and me in it; Missing, DoorIsClosed."""
    reading = reading_here()
    return reading, participant(reading.place)


def shown(reading: Reading[Gathering], part: str) -> str:
    """A fragment on a page, as it is pushed and fetched too."""
    [(_, drawn)] = render(part, reading, broadcasters.live(reading.place.slug))
    return drawn
