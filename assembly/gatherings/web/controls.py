"""What the desk shows after a press: its buttons as they are now."""

from flask import current_app, url_for
from werkzeug.wrappers import Response

from assembly.kernel.web.answers import answer
from assembly.kernel.web.identity import slug


def answer_controls() -> Response:
    """htmx gets the buttons, drawn by the desk's own route; everybody else its page."""
    return answer(url_for("desk.show", slug=slug()), lambda: current_app.view_functions["desk.controls"](slug=slug()))
