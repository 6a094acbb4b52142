"""Give hours, change them, take them back."""

import secrets
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from assembly import news
from assembly.addresses import as_if_asked
from assembly.kernel.actions.writing import Missing, holding, writing
from assembly.kernel.rules.numbers import hours, small
from assembly.kernel.web.answers import answer, or_else
from assembly.language import speaking, spoken_language
from assembly.live.cache import Memo
from assembly.live.fragments import piece
from assembly.people.web.gaps import filled, gap
from assembly.people.web.people import me_again
from assembly.people.web.visit import FreshPress, fresh_press, participant, reading_here, this_press, token_hash
from assembly.rounds.actions import afterwards, pledges
from assembly.rounds.actions.moment import Moment, moment_of_phone
from assembly.rounds.actions.pledges import Given
from assembly.rounds.readings.finding import proposal_of
from assembly.rounds.readings.standing import company
from assembly.rounds.web.proposals import show

drawn_once = Memo(most=500, seconds=60)
bp = Blueprint("pledges", __name__, url_prefix="/g/<slug>/proposals/<int:number>/pledge")


@bp.post("")
@or_else(show)
def give(slug: str, number: int) -> Response:
    wanted = hours(typed_hours(request.form))
    with holding(slug) as connection:
        now = moment_of_phone(connection, slug, number, token_hash(), this_press())
        given = pledges.pledge_hours(now, wanted, request.form.get("first_hour", ""))
    news.hours_pledged(given)
    shown = url_for("proposals.show", slug=slug, number=number, saved=1)
    return answer(shown, lambda: just_saved(given, wanted, request.form) or my_pledge(number))


@bp.post("/withdrawal")
@or_else(show)
def withdraw(slug: str, number: int) -> Response:
    with holding(slug) as connection:
        now = moment_of_phone(connection, slug, number, token_hash(), this_press())
        given = pledges.withdraw_pledge(now)
    news.hours_pledged(given)
    return answer(url_for("proposals.show", slug=slug, number=number), lambda: my_pledge(number))


@bp.post("/choice")
@or_else(me_again)
def choose(slug: str, number: int) -> Response:
    """After the close, of hours promised to what got nothing."""
    into = small(request.form.get("into", ""))
    with writing(slug) as gathering:
        me, proposal = participant(gathering), proposal_of(gathering, number)
        mine = pledges.pledge_of(me, proposal, gathering.allocation)
        if mine is None or not mine.standing:
            raise Missing(number)
        target = proposal_of(gathering, into) if into is not None else None
        afterwards.choose(me, mine, request.form.get("choice", ""), target)
    return answer(url_for("people.me", slug=slug))


def typed_hours(form: Mapping[str, str]) -> str:
    """One of the keys, or what stands in "other"."""
    picked = form.get("hours", "")
    return form.get("other", "") if picked in ("", "other") else picked


def just_saved(given: Given, hours: int, form: Mapping[str, str]) -> tuple[str, str] | None:
    """The personal part as it is right after a press, from what the press already knows: a whole hall presses.

    Drawn once for all who give the same to the same proposal, with gaps for what is theirs alone. None when it takes a
    look: while the last call runs, or after a press that had been done before.
    """
    now, first_hour = given.moment, form["first_hour"]
    if now.calling or not given.receipt:
        return None
    language = spoken_language()
    budget = (now.hours_each, now.proposals_each)
    shows = (language, now.slug, now.number, hours, first_hour, now.hidden, now.period_end, budget)
    theirs = {
        "token": form.get("csrf_token", ""), "key": secrets.token_hex(16),
        "company": company(now.beside), "seq": str(given.version), "hash": given.receipt,
    }  # fmt: skip
    text = drawn_once.of(shows, lambda: _saved(now, hours, first_hour, language))
    return f"proposal-{now.number}-my_pledge", filled(text, theirs)


def _saved(now: Moment, hours: int, first_hour: str, language: str) -> str:
    """The same for everybody: gaps stand where a person's own words belong."""
    line = SimpleNamespace(number=now.number, dom=f"proposal-{now.number}", company=gap("company"))
    allocation = SimpleNamespace(
        opened=True, locked=False, pledging=True, hidden=now.hidden, held=False, last_call=None,
        period_end=now.period_end, hours_each=now.hours_each, proposals_each=now.proposals_each,
        gathering=SimpleNamespace(slug=now.slug, assembly=SimpleNamespace(slug=now.assembly_slug)),
    )  # fmt: skip
    receipt = SimpleNamespace(seq=gap("seq"), hash=gap("hash"))
    mine = SimpleNamespace(standing=True, hours=hours, first_hour=first_hour, receipt=receipt)
    with as_if_asked(current_app), speaking(language):
        return _drawn(line, allocation, mine, FreshPress(gap("token"), gap("key")))[1]


def my_pledge(number: int) -> tuple[str, str]:
    """The personal part of a proposal's page."""
    reading = reading_here()
    allocation, proposal = reading.gathering.allocation, proposal_of(reading.gathering, number)
    mine = pledges.pledge_of(participant(reading.gathering), proposal, allocation)
    return _drawn(reading.standing.line(number), allocation, mine, fresh_press())


def _drawn(line: Any, allocation: Any, mine: Any, press: FreshPress) -> tuple[str, str]:
    return f"{line.dom}-my_pledge", piece("proposals/_my_pledge.html", line, allocation, mine, press, None, {})
