"""What one prints: the evening with its sums, so that it can be finished by hand; the card for tables and doors."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from assembly.addresses import public_url
from assembly.kernel.web.answers import page
from assembly.people.web.visit import facilitator, reading_here
from assembly.rounds.readings.sums import sums

bp = Blueprint("paper", __name__, url_prefix="/g/<slug>/paper")


@bp.get("")
def show(slug: str) -> Response:
    reading = reading_here()
    facilitator(reading.gathering)
    allocation = reading.gathering.allocation
    return page(
        "paper/round.html",
        reading,
        standing=reading.standing,
        headcount=reading.headcount,
        sums=sums(reading.standing),
        promises=[] if allocation.hidden else allocation.promises,
        board=reading.board,
        books=f"{public_url()}{url_for('budget.show', slug=reading.gathering.assembly.slug)}",
    )


@bp.get("/card")
def card(slug: str) -> Response:
    reading = reading_here()
    facilitator(reading.gathering)
    return page("paper/card.html", reading, door=reading.door)
