"""Open a check, answer it, close it; read a concern to the room."""

from flask import Blueprint, current_app, make_response, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.kernel.actions.writing import writing
from assembly.kernel.database import sweep_lately
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator, helper
from assembly.kernel.web.press import fresh_press, this_press
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.readings.names import person_of
from assembly.people.web.pages import inside, phone_page
from assembly.people.web.visit import participant
from assembly.rounds.readings.finding import proposal_of
from assembly.temperature import actions, news
from assembly.temperature.readings import feeling

bp = Blueprint("temperature", __name__, url_prefix="/g/<slug>/temperature")

NO_SUCH_STEP = N_("Please press one of the five steps, or pass.")
NO_SUCH_PERSON = N_("Please open the page of the person you type for once more.")
NO_SUCH_PROPOSAL = N_("Please pick what you ask about.")


@bp.post("")
@or_else("desk.show")
def open(slug: str) -> Response:
    form = request.form
    number = whole(form["proposal"], NO_SUCH_PROPOSAL) if form.get("proposal") else None
    with writing(Gathering, slug) as gathering:
        by = facilitator(gathering)
        proposal = None if number is None else proposal_of(gathering, number)
        actions.open_check(by, gathering, proposal, form.get("question", ""), this_press())
    news.check_changed(gathering)
    return answer_controls()


@bp.post("/<int:number>/closure")
@or_else("desk.show")
def close(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.close_check(facilitator(gathering), actions.check_of(gathering, number))
    news.check_changed(gathering)
    sweep_lately()
    return answer_controls()


@bp.post("/<int:number>/concerns/<int:concern>/reading")
def read_out(slug: str, number: int, concern: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, check = facilitator(gathering), actions.check_of(gathering, number)
        actions.read_out(by, actions.concern_of(check, concern))
    news.concern_read(gathering)
    return answer_controls()


@bp.post("/<int:number>/concerns/<int:concern>/reading/withdrawal")
def take_off(slug: str, number: int, concern: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, check = facilitator(gathering), actions.check_of(gathering, number)
        actions.take_off(by, actions.concern_of(check, concern))
    news.concern_gone(gathering)
    return answer_controls()


def now_again(slug: str, number: int) -> Response:
    return temperature_page(*inside())


@bp.post("/<int:number>/reading")
@or_else(now_again)
def feel(slug: str, number: int) -> Response:
    level, concern = whole(request.form.get("level", ""), NO_SUCH_STEP), request.form.get("concern", "")
    with writing(Gathering, slug) as gathering:
        me = participant(gathering)
        actions.feel(me, actions.check_of(gathering, number), level, concern)
    news.felt(gathering)
    return answer(url_for("phone.here", slug=slug), my_feeling)


def entering(slug: str, number: int) -> Response:
    """The page where a helper types for somebody."""
    person = whole(request.form.get("person", ""), NO_SUCH_PERSON)
    return make_response(current_app.view_functions["help.person"](slug=slug, number=person))


@bp.post("/<int:number>/people")
@or_else(entering)
def feel_for(slug: str, number: int) -> Response:
    """For somebody without a phone."""
    person = whole(request.form.get("person", ""), NO_SUCH_PERSON)
    level, concern = whole(request.form.get("level", ""), NO_SUCH_STEP), request.form.get("concern", "")
    with writing(Gathering, slug) as gathering:
        by, who = helper(gathering), person_of(gathering, person)
        actions.feel(who, actions.check_of(gathering, number), level, concern, helper=by)
    news.felt(gathering)
    return answer(url_for("help.person", slug=slug, number=person))


def my_feeling() -> tuple[str, str]:
    """The personal part of the page, after a press."""
    shown = feeling(*inside(), saved=True)
    return "gathering-my_feeling", macro("temperature/_my_feeling.html", shown, fresh_press(), None, {})


def temperature_page(reading: Reading[Gathering], me: Participant) -> Response:
    """While the room's temperature is taken."""
    return phone_page("temperature/now.html", reading, me, feeling=feeling(reading, me), page="now")
