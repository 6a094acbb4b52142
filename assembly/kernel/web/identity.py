"""Whose browser this is: a cookie, and the roles it holds."""

import hashlib
import secrets
from typing import TYPE_CHECKING

from flask import request, session
from sqlalchemy import select

from assembly.extensions import db
from assembly.kernel.models.identity import Device, Grant
from assembly.kernel.rules import N_, Refusal

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering
    from assembly.kernel.models.places import Assembly


class NeedsKey(Refusal):
    """This page needs a key that this browser does not hold."""

    status = 403
    page = "people/key.html"
    sentence = N_("This page opens with a key. Ask whoever facilitates tonight for a link.")


def slug() -> str:
    """The place's name in the address."""
    return str((request.view_args or {})["slug"])


def token_hash() -> str:
    """The hash of this browser's cookie; the cookie is drawn on the first visit."""
    if "device" not in session:
        session["device"] = secrets.token_urlsafe(24)
        session.permanent = True
    return hashed(session["device"])


def known_hash() -> str:
    """The same for a browser that has a cookie, "" for one that has none yet."""
    return token_hash() if "device" in session else ""


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def device() -> Device | None:
    if "device" not in session:
        return None
    return db.session.scalar(select(Device).where(Device.token_hash == token_hash()))


def facilitator(gathering: "Gathering") -> Grant:
    """My facilitator's grant on this gathering; NeedsKey without one."""
    return _needed(granted(gathering, "facilitator"))


def helper(gathering: "Gathering") -> Grant:
    """My grant to type for others, a helper's or the facilitator's; NeedsKey without one."""
    return _needed(granted(gathering, "helper", "facilitator"))


def scribe(gathering: "Gathering") -> Grant:
    """My grant to write down what a table or the room says: a scribe's, a helper's or the facilitator's; NeedsKey."""
    return _needed(granted(gathering, "scribe", "helper", "facilitator"))


def entitled(gathering: "Gathering", *roles: str) -> Grant:
    """My grant for one of the roles, or the facilitator's; NeedsKey without one."""
    return _needed(granted(gathering, *roles, "facilitator"))


def operator() -> Grant:
    """My grant to start assemblies here; NeedsKey without one."""
    return _needed(granted(None, "operator"))


def steward(assembly: "Assembly") -> Grant:
    """My grant to start this assembly's evenings; NeedsKey without one."""
    mine = (Device.token_hash == known_hash(), Grant.role == "steward", Grant.withdrawn_at.is_(None))
    here = Grant.assembly_id == assembly.id
    return _needed(db.session.scalar(select(Grant).join(Grant.device).where(*mine, here)) if known_hash() else None)


def granted(gathering: "Gathering | None", *roles: str) -> Grant | None:
    """This browser's grant for one of the roles on the gathering (None: on the whole installation)."""
    return grant_of(known_hash(), gathering, *roles)


def grant_of(known: str, gathering: "Gathering | None", *roles: str) -> Grant | None:
    """The same for the browser whose cookie has this hash, "" for none."""
    scope = Grant.gathering_id.is_(None) if gathering is None else Grant.gathering_id == gathering.id
    mine = (Device.token_hash == known, Grant.role.in_(roles), Grant.withdrawn_at.is_(None))
    return db.session.scalar(select(Grant).join(Grant.device).where(*mine, scope)) if known else None


def _needed(grant: Grant | None) -> Grant:
    if grant is None:
        raise NeedsKey
    return grant
