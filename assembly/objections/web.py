"""Object on a phone; on the desk: hear one by one, and put them on the wall."""

from flask import Blueprint, current_app, make_response, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator, helper
from assembly.kernel.web.press import fresh_press, this_press
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.objections import actions, news
from assembly.objections.readings import objections
from assembly.people.models import Participant
from assembly.people.readings.names import person_of
from assembly.people.web.pages import inside, phone_page
from assembly.people.web.visit import participant

bp = Blueprint("objections", __name__, url_prefix="/g/<slug>/objections")

NO_SUCH_PERSON = N_("Please open the page of the person you type for once more.")


def now_again(slug: str, number: int | None = None) -> Response:
    return objections_page(*inside())


@bp.post("")
@or_else(now_again)
def object_to(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        words, named = request.form.get("words", ""), request.form.get("unnamed") != "yes"
        actions.object_to(participant(gathering), gathering, words, named)
    news.objected(gathering)
    return answer(url_for("phone.here", slug=slug, saved=1))


def entering(slug: str) -> Response:
    """The page where a helper types for somebody."""
    person = whole(request.form.get("person", ""), NO_SUCH_PERSON)
    return make_response(current_app.view_functions["help.person"](slug=slug, number=person))


@bp.post("/people")
@or_else(entering)
def object_for(slug: str) -> Response:
    """For somebody without a phone."""
    person = whole(request.form.get("person", ""), NO_SUCH_PERSON)
    words, named = request.form.get("words", ""), request.form.get("unnamed") != "yes"
    with writing(Gathering, slug) as gathering:
        by = helper(gathering)
        actions.object_to(person_of(gathering, person), gathering, words, named, helper=by)
    news.objected(gathering)
    return answer(url_for("help.person", slug=slug, number=person))


@bp.post("/<int:number>/withdrawal")
@or_else(now_again)
def take_back(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        me = participant(gathering)
        actions.take_back(me, actions.objection_of(gathering, number), this_press())
    news.objected(gathering)
    return answer(url_for("phone.here", slug=slug), mine)


@bp.post("/<int:number>/answer")
@or_else("desk.show")
def hear(slug: str, number: int) -> Response:
    """Resolved, with a note; or heard, and it stands."""
    note = request.form.get("note", "")
    with writing(Gathering, slug) as gathering:
        by, objection = facilitator(gathering), actions.objection_of(gathering, number)
        if request.form.get("stands"):
            actions.let_stand(by, objection, note)
        else:
            actions.resolve(by, objection, note)
    news.objected(gathering)
    return answer_controls()


@bp.post("/<int:number>/hiding")
def take_off(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.take_off(facilitator(gathering), actions.objection_of(gathering, number))
    news.gone(gathering)
    return answer_controls()


@bp.post("/<int:number>/hiding/withdrawal")
def put_back(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.put_back(facilitator(gathering), actions.objection_of(gathering, number))
    news.objected(gathering)
    return answer_controls()


@bp.post("/wall")
def show(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.show_all(facilitator(gathering), gathering)
    news.objected(gathering)
    return answer_controls()


@bp.post("/wall/withdrawal")
def unshow(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.show_none(facilitator(gathering), gathering)
    news.gone(gathering)
    return answer_controls()


def mine() -> tuple[str, str]:
    """The personal part of the page, after a press."""
    reading, me = inside()
    shown = reading.ask(objections)
    drawn = macro("objections/_my_objections.html", shown, shown.mine(me), fresh_press(), None, {}, False)
    return "gathering-my_objections", drawn


def objections_page(reading: Reading[Gathering], me: Participant) -> Response:
    """While the room is asked."""
    shown = reading.ask(objections)
    return phone_page("objections/now.html", reading, me, objections=shown, mine=shown.mine(me), page="now")
