"""The phone's own pages: Now, which is that of the current step, and Mine."""

from flask import Blueprint
from werkzeug.wrappers import Response

from assembly.board.readings.board import board
from assembly.gatherings.steps import hooks, kind_of, sections
from assembly.kernel.web.press import fresh_press
from assembly.people.readings.names import namesake
from assembly.people.web.pages import inside, phone_page
from assembly.rounds.readings.standing import standing

bp = Blueprint("phone", __name__, url_prefix="/g/<slug>")


@bp.get("/")
def here(slug: str) -> Response:
    reading, me = inside()
    return kind_of(reading.place).phone(reading, me)


@bp.get("/me")
def me(slug: str, number: int | None = None) -> Response:
    reading, person = inside()
    return phone_page(
        "phone/me.html",
        reading,
        person,
        standing=reading.ask(standing),
        board=reading.ask(board),
        sections=sections(hooks.mine, reading, person, fresh_press()),
        namesake=namesake(person),
        page="mine",
    )
