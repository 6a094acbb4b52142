"""The first shifts: my yes or no on the phone; when and where, told by the desk or by whoever presents."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import whole
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.kernel.web.press import fresh_press, this_press
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.web.pages import inside, phone_page
from assembly.people.web.visit import participant
from assembly.rounds import news
from assembly.rounds.actions import shifts
from assembly.rounds.actions.pledges import pledge_of
from assembly.rounds.readings.finding import proposal_of
from assembly.rounds.readings.standing import standing

bp = Blueprint("shifts", __name__, url_prefix="/g/<slug>")


def shifts_page(reading: Reading[Gathering], me: Participant) -> Response:
    """Each of my promises whose first hour is soon: do I come?"""
    return phone_page("rounds/shifts.html", reading, me, standing=reading.ask(standing), page="now")


@bp.get("/shifts")
def show(slug: str, number: int = 0) -> Response:
    return shifts_page(*inside())


@bp.post("/proposals/<int:number>/shift/answer")
@or_else("shifts.show")
def reply(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        me, proposal = participant(gathering), proposal_of(gathering, number)
        mine = pledge_of(me, proposal, gathering.allocation)
        if mine is None:
            raise Missing(number)
        shifts.answer_shift(me, mine, request.form.get("answer", ""))
    news.shift_answered(gathering)
    return answer(url_for("shifts.show", slug=slug), my_shifts)


@bp.post("/shifts")
@or_else("desk.show")
def tell(slug: str) -> Response:
    number = whole(request.form.get("number", ""), N_("Please pick a proposal."))
    with writing(Gathering, slug) as gathering:
        by, proposal = facilitator(gathering), proposal_of(gathering, number)
        shifts.tell_shift(by, proposal, request.form.get("shift", ""), this_press())
    news.shift_told(gathering)
    return answer_controls()


def my_shifts() -> tuple[str, str]:
    """My part of the page, after a press."""
    reading = reading_here()
    me, round = participant(reading.place), reading.ask(standing)
    return "round-my_shifts", macro("rounds/_my_shifts.html", me, round, fresh_press(), None)
