"""What would help: write it, change it, take it back, answer a match; on the desk: hide, bring together, synonyms."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.board.readings.board import card_of
from assembly.board.web import NO_SUCH_CARD
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import small, whole
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import names_a_contact
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator, helper
from assembly.kernel.web.identity import slug as here
from assembly.kernel.web.press import FreshPress, fresh_press, this_press
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.needs import actions, news
from assembly.needs.readings.needs import Needs, needs, there
from assembly.people.models import Participant
from assembly.people.readings.names import person_of
from assembly.people.web.pages import desk_page, inside, page, phone_page
from assembly.people.web.visit import participant

bp = Blueprint("needs", __name__, url_prefix="/g/<slug>")

NO_SUCH_NEED = N_("There is no need with this number. Look at the number before its words.")


@bp.get("/needs/")
def index(slug: str, number: int | None = None) -> Response:
    """`number`: of the need or match whose form is shown again."""
    return needs_page(*inside())


@bp.post("/needs/")
@or_else("needs.index")
def write(slug: str) -> Response:
    form = request.form
    with writing(Gathering, slug) as gathering:
        need = actions.write_need(
            participant(gathering),
            gathering,
            form.get("words", ""),
            anonymous=bool(form.get("anonymous")),
            sure=form.get("sure") == "yes",
            press=this_press(),
        )
    news.need_changed(need)
    return answer(url_for("needs.index", slug=slug, written=need.number, said=1 if need.said_before else None))


@bp.post("/needs/<int:number>/words")
@or_else("needs.index")
def change(slug: str, number: int) -> Response:
    words, sure = request.form.get("words", ""), request.form.get("sure") == "yes"
    with writing(Gathering, slug) as gathering:
        need = actions.change_need(participant(gathering), actions.need_of(gathering, number), words, sure)
    news.need_changed(need)
    return came_back(slug)


@bp.post("/needs/<int:number>/withdrawal")
def withdraw(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        need = actions.withdraw_need(participant(gathering), actions.need_of(gathering, number, or_gone=True))
    news.need_gone(need)
    return came_back(slug)


@bp.post("/matches/<int:number>/answer")
@or_else("needs.index")
def say(slug: str, number: int) -> Response:
    """`answer` is yes or no."""
    with writing(Gathering, slug) as gathering:
        me, match = participant(gathering), actions.match_of(gathering, number)
        actions.answer_match(me, match, request.form.get("answer") == "yes")
    news.match_changed(match)
    return came_back(slug)


@bp.get("/desk/needs")
def desk(slug: str, number: int | None = None) -> Response:
    """`number`: of what was pressed and refused."""
    reading = reading_here()
    if not there(reading.place):
        raise Missing(slug)
    return desk_page("needs/desk.html", needs=reading.ask(needs), saved=bool(request.args.get("saved")))


@bp.post("/needs/<int:number>/hiding")
@or_else("needs.desk")
def hide(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        need = actions.hide_need(facilitator(gathering), actions.need_of(gathering, number))
    news.need_gone(need)
    return seen()


@bp.post("/needs/<int:number>/hiding/withdrawal")
@or_else("needs.desk")
def show(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        need = actions.show_need(facilitator(gathering), actions.need_of(gathering, number))
    news.need_changed(need)
    return seen()


@bp.post("/matches")
@or_else("needs.desk")
def propose(slug: str) -> Response:
    """Ask both sides of the pair `need` and `card`; `from` is controls for the buttons of the step."""
    need, card = (request.form.get(name, "").split(" ")[0] for name in ("need", "card"))
    wanted, offered = whole(need, NO_SUCH_NEED), whole(card, NO_SUCH_CARD)
    with writing(Gathering, slug) as gathering:
        by = facilitator(gathering)
        match = actions.propose_match(by, actions.need_of(gathering, wanted), card_of(gathering, offered))
    news.match_changed(match)
    return answer_controls() if request.form.get("from") == "controls" else seen()


@bp.post("/matches/<int:number>/withdrawal")
@or_else("needs.desk")
def take_back(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        match = actions.take_match_back(facilitator(gathering), actions.match_of(gathering, number))
    news.match_changed(match)
    return seen()


@bp.post("/synonyms")
@or_else("needs.desk")
def change_synonyms(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.change_synonyms(facilitator(gathering), gathering, request.form.get("lines", ""))
    news.synonyms_changed(gathering)
    return answer(url_for("needs.desk", slug=slug, saved=1, _anchor="synonyms"))


@bp.get("/help/<int:number>/needs")
def for_others(slug: str, number: int) -> Response:
    """A helper types what would help somebody without a phone."""
    reading = reading_here()
    helper(reading.place)
    if not there(reading.place):
        raise Missing(number)
    person = person_of(reading.place, number)
    return page("needs/helped.html", reading, person=person, mine=actions.told_of(person), warned=warned())


@bp.post("/help/<int:number>/needs")
@or_else("needs.for_others")
def write_for(slug: str, number: int) -> Response:
    form = request.form
    with writing(Gathering, slug) as gathering:
        by, person = helper(gathering), person_of(gathering, number)
        need = actions.write_need(
            person,
            gathering,
            form.get("words", ""),
            anonymous=bool(form.get("anonymous")),
            sure=form.get("sure") == "yes",
            press=this_press(),
            helper=by,
        )
    news.need_changed(need)
    return answer(url_for("needs.for_others", slug=slug, number=number))


@bp.post("/help/<int:number>/needs/<int:need>/withdrawal")
def withdraw_for(slug: str, number: int, need: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, person = helper(gathering), person_of(gathering, number)
        gone = actions.withdraw_need(person, actions.need_of(gathering, need, or_gone=True), helper=by)
    news.need_gone(gone)
    return answer(url_for("needs.for_others", slug=slug, number=number))


def needs_page(
    reading: Reading[Gathering],
    me: Participant,
) -> Response:
    if not there(reading.place):
        raise Missing(me.number)
    found = reading.ask(needs)
    mine = found.mine(me)
    written = small(request.args.get("written", ""))
    return phone_page(
        "needs/now.html",
        reading,
        me,
        mine=mine,
        asked=found.asked(me),
        written=next((need for need in mine if need.number == written), None),
        said=bool(request.args.get("said")),
        amending=request.view_args.get("number") if request.view_args and request.method == "POST" else None,
        warned=warned(),
        page="now" if reading.place.step.kind == "needs" else "mine",
    )


def warned() -> bool:
    """Was a contact typed, so that a second press means it?"""
    return names_a_contact(request.form.get("words", ""))


def came_back(slug: str) -> Response:
    """To the page the press was on."""
    return answer(url_for("phone.me" if request.form.get("from") == "me" else "needs.index", slug=slug))


def seen() -> Response:
    return answer(url_for("needs.desk", slug=here()), lambda: moderation())


def moderation() -> tuple[str, str]:
    """All needs and matches as the desk sees them, after a press."""
    return "needs-moderation", macro("needs/_moderation.html", reading_here().ask(needs), fresh_press())


def my_section(reading: Reading[Gathering], me: Participant, press: FreshPress) -> tuple[Any, ...] | None:
    """On the page of what is mine."""
    found: Needs = reading.ask(needs)
    mine, asked = found.mine(me), found.asked(me)
    return (reading.place, mine, asked, press, "me") if mine or asked else None
