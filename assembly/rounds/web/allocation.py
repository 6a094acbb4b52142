"""The round: its settings, Show the money, last call, close; what came of it; the room as a file anybody can check."""

import json
from contextlib import suppress
from functools import partial

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.board.rules import KINDS
from assembly.board.web import column_page
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.database import sweep_lately
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.language import plain_money
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.web.pages import desk_page, inside, phone_page
from assembly.rounds import news
from assembly.rounds.actions import counting, reopening, rounds, waves
from assembly.rounds.readings.standing import standing
from assembly.rounds.rules.room import write
from assembly.rounds.rules.round import StillCounting, check_pledges_kept, check_revealed, check_room_told
from assembly.rounds.web.round_settings import RoundSettingsForm

bp = Blueprint("allocation", __name__, url_prefix="/g/<slug>")

COUNTS = 3  # before a close: people may go on pledging while it is counted


@bp.get("/allocation")
def show(slug: str) -> Response:
    return pot_page(*inside())


def pot_page(reading: Reading[Gathering], me: Participant) -> Response:
    """Who gets what."""
    return phone_page(
        "rounds/pot.html",
        reading,
        me,
        allocation=reading.place.allocation,
        standing=reading.ask(standing),
        page="now",
    )


def closing_page(reading: Reading[Gathering], me: Participant) -> Response:
    """An evening of cards alone ends before them."""
    return pot_page(reading, me) if reading.place.has_round else column_page(reading, me, KINDS[0], "now")


@bp.get("/desk/settings")
def settings(slug: str) -> Response:
    reading = reading_here()
    gathering = reading.place
    typed = None if gathering.allocation.opened else request.form or None
    form = RoundSettingsForm(gathering.assembly, gathering.allocation.settings, typed)
    plain = partial(plain_money, assembly=gathering.assembly)
    return desk_page(
        "rounds/settings.html",
        allocation=gathering.allocation,
        standing=reading.ask(standing),
        form=form,
        plain=plain,
    )


@bp.post("/allocation")
@or_else("allocation.settings")
def publish(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        by, allocation = facilitator(gathering), gathering.allocation
        form = RoundSettingsForm(gathering.assembly, None, request.form)
        rounds.publish_settings(by, allocation, form.settings())
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
    if allocation.has_quiet:
        sweep_lately()
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
    """The round in the shape that `assembly allocate` reads, amounts in steps; people are numbers that tell nothing."""
    reading = reading_here()
    facilitator(reading.place)
    check_pledges_kept(reading.place.purged)
    check_revealed(reading.place.allocation.hidden)
    check_room_told(reading.place.allocation.has_quiet)
    return Response(
        json.dumps(write(reading.place.allocation.room), indent=1),
        mimetype="application/json",
        headers={"Content-Disposition": 'attachment; filename="room.json"'},
    )
