"""My receipt of a pledge: its row in the book, and the words to compare."""

from flask import Blueprint
from werkzeug.wrappers import Response

from assembly.book.readings import Entry
from assembly.gatherings.web.places import reading_here
from assembly.kernel.rules.refusals import Missing
from assembly.people.web.pages import page
from assembly.people.web.visit import participant
from assembly.rounds.actions.pledges import pledge_of
from assembly.rounds.readings.finding import any_proposal_of
from assembly.rounds.readings.standing import standing

bp = Blueprint("receipts", __name__, url_prefix="/g/<slug>/proposals/<int:number>/receipt")


@bp.get("")
def show(slug: str, number: int) -> Response:
    reading = reading_here()
    gathering = reading.place
    mine = pledge_of(participant(gathering), any_proposal_of(gathering, number), gathering.allocation)
    if mine is None or mine.receipt is None:
        raise Missing(number)
    return page(
        "book/receipt.html",
        reading,
        standing=reading.ask(standing),
        mine=mine,
        entry=Entry(mine.receipt, gathering.assembly),
        audience="phones",
        page="mine",
    )
