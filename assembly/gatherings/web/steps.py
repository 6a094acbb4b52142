"""Next and Back: one press moves every phone and the wall."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from assembly import news
from assembly.desk.web import answer_controls, desk_page
from assembly.gatherings import actions as gatherings
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import or_else
from assembly.people.web.visit import facilitator

bp = Blueprint("steps", __name__, url_prefix="/g/<slug>")

NO_SUCH_STEP = N_("There is no such step. Please reload this page.")


@bp.post("/step")
@or_else(desk_page)
def move(slug: str) -> Response:
    to, at = (whole(request.form.get(name, ""), NO_SUCH_STEP) for name in ("to", "at"))
    with writing(slug) as gathering:
        gatherings.move_step(facilitator(gathering), gathering, to, at)
    news.step_moved(gathering)
    return answer_controls()
