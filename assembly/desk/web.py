"""The desk: the run-sheet, proposals, settings, links, and putting the wall on the projector."""

from functools import partial
from typing import Any

from flask import Blueprint, g, request, session, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from assembly.addresses import qr_path
from assembly.extensions import db
from assembly.gatherings.actions import WITH_HOURS
from assembly.gatherings.models import Gathering
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.places import Assembly
from assembly.kernel.web.answers import answer, page, sentence_of
from assembly.language import plain_money
from assembly.live import fragments
from assembly.live.audiences import DESK
from assembly.live.broadcasters import broadcasters
from assembly.live.fragments import piece
from assembly.live.reading import Reading
from assembly.people.readings.people import named_people
from assembly.people.web.visit import NeedsKey, device, facilitator, fresh_press, granted, reading_here, slug
from assembly.rounds.actions.rounds import problems
from assembly.rounds.readings.standing import Line
from assembly.rounds.web.round_settings import RoundSettingsForm
from assembly.wall.slides import Desk

bp = Blueprint("desk", __name__)


@bp.get("/desk")
def new() -> Response:
    if granted(None, "operator") is None and not my_gatherings():
        raise NeedsKey
    return page("desk/new.html", gatherings=my_gatherings(), may_start=granted(None, "operator") is not None)


@bp.get("/g/<slug>/desk")
def show(slug: str) -> Response:
    return desk_page(slug)


@bp.get("/g/<slug>/desk/projector")
def projector(slug: str) -> Response:
    return _page("desk/projector.html")


@bp.get("/g/<slug>/desk/proposals")
def proposals(slug: str) -> Response:
    return proposals_page(slug)


@bp.get("/g/<slug>/desk/board")
def board(slug: str) -> Response:
    return board_page(slug)


@bp.get("/g/<slug>/desk/settings")
def settings(slug: str) -> Response:
    return settings_page(slug)


@bp.get("/g/<slug>/desk/people")
def people(slug: str) -> Response:
    return _page("desk/people.html", named_people=named_people)


@bp.get("/g/<slug>/desk/links")
def links(slug: str) -> Response:
    new_link = session.pop("new_link", None)
    return _page("desk/links.html", new_link=new_link, new_qr=qr_path(new_link["url"]) if new_link else None)


def desk_page(slug: str, number: int | None = None) -> Response:
    return _page("desk/desk.html")


def proposals_page(slug: str, number: int | None = None) -> Response:
    return _page("desk/proposals.html", amending=number)


def board_page(slug: str, number: int | None = None) -> Response:
    return _page("desk/board.html", amending=number)


def settings_page(slug: str) -> Response:
    gathering = reading_here().gathering
    typed = None if gathering.allocation.opened else request.form or None
    form = RoundSettingsForm(gathering.assembly, gathering.allocation.settings, typed)
    return _page("desk/settings.html", form=form)


def answer_controls() -> Response:
    """After a press on the desk: the buttons as they are now."""
    return answer(url_for("desk.show", slug=slug()), controls)


def controls() -> tuple[str, str]:
    reading = reading_here()
    return "gathering-controls", piece("desk/_controls.html", seen_from(reading), fresh_press(), [], None)


def seen_from(reading: Reading) -> Desk:
    return fragments.desk(reading, broadcasters.live(reading.gathering.slug))


def my_gatherings() -> list[Gathering]:
    """Gatherings this browser may facilitate, newest first."""
    known = device()
    if known is None:
        return []
    mine = (Grant.device_id == known.id, Grant.role == "facilitator", Grant.withdrawn_at.is_(None))
    return list(db.session.scalars(select(Gathering).join(Grant).where(*mine).order_by(Gathering.id.desc())))


def typed_proposal(assembly: Assembly, line: Line | None, entered: dict[str, str]) -> dict[str, Any]:
    """A proposal's form fields: what was just typed, else what stands, else nothing."""
    if entered or line is None:
        fields = (
            "title",
            "change",
            "proposer",
            "minimum",
            "ask",
            "all_or_nothing",
            "need_people",
            "need_hours",
            "wants",
            "lesson",
        )
        return {name: entered.get(name, "") for name in fields}
    return {
        "title": line.title,
        "change": line.change,
        "lesson": line.lesson,
        "proposer": line.proposer or "",
        "minimum": plain_money(line.ask.minimum, assembly),
        "ask": plain_money(line.ask.amount, assembly),
        "all_or_nothing": line.ask.all_or_nothing,
        "need_people": "" if line.ask.need_people is None else line.ask.need_people,
        "need_hours": "" if line.ask.need_hours is None else line.ask.need_hours,
        "wants": ", ".join(want.words for want in line.wants),
    }


def _page(template: str, **context: Any) -> Response:
    reading = reading_here()
    facilitator(reading.gathering)
    g.shows_the_wall = True
    return page(
        template,
        reading,
        desk=seen_from(reading),
        standing=reading.standing,
        board=reading.board,
        allocation=reading.gathering.allocation,
        plain=partial(plain_money, assembly=reading.gathering.assembly),
        typed=partial(typed_proposal, reading.gathering.assembly),
        problems=[sentence_of(problem) for problem in _problems(reading)],
        audience=DESK,
        **context,
    )


def _problems(reading: Reading) -> list[Exception]:
    """What must be mended first, once the next step needs it."""
    allocation, following = reading.gathering.allocation, reading.gathering.next_step
    near = following is not None and following.kind in ("presenting", *WITH_HOURS)
    return list(problems(allocation)) if near and not allocation.opened else []
