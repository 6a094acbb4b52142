"""Next and Back: one press moves every phone and the wall."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..actions import gatherings
from ..actions.writing import writing
from ..live import news
from ..rules import N_
from ..rules.numbers import whole
from .answers import or_else
from .desk import answer_controls, desk_page
from .visit import facilitator

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
