"""Proposals: the list, one of them, what if; on the desk, adding and amending them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import problems_ahead
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import money, whole
from assembly.kernel.web.answers import answer, or_else, sentence_of
from assembly.kernel.web.identity import facilitator, token_hash
from assembly.kernel.web.press import fresh_press, this_press
from assembly.language import plain_money
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.web.pages import desk_page, inside, phone_page
from assembly.people.web.visit import participant
from assembly.rounds import news
from assembly.rounds.actions import proposals, wants
from assembly.rounds.actions.offers import open_offer
from assembly.rounds.actions.pledge_context import pledge_context
from assembly.rounds.actions.proposals import Draft
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.readings.finding import proposal_of, want_of
from assembly.rounds.readings.my_pledge import my_pledge
from assembly.rounds.readings.standing import Line, standing
from assembly.rounds.readings.what_if import WhatIf
from assembly.rounds.rules.pledges import check_pledge
from assembly.rounds.rules.roles import MOST_ROLES, RoleDraft
from assembly.rounds.rules.round import check_what_if

bp = Blueprint("proposals", __name__, url_prefix="/g/<slug>")


@bp.get("/proposals/")
def index(slug: str) -> Response:
    return list_page(*inside())


def list_page(reading: Reading[Gathering], me: Participant, tab: str = "proposals") -> Response:
    """The list; `tab` is the place below that led there."""
    locked = reading.place.allocation.locked
    return phone_page("rounds/proposals.html", reading, me, promises=me.promises, locked=locked, page=tab)


@bp.get("/proposals/<int:number>")
def show(slug: str, number: int) -> Response:
    reading, me = inside()
    proposal = proposal_of(reading.place, number)
    round = reading.ask(standing)
    return phone_page(
        "rounds/proposal.html",
        reading,
        me,
        pledge=my_pledge(pledge_context(db.session.connection(), slug, number, token_hash())),
        standing=round,
        line=round.line(number),
        allocation=reading.place.allocation,
        changing=bool(request.args.get("change")),
        offer=open_offer(me, proposal),
        brings=brought_by(me, proposal),
        page="proposals",
    )


def brought_by(me: Participant, proposal: Proposal) -> list[int]:
    """The numbers of the wants that I bring."""
    return [want.number for want in proposal.wants if me in want.bringing]


@bp.get("/proposals/<int:number>/what-if")
@or_else("proposals.show")
def what_if(slug: str, number: int) -> Response:
    """How the pot would stand with other hours of mine here. Reads only."""
    reading, me = inside()
    context = pledge_context(db.session.connection(), slug, number, token_hash())
    allocation, round = reading.place.allocation, reading.ask(standing)
    check_what_if(round.money_shown, allocation.locked, allocation.counted_apart)
    hours = whole(request.args.get("hours", ""), N_("Please pick a number of hours."))
    check_pledge(hours, context.budget)
    asked = WhatIf(round, round.line(number), context.hours or 0, hours, bool(context.from_pod))
    return phone_page("rounds/what_if.html", reading, me, standing=round, what_if=asked, page="proposals")


@bp.get("/desk/proposals")
def desk(slug: str, number: int | None = None) -> Response:
    """`number` is the proposal whose form is shown again."""
    reading = reading_here()
    return desk_page(
        "rounds/desk_proposals.html",
        standing=reading.ask(standing),
        allocation=reading.place.allocation,
        plain=partial(plain_money, assembly=reading.place.assembly),
        typed=partial(typed_proposal, reading.place.assembly),
        problems=[sentence_of(problem) for problem in problems_ahead(reading.place)],
        amending=number,
    )


@bp.post("/proposals/")
@or_else("proposals.desk")
def add(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        proposal = proposals.add_proposal(facilitator(gathering), gathering, draft(gathering), this_press())
    news.proposals_changed(proposal)
    return answer(url_for("proposals.desk", slug=slug))


@bp.post("/proposals/<int:number>")
@or_else("proposals.desk")
def amend(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, proposal = facilitator(gathering), proposal_of(gathering, number)
        if "change" in request.form:
            proposals.amend_proposal(by, proposal, draft(gathering), this_press())
        else:
            proposals.lower_minimum(by, proposal, typed_money("minimum", gathering), this_press())
    news.proposals_changed(proposal)
    return answer(url_for("proposals.desk", slug=slug))


@bp.post("/proposals/<int:number>/wants/<int:want>")
def bring(slug: str, number: int, want: int) -> Response:
    with writing(Gathering, slug) as gathering:
        wanted = wants.bring(participant(gathering), want_of(gathering, number, want))
    news.brought(wanted)
    return answer(url_for("proposals.show", slug=slug, number=number), lambda: my_brings(number))


@bp.post("/proposals/<int:number>/wants/<int:want>/withdrawal")
def stop_bringing(slug: str, number: int, want: int) -> Response:
    with writing(Gathering, slug) as gathering:
        wanted = wants.stop_bringing(participant(gathering), want_of(gathering, number, want))
    news.brought(wanted)
    return answer(url_for("proposals.show", slug=slug, number=number), lambda: my_brings(number))


def my_brings(number: int) -> tuple[str, str]:
    """What I bring to a proposal, after a press."""
    reading = reading_here()
    line = reading.ask(standing).line(number)
    numbers = brought_by(participant(reading.place), line.ask.proposal)
    return f"{line.dom}-my_brings", macro("rounds/_my_brings.html", reading.place, line, numbers, fresh_press())


def typed_proposal(assembly: Assembly, line: Line | None, entered: dict[str, str]) -> dict[str, Any]:
    """A proposal's form fields: what was just typed, else what stands, else nothing."""
    if entered or line is None:
        fields = (
            "title",
            "change",
            "proposer",
            "minimum",
            "ask",
            "all_or_nothing",
            "need_people",
            "need_hours",
            "wants",
            "lesson",
            "quiet",
        )
        return {**{name: entered.get(name, "") for name in fields}, "roles": typed_roles(entered)}
    return {
        "title": line.title,
        "change": line.change,
        "lesson": line.lesson,
        "proposer": line.proposer or "",
        "minimum": plain_money(line.ask.minimum, assembly),
        "ask": plain_money(line.ask.amount, assembly),
        "all_or_nothing": line.ask.all_or_nothing,
        "need_people": "" if line.ask.need_people is None else line.ask.need_people,
        "need_hours": "" if line.ask.need_hours is None else line.ask.need_hours,
        "wants": ", ".join(want.words for want in line.wants),
        "quiet": line.quiet,
        "roles": written_roles(line),
    }


def written_roles(line: Line) -> list[dict[str, Any]]:
    """The fields of each role as it stands, and empty ones for as many as there may be."""
    roles = line.ask.proposal.roles
    stand = [{"title": role.title, "hours": role.hours, "skill": role.skill} for role in roles]
    return [*stand, *({"title": "", "hours": "", "skill": ""} for _ in range(MOST_ROLES - len(stand)))]


def shown_roles(line: Line) -> list[dict[str, Any]]:
    """Those just typed with a proposal's words, else those that stand."""
    entered = g.get("entered", {})
    return typed_roles(entered) if "roles" in entered else written_roles(line)


def typed_roles(entered: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields of each role as they were just typed."""
    numbers = range(1, MOST_ROLES + 1)
    return [
        {name: entered.get(f"role_{name}_{number}", "") for name in ("title", "hours", "skill")} for number in numbers
    ]


def drafted_roles(form: Mapping[str, str]) -> tuple[RoleDraft, ...]:
    """What was typed, as a draft; an empty field for hours is None. RuleBroken."""
    return tuple(
        RoleDraft(
            typed["title"],
            whole(typed["hours"].strip(), N_("Please use whole numbers for a role's hours, such as 8."))
            if typed["hours"].strip()
            else None,
            typed["skill"],
        )
        for typed in typed_roles(form)
    )


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
        roles=drafted_roles(form),
        quiet=bool(form.get("quiet")),
    )


def typed_money(name: str, gathering: Gathering) -> int:
    """Minor units; an empty field is nothing."""
    return money(request.form.get(name, "").strip() or "0", gathering.assembly.exponent)


def typed_need(name: str) -> int | None:
    typed = request.form.get(name, "").strip()
    return whole(typed, N_("People and hours are whole numbers here, such as 3.")) if typed else None
