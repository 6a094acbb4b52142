"""Read back what was promised, several projects at once; put figures up; tell victories."""

from datetime import date

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_, numbers
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.kernel.web.press import this_press
from assembly.live.reading import Reading
from assembly.money.actions import today
from assembly.people.web.pages import inside
from assembly.people.web.visit import participant
from assembly.promises import news
from assembly.promises.actions import metrics, promises, victories
from assembly.promises.actions.metrics import Count
from assembly.promises.actions.promises import Told
from assembly.promises.readings.metrics import metrics as counted
from assembly.promises.rules import hundredths
from assembly.promises.web.pages import victories_page

bp = Blueprint("looking_back", __name__, url_prefix="/g/<slug>")

NO_SUCH_HOURS = N_("Hours are whole numbers here, such as 2. Write 0 for none.")
PARTS = ("kept", "moved", "dropped")


@bp.post("/promises")
@or_else("promises.desk")
def read_back(slug: str) -> Response:
    told = {number: typed_hours(number) for number in typed_numbers()}
    with writing(Gathering, slug) as gathering:
        promises.read_back(facilitator(gathering), gathering, told, this_press())
    news.read_back(gathering)
    return done("promises")


@bp.post("/metrics")
@or_else("promises.desk")
def put_up(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        metrics.put_up(facilitator(gathering), gathering, [typed_count(gathering)], this_press())
    news.metrics_changed(gathering)
    return done("metrics")


@bp.post("/metrics/ready")
@or_else("promises.desk")
def put_up_ready(slug: str) -> Response:
    """What Assembly itself counted: the one named in `name`, or all."""
    wanted = request.form.get("name", "")
    with writing(Gathering, slug) as gathering:
        by, day, offered = facilitator(gathering), today(gathering.assembly), Reading(gathering).ask(counted).ready
        counts = [
            Count(each.what, each.amount, each.unit, each.before, each.meaning, "", day, each.name)
            for each in offered
            if wanted in ("", each.name)
        ]
        metrics.put_up(by, gathering, counts, this_press())
    news.metrics_changed(gathering)
    return done("metrics")


@bp.post("/metrics/<int:number>")
@or_else("promises.desk")
def change(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        metrics.change(facilitator(gathering), gathering, number, typed_count(gathering), this_press())
    news.metrics_changed(gathering)
    return done("metrics")


@bp.post("/metrics/<int:number>/withdrawal")
def take_figure_off(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        metrics.take_off(facilitator(gathering), gathering, number)
    news.metrics_changed(gathering)
    return done("metrics")


def victories_again(slug: str) -> Response:
    return victories_page(*inside())


@bp.post("/victories")
@or_else(victories_again)
def tell(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        victories.tell(
            participant(gathering), request.form.get("words", ""), bool(request.form.get("named")), this_press()
        )
    news.victories_changed(gathering)
    return answer(url_for("phone.here", slug=slug, told=1))


@bp.post("/victories/<int:number>/mine/withdrawal")
def take_back(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        victories.take_back(participant(gathering), number)
    news.victory_gone(gathering)
    return answer(url_for("phone.here", slug=slug))


@bp.post("/desk/victories")
@or_else("promises.desk")
def write(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        victories.write(facilitator(gathering), gathering, request.form.get("words", ""), this_press())
    news.victories_changed(gathering)
    return done("victories")


@bp.post("/victories/<int:number>/hiding")
def take_off(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        victories.take_off(facilitator(gathering), gathering, number)
    news.victory_gone(gathering)
    return done("victories")


@bp.post("/victories/<int:number>/hiding/withdrawal")
def let_on(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        victories.let_on(facilitator(gathering), gathering, number)
    news.victories_changed(gathering)
    return done("victories")


def done(part: str) -> Response:
    """Back to where it was pressed: the evening's buttons, or the page where all of it is typed."""
    if request.form.get("from") == "evening":
        return answer_controls()
    slug = (request.view_args or {})["slug"]
    return answer(url_for("promises.desk", slug=slug, saved=part, _anchor=part))


def typed_numbers() -> list[int]:
    """Projects for which some hours were typed."""
    names = {name for name, value in request.form.items() if value.strip()}
    found = {name.partition("-")[2] for name in names if name.partition("-")[0] in PARTS}
    numbers_typed = [numbers.small(each) for each in found]
    if None in numbers_typed:
        raise Missing(found)
    return sorted(number for number in numbers_typed if number is not None)


def typed_hours(number: int) -> Told:
    """What is left empty is none."""
    parts = (request.form.get(f"{part}-{number}", "").strip() for part in PARTS)
    return Told(*(numbers.whole(part or "0", NO_SUCH_HOURS) for part in parts))


def typed_count(gathering: Gathering) -> Count:
    form = request.form
    before, day = form.get("before", "").strip(), form.get("as_of", "").strip()
    as_of: date = numbers.day(day) if day else today(gathering.assembly)
    return Count(
        what=form.get("what", ""),
        amount=hundredths(form.get("amount", "")),
        unit=form.get("unit", ""),
        before=hundredths(before) if before else None,
        meaning=form.get("meaning", ""),
        counted_by=form.get("counted_by", ""),
        as_of=as_of,
    )
