"""Give hours, change them, take them back."""

from collections.abc import Mapping

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import holding, writing
from assembly.kernel.rules.numbers import hours, small
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import token_hash
from assembly.kernel.web.press import fresh_press, this_press
from assembly.live.fragments import macro
from assembly.people.web.pages import inside
from assembly.people.web.visit import participant
from assembly.rounds import news
from assembly.rounds.actions import afterwards, pledges
from assembly.rounds.actions.moment import moment_of_phone
from assembly.rounds.readings.finding import proposal_of
from assembly.rounds.readings.standing import standing

bp = Blueprint("pledges", __name__, url_prefix="/g/<slug>/proposals/<int:number>/pledge")


@bp.post("")
@or_else("proposals.show")
def give(slug: str, number: int) -> Response:
    wanted = hours(typed_hours(request.form))
    with holding(Gathering, slug) as connection:
        now = moment_of_phone(connection, slug, number, token_hash(), this_press())
        given = pledges.pledge_hours(now, wanted, request.form.get("first_hour", ""))
    news.hours_pledged(given)
    return answer(url_for("proposals.show", slug=slug, number=number, saved=1), lambda: my_pledge(number))


@bp.post("/withdrawal")
@or_else("proposals.show")
def withdraw(slug: str, number: int) -> Response:
    with holding(Gathering, slug) as connection:
        now = moment_of_phone(connection, slug, number, token_hash(), this_press())
        given = pledges.withdraw_pledge(now)
    news.hours_pledged(given)
    return answer(url_for("proposals.show", slug=slug, number=number), lambda: my_pledge(number))


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
    return answer(url_for("phone.me", slug=slug))


def typed_hours(form: Mapping[str, str]) -> str:
    """One of the keys, or what stands in "other"."""
    picked = form.get("hours", "")
    return form.get("other", "") if picked in ("", "other") else picked


def my_pledge(number: int) -> tuple[str, str]:
    """The personal part of a proposal's page."""
    reading, me = inside()
    allocation, line = reading.place.allocation, reading.ask(standing).line(number)
    mine = pledges.pledge_of(me, proposal_of(reading.place, number), allocation)
    drawn = macro("rounds/_my_pledge.html", line, allocation, mine, fresh_press(), None, {})
    return f"{line.dom}-my_pledge", drawn
