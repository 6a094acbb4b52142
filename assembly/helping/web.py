"""The helper's pages: enter somebody without a phone, type their hours and cards, read back, hand out a slip."""

from functools import partial

from flask import Blueprint, request, session, url_for
from werkzeug.wrappers import Response

from assembly.addresses import public_url
from assembly.board import actions as board
from assembly.board import news as board_news
from assembly.board.readings.board import board as whole_board
from assembly.board.readings.board import card_of
from assembly.board.web import NO_SUCH_CARD, typed_card
from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import door
from assembly.gatherings.steps import beside
from assembly.gatherings.web.places import reading_here
from assembly.helping import actions as helping
from assembly.helping.readings import pile
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.codes import in_address
from assembly.kernel.rules.numbers import small, whole
from assembly.kernel.rules.texts import plainly
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import helper
from assembly.kernel.web.press import this_press
from assembly.people import news as people_news
from assembly.people.models import Participant
from assembly.people.readings.names import namesake, people_to_help, person_of
from assembly.people.web.pages import page
from assembly.rounds import news as rounds_news
from assembly.rounds.actions import pledges
from assembly.rounds.actions.pledge_context import pledge_context_of
from assembly.rounds.readings.finding import proposal_of
from assembly.rounds.readings.standing import standing
from assembly.rounds.rules.pledges import FIRST_HOURS
from assembly.typesetting.qr import qr_path

bp = Blueprint("help", __name__, url_prefix="/g/<slug>/help")

A_LIST = 30  # people on one page; the search finds the others
NO_SUCH_HOURS = N_("Please press one of the hours beside a proposal.")


@bp.get("")
def index(slug: str) -> Response:
    reading = reading_here()
    helper(reading.place)
    wanted, typed = request.form.get("q", "").strip(), request.form.get("name", "")
    people = people_to_help(reading.place)
    found = [each for each in people if is_meant(each.person, wanted)]
    return page(
        "helping/index.html",
        reading,
        standing=reading.ask(standing),
        people=(found if wanted else people)[:A_LIST],
        cards_of=reading.ask(whole_board).first_of_each(),
        wanted=wanted,
        same=helping.same_name(reading.place, typed) if typed else [],
        pile=pile(reading.place),
    )


@bp.post("")
@or_else(index)
def enter(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        by, another = helper(gathering), request.form.get("another") == "yes"
        first_time = "first_time" in request.form
        person = helping.enter_person(by, gathering, request.form.get("name", ""), another, this_press(), first_time)
    people_news.came_in(person)
    return answer(url_for("help.person", slug=slug, number=person.number))


def is_meant(person: Participant, wanted: str) -> bool:
    """By number, or by any part of a name, with accents or without."""
    return str(person.number) == wanted or (bool(plainly(wanted)) and plainly(wanted) in plainly(person.name or ""))


@bp.post("/paper")
@or_else(index)
def number_paper(slug: str) -> Response:
    many = whole(request.form.get("many", ""), N_("Type how many paper cards to number, as a number."))
    with writing(Gathering, slug) as gathering:
        first = helping.number_paper_cards(helper(gathering), gathering, many, this_press())
    return answer(url_for("help.paper", slug=slug, first=first, last=first + many - 1))


@bp.get("/paper")
def paper(slug: str) -> Response:
    """Numbered cards to print: those from `first` to `last`, or all."""
    reading = reading_here()
    helper(reading.place)
    first, last = small(request.args.get("first", "")) or 1, small(request.args.get("last", "")) or 2**31
    return page("helping/paper.html", reading, numbers=pile(reading.place).between(first, last))


@bp.post("/search")
def search(slug: str) -> Response:
    """The same page with those who were looked for; a name stays out of every address."""
    return index(slug)


@bp.get("/<int:number>")
def person(slug: str, number: int) -> Response:
    reading = reading_here()
    helper(reading.place)
    who = person_of(reading.place, number)
    return page(
        "helping/person.html",
        reading,
        standing=reading.ask(standing),
        person=who,
        called=namesake(who) or who.name,
        pile=pile(reading.place),
        cards=reading.ask(whole_board).mine(who),
        kinds=reading.ask(whole_board).columns,
        first_hours=FIRST_HOURS,
        allocation=reading.place.allocation,
        beside=partial(beside, "helping-person", reading, who),
    )


@bp.post("/<int:number>/pledges")
@or_else(person)
def give(slug: str, number: int) -> Response:
    """`give` is a proposal's number and hours, as "3-2"; no hours take them back."""
    proposal, hours = (whole(part, NO_SUCH_HOURS) for part in (request.form.get("give", "") + "-").split("-")[:2])
    with writing(Gathering, slug) as gathering:
        by, who, what = helper(gathering), person_of(gathering, number), proposal_of(gathering, proposal)
        first_hour = request.form.get("first_hour", FIRST_HOURS[0])
        context = pledge_context_of(who, what, this_press(), helper=by)
        given = pledges.pledge_hours(context, hours, first_hour) if hours else pledges.withdraw_pledge(context)
    rounds_news.hours_pledged(given)
    return answer(url_for("help.person", slug=slug, number=number))


@bp.post("/<int:number>/cards")
@or_else(person)
def share(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, who = helper(gathering), person_of(gathering, number)
        asset = helping.type_card(by, who, typed_card(request.form.get("kind", "")), paper_number(), this_press())
    board_news.card_changed(asset)
    return answer(url_for("help.person", slug=slug, number=number))


def paper_number() -> int | None:
    """The number in the corner of a paper card; None when there was none."""
    typed = request.form.get("paper", "").strip()
    return whole(typed, N_("The number of a paper card stands in its corner, such as 12.")) if typed else None


@bp.post("/<int:number>/names")
@or_else(person)
def put_name(slug: str, number: int) -> Response:
    """Beside the card named in `card`, or off the one named in `take_off`."""
    put, taken = request.form.get("card", ""), request.form.get("take_off", "")
    with writing(Gathering, slug) as gathering:
        by, who = helper(gathering), person_of(gathering, number)
        asset = card_of(gathering, whole((put or taken).split(" ")[0], NO_SUCH_CARD))
        asset = board.add_name(who, asset, helper=by) if put else board.take_name_off(who, asset, helper=by)
    board_news.card_changed(asset)
    return answer(url_for("help.person", slug=slug, number=number))


@bp.post("/<int:number>/slip")
@or_else(person)
def make_slip(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        code = helping.make_slip(helper(gathering), person_of(gathering, number))
    session["slip"] = code
    return answer(url_for("help.slip", slug=slug, number=number))


@bp.get("/<int:number>/slip")
def slip(slug: str, number: int) -> Response:
    """Shown once: a reload shows how to make a new one."""
    reading = reading_here()
    helper(reading.place)
    code = session.pop("slip", "")
    link = f"{public_url()}/j/{in_address(code)}"
    who = person_of(reading.place, number)
    square = qr_path(link) if code else None
    return page("helping/slip.html", reading, person=who, code=code, qr=square, door=reading.ask(door))
