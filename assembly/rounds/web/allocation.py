"""The round: its settings, Show the money, last call, close; what came of it; the room as a file anybody can check."""

import json
import secrets
from contextlib import suppress
from datetime import date
from functools import partial

from flask import Blueprint, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from assembly.board.rules import KINDS
from assembly.board.web import column_page
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.numbers import money, whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.language import plain_money
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.web.pages import desk_page, inside, phone_page
from assembly.rounds import news
from assembly.rounds.actions import counting, reopening, rounds, waves
from assembly.rounds.actions.rounds import RoundSettings
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.rules.room import write
from assembly.rounds.rules.round import StillCounting, check_pledges_kept, check_revealed

bp = Blueprint("allocation", __name__, url_prefix="/g/<slug>")

COUNTS = 3  # before a close: people may go on pledging while it is counted


@bp.get("/allocation")
def show(slug: str) -> Response:
    return pot_page(*inside())


def pot_page(reading: Reading[Gathering], me: Participant) -> Response:
    """Who gets what."""
    return phone_page("rounds/pot.html", reading, me, allocation=reading.place.allocation, page="now")


def closing_page(reading: Reading[Gathering], me: Participant) -> Response:
    """An evening of cards alone ends before them."""
    return pot_page(reading, me) if reading.place.has_round else column_page(reading, me, KINDS[0], "now")


@bp.get("/desk/settings")
def settings(slug: str) -> Response:
    reading = reading_here()
    plain = partial(plain_money, assembly=reading.place.assembly)
    return desk_page("rounds/settings.html", allocation=reading.place.allocation, plain=plain)


@bp.post("/allocation")
@or_else("allocation.settings")
def publish(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        by, allocation = facilitator(gathering), gathering.allocation
        rounds.publish_settings(by, allocation, typed_settings(gathering))
    news.round_changed(allocation)
    return answer(url_for("allocation.settings", slug=slug, saved="settings"))


@bp.post("/allocation/money")
@or_else("desk.show")
def show_money(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        allocation = rounds.show_money(facilitator(gathering), gathering.allocation)
    news.round_changed(allocation)
    return answer_controls()


@bp.post("/allocation/last-call")
@or_else("desk.show")
def start_last_call(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        allocation = rounds.start_last_call(facilitator(gathering), gathering.allocation)
    news.round_changed(allocation)
    return answer_controls()


@bp.post("/allocation/closure")
@or_else("desk.show")
def lock(slug: str) -> Response:
    """Equal shares is counted first, outside the lock, and again when promises moved meanwhile."""
    for _ in range(COUNTS):
        with suppress(StillCounting):
            return _lock(slug)
        counting.count_once(slug)
    return _lock(slug)


def _lock(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        by = facilitator(gathering)
        if request.form.get("sure") != "yes":
            raise RuleBroken(N_("Closing the round is kept in the book. Press once more to close it."))
        allocation = rounds.lock_allocation(by, gathering.allocation)
    news.round_changed(allocation)
    return answer_controls()


@bp.post("/allocation/reveal")
@or_else("desk.show")
def reveal(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        allocation = rounds.reveal(facilitator(gathering), gathering.allocation)
    news.round_changed(allocation)
    return answer_controls()


@bp.post("/allocation/reopening")
@or_else("desk.show")
def ask_reopening(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        by = facilitator(gathering)
        if request.form.get("sure") != "yes":
            raise RuleBroken(N_("Everybody will see this. Press once more to give notice."))
        allocation = reopening.ask_reopening(by, gathering.allocation)
    news.reopening_told(allocation)
    return answer_controls()


@bp.post("/allocation/reopening/withdrawal")
@or_else("desk.show")
def call_off_reopening(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        allocation = reopening.call_off_reopening(facilitator(gathering), gathering.allocation)
    news.reopening_told(allocation)
    return answer_controls()


@bp.post("/allocation/closure/withdrawal")
@or_else("desk.show")
def reopen(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        allocation = reopening.reopen_round(facilitator(gathering), gathering.allocation)
    news.reopening_told(allocation)
    return answer_controls()


@bp.post("/allocation/wave")
@or_else("desk.show")
def begin_wave(slug: str) -> Response:
    """Another round over what is left; its settings come first."""
    with writing(Gathering, slug) as gathering:
        wave = waves.begin_wave(facilitator(gathering), gathering.allocation)
    news.round_changed(wave)
    return answer_controls()


@bp.post("/allocation/wave/opening")
@or_else("desk.show")
def open_wave(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        wave = waves.open_wave(facilitator(gathering), gathering.allocation)
    news.round_changed(wave)
    return answer_controls()


@bp.post("/allocation/wave/withdrawal")
@or_else("desk.show")
def call_off_wave(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        allocation = waves.call_off_wave(facilitator(gathering), gathering.allocation)
    news.round_changed(allocation)
    return answer_controls()


@bp.get("/allocation/room.json")
def room(slug: str) -> Response:
    """The round in the shape that `assembly allocate` reads, amounts in steps; people are new random names."""
    reading = reading_here()
    facilitator(reading.place)
    check_pledges_kept(reading.place.purged)
    check_revealed(reading.place.allocation.hidden)
    return Response(
        json.dumps(written_room(reading.place.allocation), indent=1),
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
