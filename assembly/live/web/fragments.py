"""News goes out by socket (sockets.py); catching up is an ordinary GET of the same fragments."""

import json

from flask import Blueprint, Response, request

from assembly.language import spoken_language
from assembly.live.audiences import PHONES
from assembly.live.broadcasters import broadcasters
from assembly.live.cache import Memo
from assembly.live.fragments import render, visible
from assembly.live.reading import Reading
from assembly.live.web.sockets import may_hear
from assembly.people.actions.people import DoorIsClosed
from assembly.people.web.visit import known_hash, reading_here, visitor

bp = Blueprint("news", __name__, url_prefix="/g/<slug>")

MOST_FRAGMENTS = 300  # one page never shows more
memo = Memo(most=16, seconds=1.0)  # after a restart a whole hall asks for the same; clocks in it may be a second old


@bp.get("/fragments")
def fragments(slug: str) -> Response:
    """The asked fragments as one message, for an audience this browser belongs to."""
    audience = request.args.get("audience", PHONES)
    asked = dict.fromkeys(request.args.getlist("id")[:MOST_FRAGMENTS])  # each once, however often it is asked for
    wanted = tuple(part for part in asked if visible(part, audience))
    message, version = _for_phones(wanted) if audience == PHONES else _for_others(audience, wanted)
    response = Response(message, content_type="application/json")
    response.headers["Assembly-Version"] = str(version)
    return response


def _for_phones(wanted: tuple[str, ...]) -> tuple[str, int]:
    me = visitor()
    if not me.hears:
        raise DoorIsClosed
    key = (*me.sees, spoken_language(), wanted)
    return memo.of(key, lambda: _message(reading_here(), wanted)), me.version


def _for_others(audience: str, wanted: tuple[str, ...]) -> tuple[str, int]:
    reading = reading_here()
    if not may_hear(known_hash(), reading.gathering, audience):
        raise DoorIsClosed
    return _message(reading, wanted), reading.version


def _message(reading: Reading, wanted: tuple[str, ...]) -> str:
    live = broadcasters.live(reading.gathering.slug)
    drawn = [fragment for part in wanted for fragment in render(part, reading, live)]
    at = reading.version
    return json.dumps({"from": at, "to": at, "at": at, "fragments": drawn, "same": [], "nudges": []})
