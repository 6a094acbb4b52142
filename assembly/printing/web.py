"""What one prints: the evening with its sums, so that it can be finished by hand; the card for tables and doors."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from assembly.addresses import public_url
from assembly.board.readings.board import board
from assembly.gatherings.readings import door, heads
from assembly.gatherings.web.places import reading_here
from assembly.kernel.web.identity import facilitator
from assembly.people.readings.names import headcount
from assembly.people.web.pages import page
from assembly.rounds.readings.standing import standing
from assembly.rounds.readings.sums import sums

bp = Blueprint("paper", __name__, url_prefix="/g/<slug>/paper")


@bp.get("")
def show(slug: str) -> Response:
    reading = reading_here()
    facilitator(reading.place)
    allocation = reading.place.allocation
    return page(
        "printing/round.html",
        reading,
        standing=reading.ask(standing),
        headcount=reading.ask(headcount),
        sums=sums(reading.ask(standing)),
        promises=[] if allocation.hidden else [each for each in allocation.promises if not each.proposal.quiet],
        board=reading.ask(board),
        heads=reading.ask(heads),
        books=f"{public_url()}{url_for('budget.show', slug=reading.place.assembly.slug)}",
    )


@bp.get("/card")
def card(slug: str) -> Response:
    reading = reading_here()
    facilitator(reading.place)
    return page("printing/card.html", reading, door=reading.ask(door))
