"""My match offer on a proposal: make it, take it back. And the step that shows what is still missing."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import hours, whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.press import this_press
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.web.pages import phone_page
from assembly.people.web.visit import participant
from assembly.rounds import news
from assembly.rounds.actions import offers
from assembly.rounds.readings.finding import proposal_of

bp = Blueprint("offers", __name__, url_prefix="/g/<slug>/proposals/<int:number>/offer")


@bp.post("")
@or_else("proposals.show")
def make(slug: str, number: int) -> Response:
    form = request.form
    given = hours(form.get("offered", ""))
    more = whole(form.get("joining", ""), N_("How many more people should join? Please use a whole number, such as 4."))
    with writing(Gathering, slug) as gathering:
        me, proposal = participant(gathering), proposal_of(gathering, number)
        first, own = form.get("first_hour", ""), bool(form.get("from_pod"))
        offers.make_offer(me, proposal, given, more, first, own, this_press())
    news.offers_changed(proposal)
    return answer(url_for("proposals.show", slug=slug, number=number, offered=1))


@bp.post("/withdrawal")
@or_else("proposals.show")
def withdraw(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        proposal = offers.withdraw_offer(participant(gathering), proposal_of(gathering, number))
    news.offers_changed(proposal)
    return answer(url_for("proposals.show", slug=slug, number=number))


def gaps_page(reading: Reading[Gathering], me: Participant) -> Response:
    """Only what is still missing."""
    return phone_page("rounds/gaps.html", reading, me, page="now")
