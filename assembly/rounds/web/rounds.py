"""A round by its number, for everybody: how its pot was divided, step by step."""

from flask import Blueprint
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.gatherings.web.places import reading_here
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.identity import granted
from assembly.people.web.pages import page
from assembly.people.web.visit import participant
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.readings.standing import standing_of
from assembly.rounds.readings.walk import Walk

bp = Blueprint("rounds", __name__, url_prefix="/g/<slug>/rounds")


@bp.get("/<int:number>/how")
def how(slug: str, number: int) -> Response:
    """Open to all once the round is closed, as the budget is; before, to those who are here."""
    reading = reading_here()
    round = standing_of(round_of(reading.place, number))
    if not round.allocation.locked and granted(reading.place, "facilitator", "wall") is None:
        participant(reading.place)
    walk = Walk(round) if round.money_shown else None
    return page("rounds/how.html", reading, round=round, walk=walk, page="now")


def round_of(gathering: Gathering, number: int) -> Allocation:
    """Round `number` of this gathering; Missing when it has none."""
    found = next((round for round in gathering.allocations if round.number == number), None)
    if found is None:
        raise Missing(number)
    return found
