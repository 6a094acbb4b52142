"""Give hours, change them, take them back."""

from collections.abc import Mapping

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import holding, writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import hours, small, whole
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import token_hash
from assembly.kernel.web.press import fresh_press, this_press
from assembly.language import speaking, spoken_language
from assembly.live.fragments import macro
from assembly.people.web.visit import participant
from assembly.rounds import news
from assembly.rounds.actions import afterwards, pledges
from assembly.rounds.actions.pledge_context import PledgeContext, pledge_context
from assembly.rounds.readings.finding import proposal_of
from assembly.rounds.readings.my_pledge import my_pledge
from assembly.rounds.rules.roles import Part

bp = Blueprint("pledges", __name__, url_prefix="/g/<slug>/proposals/<int:number>/pledge")


@bp.post("")
@or_else("proposals.show")
def give(slug: str, number: int) -> Response:
    wanted = hours(typed_hours(request.form))
    with holding(Gathering, slug) as connection:
        context = pledge_context(connection, slug, number, token_hash(), this_press())
        given = pledges.pledge_hours(context, wanted, request.form.get("first_hour", ""), typed_part(request.form))
    news.hours_pledged(given)
    return answer(seen(slug, number, saved="1"), lambda: drawn(given.context))


@bp.post("/withdrawal")
@or_else("proposals.show")
def withdraw(slug: str, number: int) -> Response:
    with holding(Gathering, slug) as connection:
        context = pledge_context(connection, slug, number, token_hash(), this_press())
        given = pledges.withdraw_pledge(context)
    news.hours_pledged(given)
    return answer(seen(slug, number), lambda: drawn(given.context))


@bp.post("/choice")
@or_else("phone.me")
def choose(slug: str, number: int) -> Response:
    """After the close, of hours promised to what got nothing."""
    into = small(request.form.get("into", ""))
    with writing(Gathering, slug) as gathering:
        me, proposal = participant(gathering), proposal_of(gathering, number)
        mine = pledges.pledge_of(me, proposal, gathering.allocation)
        if mine is None or not mine.standing:
            raise Missing(number)
        target = proposal_of(gathering, into) if into is not None else None
        afterwards.choose(me, mine, request.form.get("choice", ""), target)
    news.hours_chosen(gathering)
    return answer(url_for("phone.me", slug=slug, chosen=1))


def typed_hours(form: Mapping[str, str]) -> str:
    """One of the keys, or what stands in "other"."""
    picked = form.get("hours", "")
    return form.get("other", "") if picked in ("", "other") else picked


def typed_part(form: Mapping[str, str]) -> Part:
    """In which role, with my name beside it or not, from the pod that proposes it or not."""
    role = form.get("role", "")
    return Part(
        whole(role, N_("Please pick one of the roles this proposal asks for, or any work.")) if role else None,
        bool(form.get("named")),
        bool(form.get("from_pod")),
    )


def seen(slug: str, number: int, saved: str | None = None) -> str:
    """Where my part of the proposal's page stands, for a browser that reads the page anew."""
    return url_for("proposals.show", slug=slug, number=number, saved=saved, _anchor=f"proposal-{number}-my_pledge")


def drawn(context: PledgeContext) -> tuple[str, str]:
    """My part of the proposal's page, after a press."""
    pledge = my_pledge(context)
    with speaking(spoken_language()):
        return f"{pledge.dom}-my_pledge", macro("rounds/_my_pledge.html", pledge, fresh_press(), None, {})
