"""News goes out by socket (sockets.py); catching up is an ordinary GET of the same fragments."""

import json

from flask import Blueprint, Response, request

from assembly.kernel.rules import N_, Refusal
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.identity import known_hash
from assembly.live.audiences import PHONES
from assembly.live.broadcasters import broadcasters
from assembly.live.fragments import Rendered, kept, render, visible
from assembly.live.places import admission, model_at
from assembly.live.reading import read

bp = Blueprint("news", __name__)

MOST_FRAGMENTS = 300  # one page never shows more


class NotAdmitted(Refusal):
    """This browser belongs to no such audience."""

    status = 403
    page = "people/type.html"
    sentence = N_("This phone is not in here. Type the code from the wall, or ask a host.")


@bp.get("/<string(length=1):prefix>/<slug>/fragments")
def fragments(prefix: str, slug: str) -> Response:
    """The asked fragments as one message, for an audience this browser belongs to."""
    audience = request.args.get("audience", PHONES)
    admit = admission(prefix, audience)
    admitted = admit(slug, known_hash()) if admit else None
    if admitted is None:
        raise NotAdmitted if read(model_at(prefix), slug) else Missing(slug)
    asked = dict.fromkeys(request.args.getlist("id")[:MOST_FRAGMENTS])  # each once, however often it is asked for
    wanted = [part for part in asked if visible(part, audience)]
    drawn = [kept(part, slug, admitted.version) for part in wanted]
    found = [text for texts in drawn if texts is not None for text in texts]
    if None in drawn:
        return _message(*_drawn(prefix, slug, wanted))
    return _message(found, admitted.version)


def _drawn(prefix: str, slug: str, wanted: list[str]) -> tuple[list[Rendered], int]:
    reading = read(model_at(prefix), slug)
    if reading is None:
        raise Missing(slug)
    live = broadcasters.live(slug)
    return [text for part in wanted for text in render(part, reading, live)], reading.version


def _message(drawn: list[Rendered], at: int) -> Response:
    said = json.dumps({"from": at, "to": at, "at": at, "fragments": drawn, "same": [], "nudges": []})
    response = Response(said, content_type="application/json")
    response.headers["Assembly-Version"] = str(at)
    return response
