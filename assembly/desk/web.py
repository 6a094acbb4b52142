"""The desk: the evening with its one big Next, putting the wall on the projector, and where evenings are started."""

from flask import Blueprint
from sqlalchemy import select
from werkzeug.wrappers import Response

from assembly.board.readings.board import board
from assembly.desk.readings import desk
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import kind_of, problems_ahead
from assembly.gatherings.web.places import reading_here
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.places import Assembly
from assembly.kernel.web.answers import plain_page, sentence_of
from assembly.kernel.web.identity import NeedsKey, device, granted
from assembly.kernel.web.press import fresh_press
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.people.readings.names import named_people
from assembly.people.web.pages import desk_page
from assembly.rounds.readings.standing import standing

bp = Blueprint("desk", __name__)


@bp.get("/desk")
def new() -> Response:
    may_start = granted(None, "operator") is not None
    if not may_start and not my_gatherings():
        raise NeedsKey
    return plain_page("desk/new.html", gatherings=my_gatherings(), may_start=may_start, assemblies=my_assemblies())


@bp.get("/g/<slug>/desk")
def show(slug: str, number: int | None = None) -> Response:
    reading = reading_here()
    return desk_page(
        "desk/desk.html",
        desk=reading.ask(desk),
        kind=kind_of(reading.place),
        waits=waits(reading),
        problems=problems(reading.place),
        standing=reading.ask(standing),
    )


@bp.get("/g/<slug>/desk/projector")
def projector(slug: str) -> Response:
    return desk_page("desk/projector.html")


@bp.get("/g/<slug>/desk/people")
def people(slug: str) -> Response:
    return desk_page("people/desk.html", board=reading_here().ask(board), named_people=named_people)


def controls() -> tuple[str, str]:
    """The buttons as they are now, after a press."""
    reading = reading_here()
    shown = (reading.ask(desk), kind_of(reading.place), waits(reading), fresh_press(), problems(reading.place), None)
    return "gathering-controls", macro("desk/_controls.html", *shown)


def problems(gathering: Gathering) -> list[str]:
    """What must be mended first, once the next step needs it."""
    return [sentence_of(problem) for problem in problems_ahead(gathering)]


def waits(reading: Reading[Gathering]) -> bool:
    """Is there something to press at this step before Next?"""
    return bool(problems(reading.place) or kind_of(reading.place).waits(reading))


def my_gatherings() -> list[Gathering]:
    """Gatherings this browser may facilitate, newest first."""
    known = device()
    if known is None:
        return []
    mine = (Grant.device_id == known.id, Grant.role == "facilitator", Grant.withdrawn_at.is_(None))
    return list(db.session.scalars(select(Gathering).join(Grant).where(*mine).order_by(Gathering.id.desc())))


def my_assemblies() -> list[Assembly]:
    """Whose next evening this browser may start, newest first."""
    known = device()
    if known is None:
        return []
    mine = (Grant.device_id == known.id, Grant.role == "steward", Grant.withdrawn_at.is_(None))
    stewarded = (
        select(Assembly).join(Grant, Grant.assembly_id == Assembly.id).where(*mine, Assembly.rehearsal.is_(False))
    )
    return list(db.session.scalars(stewarded.order_by(Assembly.id.desc())))
