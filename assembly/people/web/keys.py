"""Keys: open one, make one. The secret travels behind the # of a link, so that no log ever holds it."""

import hmac

from flask import Blueprint, current_app, request, session, url_for
from werkzeug.wrappers import Response

from assembly.addresses import public_url
from assembly.desk.web import links, proposals_page
from assembly.kernel.actions import keys as grants
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.web.answers import answer, or_else, page
from assembly.people.web.visit import facilitator, token_hash
from assembly.rounds.readings.finding import proposal_of

bp = Blueprint("grants", __name__)


@bp.get("/key")
def open() -> Response:
    return page("keys/open.html")


@bp.post("/key")
@or_else(open)
def redeem() -> Response:
    key = request.form.get("key", "").strip()
    with writing(None):
        grant = _redeemed(key)
    return answer(_place(grant))


@bp.post("/g/<slug>/links")
@or_else(links)
def link(slug: str) -> Response:
    role = request.form.get("role", "")
    if role not in grants.ROLES:
        raise RuleBroken(N_("Please pick what the link is for."))
    with writing(slug) as gathering:
        secret = grants.make_link(facilitator(gathering), gathering, role)
    session["new_link"] = {"role": role, "url": key_link(secret)}
    return answer(url_for("desk.links", slug=slug))


@bp.post("/g/<slug>/proposals/<int:number>/presenter")
@or_else(proposals_page)
def presenter_link(slug: str, number: int) -> Response:
    """For the phone of whoever presents this proposal."""
    with writing(slug) as gathering:
        by, proposal = facilitator(gathering), proposal_of(gathering, number)
        title, secret = proposal.title, grants.make_link(by, gathering, "presenter", proposal)
    session["new_link"] = {"role": "presenter", "url": key_link(secret), "title": title}
    return answer(url_for("desk.links", slug=slug))


def key_link(secret: str) -> str:
    return f"{public_url()}{url_for('grants.open')}#{secret}"


def operator_key() -> str:
    """Printed by `serve`: follows from the installation's secret, so it is the same after a restart."""
    drawn = hmac.digest(current_app.config["SECRET_KEY"].encode(), b"operator", "sha256").hex()[:24]
    return "-".join(drawn[start : start + 6] for start in range(0, 24, 6))


def _redeemed(key: str) -> Grant:
    if hmac.compare_digest(key.encode(), operator_key().encode()):
        return grants.make_operator(token_hash())
    return grants.redeem_key(key, token_hash())


def _place(grant: Grant) -> str:
    """Where a key leads."""
    if grant.gathering is None:
        return url_for("desk.new")
    if grant.role == "presenter" and grant.proposal:
        return url_for("presenting.mine", slug=grant.gathering.slug, number=grant.proposal.number)
    places = {"wall": "wall.show", "helper": "help.index"}
    return url_for(places.get(grant.role, "desk.projector"), slug=grant.gathering.slug)
