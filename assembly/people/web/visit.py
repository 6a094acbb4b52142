"""Who is at the gathering in the address: a visitor at its door, a participant inside."""

from flask import session
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.identity import Device
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.identity import known_hash, slug, token_hash
from assembly.people.actions.people import DoorIsClosed
from assembly.people.models import Participant
from assembly.people.readings.visitor import Visitor, visitor_of


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
