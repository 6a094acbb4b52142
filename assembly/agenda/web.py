"""The agenda on the desk, where it is changed, and on phones, where it is read."""

from collections.abc import Callable

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.agenda import actions
from assembly.agenda.readings import agenda
from assembly.gatherings import news
from assembly.gatherings.models import Gathering, Step
from assembly.gatherings.readings import evening_pace
from assembly.gatherings.steps import kinds
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.kernel.web.press import this_press
from assembly.people.web.pages import desk_page, inside, phone_page

bp = Blueprint("agenda", __name__, url_prefix="/g/<slug>")

NO_MINUTES = N_("Say how many minutes, as a whole number.")
NO_SUCH_STEP = N_("There is no such step. Please reload this page.")


@bp.get("/desk/agenda")
def desk(slug: str, number: int | None = None) -> Response:
    reading = reading_here()
    addable = [kind for kind in kinds.values() if not kind.once or kind.name not in _planned(reading.place)]
    return desk_page(
        "agenda/desk.html",
        agenda=reading.ask(agenda),
        pace=reading.ask(evening_pace),
        addable=addable,
        kinds=kinds,
        open_step=number,
    )


@bp.get("/agenda")
def show(slug: str) -> Response:
    """For phones: what was, where we are, what comes."""
    reading, me = inside()
    return phone_page("agenda/show.html", reading, me, agenda=reading.ask(agenda))


@bp.post("/steps")
@or_else(desk)
def add(slug: str) -> Response:
    minutes = whole(request.form.get("minutes", ""), NO_MINUTES)
    before = whole(request.form.get("before", ""), NO_SUCH_STEP)
    with writing(Gathering, slug) as gathering:
        by = facilitator(gathering)
        actions.add_step(by, gathering, request.form.get("kind", ""), minutes, before, this_press())
    return _told(gathering)


@bp.post("/steps/<int:number>")
@or_else(desk)
def change(slug: str, number: int) -> Response:
    form = request.form
    minutes = whole(form.get("minutes", ""), NO_MINUTES)
    words = actions.Words(form.get("title", ""), form.get("say", ""), minutes, form.get("picture", ""))
    with writing(Gathering, slug) as gathering:
        actions.change_step(facilitator(gathering), gathering, number, words, this_press())
    return _told(gathering)


@bp.post("/steps/<int:number>/earlier")
@or_else(desk)
def earlier(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.move_earlier(facilitator(gathering), gathering, number, this_press())
    return _told(gathering)


@bp.post("/steps/<int:number>/later")
@or_else(desk)
def later(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.move_later(facilitator(gathering), gathering, number, this_press())
    return _told(gathering)


@bp.post("/steps/<int:number>/skipping")
@or_else(desk)
def skip(slug: str, number: int) -> Response:
    return _skipping(slug, number, actions.skip_step)


@bp.post("/steps/<int:number>/skipping/withdrawal")
@or_else(desk)
def take_up(slug: str, number: int) -> Response:
    return _skipping(slug, number, actions.take_step_up)


@bp.post("/step/extension")
@or_else("desk.show")
def extend(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.extend(facilitator(gathering), gathering, this_press())
    news.evening_moved(gathering)
    return answer_controls()


@bp.post("/agenda/showing")
def show_on_the_wall(slug: str) -> Response:
    return _showing(slug, shown=True)


@bp.post("/agenda/showing/withdrawal")
def take_down(slug: str) -> Response:
    return _showing(slug, shown=False)


def _showing(slug: str, shown: bool) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.show_agenda(facilitator(gathering), gathering, shown)
    news.wall_changed(gathering)
    return answer_controls()


def _skipping(slug: str, number: int, action: Callable[..., Step]) -> Response:
    with writing(Gathering, slug) as gathering:
        action(facilitator(gathering), gathering, number)
    return _told(gathering)


def _planned(gathering: Gathering) -> set[str]:
    return {step.kind for step in gathering.steps}


def _told(gathering: Gathering) -> Response:
    news.evening_moved(gathering)
    return answer(url_for("agenda.desk", slug=gathering.slug))
