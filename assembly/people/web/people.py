"""Come in, my page, my name."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly import news
from assembly.kernel.actions.writing import writing
from assembly.kernel.web.answers import answer, or_else, page
from assembly.live.reading import Reading
from assembly.people.actions import people
from assembly.people.web import sheets
from assembly.people.web.visit import facilitator, participant, reading_here, this_press, token_hash
from assembly.rounds.readings.finding import person_of

bp = Blueprint("people", __name__, url_prefix="/g/<slug>")


def door_again(slug: str) -> Response:
    reading = reading_here()
    people.check_door(reading.gathering, request.form.get("code", ""))
    return page("doors/come_in.html", reading)


@bp.post("/people")
@or_else(door_again)
def come_in(slug: str) -> Response:
    with writing(slug) as gathering:
        form = request.form
        me = people.come_in(
            gathering, token_hash(), form.get("code", ""), form.get("name", ""), pretend="pretend" in form
        )
    news.came_in(me)
    if me.just_came:
        sheets.came_in(gathering)
    return answer(url_for("gathering.here", slug=slug))


@bp.get("/me")
def me(slug: str) -> Response:
    reading = reading_here()
    return my_page(reading)


def my_page(reading: Reading) -> Response:
    participant(reading.gathering)
    return page(
        "people/me.html", reading, standing=reading.standing, board=reading.board, audience="phones", page="mine"
    )


def me_again(slug: str, number: int | None = None) -> Response:
    return my_page(reading_here())


@bp.post("/me/name")
@or_else(me_again)
def rename(slug: str) -> Response:
    with writing(slug) as gathering:
        me = people.change_name(participant(gathering), request.form.get("name", ""), this_press())
    news.name_changed(me)
    return answer(url_for("people.me", slug=slug))


@bp.post("/people/<int:number>/hiding")
def hide(slug: str, number: int) -> Response:
    with writing(slug) as gathering:
        person = people.hide_name(facilitator(gathering), person_of(gathering, number))
    news.name_hidden(person)
    return answer(url_for("desk.people", slug=slug))


@bp.post("/people/<int:number>/hiding/withdrawal")
def unhide(slug: str, number: int) -> Response:
    with writing(slug) as gathering:
        person = people.show_name(facilitator(gathering), person_of(gathering, number))
    news.name_changed(person)
    return answer(url_for("desk.people", slug=slug))
