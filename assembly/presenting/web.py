"""Give the floor, a minute more, take it back; the presenter's own page."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly import news
from assembly.desk.web import answer_controls, desk_page
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else, page
from assembly.people.web.visit import facilitator, presenter, reading_here, this_press
from assembly.presenting import actions as presenting
from assembly.rounds.actions import proposals
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.readings.finding import proposal_of
from assembly.rounds.web.proposals import typed_money

bp = Blueprint("presenting", __name__, url_prefix="/g/<slug>")

NO_SUCH_CLOCK = N_("Please pick how long: 2, 4 or 6 minutes.")


@bp.post("/proposals/<int:number>/presentation")
@or_else(desk_page)
def present(slug: str, number: int) -> Response:
    seconds, at = (whole(request.form.get(name, ""), NO_SUCH_CLOCK) for name in ("seconds", "at"))
    with writing(slug) as gathering:
        presenting.present(facilitator(gathering), proposal_of(gathering, number), seconds, at)
    news.floor_given(gathering)
    return answer_controls()


@bp.post("/presentation")
@or_else(desk_page)
def choose(slug: str) -> Response:
    """The same, with the number picked from the list."""
    return present(slug=slug, number=whole(request.form.get("number", ""), NO_SUCH_CLOCK))


@bp.post("/presentation/minute")
@or_else(desk_page)
def give_a_minute(slug: str) -> Response:
    with writing(slug) as gathering:
        presenting.give_a_minute(facilitator(gathering), gathering, this_press())
    news.floor_given(gathering)
    return answer_controls()


@bp.post("/presentation/withdrawal")
@or_else(desk_page)
def end(slug: str) -> Response:
    with writing(slug) as gathering:
        presenting.end_presentation(facilitator(gathering), gathering)
    news.floor_given(gathering)
    return answer_controls()


@bp.get("/presenter/<int:number>")
def mine(slug: str, number: int) -> Response:
    """The page of whoever presents: my words, the clock, and what only I may change."""
    reading = reading_here()
    presenter(reading.gathering, number)
    proposal_of(reading.gathering, number)
    return page(
        "presenting/mine.html",
        reading,
        standing=reading.standing,
        presenting=reading.presenting,
        line=reading.standing.line(number),
        allocation=reading.gathering.allocation,
        audience="phones",
    )


@bp.post("/presenter/<int:number>/words")
@or_else(mine)
def amend(slug: str, number: int) -> Response:
    with writing(slug) as gathering:
        by, proposal = presenter(gathering, number), proposal_of(gathering, number)
        lesson, change = request.form.get("lesson", ""), request.form.get("change", "")
        proposals.amend_words(by, proposal, lesson, change, this_press())
    return told(gathering, proposal)


@bp.post("/presenter/<int:number>/minimum")
@or_else(mine)
def lower(slug: str, number: int) -> Response:
    with writing(slug) as gathering:
        by, proposal = presenter(gathering, number), proposal_of(gathering, number)
        proposals.lower_minimum(by, proposal, typed_money("minimum", gathering), this_press())
    return told(gathering, proposal)


def told(gathering: Gathering, proposal: Proposal) -> Response:
    news.proposals_changed(proposal)
    return answer(url_for("presenting.mine", slug=gathering.slug, number=proposal.number, saved=1))
