"""The door of a gathering, from the desk: close it, open it, change the code; Wi-Fi; people expected, heads, slips."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings import actions, news
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.kernel.web.press import fresh_press, this_press
from assembly.live.fragments import macro

bp = Blueprint("doors", __name__, url_prefix="/g/<slug>")


@bp.post("/door/closure")
def close(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.close_door(facilitator(gathering), gathering)
    return _told(gathering)


@bp.post("/door/closure/withdrawal")
def reopen(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.reopen_door(facilitator(gathering), gathering)
    return _told(gathering)


@bp.post("/code")
def renew(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.renew_code(facilitator(gathering), gathering, this_press())
    return _told(gathering)


@bp.post("/wifi")
@or_else("keys.links")
def describe_wifi(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        form = request.form
        actions.describe_wifi(facilitator(gathering), gathering, form.get("name", ""), form.get("password", ""))
    news.wall_changed(gathering)
    return answer(url_for("keys.links", slug=slug, saved="wifi"))


@bp.post("/expectation")
@or_else("keys.links")
def expect(slug: str) -> Response:
    people = whole(request.form.get("people", ""), N_("Type how many people you expect, as a number."))
    with writing(Gathering, slug) as gathering:
        actions.expect_people(facilitator(gathering), gathering, people)
    return answer(url_for("keys.links", slug=slug, saved="expected"), lambda: expected(gathering))


@bp.post("/heads")
@or_else("desk.show")
def count_heads(slug: str) -> Response:
    heads = whole(request.form.get("heads", "") or "0", N_("Type how many heads are in the hall, as a number."))
    with writing(Gathering, slug) as gathering:
        actions.count_heads(facilitator(gathering), gathering, heads)
    news.heads_counted(gathering)
    return answer_controls()


@bp.post("/door/slips")
def ask_slips(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.ask_slips(facilitator(gathering), gathering)
    news.wall_changed(gathering)
    return answer(url_for("keys.links", slug=slug, _anchor="slips"))


@bp.post("/door/slips/withdrawal")
def end_slips(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.end_slips(facilitator(gathering), gathering)
    news.wall_changed(gathering)
    return answer(url_for("keys.links", slug=slug, _anchor="slips"))


def expected(gathering: Gathering) -> tuple[str, str]:
    """How many will come, just saved."""
    return "gathering-expected", macro("gatherings/_expected.html", gathering, fresh_press(), gathering.expected, True)


def _told(gathering: Gathering) -> Response:
    news.wall_changed(gathering)
    return answer(url_for("desk.show", slug=gathering.slug))
