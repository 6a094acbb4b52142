"""News goes out by socket; catching up is an ordinary GET of the same fragments."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_babel import get_locale
from flask_socketio import ConnectionRefusedError, join_room
from sqlalchemy import select

from ..actions.people import DoorIsClosed, participant_of
from ..extensions import db, socketio
from ..live import news as told
from ..live.audiences import ALL, DESK, PHONES, WALL, room
from ..live.broadcasters import broadcasters
from ..live.fragments import render, visible
from ..models import Gathering
from .visit import device, granted, reading_here

bp = Blueprint("news", __name__, url_prefix="/g/<slug>")

MOST_FRAGMENTS = 300  # one page never shows more
places: dict[str, tuple[str, str, str]] = {}


@bp.get("/fragments")
def fragments(slug: str) -> Response:
    """The asked fragments as one message, for an audience this browser belongs to."""
    reading = reading_here()
    audience = request.args.get("audience", PHONES)
    if not may_hear(reading.gathering, audience):
        raise DoorIsClosed
    wanted = [part for part in request.args.getlist("id")[:MOST_FRAGMENTS] if visible(part, audience)]
    heard = broadcasters.of(slug)
    live = {"connected": heard.count(PHONES), "walls": heard.count(WALL)} if heard else {}
    drawn = [fragment for part in wanted for fragment in render(part, reading, **live)]
    response = jsonify(
        {
            "from": reading.version,
            "to": reading.version,
            "at": reading.version,
            "fragments": drawn,
            "same": [],
            "nudges": [],
        }
    )
    response.headers["Assembly-Version"] = str(reading.version)
    return response


@socketio.on("connect")
def connect(wish: Any) -> None:
    """Join one audience of one gathering; refused like the door."""
    slug, audience = _wish(wish)
    gathering = db.session.scalar(select(Gathering).where(Gathering.slug == slug))
    if gathering is None or not may_hear(gathering, audience):
        raise ConnectionRefusedError("closed")
    language = str(get_locale())
    sid = request.sid  # type: ignore[attr-defined]
    join_room(room(slug, audience, language))
    places[sid] = (slug, audience, language)
    broadcasters.listen(gathering, audience, language, sid, preview=bool(wish.get("preview")))
    socketio.emit("hello", {"to": gathering.version}, to=sid)
    told.listeners_changed(slug, gathering.version)


@socketio.on("disconnect")
def disconnect(reason: Any = None) -> None:
    place = places.pop(request.sid, None)  # type: ignore[attr-defined]
    if place:
        broadcasters.leave(*place, request.sid)  # type: ignore[attr-defined]
        told.listeners_changed(place[0], 0)


def may_hear(gathering: Gathering, audience: str) -> bool:
    if audience == PHONES:
        known = device()
        inside = known is not None and participant_of(gathering, known) is not None
        return inside or granted(gathering, "presenter") is not None
    roles = {WALL: ("wall", "facilitator"), DESK: ("facilitator",)}
    return audience in ALL and granted(gathering, *roles[audience]) is not None


def _wish(wish: Any) -> tuple[str, str]:
    if not isinstance(wish, dict):
        raise ConnectionRefusedError("closed")
    return str(wish.get("slug", ""))[:64], str(wish.get("audience", ""))[:16]
