"""The round: its settings, Show the money, last call, close; what came of it; the room as a file anybody can check."""

import json
import secrets
from contextlib import suppress
from datetime import date

from flask import Blueprint, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from assembly import news
from assembly.desk.web import answer_controls, desk_page, settings_page
from assembly.extensions import db
from assembly.forgetting.rules import check_pledges_kept
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.numbers import money, whole
from assembly.kernel.web.answers import answer, or_else
from assembly.people.readings.visitor import Visitor
from assembly.people.web.sheets import sheet
from assembly.people.web.visit import facilitator, guest, reading_here
from assembly.rounds.actions import counting, reopening, rounds, waves
from assembly.rounds.actions.rounds import RoundSettings
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.rules.room import write
from assembly.rounds.rules.round import StillCounting, check_revealed

bp = Blueprint("allocation", __name__, url_prefix="/g/<slug>/allocation")

COUNTS = 3  # before a close: people may go on pledging while it is counted


@bp.get("")
def show(slug: str) -> Response:
    return allocation_page(guest())


def allocation_page(me: Visitor) -> Response:
    return sheet("allocation/show.html", me, lambda reading: {"standing": reading.standing, "page": "now"})


@bp.post("")
@or_else(settings_page)
def publish(slug: str) -> Response:
    with writing(slug) as gathering:
        by, allocation = facilitator(gathering), gathering.allocation
        rounds.publish_settings(by, allocation, typed_settings(gathering))
    news.round_changed(allocation)
    return answer(url_for("desk.settings", slug=slug, saved="settings"))


@bp.post("/money")
@or_else(desk_page)
def show_money(slug: str) -> Response:
    with writing(slug) as gathering:
        allocation = rounds.show_money(facilitator(gathering), gathering.allocation)
    news.round_changed(allocation)
    return answer_controls()


@bp.post("/last-call")
@or_else(desk_page)
def start_last_call(slug: str) -> Response:
    with writing(slug) as gathering:
        allocation = rounds.start_last_call(facilitator(gathering), gathering.allocation)
    news.round_changed(allocation)
    return answer_controls()


@bp.post("/closure")
@or_else(desk_page)
def lock(slug: str) -> Response:
    """Equal shares is counted first, outside the lock, and again when promises moved meanwhile."""
    for _ in range(COUNTS):
        with suppress(StillCounting):
            return _lock(slug)
        counting.count_once(slug)
    return _lock(slug)


def _lock(slug: str) -> Response:
    with writing(slug) as gathering:
        by = facilitator(gathering)
        if request.form.get("sure") != "yes":
            raise RuleBroken(N_("Closing the round is kept in the book. Press once more to close it."))
        allocation = rounds.lock_allocation(by, gathering.allocation)
    news.round_changed(allocation)
    return answer_controls()


@bp.post("/reveal")
@or_else(desk_page)
def reveal(slug: str) -> Response:
    with writing(slug) as gathering:
        allocation = rounds.reveal(facilitator(gathering), gathering.allocation)
    news.round_changed(allocation)
    return answer_controls()


@bp.post("/reopening")
@or_else(desk_page)
def ask_reopening(slug: str) -> Response:
    with writing(slug) as gathering:
        by = facilitator(gathering)
        if request.form.get("sure") != "yes":
            raise RuleBroken(N_("Everybody will see this. Press once more to give notice."))
        allocation = reopening.ask_reopening(by, gathering.allocation)
    news.reopening_told(allocation)
    return answer_controls()


@bp.post("/reopening/withdrawal")
@or_else(desk_page)
def call_off_reopening(slug: str) -> Response:
    with writing(slug) as gathering:
        allocation = reopening.call_off_reopening(facilitator(gathering), gathering.allocation)
    news.reopening_told(allocation)
    return answer_controls()


@bp.post("/closure/withdrawal")
@or_else(desk_page)
def reopen(slug: str) -> Response:
    with writing(slug) as gathering:
        allocation = reopening.reopen_round(facilitator(gathering), gathering.allocation)
    news.reopening_told(allocation)
    return answer_controls()


@bp.post("/wave")
@or_else(desk_page)
def begin_wave(slug: str) -> Response:
    """Another round over what is left; its settings come first."""
    with writing(slug) as gathering:
        wave = waves.begin_wave(facilitator(gathering), gathering.allocation)
    news.round_changed(wave)
    return answer_controls()


@bp.post("/wave/opening")
@or_else(desk_page)
def open_wave(slug: str) -> Response:
    with writing(slug) as gathering:
        wave = waves.open_wave(facilitator(gathering), gathering.allocation)
    news.round_changed(wave)
    return answer_controls()


@bp.post("/wave/withdrawal")
@or_else(desk_page)
def call_off_wave(slug: str) -> Response:
    with writing(slug) as gathering:
        allocation = waves.call_off_wave(facilitator(gathering), gathering.allocation)
    news.round_changed(allocation)
    return answer_controls()


@bp.get("/room.json")
def room(slug: str) -> Response:
    """The round in the shape that `assembly allocate` reads, amounts in steps; people are new random names."""
    reading = reading_here()
    facilitator(reading.gathering)
    check_pledges_kept(reading.gathering.purged)
    check_revealed(reading.gathering.allocation.hidden)
    return Response(
        json.dumps(written_room(reading.gathering.allocation), indent=1),
        mimetype="application/json",
        headers={"Content-Disposition": 'attachment; filename="room.json"'},
    )


def written_room(allocation: Allocation) -> dict[str, object]:
    written: dict[str, object] = write(
        allocation.pot, allocation.terms, _written_pledges(allocation), allocation.settings
    )
    return written


def _written_pledges(allocation: Allocation) -> dict[str, dict[str, int]]:
    """Names drawn for this file alone, in no order of arrival."""
    standing = db.session.scalars(select(Pledge).where(Pledge.allocation_id == allocation.id, Pledge.hours > 0))
    names: dict[int, str] = {}
    written: dict[str, dict[str, int]] = {}
    for pledge in standing:
        name = names.setdefault(pledge.participant_id, f"person-{secrets.token_hex(4)}")
        written.setdefault(name, {})[str(pledge.proposal.number)] = pledge.hours
    return dict(sorted(written.items()))


def typed_settings(gathering: Gathering) -> RoundSettings:
    exponent = gathering.assembly.exponent
    step = money(_typed("step", "1"), exponent)
    return RoundSettings(
        divided=money(_typed("divided", "0"), exponent),
        set_aside=money(_typed("set_aside", "0"), exponent),
        set_aside_note=_typed("set_aside_note"),
        step=step,
        rule=_typed("rule", "floors_first"),
        people_weight=_number("people_weight", 3),
        min_people=_number("min_people", 3),
        min_hours=_number("min_hours", 3),
        hours_each=_number("hours_each", 6),
        proposals_each=_number("proposals_each", 2),
        period=_typed("period"),
        period_end=_typed_date("period_end"),
        last_call_seconds=_number("last_call_seconds", 180),
        weight=_typed("weight", "affine"),
        person_from=_number("person_from", 1),
        per_person_cap=_number_or_none("per_person_cap"),
        reach=_number("reach", 100),
        max_rate_over=_typed_steps("max_rate_over", exponent, step),
        max_rate_under=_number_or_none("max_rate_under"),
        money_when=_typed("money_when", "pressed"),
        sealed=bool(_typed("sealed")),
        ending=_typed("ending", "soft"),
    )


def _number_or_none(name: str) -> int | None:
    return _number(name, 0) if _typed(name) else None


def _typed_steps(name: str, exponent: int, step: int) -> int | None:
    """Money, as a number of steps."""
    if not _typed(name):
        return None
    minor = money(_typed(name), exponent)
    if step < 1 or minor % step:
        raise RuleBroken(N_("The highest price must be a whole number of steps."))
    return minor // step


def _typed(name: str, otherwise: str = "") -> str:
    return request.form.get(name, "").strip() or otherwise


def _number(name: str, otherwise: int) -> int:
    return whole(
        _typed(name, str(otherwise)), N_("Please use whole numbers, such as 3, for people, hours and seconds.")
    )


def _typed_date(name: str) -> date | None:
    try:
        return date.fromisoformat(_typed(name)) if _typed(name) else None
    except ValueError as error:
        raise RuleBroken(N_("Please write the date like 2026-12-20.")) from error
