"""The door of a gathering, from the desk: close it, open it, change the code; the hall's Wi-Fi; who is expected."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings import actions, news
from assembly.gatherings.models import Gathering
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


def expected(gathering: Gathering) -> tuple[str, str]:
    """How many will come, just saved."""
    return "gathering-expected", macro("gatherings/_expected.html", gathering, fresh_press(), gathering.expected, True)


def _told(gathering: Gathering) -> Response:
    news.wall_changed(gathering)
    return answer(url_for("desk.show", slug=gathering.slug))
