"""Who may hear what on a socket: who connects joins one audience, who disconnects leaves it, and that is all."""

import logging
from contextlib import nullcontext
from typing import Any

from flask import current_app, request
from flask_socketio import ConnectionRefusedError, emit
from sqlalchemy.exc import SQLAlchemyError

from assembly.extensions import socketio
from assembly.kernel.rules.refusals import DoorIsFull
from assembly.kernel.web.admission import page_views
from assembly.kernel.web.identity import known_hash
from assembly.language import chosen_language
from assembly.live import counts
from assembly.live.audiences import PHONES, one_of_many
from assembly.live.broadcaster import AudienceKey
from assembly.live.broadcasters import Subscription, broadcasters
from assembly.live.fragments import visible
from assembly.live.places import Admitted, admission, model_at
from assembly.live.sending import SOCKET, DirectSocket

subscriptions: dict[str, Subscription] = {}  # by the connection's name
log = logging.getLogger(__name__)

MOST_PARTS = 50  # that a page may name


@socketio.on("connect")
def connect(data: Any) -> None:
    """Join an audience of a place and hear its version. Refused: "closed", "full" (sockets), "away" (no database)."""
    if _said_by_a_page():
        return
    sock: DirectSocket = request.environ[SOCKET]
    try:
        if sock.closing:  # refused before: each time it is looked up who they are
            raise ConnectionRefusedError("closed")
        _enter(data, sock)
    except ConnectionRefusedError:
        sock.close_soon()
        raise


@socketio.on("disconnect")
def disconnect(_: str) -> None:
    if not _said_by_a_page() and (subscription := subscriptions.pop(_name(), None)):
        broadcasters.leave(subscription)
        broadcasters.tell_listening(subscription.slug, 0)
        subscription.socket.close_soon()  # who says goodbye and stays would hold a line that nobody counts


@socketio.on_error_default
def failed(_: Exception) -> None:
    log.exception("A socket could not be let in or out.")
    raise ConnectionRefusedError("away")


def _enter(data: Any, sock: DirectSocket) -> None:
    prefix, slug, name = _place(data)
    known = known_hash()
    try:
        with page_views.place() if name == PHONES else nullcontext():
            admitted = _admitted(prefix, slug, known, name)
    except DoorIsFull:
        raise ConnectionRefusedError("full") from None
    except SQLAlchemyError:
        raise ConnectionRefusedError("away") from None
    _check_room(slug, known, admitted.most)  # others may have come while this one waited
    if socketio.server.get_environ(_name()) is None:
        raise ConnectionRefusedError("away")  # it left meanwhile, and nobody would say so again
    audience = AudienceKey(name, chosen_language(), _view(data, name))
    subscription = Subscription(slug, model_at(prefix), audience, _name(), known, sock)
    subscriptions[_name()] = subscription
    sock.admitted = True
    broadcasters.listen(subscription, admitted.version, preview=bool(data.get("preview")))
    broadcasters.tell_listening(slug, admitted.version)
    emit("hello", {"to": admitted.version})


def _said_by_a_page() -> bool:
    """The library runs the same handler for an event of this name that a page sends."""
    return bool(socketio.server.manager.is_connected(_name(), "/"))


def _name() -> str:
    return str(request.sid)  # type: ignore[attr-defined]


def _admitted(prefix: str, slug: str, known: str, audience: str) -> Admitted:
    """Whoever may come in here, with the version that they heard up to."""
    _check_room(slug, known)
    admit = admission(prefix, audience)
    admitted = admit(slug, known) if admit else None
    if admitted is None:
        raise ConnectionRefusedError("closed")
    _check_room(slug, known, admitted.most)
    return admitted


def _check_room(slug: str, known: str, most: int | None = None) -> None:
    """Refused when the place, or this device in it, may hold no more sockets."""
    limits = current_app.config
    most = limits["SOCKETS_A_GATHERING"] if most is None else most
    if not broadcasters.room_for(slug, known, most, limits["SOCKETS_A_DEVICE"]):
        counts.refused.inc()
        raise ConnectionRefusedError("full")


def _view(data: dict[str, Any], audience: str) -> str:
    """Names of the fragments that the phone's page shows, in one order; "" (all) for one that names none we know.

    Phones with the same view share each message; whoever comes with one view too many hears all.
    """
    if audience != PHONES:
        return ""
    named = {one_of_many(part) for part in str(data.get("view", "")).split(" ")[:MOST_PARTS]}
    view = " ".join(sorted(part for part in named if visible(part, audience)))
    return view if broadcasters.room_for_view(str(data["slug"]), view) else ""


def _place(data: Any) -> tuple[str, str, str]:
    """What begins the place's address, its name there, and the audience."""
    named = (data.get("place", "g"), data.get("slug"), data.get("audience")) if isinstance(data, dict) else ("", "", "")
    prefix, slug, audience = map(_plain, named)
    return prefix[:1], slug[:64], audience[:16]


def _plain(said: Any) -> str:
    return said if isinstance(said, str) and said.isascii() and said.isprintable() else ""
