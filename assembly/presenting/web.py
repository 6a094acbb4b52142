"""Give the floor, a minute more, take it back; the presenter's own page."""

from flask import Blueprint, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from assembly.extensions import db
from assembly.gatherings.actions import end_presentation
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions import keys
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import device, facilitator
from assembly.kernel.web.press import this_press
from assembly.live.audiences import PHONES
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.web.keys import show_link
from assembly.people.web.pages import page, phone_page
from assembly.presenting import actions, news
from assembly.presenting.readings import presenting
from assembly.rounds import news as rounds_news
from assembly.rounds.actions import proposals, shifts
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.readings.finding import proposal_of
from assembly.rounds.readings.standing import standing
from assembly.rounds.web.proposals import drafted_roles, shown_roles, typed_money

bp = Blueprint("presenting", __name__, url_prefix="/g/<slug>")

NO_SUCH_CLOCK = N_("Please pick how long: 2, 4 or 6 minutes.")


@bp.post("/proposals/<int:number>/presentation")
@or_else("desk.show")
def present(slug: str, number: int) -> Response:
    seconds, at = (whole(request.form.get(name, ""), NO_SUCH_CLOCK) for name in ("seconds", "at"))
    with writing(Gathering, slug) as gathering:
        actions.present(facilitator(gathering), proposal_of(gathering, number), seconds, at)
    news.floor_given(gathering)
    return answer_controls()


@bp.post("/presentation")
@or_else("desk.show")
def choose(slug: str) -> Response:
    """The same, with the number picked from the list."""
    return present(slug=slug, number=whole(request.form.get("number", ""), NO_SUCH_CLOCK))


@bp.post("/presentation/minute")
@or_else("desk.show")
def give_a_minute(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.give_a_minute(facilitator(gathering), gathering, this_press())
    news.floor_given(gathering)
    return answer_controls()


@bp.post("/presentation/withdrawal")
@or_else("desk.show")
def end(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        end_presentation(facilitator(gathering), gathering)
    news.floor_given(gathering)
    return answer_controls()


@bp.get("/presenter/<int:number>")
def mine(slug: str, number: int) -> Response:
    """The page of whoever presents: my words, the clock, and what only I may change."""
    reading = reading_here()
    presenter(reading.place, number)
    proposal_of(reading.place, number)
    return page(
        "presenting/mine.html",
        reading,
        standing=reading.ask(standing),
        presenting=reading.ask(presenting),
        line=reading.ask(standing).line(number),
        allocation=reading.place.allocation,
        roles=shown_roles(reading.ask(standing).line(number)),
        audience=PHONES,
    )


@bp.post("/presenter/<int:number>/words")
@or_else("presenting.mine")
def amend(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, proposal = presenter(gathering, number), proposal_of(gathering, number)
        lesson, change = request.form.get("lesson", ""), request.form.get("change", "")
        roles = drafted_roles(request.form) if "roles" in request.form else None
        proposals.amend_words(by, proposal, lesson, change, this_press(), roles)
    return told(gathering, proposal)


@bp.post("/presenter/<int:number>/minimum")
@or_else("presenting.mine")
def lower(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, proposal = presenter(gathering, number), proposal_of(gathering, number)
        proposals.lower_minimum(by, proposal, typed_money("minimum", gathering), this_press())
    return told(gathering, proposal)


@bp.post("/presenter/<int:number>/shift")
@or_else("presenting.mine")
def tell_shift(slug: str, number: int) -> Response:
    """When and where the first shift is."""
    with writing(Gathering, slug) as gathering:
        by, proposal = presenter(gathering, number), proposal_of(gathering, number)
        shifts.tell_shift(by, proposal, request.form.get("shift", ""), this_press())
    rounds_news.shift_told(gathering)
    return answer(url_for("presenting.mine", slug=slug, number=number, saved=1))


def told(gathering: Gathering, proposal: Proposal) -> Response:
    rounds_news.proposals_changed(proposal)
    return answer(url_for("presenting.mine", slug=gathering.slug, number=proposal.number, saved=1))


@bp.post("/proposals/<int:number>/presenter")
@or_else("proposals.desk")
def link(slug: str, number: int) -> Response:
    """For the phone of whoever presents this proposal."""
    with writing(Gathering, slug) as gathering:
        by, proposal = facilitator(gathering), proposal_of(gathering, number)
        title, secret = proposal.title, keys.make_link(by, gathering, "presenter", proposal)
    return show_link(gathering, secret, role="presenter", title=title)


def floor_page(reading: Reading[Gathering], me: Participant) -> Response:
    """While each has the floor in turn."""
    return phone_page(
        "presenting/now.html",
        reading,
        me,
        standing=reading.ask(standing),
        presenting=reading.ask(presenting),
        page="now",
    )


def presenter(gathering: Gathering, number: int) -> Grant:
    """My grant to present proposal `number`, or the facilitator's; NeedsKey without one."""
    known = device()
    mine = (Grant.gathering_id == gathering.id, Grant.role == "presenter", Grant.withdrawn_at.is_(None))
    grants = select(Grant).join(Proposal, Proposal.id == Grant.proposal_id).where(*mine, Proposal.number == number)
    grant = db.session.scalar(grants.where(Grant.device_id == known.id)) if known and number < 2**31 else None
    return grant or facilitator(gathering)
