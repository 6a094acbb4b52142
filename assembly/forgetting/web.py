"""Take my name and cards away; forget every name when the evening is over."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.forgetting import actions as forgetting
from assembly.forgetting import news
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.kernel.actions.writing import writing
from assembly.kernel.database import sweep, sweep_lately
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.people.web.visit import participant

bp = Blueprint("forgetting", __name__, url_prefix="/g/<slug>")


@bp.post("/me/forgetting")
@or_else("phone.me")
def forget_me(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        me = participant(gathering)
        cards = forgetting.forget_me(me)
    news.person_forgotten(me, cards)
    sweep_lately()
    return answer(url_for("phone.me", slug=slug, forgotten=1))


@bp.post("/forgetting")
@or_else("desk.show")
def forget_names(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        by = facilitator(gathering)
        if request.form.get("sure") != "yes":
            raise RuleBroken(N_("Forgetting the names cannot be undone. Press once more to forget them."))
        forgetting.forget_names(by, gathering)
    news.names_forgotten(gathering)
    if not sweep():
        raise RuleBroken(
            N_("The names are off every screen. Traces are still in the laptop's files: press again in a minute.")
        )
    return answer_controls()
