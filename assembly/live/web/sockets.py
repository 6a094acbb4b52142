"""Who may hear what on a socket: who connects joins one audience, who disconnects leaves it, and that is all."""

import logging
from contextlib import nullcontext
from typing import Any

from flask import current_app, request
from flask_socketio import ConnectionRefusedError, emit
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from assembly import news
from assembly.extensions import db, socketio
from assembly.gatherings.models import Gathering
from assembly.gatherings.rules.crowding import open_connections
from assembly.kernel.web.admission import looks
from assembly.language import chosen_language
from assembly.live import counts
from assembly.live.audiences import DESK, NOT_SHOWN, PHONES, WALL
from assembly.live.broadcaster import AudienceKey
from assembly.live.broadcasters import Subscription, broadcasters
from assembly.live.sending import SOCKET, DirectSocket
from assembly.people.actions.people import DoorIsFull
from assembly.people.readings.visitor import visitor_of
from assembly.people.web.visit import grant_of, known_hash

subscriptions: dict[str, Subscription] = {}  # by the connection's name
log = logging.getLogger(__name__)


@socketio.on("connect")
def connect(wish: Any) -> None:
    """Join one audience of one gathering, and hear the version from which news follows.

    Refused with a word: "closed" like the door, "full" when there are too many sockets, "away" without a database.
    """
    if _said_by_a_page():
        return
    sock: DirectSocket = request.environ[SOCKET]
    try:
        if sock.closing:  # refused before: each time it is looked up who they are
            raise ConnectionRefusedError("closed")
        _enter(wish, sock)
    except ConnectionRefusedError:
        sock.close_soon()
        raise


@socketio.on("disconnect")
def disconnect(_: str) -> None:
    if not _said_by_a_page() and (subscription := subscriptions.pop(_name(), None)):
        broadcasters.leave(subscription)
        news.listeners_changed(subscription.slug, 0)
        subscription.socket.close_soon()  # who says goodbye and stays would hold a line that nobody counts


@socketio.on_error_default
def failed(_: Exception) -> None:
    log.exception("A socket could not be let in or out.")
    raise ConnectionRefusedError("away")


def may_hear(known: str, gathering: Gathering, audience: str) -> bool:
    """A wall or a desk."""
    roles = {WALL: ("wall", "facilitator"), DESK: ("facilitator",)}
    return audience in roles and grant_of(known, gathering, *roles[audience]) is not None


def _enter(wish: Any, sock: DirectSocket) -> None:
    slug, name = _place(wish)
    known = known_hash()
    try:
        with looks.place() if name == PHONES else nullcontext():
            version = _admitted(slug, known, name)
    except DoorIsFull:
        raise ConnectionRefusedError("full") from None
    except SQLAlchemyError:
        raise ConnectionRefusedError("away") from None
    _check_room(slug, known)  # others may have come while this one waited
    if socketio.server.get_environ(_name()) is None:
        raise ConnectionRefusedError("away")  # it left meanwhile, and nobody would say so again
    audience = AudienceKey(name, chosen_language(), _view(wish, name))
    subscription = subscriptions[_name()] = Subscription(slug, audience, _name(), known, sock)
    sock.admitted = True
    broadcasters.listen(subscription, version, preview=bool(wish.get("preview")))
    news.listeners_changed(slug, version)
    emit("hello", {"to": version})


def _said_by_a_page() -> bool:
    """The library runs the same handler for an event of this name that a page sends."""
    return bool(socketio.server.manager.is_connected(_name(), "/"))


def _name() -> str:
    return str(request.sid)  # type: ignore[attr-defined]


def _admitted(slug: str, known: str, audience: str) -> int:
    """The version that whoever may come in here heard up to."""
    _check_room(slug, known)
    return _admit_phone(slug, known) if audience == PHONES else _admit_other(slug, known, audience)


def _admit_phone(slug: str, known: str) -> int:
    me = visitor_of(slug, known)
    if me is None or not me.hears:
        raise ConnectionRefusedError("closed")
    _check_room(slug, known, me.expected)
    return me.version


def _admit_other(slug: str, known: str, audience: str) -> int:
    gathering = db.session.scalar(select(Gathering).where(Gathering.slug == slug))
    if gathering is None or not may_hear(known, gathering, audience):
        raise ConnectionRefusedError("closed")
    return gathering.version


def _check_room(slug: str, known: str, expected: int | None = None) -> None:
    """Refused when a gathering that expects so many people, or this device in it, may hold no more sockets."""
    limits = current_app.config
    most = open_connections(expected, limits["SOCKETS_A_GATHERING"])
    if not broadcasters.room_for(slug, known, most, limits["SOCKETS_A_DEVICE"]):
        counts.refused.inc()
        raise ConnectionRefusedError("full")


def _view(wish: dict[str, Any], audience: str) -> str:
    """What the phone's page shows; everything for one that says nothing we know."""
    view = str(wish.get("view", ""))
    return view if audience == PHONES and view in NOT_SHOWN else ""


def _place(wish: Any) -> tuple[str, str]:
    """The gathering and the audience it names."""
    named = [wish.get("slug"), wish.get("audience")] if isinstance(wish, dict) else [None, None]
    slug, audience = map(_plain, named)
    return slug[:64], audience[:16]


def _plain(said: Any) -> str:
    return said if isinstance(said, str) and said.isascii() and said.isprintable() else ""
