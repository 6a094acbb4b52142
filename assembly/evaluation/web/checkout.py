"""Check-out on the phone, and from paper; the list for later, on the desk and for a helper."""

from flask import Blueprint, current_app, request, session, url_for
from werkzeug.wrappers import Response

from assembly.evaluation import actions, news
from assembly.evaluation.actions import Answer, answer_of
from assembly.evaluation.readings import evaluation, item_of, parked
from assembly.evaluation.rules import TAPS
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules.numbers import small
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import hashed, helper, scribe, token_hash
from assembly.kernel.web.press import this_press
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.web.pages import desk_page, inside, page, phone_page
from assembly.people.web.visit import participant

bp = Blueprint("evaluation", __name__, url_prefix="/g/<slug>")


def checkout_page(reading: Reading[Gathering], me: Participant) -> Response:
    mine = answer_of(reading.place, my_handle(reading.place))
    return phone_page("evaluation/checkout.html", reading, me, mine=mine, taps=TAPS, page="now")


@bp.get("/check-out")
def show(slug: str) -> Response:
    return checkout_page(*inside())


@bp.post("/check-out")
@or_else("evaluation.show")
def check_out(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        participant(gathering)
        actions.check_out(gathering, my_handle(gathering), typed_answer())
    news.answered(gathering)
    return answer(url_for("evaluation.show", slug=slug, saved=1))


@bp.post("/check-out/withdrawal")
def take_back(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        participant(gathering)
        actions.take_answer_back(gathering, my_handle(gathering))
    news.answered(gathering)
    return answer(url_for("evaluation.show", slug=slug))


@bp.get("/desk/for-later")
def desk(slug: str) -> Response:
    reading = reading_here()
    return desk_page("evaluation/desk.html", evaluation=reading.ask(evaluation), items=reading.ask(parked))


@bp.get("/help/for-later")
def for_helper(slug: str) -> Response:
    """The same list, and cards that people filled in by hand."""
    reading = reading_here()
    helper(reading.place)
    told = reading.ask(evaluation)
    return page("evaluation/help.html", reading, evaluation=told, items=reading.ask(parked), taps=TAPS)


@bp.post("/help/check-out")
@or_else("evaluation.for_helper")
def type_answer(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.type_answer(helper(gathering), gathering, typed_answer(), this_press())
    news.answered(gathering)
    return answer(url_for("evaluation.for_helper", slug=slug, saved=1))


def list_again(slug: str) -> Response:
    shown: Response = current_app.view_functions[list_pressed_on()](slug=slug)  # type: ignore[assignment]
    return shown


@bp.post("/for-later")
@or_else(list_again)
def park(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.park(scribe(gathering), gathering, request.form.get("words", ""), this_press())
    return listed(gathering)


@bp.post("/for-later/<int:number>/withdrawal")
def take_off(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.take_off(scribe(gathering), item_of(gathering, number))
    return listed(gathering)


@bp.post("/for-later/<int:number>/return")
def put_back(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.put_back(scribe(gathering), item_of(gathering, number))
    return listed(gathering)


def listed(gathering: Gathering) -> Response:
    news.parked(gathering)
    return answer(url_for(list_pressed_on(), slug=gathering.slug))


def list_pressed_on() -> str:
    """The page whose list this press came from."""
    pages = {"help": "evaluation.for_helper", "scribe": "crew.scribe"}
    return pages.get(request.form.get("from", ""), "evaluation.desk")


def my_handle(gathering: Gathering) -> str:
    """Follows from the secret in this browser's cookie, of which the database knows only another hash."""
    token_hash()
    return hashed(f"check-out {gathering.slug} {session['device']}")


def typed_answer() -> Answer:
    form = request.form
    tap = form.get("tap", "")
    return Answer(form.get("good", ""), form.get("next_time", ""), (small(tap) or 0) if tap else None)
