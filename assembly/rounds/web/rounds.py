"""A round by its number, for everybody: how its pot was divided, step by step."""

from flask import Blueprint
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import Missing
from assembly.kernel.web.answers import page
from assembly.people.web.visit import granted, participant, reading_here
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.readings.standing import standing
from assembly.rounds.readings.walk import Walk

bp = Blueprint("rounds", __name__, url_prefix="/g/<slug>/rounds")


@bp.get("/<int:number>/how")
def how(slug: str, number: int) -> Response:
    """Open to all once the round is closed, as the budget is; before, to those who are here."""
    reading = reading_here()
    round = standing(round_of(reading.gathering, number))
    if not round.allocation.locked and granted(reading.gathering, "facilitator", "wall") is None:
        participant(reading.gathering)
    walk = Walk(round) if round.money_shown else None
    return page("allocation/how.html", reading, standing=reading.standing, round=round, walk=walk, page="now")


def round_of(gathering: Gathering, number: int) -> Allocation:
    """Round `number` of this gathering; Missing when it has none."""
    found = next((round for round in gathering.allocations if round.number == number), None)
    if found is None:
        raise Missing(number)
    return found
