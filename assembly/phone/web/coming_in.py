"""The door as people meet it: type a code, see who is asking you in, bring a slip."""

from flask import Blueprint, g, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.places import reading_here
from assembly.helping import actions as helping
from assembly.helping.actions import slip_of
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules.codes import in_address, normal_code
from assembly.kernel.web.answers import answer, or_else, plain_page
from assembly.kernel.web.identity import device, known_hash, token_hash
from assembly.live.reading import Reading, read
from assembly.people import news
from assembly.people.actions.door_slips import door_slip_of
from assembly.people.actions.people import NobodyNew, UnknownCode, check_door
from assembly.people.models import Participant
from assembly.people.readings.visitor import visitor_with
from assembly.people.web.pages import page
from assembly.people.web.visit import somebody

bp = Blueprint("door", __name__)


@bp.get("/")
def front() -> Response:
    return plain_page("people/type.html", mine=gatherings_i_am_in())


@bp.post("/door")
def enter() -> Response:
    return redirect(url_for("door.join", code=in_address(normal_code(request.form.get("code", ""))) or "?"), 303)


@bp.get("/j/<code>")
def join(code: str) -> Response:
    g.entered = {"code": code}
    newcomer = visitor_with(normal_code(code), known_hash())
    if newcomer is None:
        return slip(code)
    if newcomer.inside:
        return redirect(url_for("phone.here", slug=newcomer.slug), 303)
    reading = read(Gathering, newcomer.slug)
    if newcomer.closed or reading is None:
        raise NobodyNew
    check_door(reading.place, code)
    return page("people/come_in.html", reading, code=reading.place.code)


def slip(code: str) -> Response:
    """No gathering has this code; maybe a slip does. UnknownCode when none does."""
    found = slip_of(code)
    if found is None:
        return door_slip(code)
    return page("people/claim.html", Reading(found.participant.gathering), code=normal_code(code))


def door_slip(code: str) -> Response:
    """The way in with a slip. UnknownCode when no slip has this code; SlipUsed, NobodyNew."""
    ticket = door_slip_of(code)
    if ticket is None:
        raise UnknownCode
    gathering = ticket.gathering
    if somebody(gathering):
        return redirect(url_for("phone.here", slug=gathering.slug), 303)
    check_door(gathering, code)
    return page("people/come_in.html", Reading(gathering), code=normal_code(code))


def claim_again(slug: str) -> Response:
    return page("people/claim.html", reading_here(), code=request.form.get("code", ""))


@bp.post("/g/<slug>/claims")
@or_else(claim_again)
def claim_slip(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        me = helping.claim(gathering, token_hash(), request.form.get("code", ""))
    news.came_in(me)
    return answer(url_for("phone.me", slug=slug))


def gatherings_i_am_in() -> list[Gathering]:
    """For somebody who lost the tab: where this browser came in, newest first."""
    known = device()
    if known is None:
        return []
    mine = select(Gathering).join(Participant, Participant.gathering_id == Gathering.id)
    return list(
        db.session.scalars(mine.where(Participant.device_id == known.id).order_by(Gathering.id.desc()).limit(3))
    )
