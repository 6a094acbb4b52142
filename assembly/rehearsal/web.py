"""Rehearse: start an evening that does not count, send pretend phones to it, remove all of it."""

from flask import Blueprint, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.starting import typed_zone
from assembly.kernel.actions.idempotency import happened
from assembly.kernel.actions.writing import writing, writing_anew
from assembly.kernel.database import sweep_lately
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else, plain_page
from assembly.kernel.web.identity import facilitator, granted, operator
from assembly.kernel.web.press import this_press
from assembly.live.audiences import WALL
from assembly.people.web.visit import participant
from assembly.rehearsal import news
from assembly.rehearsal.actions import crowds, rehearsals
from assembly.rehearsal.rules import read_report

bp = Blueprint("rehearsals", __name__)


@bp.post("/rehearsals")
@or_else("desk.new")
def start() -> Response:
    with writing_anew():
        by = operator()
        assert by.device
        if happened(by.device, this_press()):
            return answer(url_for("desk.new"))  # among my evenings is the one that this press started
        names = gettext("Rehearsal"), gettext("Rehearsal congress")
        kind = request.form.get("kind", "congress")
        slug = rehearsals.start_rehearsal(by, names, typed_zone(), this_press(), kind).slug
    rehearsals.set_the_table(slug)
    return answer(url_for("desk.show", slug=slug))


@bp.post("/g/<slug>/crowds")
@or_else("desk.show")
def send(slug: str) -> Response:
    phones = typed_phones()
    with writing(Gathering, slug) as gathering:
        crowd = rehearsals.send_crowd(facilitator(gathering), gathering, phones)
    crowds.start(crowd, gathering, news.crowd_changed)
    news.crowd_changed(gathering)
    return answer_controls()


@bp.post("/g/<slug>/crowd")
def speak(slug: str) -> Response:
    """A pretend phone from another computer speaks for all that came with it."""
    phones = typed_phones()
    with writing(Gathering, slug) as gathering:
        rehearsals.speak_for_crowd(participant(gathering), phones)
    news.crowd_changed(gathering)
    return Response(status=204)


@bp.post("/g/<slug>/crowd/sheet")
def hand_over(slug: str) -> Response:
    """What they found; nothing when they were stopped."""
    written = request.form.get("sheet", "")
    tried = read_report(written) if written else None
    with writing(Gathering, slug) as gathering:
        rehearsals.hand_over_report(participant(gathering), tried)
    news.crowd_changed(gathering)
    return Response(status=204)


@bp.get("/rehearsals/removed")
def removed() -> Response:
    """Where the screens of a removed rehearsal go by themselves: they say from which audience."""
    wall = request.args.get("from") == WALL
    return plain_page("rehearsal/removed_wall.html" if wall else "rehearsal/removed.html")


@bp.post("/g/<slug>/removal")
@or_else("desk.show")
def remove(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        facilitator(gathering)
        if request.form.get("sure") != "yes":
            raise RuleBroken(N_("Removing a rehearsal cannot be undone. Press once more to remove it."))
        rehearsals.remove_rehearsal(gathering)
    sweep_lately()
    return answer(url_for("desk.new" if granted(None, "operator") else "door.front"))


def typed_phones() -> int:
    return whole(request.form.get("phones", ""), N_("Type how many pretend phones come, as a number."))
