"""My receipt of a pledge: its row in the book, and the words to compare."""

from flask import Blueprint
from werkzeug.wrappers import Response

from assembly.book.readings import Entry
from assembly.kernel.actions.writing import Missing
from assembly.kernel.web.answers import page
from assembly.people.web.visit import participant, reading_here
from assembly.rounds.actions.pledges import pledge_of
from assembly.rounds.readings.finding import any_proposal_of

bp = Blueprint("receipts", __name__, url_prefix="/g/<slug>/proposals/<int:number>/receipt")


@bp.get("")
def show(slug: str, number: int) -> Response:
    reading = reading_here()
    gathering = reading.gathering
    mine = pledge_of(participant(gathering), any_proposal_of(gathering, number), gathering.allocation)
    if mine is None or mine.receipt is None:
        raise Missing(number)
    return page(
        "receipts/show.html",
        reading,
        standing=reading.standing,
        mine=mine,
        entry=Entry(mine.receipt, gathering.assembly),
        audience="phones",
        page="mine",
    )
