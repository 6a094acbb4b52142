"""Who is at the door: a cookie, what it may do here, and which press this is."""

import hashlib
import secrets
from dataclasses import dataclass

from flask import g, request, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press
from assembly.kernel.actions.writing import Missing
from assembly.kernel.models.identity import Device, Grant
from assembly.live.reading import Reading, read
from assembly.people.actions.people import DoorIsClosed
from assembly.people.models import Participant
from assembly.people.readings.visitor import Visitor, visitor_of
from assembly.rounds.models.proposal import Proposal

KEY_LENGTH = 64


class NeedsKey(PermissionError):
    """This place needs a key that this browser does not hold: 403."""


@dataclass(frozen=True)
class FreshPress:
    """What a form carries: the token that it is ours, the key of one attempt."""

    token: str
    key: str


def slug() -> str:
    """The gathering's name in the address."""
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


def visitor() -> Visitor:
    """Who is at the gathering in the address; Missing when there is none."""
    found = visitor_of(slug(), known_hash())
    if found is None:
        raise Missing(slug())
    return found


def guest() -> Visitor:
    """The same, inside; DoorIsClosed when this browser did not come in."""
    found = visitor()
    if not found.inside:
        raise DoorIsClosed
    return found


def reading_here() -> Reading:
    """One snapshot of the gathering in the address; Missing when there is none."""
    reading = read(slug())
    if reading is None:
        raise Missing(slug())
    return reading


def participant(gathering: Gathering) -> Participant:
    """Me, inside this gathering; DoorIsClosed when this browser did not come in."""
    me = somebody(gathering)
    if me is None:
        raise DoorIsClosed
    return me


def somebody(gathering: Gathering) -> Participant | None:
    if "device" not in session:
        return None
    mine = (Participant.gathering_id == gathering.id, Device.token_hash == token_hash())
    found = select(Participant).join(Participant.device).options(contains_eager(Participant.device))
    return db.session.scalar(found.where(*mine))


def facilitator(gathering: Gathering) -> Grant:
    """My facilitator's grant on this gathering; NeedsKey without one."""
    grant = granted(gathering, "facilitator")
    if grant is None:
        raise NeedsKey
    return grant


def helper(gathering: Gathering) -> Grant:
    """My grant to type for others, a helper's or the facilitator's; NeedsKey without one."""
    grant = granted(gathering, "helper", "facilitator")
    if grant is None:
        raise NeedsKey
    return grant


def presenter(gathering: Gathering, number: int) -> Grant:
    """My grant to present proposal `number`, or the facilitator's; NeedsKey without one."""
    known = device()
    mine = (Grant.gathering_id == gathering.id, Grant.role == "presenter", Grant.withdrawn_at.is_(None))
    grants = select(Grant).join(Proposal, Proposal.id == Grant.proposal_id).where(*mine, Proposal.number == number)
    grant = db.session.scalar(grants.where(Grant.device_id == known.id)) if known and number < 2**31 else None
    return grant or facilitator(gathering)


def operator() -> Grant:
    """My grant to start assemblies here; NeedsKey without one."""
    grant = granted(None, "operator")
    if grant is None:
        raise NeedsKey
    return grant


def granted(gathering: Gathering | None, *roles: str) -> Grant | None:
    """This browser's grant for one of the roles on the gathering (None: on the whole installation)."""
    return grant_of(known_hash(), gathering, *roles)


def grant_of(known: str, gathering: Gathering | None, *roles: str) -> Grant | None:
    """The same for the browser whose cookie has this hash, "" for none."""
    scope = Grant.gathering_id.is_(None) if gathering is None else Grant.gathering_id == gathering.id
    mine = (Device.token_hash == known, Grant.role.in_(roles), Grant.withdrawn_at.is_(None))
    return db.session.scalar(select(Grant).join(Grant.device).where(*mine, scope)) if known else None


def fresh_press() -> FreshPress:
    """A new token and key for the forms of this page."""
    if "press" not in g:
        token_hash()
        g.press = FreshPress(token=generate_csrf(), key=secrets.token_hex(16))
    return g.press


def this_press() -> Press | None:
    """The attempt this form names; None when it names none."""
    fields = list(request.form.items(multi=True))
    key = request.form.get("key", "")
    if not 16 <= len(key) <= KEY_LENGTH or "\0" in key:
        return None
    wish = sorted((name, value) for name, value in fields if name not in ("csrf_token", "key"))
    return Press(key=key, asked=hashed(repr((request.path, wish))))
