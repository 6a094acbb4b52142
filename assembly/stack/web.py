"""Raise a hand, ask in writing; the stack-keeper's page: who is next."""

from flask import Blueprint, current_app, make_response, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import small, whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import NeedsKey, granted
from assembly.kernel.web.press import fresh_press, this_press
from assembly.live.audiences import DESK, PHONES
from assembly.live.fragments import macro
from assembly.people.readings.names import person_of
from assembly.people.web.pages import inside, page, phone_page
from assembly.people.web.visit import participant
from assembly.presenting.readings import presenting
from assembly.rounds.readings.finding import proposal_of
from assembly.stack import actions, news
from assembly.stack.readings import MyTurn, stack

bp = Blueprint("stack", __name__, url_prefix="/g/<slug>")

NO_SUCH_PERSON = N_("Please type the number of the person: the list of people shows it.")
NO_SUCH_HAND = N_("This list is older than the room. Please reload it.")


@bp.get("/stack/mine")
def mine(slug: str, number: int | None = None) -> Response:
    """My own hand and questions: also for the piece of the page Now that fetches itself."""
    reading, me = inside()
    turn = MyTurn(reading.ask(stack), me)
    return phone_page("stack/mine.html", reading, me, turn=turn, presenting=reading.ask(presenting), page="now")


@bp.post("/proposals/<int:number>/hand")
@or_else("stack.mine")
def raise_hand(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.raise_hand(participant(gathering), proposal_of(gathering, number), this_press())
    news.stack_changed(gathering)
    return answer(url_for("phone.here", slug=slug), my_turn)


@bp.post("/proposals/<int:number>/questions")
@or_else("stack.mine")
def ask(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        words, named = request.form.get("words", ""), request.form.get("unnamed") != "yes"
        actions.ask_in_writing(participant(gathering), proposal_of(gathering, number), words, named)
    news.question_written(gathering)
    return answer(url_for("phone.here", slug=slug, asked=1))


@bp.post("/stack/<int:number>/withdrawal")
@or_else("stack.mine")
def take_down(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        me = participant(gathering)
        actions.take_down(me, actions.hand_of(gathering, number), this_press())
    news.stack_changed(gathering)
    return answer(url_for("phone.here", slug=slug), my_turn)


@bp.get("/stack")
def index(slug: str) -> Response:
    """For whoever keeps the stack."""
    reading = reading_here()
    keeper(reading.place)
    return page(
        "stack/index.html",
        reading,
        stack=reading.ask(stack),
        presenting=reading.ask(presenting),
        audience=DESK if granted(reading.place, "facilitator") else PHONES,
    )


def entering(slug: str) -> Response:
    """Where somebody was entered: the helper's page of that person, or the stack-keeper's."""
    person = small(request.form.get("person", ""))
    if request.form.get("from") == "help" and person is not None:
        return make_response(current_app.view_functions["help.person"](slug=slug, number=person))
    return index(slug)


@bp.post("/stack/people")
@or_else(entering)
def enter(slug: str) -> Response:
    """For somebody without a phone: a hand, or a question in writing."""
    typed = whole(request.form.get("person", ""), NO_SUCH_PERSON)
    words = request.form.get("words", "").strip()
    with writing(Gathering, slug) as gathering:
        by, now = typist(gathering), whole(request.form.get("proposal", ""), NO_SUCH_HAND)
        person, proposal = person_of(gathering, typed), proposal_of(gathering, now)
        if words:
            actions.ask_in_writing(person, proposal, words, named=True, helper=by)
        else:
            actions.raise_hand(person, proposal, this_press(), helper=by)
    news.stack_changed(gathering)
    if request.form.get("from") == "help":
        return answer(url_for("help.person", slug=slug, number=typed))
    return answer(url_for("stack.index", slug=slug, entered=typed))


def lists(slug: str, number: int) -> Response:
    """Where the press came from: the desk, or the stack-keeper's page."""
    return make_response(current_app.view_functions["desk.show"](slug=slug)) if from_the_desk() else index(slug)


@bp.post("/stack/<int:number>/turn")
@or_else(lists)
def give_the_word(slug: str, number: int) -> Response:
    at = whole(request.form.get("at", ""), NO_SUCH_HAND)
    with writing(Gathering, slug) as gathering:
        hand = actions.give_the_word(keeper(gathering), actions.hand_of(gathering, number), at)
    news.word_given(gathering, actions.turns_of(hand.proposal))
    return answer_list(slug)


@bp.post("/stack/<int:number>/turn/end")
@or_else(lists)
def end_turn(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.end_turn(keeper(gathering), actions.hand_of(gathering, number))
    news.stack_changed(gathering)
    return answer_list(slug)


@bp.post("/stack/<int:number>/skip")
@or_else(lists)
def pass_over(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.pass_over(keeper(gathering), actions.hand_of(gathering, number), this_press())
    news.floor_free(gathering)
    return answer_list(slug)


@bp.post("/stack/<int:number>/lowering")
@or_else(lists)
def lower(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.lower(keeper(gathering), actions.hand_of(gathering, number))
    news.stack_changed(gathering)
    return answer_list(slug)


def answer_list(slug: str) -> Response:
    return answer_controls() if from_the_desk() else answer(url_for("stack.index", slug=slug), keeping)


def from_the_desk() -> bool:
    return request.form.get("from") == "desk"


def keeper(gathering: Gathering) -> Grant:
    """My grant to say who is next, a stack-keeper's or the facilitator's; NeedsKey without one."""
    return needed(granted(gathering, "stack", "facilitator"))


def typist(gathering: Gathering) -> Grant:
    """The same, or a helper's: all may raise a hand for somebody."""
    return needed(granted(gathering, "stack", "facilitator", "helper"))


def needed(grant: Grant | None) -> Grant:
    if grant is None:
        raise NeedsKey
    return grant


def my_turn() -> tuple[str, str]:
    """The personal part of a phone's page, after a press."""
    reading, me = inside()
    turn = MyTurn(reading.ask(stack), me)
    return "gathering-my_turn", macro("stack/_my_turn.html", turn, fresh_press(), None, {})


def keeping() -> tuple[str, str]:
    """The list as it is now, after a press on the stack-keeper's page."""
    return "gathering-keeping", macro("stack/_keeping.html", reading_here().ask(stack), fresh_press(), "stack")
