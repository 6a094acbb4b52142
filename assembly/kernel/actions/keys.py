"""Keys: a link that carries a role, redeemed by a device. Only hashes are kept."""

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select

from assembly.extensions import db
from assembly.kernel.actions.ledger import record, sha256
from assembly.kernel.models.identity import Device, Grant
from assembly.kernel.rules import N_, Refusal

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering
    from assembly.rounds.models.proposal import Proposal

# what a link from the Links page can be for
ROLES = ("facilitator", "wall", "helper", "timekeeper", "door", "stack", "scribe")


class UnknownKey(Refusal):
    """No such key, or it was withdrawn."""

    status = 403
    page = "people/key.html"
    sentence = N_("This key opens nothing here. Ask whoever facilitates tonight for a new link.")


def known_device(token_hash: str) -> Device:
    """The device behind a cookie; its row is made on the first command, never by looking."""
    device = db.session.scalar(select(Device).where(Device.token_hash == token_hash))
    if device is None:
        device = Device(token_hash=token_hash)
        db.session.add(device)
    return device


def make_link(by: Grant | None, gathering: "Gathering", role: str, proposal: "Proposal | None" = None) -> str:
    """A new secret for `role` (of a `proposal`), shown once, stored as a hash. `by` is None from the command line."""
    secret = secrets.token_urlsafe(24)
    grant = Grant(role=role, gathering=gathering, proposal=proposal, link_hash=sha256(secret))
    db.session.add(grant)
    db.session.flush()
    record("link made", gathering, by=by or grant, role=role, link=grant.ledger_id)
    db.session.commit()
    return secret


def redeem_key(key: str, token_hash: str) -> Grant:
    """The role of a link, given to a device. Redeeming twice gives the same grant. UnknownKey otherwise."""
    link = db.session.scalar(select(Grant).where(Grant.link_hash == sha256(key), Grant.withdrawn_at.is_(None)))
    if link is None:
        raise UnknownKey
    grant = _given(link.role, link.gathering, token_hash, link.proposal)
    db.session.commit()
    return grant


def make_operator(token_hash: str) -> Grant:
    """Whoever holds the operator key may start assemblies from this device."""
    grant = _given("operator", None, token_hash)
    db.session.commit()
    return grant


def _given(role: str, gathering: "Gathering | None", token_hash: str, proposal: "Proposal | None" = None) -> Grant:
    device = known_device(token_hash)
    db.session.flush()
    mine = (Grant.device_id == device.id, Grant.role == role)
    scope = Grant.gathering_id.is_(None) if gathering is None else Grant.gathering_id == gathering.id
    about = Grant.proposal_id.is_(None) if proposal is None else Grant.proposal_id == proposal.id
    grant = db.session.scalar(select(Grant).where(*mine, scope, about))
    if grant is None:
        grant = Grant(role=role, gathering=gathering, proposal=proposal, device=device)
        db.session.add(grant)
    return grant
