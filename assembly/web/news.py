"""News goes out by socket; catching up is an ordinary GET of the same fragments."""

import json
from contextlib import nullcontext
from functools import partial
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request
from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from ..actions.people import DoorIsClosed, DoorIsFull
from ..actions.visitor import visitor_of
from ..extensions import db
from ..live import news as told
from ..live.audiences import DESK, NOT_SHOWN, PHONES, WALL
from ..live.broadcaster import Place
from ..live.broadcasters import Ear, broadcasters
from ..live.counts import counts
from ..live.fragments import render, visible
from ..live.lines import Refused
from ..live.memo import Memo
from ..live.reading import Reading
from ..live.wire import WholeSocket
from ..models import Gathering
from ..rules.crowding import open_connections
from .line import looks
from .visit import granted, known_hash, reading_here, visitor

bp = Blueprint("news", __name__, url_prefix="/g/<slug>")

MOST_FRAGMENTS = 300  # one page never shows more
ears: dict[str, Ear] = {}
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
    key = (*me.sees, str(get_locale()), wanted)
    return memo.of(key, lambda: _message(reading_here(), wanted)), me.version


def _for_others(audience: str, wanted: tuple[str, ...]) -> tuple[str, int]:
    reading = reading_here()
    if not _may_hear(reading.gathering, audience):
        raise DoorIsClosed
    return _message(reading, wanted), reading.version


def _message(reading: Reading, wanted: tuple[str, ...]) -> str:
    live = broadcasters.live(reading.gathering.slug)
    drawn = [fragment for part in wanted for fragment in render(part, reading, live)]
    at = reading.version
    return json.dumps({"from": at, "to": at, "at": at, "fragments": drawn, "same": [], "nudges": []})


def enter(app: Flask, environ: dict[str, Any], name: str, wire: WholeSocket, wish: Any) -> dict[str, int]:
    """Join one audience of one gathering; the version from which news follows.

    Refused with a word: "closed" like the door, "full" when there are too many sockets, "away" without a database.
    """
    with app.request_context(environ):
        try:
            with looks.place() if _wish(wish)[1] == PHONES else nullcontext():
                ear, version = _admit(wish, name, wire)
        except (SQLAlchemyError, DoorIsFull) as refused:
            raise Refused("full" if isinstance(refused, DoorIsFull) else "away") from None
    wire.admit(partial(broadcasters.press, ear) if ear.place.audience == PHONES else None)
    ears[name] = ear
    broadcasters.listen(ear, version, preview=bool(wish.get("preview")))
    told.listeners_changed(ear.slug, version)
    return {"to": version}


def leave(name: str) -> None:
    ear = ears.pop(name)
    broadcasters.leave(ear)
    told.listeners_changed(ear.slug, 0)


def _admit(wish: Any, name: str, wire: WholeSocket) -> tuple[Ear, int]:
    """An ear, and the version that it heard up to."""
    slug, audience = _wish(wish)
    known, limits = known_hash(), current_app.config
    if not broadcasters.room_for(slug, known, limits["SOCKETS_A_GATHERING"], limits["SOCKETS_A_DEVICE"]):
        raise _full()
    version = _admit_phone(slug, known) if audience == PHONES else _admit_other(slug, audience)
    place = Place(audience, str(get_locale()), _view(wish, audience))
    return Ear(slug, place, name, known, wire), version


def _admit_phone(slug: str, known: str) -> int:
    me, limits = visitor_of(slug, known), current_app.config
    if me is None or not me.hears:
        raise Refused("closed")
    most = open_connections(me.expected, limits["SOCKETS_A_GATHERING"])
    if not broadcasters.room_for(slug, known, most, limits["SOCKETS_A_DEVICE"]):
        raise _full()
    return me.version


def _admit_other(slug: str, audience: str) -> int:
    gathering = db.session.scalar(select(Gathering).where(Gathering.slug == slug))
    if gathering is None or not _may_hear(gathering, audience):
        raise Refused("closed")
    return gathering.version


def _may_hear(gathering: Gathering, audience: str) -> bool:
    """A wall or a desk."""
    roles = {WALL: ("wall", "facilitator"), DESK: ("facilitator",)}
    return audience in roles and granted(gathering, *roles[audience]) is not None


def _view(wish: dict[str, Any], audience: str) -> str:
    """What the phone's page shows; everything for one that says nothing we know."""
    view = str(wish.get("view", ""))
    return view if audience == PHONES and view in NOT_SHOWN else ""


def _full() -> Refused:
    counts.refused += 1
    return Refused("full")


def _wish(wish: Any) -> tuple[str, str]:
    named = [wish.get("slug"), wish.get("audience")] if isinstance(wish, dict) else [None, None]
    slug, audience = (name if isinstance(name, str) and name.isascii() else "" for name in named)
    return slug[:64], audience[:16]
