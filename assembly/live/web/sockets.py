"""Who may hear what on a socket. A whole hall knocks at once, so Flask's requests are left aside."""

from contextlib import nullcontext
from typing import Any

from flask import Config, Flask
from sqlalchemy.exc import SQLAlchemyError

from assembly.kernel.rules.refusals import DoorIsFull
from assembly.kernel.web.admission import looks
from assembly.kernel.web.identity import hash_in
from assembly.language import language_of
from assembly.live.audiences import NOT_SHOWN, PHONES
from assembly.live.broadcaster import Audience
from assembly.live.broadcasters import Ear, broadcasters
from assembly.live.counts import counts
from assembly.live.lines import Refused
from assembly.live.places import Admitted, admission, model_at
from assembly.live.wire import WholeSocket

ears: dict[str, Ear] = {}


def enter(app: Flask, environ: dict[str, Any], name: str, wire: WholeSocket, wish: Any) -> dict[str, int]:
    """Join one audience of one place; the version from which news follows.

    Refused with a word: "closed" like the door, "full" when there are too many sockets, "away" without a database.
    """
    prefix, slug, audience = _wish(wish)
    with app.app_context():
        try:
            with looks.place() if audience == PHONES else nullcontext():
                asked = app.request_class(environ, populate_request=False)
                known = hash_in(asked)
                admitted = _admitted(app.config, prefix, slug, audience, known)
        except (SQLAlchemyError, DoorIsFull) as refused:
            raise Refused("full" if isinstance(refused, DoorIsFull) else "away") from None
    _check_room(app.config, slug, known, admitted.most)  # others may have come while the database was let go
    ear = Ear(slug, model_at(prefix), Audience(audience, language_of(asked), _view(wish, audience)), name, known, wire)
    wire.admit()
    ears[name] = ear
    broadcasters.listen(ear, admitted.version, preview=bool(wish.get("preview")))
    broadcasters.tell_listening(slug, admitted.version)
    return {"to": admitted.version}


def leave(name: str) -> None:
    ear = ears.pop(name)
    broadcasters.leave(ear)
    broadcasters.tell_listening(ear.slug, 0)


def _admitted(limits: Config, prefix: str, slug: str, audience: str, known: str) -> Admitted:
    _check_room(limits, slug, known)
    admit = admission(prefix, audience)
    admitted = admit(slug, known) if admit else None
    if admitted is None:
        raise Refused("closed")
    _check_room(limits, slug, known, admitted.most)
    return admitted


def _check_room(limits: Config, slug: str, known: str, most: int | None = None) -> None:
    """Refused when the place, or this device in it, may hold no more sockets."""
    most = limits["SOCKETS_A_GATHERING"] if most is None else most
    if not broadcasters.room_for(slug, known, most, limits["SOCKETS_A_DEVICE"]):
        counts.refused += 1
        raise Refused("full")


def _view(wish: dict[str, Any], audience: str) -> str:
    """What the phone's page shows; everything for one that says nothing we know."""
    view = str(wish.get("view", ""))
    return view if audience == PHONES and view in NOT_SHOWN else ""


def _wish(wish: Any) -> tuple[str, str, str]:
    names = (wish.get("place", "g"), wish.get("slug"), wish.get("audience")) if isinstance(wish, dict) else ("", "", "")
    prefix, slug, audience = map(_name, names)
    return prefix[:1], slug[:64], audience[:16]


def _name(said: Any) -> str:
    return said if isinstance(said, str) and said.isascii() and said.isprintable() else ""
