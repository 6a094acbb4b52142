"""News goes out by socket; catching up is an ordinary GET of the same fragments."""

import json
from contextlib import nullcontext
from typing import Any

from flask import Blueprint, Response, current_app, request, session
from flask_babel import get_locale
from flask_socketio import ConnectionRefusedError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from ..actions.people import DoorIsClosed, DoorIsFull, participant_of
from ..extensions import db, socketio
from ..live import news as told
from ..live.audiences import ALL, DESK, NOT_SHOWN, PHONES, WALL
from ..live.broadcaster import Place
from ..live.broadcasters import Ear, broadcasters
from ..live.counts import counts
from ..live.fragments import render, visible
from ..live.memo import Memo
from ..live.reading import Reading
from ..live.websocket import wire_of
from ..live.wire import WholeSocket
from ..models import Gathering
from ..rules.crowding import open_connections
from .line import looks
from .visit import device, granted, reading_here, token_hash

bp = Blueprint("news", __name__, url_prefix="/g/<slug>")

MOST_FRAGMENTS = 300  # one page never shows more
ears: dict[str, Ear] = {}
memo = Memo(most=16, seconds=1.0)  # after a restart a whole hall asks for the same; clocks in it may be a second old


@bp.get("/fragments")
def fragments(slug: str) -> Response:
    """The asked fragments as one message, for an audience this browser belongs to."""
    reading = reading_here()
    audience = request.args.get("audience", PHONES)
    if not may_hear(reading.gathering, audience):
        raise DoorIsClosed
    asked = dict.fromkeys(request.args.getlist("id")[:MOST_FRAGMENTS])  # each once, however often it is asked for
    wanted = tuple(part for part in asked if visible(part, audience))
    if audience == PHONES:
        kept = memo.of((slug, reading.version, str(get_locale()), wanted), lambda: _message(reading, wanted))
    else:
        kept = _message(reading, wanted)
    response = Response(kept, content_type="application/json")
    response.headers["Assembly-Version"] = str(reading.version)
    return response


def _message(reading: Reading, wanted: tuple[str, ...]) -> str:
    live = broadcasters.live(reading.gathering.slug)
    drawn = [fragment for part in wanted for fragment in render(part, reading, live)]
    at = reading.version
    return json.dumps({"from": at, "to": at, "at": at, "fragments": drawn, "same": [], "nudges": []})


@socketio.on("connect")
def connect(wish: Any) -> None:
    """Join one audience of one gathering.

    Refused with a word: "closed" like the door, "full" when there are too many sockets, "away" without a database.
    """
    wire = wire_of(request.environ)
    try:
        with looks.place() if _wish(wish)[1] == PHONES else nullcontext():
            ear, gathering = _admit(wish, wire)
    except (ConnectionRefusedError, SQLAlchemyError, DoorIsFull) as refused:
        if wire:
            wire.part()
        raise _refusal(refused) from None
    if wire:
        wire.admit()
    ears[ear.sid] = ear
    broadcasters.listen(gathering, ear, preview=bool(wish.get("preview")))
    socketio.emit("hello", {"to": gathering.version}, to=ear.sid)
    told.listeners_changed(ear.slug, gathering.version)


@socketio.on("disconnect")
def disconnect(reason: Any = None) -> None:
    ear = ears.pop(request.sid, None)  # type: ignore[attr-defined]
    if ear:
        broadcasters.leave(ear)
        told.listeners_changed(ear.slug, 0)


def may_hear(gathering: Gathering, audience: str) -> bool:
    if audience == PHONES:
        known = device()
        inside = known is not None and participant_of(gathering, known) is not None
        return inside or granted(gathering, "presenter") is not None
    roles = {WALL: ("wall", "facilitator"), DESK: ("facilitator",)}
    return audience in ALL and granted(gathering, *roles[audience]) is not None


def _refusal(refused: Exception) -> ConnectionRefusedError:
    if isinstance(refused, ConnectionRefusedError):
        return refused
    return ConnectionRefusedError("full" if isinstance(refused, DoorIsFull) else "away")


def _admit(wish: Any, wire: WholeSocket | None) -> tuple[Ear, Gathering]:
    slug, audience = _wish(wish)
    known = token_hash() if "device" in session else ""
    limits = current_app.config
    if not broadcasters.room_for(slug, known, limits["SOCKETS_A_GATHERING"], limits["SOCKETS_A_DEVICE"]):
        raise _full()
    gathering = db.session.scalar(select(Gathering).where(Gathering.slug == slug))
    if gathering is None or not may_hear(gathering, audience):
        raise ConnectionRefusedError("closed")
    most = open_connections(gathering.expected, limits["SOCKETS_A_GATHERING"])
    if audience == PHONES and not broadcasters.room_for(slug, known, most, limits["SOCKETS_A_DEVICE"]):
        raise _full()
    place = Place(audience, str(get_locale()), _view(wish, audience))
    return Ear(slug, place, request.sid, known, wire), gathering  # type: ignore[attr-defined]


def _view(wish: dict[str, Any], audience: str) -> str:
    """What the phone's page shows; everything for one that says nothing we know."""
    view = str(wish.get("view", ""))
    return view if audience == PHONES and view in NOT_SHOWN else ""


def _full() -> ConnectionRefusedError:
    counts.refused += 1
    return ConnectionRefusedError("full")


def _wish(wish: Any) -> tuple[str, str]:
    if not isinstance(wish, dict):
        raise ConnectionRefusedError("closed")
    return str(wish.get("slug", ""))[:64], str(wish.get("audience", ""))[:16]
