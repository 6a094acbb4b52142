"""Proposals: the list, one of them, and the desk's pen for adding and mending."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly import news
from assembly.desk.web import proposals_page
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import money, whole
from assembly.kernel.web.answers import answer, or_else, page
from assembly.live.fragments import piece
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.readings.visitor import Visitor, promises_of
from assembly.people.web.sheets import sheet
from assembly.people.web.visit import facilitator, fresh_press, guest, participant, reading_here, this_press, token_hash
from assembly.rounds.actions import proposals, wants
from assembly.rounds.actions.pledge_context import PledgeContext, pledge_context, pledge_context_of_nobody
from assembly.rounds.actions.proposals import Draft
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.readings.finding import proposal_of, want_of
from assembly.rounds.readings.my_pledge import my_pledge
from assembly.rounds.readings.what_if import WhatIf
from assembly.rounds.rules.pledges import check_pledge
from assembly.rounds.rules.round import check_what_if

bp = Blueprint("proposals", __name__, url_prefix="/g/<slug>/proposals")


@bp.get("/")
def index(slug: str) -> Response:
    return list_page(guest(), "proposals")


def list_page(me: Visitor, tab: str) -> Response:
    """The list; `tab` is the place below that led there."""
    return sheet(
        "proposals/index.html",
        me,
        lambda reading: {"standing": reading.standing, "page": tab},
        which=tab,
        hours=piece("proposals/_my_hours.html", me, promises_of(me)),
    )


@bp.get("/<int:number>")
def show(slug: str, number: int) -> Response:
    """The same for all who gave and bring nothing yet; a page of their own for the others."""
    me = guest()
    if me.promised or me.brings:
        return sheet("proposals/show.html", me, lambda reading: mine_with(reading, number), alone=True)
    return sheet("proposals/show.html", me, lambda reading: proposal_with(reading, number), which=number)


def proposal_with(reading: Reading, number: int, context: PledgeContext | None = None) -> dict[str, Any]:
    """What a proposal's page shows: without a `context`, to anybody who has nothing of their own there."""
    gathering = reading.gathering
    context = context or pledge_context_of_nobody(db.session.connection(), gathering.slug, number)
    return {
        "pledge": my_pledge(context),
        "standing": reading.standing,
        "line": reading.standing.line(number),
        "allocation": gathering.allocation,
        "changing": False,
        "brings": [],
        "page": "proposals",
    }


def mine_with(reading: Reading, number: int) -> dict[str, Any]:
    """With what I gave and bring."""
    gathering = reading.gathering
    context = pledge_context(db.session.connection(), gathering.slug, number, token_hash())
    return {
        **proposal_with(reading, number, context),
        "changing": bool(request.args.get("change")),
        "brings": brought_by(participant(gathering), proposal_of(gathering, number)),
    }


def brought_by(me: Participant, proposal: Proposal) -> list[int]:
    """The numbers of the wants that I bring."""
    return [want.number for want in proposal.wants if me in want.bringing]


@bp.get("/<int:number>/what-if")
@or_else(show)
def what_if(slug: str, number: int) -> Response:
    """How the pot would stand with other hours of mine here. Reads only."""
    reading = reading_here()
    context = pledge_context(db.session.connection(), slug, number, token_hash())
    allocation, standing = reading.gathering.allocation, reading.standing
    check_what_if(standing.money_shown, allocation.locked, allocation.counted_apart)
    hours = whole(request.args.get("hours", ""), N_("Please pick a number of hours."))
    check_pledge(hours, context.budget)
    asked = WhatIf(standing, standing.line(number), context.hours or 0, hours)
    return page("proposals/what_if.html", reading, standing=standing, what_if=asked, page="proposals")


@bp.post("/")
@or_else(proposals_page)
def add(slug: str) -> Response:
    with writing(slug) as gathering:
        proposal = proposals.add_proposal(facilitator(gathering), gathering, draft(gathering), this_press())
    news.proposals_changed(proposal)
    return answer(url_for("desk.proposals", slug=slug))


@bp.post("/<int:number>")
@or_else(proposals_page)
def amend(slug: str, number: int) -> Response:
    """The whole proposal; or, once the round is open, its minimum alone."""
    with writing(slug) as gathering:
        by, proposal = facilitator(gathering), proposal_of(gathering, number)
        if "change" in request.form:
            proposals.amend_proposal(by, proposal, draft(gathering), this_press())
        else:
            proposals.lower_minimum(by, proposal, typed_money("minimum", gathering), this_press())
    news.proposals_changed(proposal)
    return answer(url_for("desk.proposals", slug=slug))


@bp.post("/<int:number>/wants/<int:want>")
def bring(slug: str, number: int, want: int) -> Response:
    with writing(slug) as gathering:
        wanted = wants.bring(participant(gathering), want_of(gathering, number, want))
    news.brought(wanted)
    return answer(url_for("proposals.show", slug=slug, number=number), lambda: my_brings(number))


@bp.post("/<int:number>/wants/<int:want>/withdrawal")
def stop_bringing(slug: str, number: int, want: int) -> Response:
    with writing(slug) as gathering:
        wanted = wants.stop_bringing(participant(gathering), want_of(gathering, number, want))
    news.brought(wanted)
    return answer(url_for("proposals.show", slug=slug, number=number), lambda: my_brings(number))


def my_brings(number: int) -> tuple[str, str]:
    """What I bring to a proposal, after a press."""
    reading = reading_here()
    line = reading.standing.line(number)
    numbers = brought_by(participant(reading.gathering), line.ask.proposal)
    return f"{line.dom}-my_brings", piece("proposals/_my_brings.html", reading.gathering, line, numbers, fresh_press())


def draft(gathering: Gathering) -> Draft:
    form = request.form
    return Draft(
        title=form.get("title", ""),
        change=form.get("change", ""),
        proposer=form.get("proposer", ""),
        minimum=typed_money("minimum", gathering),
        ask=typed_money("ask", gathering),
        all_or_nothing=bool(form.get("all_or_nothing")),
        need_people=typed_need("need_people"),
        need_hours=typed_need("need_hours"),
        wants=form.get("wants", ""),
        lesson=form.get("lesson", ""),
    )


def typed_money(name: str, gathering: Gathering) -> int:
    """Minor units; an empty field is nothing."""
    return money(request.form.get(name, "").strip() or "0", gathering.assembly.exponent)


def typed_need(name: str) -> int | None:
    typed = request.form.get(name, "").strip()
    return whole(typed, N_("People and hours are whole numbers here, such as 3.")) if typed else None
