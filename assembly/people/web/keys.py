"""Keys: open one, make one. The secret travels behind the # of a link, so that no log ever holds it."""

import hmac

from flask import Blueprint, current_app, request, session, url_for
from werkzeug.wrappers import Response

from assembly.addresses import public_url
from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import door
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions import keys
from assembly.kernel.actions.writing import writing, writing_anew
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.web.answers import answer, or_else, plain_page
from assembly.kernel.web.identity import facilitator, token_hash
from assembly.people.readings.names import door_slips
from assembly.people.web.pages import desk_page
from assembly.typesetting.qr import qr_path

bp = Blueprint("keys", __name__)


@bp.get("/key")
def open() -> Response:
    return plain_page("people/key.html")


@bp.post("/key")
@or_else("keys.open")
def redeem() -> Response:
    key = request.form.get("key", "").strip()
    with writing_anew():
        grant = _redeemed(key)
    return answer(_place(grant))


@bp.get("/g/<slug>/desk/links")
def links(slug: str) -> Response:
    new_link = session.pop("new_link", None)
    reading = reading_here()
    return desk_page(
        "people/links.html",
        door=reading.ask(door),
        door_slips=door_slips(reading.place),
        new_link=new_link,
        new_qr=qr_path(new_link["url"]) if new_link else None,
    )


@bp.post("/g/<slug>/links")
@or_else("keys.links")
def link(slug: str) -> Response:
    role = request.form.get("role", "")
    if role not in keys.ROLES:
        raise RuleBroken(N_("Please pick what the link is for."))
    with writing(Gathering, slug) as gathering:
        secret = keys.make_link(facilitator(gathering), gathering, role)
    return show_link(gathering, secret, role=role)


def show_link(gathering: Gathering, secret: str, **about: str) -> Response:
    """Once, on the page of links."""
    session["new_link"] = {"url": key_link(secret), **about}
    return answer(url_for("keys.links", slug=gathering.slug))


def key_link(secret: str) -> str:
    return f"{public_url()}{url_for('keys.open')}#{secret}"


def operator_key() -> str:
    """Printed by `serve`: follows from the installation's secret, so it is the same after a restart."""
    drawn = hmac.digest(current_app.config["SECRET_KEY"].encode(), b"operator", "sha256").hex()[:24]
    return "-".join(drawn[start : start + 6] for start in range(0, 24, 6))


def _redeemed(key: str) -> Grant:
    if hmac.compare_digest(key.encode(), operator_key().encode()):
        return keys.make_operator(token_hash())
    return keys.redeem_key(key, token_hash())


def _place(grant: Grant) -> str:
    """Where a key leads."""
    if grant.gathering is None:
        return url_for("desk.new")
    if grant.role == "presenter" and grant.proposal:
        return url_for("presenting.mine", slug=grant.gathering.slug, number=grant.proposal.number)
    places = {
        "wall": "wall.show",
        "helper": "help.index",
        "timekeeper": "crew.timekeeper",
        "door": "crew.door",
        "stack": "stack.index",
        "scribe": "crew.scribe",
    }
    return url_for(places.get(grant.role, "desk.projector"), slug=grant.gathering.slug)
