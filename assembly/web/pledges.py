"""Give hours, change them, take them back."""

from dataclasses import dataclass

from flask import Blueprint, current_app, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from ..actions import afterwards, pledges
from ..actions.moment import moment_of_phone
from ..actions.writing import Missing, holding, writing
from ..live import news
from ..models import Allocation, Gathering
from ..rules.numbers import hours, small
from .answers import answer, or_else
from .finding import proposal_of
from .people import me_again
from .proposals import show
from .visit import fresh_press, participant, reading_here, this_press, token_hash

# what the answer looks at beside the gathering
AT_ONCE = joinedload(Gathering.allocations).options(
    joinedload(Allocation.lots_drawn),
    joinedload(Allocation.revealed),
    joinedload(Allocation.closures),
    joinedload(Allocation.last_calls),
)

bp = Blueprint("pledges", __name__, url_prefix="/g/<slug>/proposals/<int:number>/pledge")


@bp.post("")
@or_else(show)
def give(slug: str, number: int) -> Response:
    wanted = hours(typed_hours())
    with holding(slug):
        now = moment_of_phone(slug, number, token_hash(), this_press())
        given = pledges.pledge_hours(now, wanted, request.form.get("first_hour", ""))
    news.hours_pledged(given)
    return answer(url_for("proposals.show", slug=slug, number=number, saved=1), lambda: my_pledge(number))


@bp.post("/withdrawal")
@or_else(show)
def withdraw(slug: str, number: int) -> Response:
    with holding(slug):
        given = pledges.withdraw_pledge(moment_of_phone(slug, number, token_hash(), this_press()))
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


def typed_hours() -> str:
    """One of the keys, or what stands in "other"."""
    picked = request.form.get("hours", "")
    return request.form.get("other", "") if picked in ("", "other") else picked


@dataclass(frozen=True)
class Backed:
    """As much of a proposal's line as its giver is shown after a press: the rest of the page hears the news."""

    number: int
    people: int

    @property
    def dom(self) -> str:
        return f"proposal-{self.number}"


def my_pledge(number: int) -> tuple[str, str]:
    """The personal part of a proposal's page, after a press. A whole hall presses: the round is not divided for it."""
    gathering = reading_here(AT_ONCE).gathering
    allocation, proposal = gathering.allocation, proposal_of(gathering, number)
    mine = pledges.pledge_of(participant(gathering), proposal, allocation)
    line = Backed(number, allocation.people_behind(proposal))
    macro = current_app.jinja_env.get_template("proposals/_my_pledge.html").module.my_pledge  # type: ignore[attr-defined]
    return f"{line.dom}-my_pledge", str(macro(line, allocation, mine, fresh_press(), None, {}))
