"""The round: its settings, Show the money, last call, close; what came of it; the room as a file anybody can check."""

import json
from contextlib import suppress

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly import news
from assembly.desk.web import answer_controls, desk_page, settings_page
from assembly.forgetting.rules import check_pledges_kept
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.web.answers import answer, or_else
from assembly.people.readings.visitor import Visitor
from assembly.people.web.sheets import sheet
from assembly.people.web.visit import facilitator, guest, reading_here
from assembly.rounds.actions import counting, reopening, rounds, waves
from assembly.rounds.rules.room import write
from assembly.rounds.rules.round import StillCounting, check_revealed
from assembly.rounds.web.round_settings import RoundSettingsForm

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
        form = RoundSettingsForm(gathering.assembly, None, request.form)
        rounds.publish_settings(by, allocation, form.settings())
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
    """The round in the shape that `assembly allocate` reads, amounts in steps; people are numbers that tell nothing."""
    reading = reading_here()
    facilitator(reading.gathering)
    check_pledges_kept(reading.gathering.purged)
    check_revealed(reading.gathering.allocation.hidden)
    room = reading.gathering.allocation.room
    return Response(
        json.dumps(write(room.pot, room.terms, room.pledges, room.settings), indent=1),
        mimetype="application/json",
        headers={"Content-Disposition": 'attachment; filename="room.json"'},
    )
