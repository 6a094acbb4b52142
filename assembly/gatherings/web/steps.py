"""Next and Back: one press moves every phone and the wall; when we meet again, and where tonight."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from assembly.gatherings import actions, news
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import small, whole
from assembly.kernel.web.answers import or_else
from assembly.kernel.web.identity import facilitator

bp = Blueprint("steps", __name__, url_prefix="/g/<slug>")

NO_SUCH_STEP = N_("There is no such step. Please reload this page.")


@bp.post("/step")
@or_else("desk.show")
def move(slug: str) -> Response:
    to, at = (whole(request.form.get(name, ""), NO_SUCH_STEP) for name in ("to", "at"))
    with writing(Gathering, slug) as gathering:
        actions.move_step(facilitator(gathering), gathering, to, at, small(request.form.get("step", "")))
    news.step_moved(gathering)
    return answer_controls()


@bp.post("/next-date")
@or_else("desk.show")
def set_next_date(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.set_next_date(facilitator(gathering), gathering, request.form.get("next_date", ""))
    news.evening_moved(gathering)
    return answer_controls()


@bp.post("/meeting-place")
@or_else("desk.show")
def set_meeting_place(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.set_meeting_place(facilitator(gathering), gathering, request.form.get("meeting_place", ""))
    news.evening_moved(gathering)
    return answer_controls()
