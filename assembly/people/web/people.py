"""Come in, my name; on the desk, whose name stands on the wall."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator, token_hash
from assembly.kernel.web.press import this_press
from assembly.live.reading import Reading
from assembly.people import news
from assembly.people.actions import people
from assembly.people.models import Participant
from assembly.people.readings.names import namesake, person_of
from assembly.people.web.pages import page, phone_page
from assembly.people.web.visit import participant

bp = Blueprint("people", __name__, url_prefix="/g/<slug>")


def door_again(slug: str) -> Response:
    reading = reading_here()
    code = request.form.get("code", "")
    people.check_door(reading.place, code)
    return page("people/come_in.html", reading, code=code)


@bp.post("/people")
@or_else(door_again)
def come_in(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        form = request.form
        me = people.come_in(
            gathering,
            token_hash(),
            form.get("code", ""),
            form.get("name", ""),
            pretend="pretend" in form,
            first_time="first_time" in form,
        )
    news.came_in(me)
    return answer(url_for("phone.here", slug=slug))


@bp.post("/me/name")
@or_else("phone.me")
def rename(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        me = people.change_name(participant(gathering), request.form.get("name", ""), this_press())
    news.name_changed(me)
    return answer(url_for("phone.me", slug=slug, named=1))


@bp.post("/people/<int:number>/hiding")
def hide(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        person = people.hide_name(facilitator(gathering), person_of(gathering, number))
    news.name_hidden(person)
    return answer(url_for("desk.people", slug=slug))


@bp.post("/people/<int:number>/hiding/withdrawal")
def unhide(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        person = people.show_name(facilitator(gathering), person_of(gathering, number))
    news.name_changed(person)
    return answer(url_for("desk.people", slug=slug))


def arrivals_page(reading: Reading[Gathering], me: Participant) -> Response:
    """At the doors: people come in, and see who else did."""
    return phone_page("people/here.html", reading, me, page="now", namesake=namesake(me))
