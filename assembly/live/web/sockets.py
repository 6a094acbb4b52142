"""Who may hear what on a socket. A whole hall knocks at once, so Flask's requests are left aside."""

from contextlib import nullcontext
from functools import partial
from typing import Any

from flask import Config, Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from assembly import news as told
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.rules.crowding import open_connections
from assembly.kernel.web.admission import looks
from assembly.language import language_of
from assembly.live.audiences import DESK, NOT_SHOWN, PHONES, WALL
from assembly.live.broadcaster import Place
from assembly.live.broadcasters import Ear, broadcasters
from assembly.live.counts import counts
from assembly.live.lines import Refused
from assembly.live.wire import WholeSocket
from assembly.people.actions.people import DoorIsFull
from assembly.people.readings.visitor import visitor_of
from assembly.people.web.visit import grant_of, hash_in

ears: dict[str, Ear] = {}


def enter(app: Flask, environ: dict[str, Any], name: str, wire: WholeSocket, wish: Any) -> dict[str, int]:
    """Join one audience of one gathering; the version from which news follows.

    Refused with a word: "closed" like the door, "full" when there are too many sockets, "away" without a database.
    """
    slug, audience = _wish(wish)
    with app.app_context():
        try:
            with looks.place() if audience == PHONES else nullcontext():
                asked = app.request_class(environ, populate_request=False)
                known = hash_in(asked)
                version = _admitted(slug, known, audience)
        except (SQLAlchemyError, DoorIsFull) as refused:
            raise Refused("full" if isinstance(refused, DoorIsFull) else "away") from None
    _check_room(app.config, slug, known)  # others may have come while the database was let go
    ear = Ear(slug, Place(audience, language_of(asked), _view(wish, audience)), name, known, wire)
    wire.admit(partial(broadcasters.press, ear) if audience == PHONES else None)
    ears[name] = ear
    broadcasters.listen(ear, version, preview=bool(wish.get("preview")))
    told.listeners_changed(slug, version)
    return {"to": version}


def leave(name: str) -> None:
    ear = ears.pop(name)
    broadcasters.leave(ear)
    told.listeners_changed(ear.slug, 0)


def may_hear(known: str, gathering: Gathering, audience: str) -> bool:
    """A wall or a desk."""
    roles = {WALL: ("wall", "facilitator"), DESK: ("facilitator",)}
    return audience in roles and grant_of(known, gathering, *roles[audience]) is not None


def _admitted(slug: str, known: str, audience: str) -> int:
    """The version that whoever may come in here heard up to."""
    _check_room(current_app.config, slug, known)
    return _admit_phone(slug, known) if audience == PHONES else _admit_other(slug, known, audience)


def _admit_phone(slug: str, known: str) -> int:
    me = visitor_of(slug, known)
    if me is None or not me.hears:
        raise Refused("closed")
    _check_room(current_app.config, slug, known, me.expected)
    return me.version


def _admit_other(slug: str, known: str, audience: str) -> int:
    gathering = db.session.scalar(select(Gathering).where(Gathering.slug == slug))
    if gathering is None or not may_hear(known, gathering, audience):
        raise Refused("closed")
    return gathering.version


def _check_room(limits: Config, slug: str, known: str, expected: int | None = None) -> None:
    """Refused when a gathering that expects so many people, or this device in it, may hold no more sockets."""
    most = open_connections(expected, limits["SOCKETS_A_GATHERING"])
    if not broadcasters.room_for(slug, known, most, limits["SOCKETS_A_DEVICE"]):
        counts.refused += 1
        raise Refused("full")


def _view(wish: dict[str, Any], audience: str) -> str:
    """What the phone's page shows; everything for one that says nothing we know."""
    view = str(wish.get("view", ""))
    return view if audience == PHONES and view in NOT_SHOWN else ""


def _wish(wish: Any) -> tuple[str, str]:
    named = [wish.get("slug"), wish.get("audience")] if isinstance(wish, dict) else [None, None]
    slug, audience = map(_name, named)
    return slug[:64], audience[:16]


def _name(said: Any) -> str:
    return said if isinstance(said, str) and said.isascii() and said.isprintable() else ""
