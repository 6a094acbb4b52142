"""The door of a gathering: type a code, see who is asking you in; close it, open it, change the code."""

from flask import Blueprint, g, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from assembly import news
from assembly.desk.web import links
from assembly.extensions import db
from assembly.gatherings import actions as gatherings
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.codes import in_address, spelled
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else, page
from assembly.live.fragments import piece
from assembly.live.reading import Reading
from assembly.people.actions import helping
from assembly.people.actions.helping import slip_of
from assembly.people.actions.people import NobodyNew, UnknownCode
from assembly.people.models import Participant
from assembly.people.readings.visitor import visitor_with
from assembly.people.web.sheets import sheet
from assembly.people.web.visit import (
    device,
    facilitator,
    fresh_press,
    known_hash,
    reading_here,
    slug,
    this_press,
    token_hash,
)

bp = Blueprint("doors", __name__)


@bp.get("/")
def front() -> Response:
    return page("doors/type.html", mine=gatherings_i_am_in())


@bp.post("/door")
def enter() -> Response:
    return redirect(url_for("doors.join", code=in_address(spelled(request.form.get("code", ""))) or "?"), 303)


@bp.get("/j/<code>")
def join(code: str) -> Response:
    g.entered = {"code": code}
    newcomer = visitor_with(spelled(code), known_hash())
    if newcomer is None:
        return slip(code)
    if newcomer.inside:
        return redirect(url_for("gathering.here", slug=newcomer.slug), 303)
    if newcomer.closed:
        raise NobodyNew
    return sheet("doors/come_in.html", newcomer, lambda _: {})


def slip(code: str) -> Response:
    """No gathering has this code; maybe a slip does. UnknownCode when none does."""
    found = slip_of(code)
    if found is None:
        raise UnknownCode
    return page("doors/claim.html", Reading(found.participant.gathering), code=spelled(code))


def claim_again(slug: str) -> Response:
    return page("doors/claim.html", reading_here(), code=request.form.get("code", ""))


@bp.post("/g/<slug>/claims")
@or_else(claim_again)
def claim_slip(slug: str) -> Response:
    with writing(slug) as gathering:
        me = helping.claim(gathering, token_hash(), request.form.get("code", ""))
    news.came_in(me)
    return answer(url_for("people.me", slug=slug))


@bp.post("/g/<slug>/door/closure")
def close(slug: str) -> Response:
    with writing(slug) as gathering:
        gatherings.close_door(facilitator(gathering), gathering)
    return _tell(gathering)


@bp.post("/g/<slug>/door/closure/withdrawal")
def reopen(slug: str) -> Response:
    with writing(slug) as gathering:
        gatherings.reopen_door(facilitator(gathering), gathering)
    return _tell(gathering)


@bp.post("/g/<slug>/code")
def renew(slug: str) -> Response:
    with writing(slug) as gathering:
        gatherings.renew_code(facilitator(gathering), gathering, this_press())
    return _tell(gathering)


@bp.post("/g/<slug>/wifi")
@or_else(links)
def describe_wifi(slug: str) -> Response:
    with writing(slug) as gathering:
        form = request.form
        gatherings.describe_wifi(facilitator(gathering), gathering, form.get("name", ""), form.get("password", ""))
    news.door_changed(gathering)
    return answer(url_for("desk.links", slug=slug, saved="wifi"))


@bp.post("/g/<slug>/expectation")
@or_else(links)
def expect(slug: str) -> Response:
    people = whole(request.form.get("people", ""), N_("Type how many people you expect, as a number."))
    with writing(slug) as gathering:
        gatherings.expect_people(facilitator(gathering), gathering, people)
    return answer(url_for("desk.links", slug=slug, saved="expected"), lambda: expected(gathering))


def expected(gathering: Gathering) -> tuple[str, str]:
    """How many will come, just saved."""
    return "gathering-expected", piece("desk/_expected.html", gathering, fresh_press(), gathering.expected, True)


def gatherings_i_am_in() -> list[Gathering]:
    """For somebody who lost the tab: where this browser came in, newest first."""
    known = device()
    if known is None:
        return []
    mine = select(Gathering).join(Participant, Participant.gathering_id == Gathering.id)
    return list(
        db.session.scalars(mine.where(Participant.device_id == known.id).order_by(Gathering.id.desc()).limit(3))
    )


def _tell(gathering: Gathering) -> Response:
    news.door_changed(gathering)
    return answer(url_for("desk.show", slug=slug()))
