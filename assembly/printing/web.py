"""What one prints: the evening with its sums, to be finished by hand; cards, posters and slips for its door."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, session, url_for
from werkzeug.wrappers import Response

from assembly.addresses import public_url
from assembly.board.readings.board import board
from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import door, heads
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.codes import in_address
from assembly.kernel.rules.numbers import whole
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.kernel.web.press import this_press
from assembly.people.actions.door_slips import make_door_slips
from assembly.people.readings.names import headcount
from assembly.people.web.pages import page
from assembly.rounds.readings.standing import standing
from assembly.rounds.readings.sums import sums
from assembly.typesetting.qr import qr_path

bp = Blueprint("paper", __name__, url_prefix="/g/<slug>/paper")

LATE_CARDS = 8  # on one sheet


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
    return sheet("printing/card.html")


@bp.get("/poster")
def poster(slug: str) -> Response:
    """For the door: scanned from three metres."""
    return sheet("printing/poster.html")


@bp.get("/late")
def late(slug: str) -> Response:
    """Small cards to cut apart, for those who come late."""
    return sheet("printing/late.html", copies=LATE_CARDS)


@bp.post("/slips")
@or_else("keys.links")
def make_slips(slug: str) -> Response:
    many = whole(request.form.get("many", ""), N_("Type how many slips to make, as a number."))
    with writing(Gathering, slug) as gathering:
        session["door_slips"] = make_door_slips(facilitator(gathering), gathering, many, this_press())
    return answer(url_for("paper.slips", slug=slug))


@bp.get("/slips")
def slips(slug: str) -> Response:
    """Shown once: a reload says how to make more."""
    codes = session.pop("door_slips", [])
    return sheet("printing/slips.html", slips=[slip_to_print(code) for code in codes])


@dataclass(frozen=True)
class PrintedSlip:
    """`qr` is an SVG path in `qr_size` units a side."""

    code: str
    qr: str
    qr_size: int


def slip_to_print(code: str) -> PrintedSlip:
    return PrintedSlip(code, *qr_path(f"{public_url()}/j/{in_address(code)}"))


def sheet(template: str, **context: Any) -> Response:
    """A page to print about the door; NeedsKey for anybody but a facilitator."""
    reading = reading_here()
    facilitator(reading.place)
    return page(template, reading, door=reading.ask(door), **context)
