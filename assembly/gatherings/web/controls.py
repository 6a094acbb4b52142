"""What the desk shows after a press: its buttons as they are now."""

from flask import url_for
from werkzeug.wrappers import Response

from assembly.gatherings.steps import hooks
from assembly.kernel.web.answers import answer
from assembly.kernel.web.identity import slug


def answer_controls() -> Response:
    """htmx gets the buttons, drawn by the desk; everybody else is led to its page."""
    return answer(url_for("desk.show", slug=slug()), hooks.controls[0])
