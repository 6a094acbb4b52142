"""A page that a whole hall opens in the same moment: drawn once with nobody in it, and filled in for each.

The text that is kept was drawn without a cookie, a person or a form's token in reach, so none of them can stay in it.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from flask import current_app, g, make_response, request
from werkzeug.wrappers import Response

from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import Missing
from assembly.kernel.web.answers import surroundings
from assembly.language import spoken_language
from assembly.live.audiences import PHONES
from assembly.live.cache import Memo
from assembly.live.fragments import piece
from assembly.live.reading import Reading, read
from assembly.people.readings.visitor import Visitor
from assembly.people.web.gaps import filled, gap
from assembly.people.web.visit import FreshPress, fresh_press

Shows = Callable[[Reading], Mapping[str, Any]]

OUT_OF_REACH = ("me", "session", "request", "g", "csrf_token", "get_flashed_messages")

sheets = Memo(most=64, seconds=1.0)  # clocks in them may be a second old
pieces = Memo(most=64, seconds=1.0)


def sheet(
    template: str, visitor: Visitor, shows: Shows, *, which: Hashable = None, alone: bool = False, **mine: str
) -> Response:
    """The page of `template` for a visitor; no browser keeps it.

    `shows` gives what the room sees, the same for everybody who asks for the same `template`, `which` and language at
    the same version. `mine` are the person's own pieces: {{ my.name }} in the template. Whoever has more of their own
    in it (`alone`), a query, a form or a refusal is drawn a page that is not kept.
    """
    press = fresh_press()
    own = {"version": str(visitor.version), "handle": visitor.handle or "", "token": press.token, "key": press.key}
    words = {**own, **mine}
    if alone or request.args or request.form or "refusal" in g:
        form = {"refusal": g.get("refusal"), "entered": g.get("entered", {})}
        text = _drawn(template, visitor, shows, words, form)
    else:
        key = (*visitor.sees, spoken_language(), template, which, visitor.inside)
        gaps, form = {name: gap(name) for name in words}, {"refusal": None, "entered": {}}
        text = filled(sheets.of(key, lambda: _drawn(template, visitor, shows, gaps, form)), words)
    response = make_response(text, g.get("status", 200))
    response.headers["Assembly-Version"] = str(visitor.version)
    return response


def came_in(gathering: Gathering) -> None:
    """Whoever comes in is on no sheet, so those drawn before stay good: else a crowd at the door would have none."""
    sheets.carry_on(gathering.slug, gathering.version_before, gathering.version)


def piece_of_all(template: str, visitor: Visitor, shown: Callable[[Reading], tuple[Any, ...]]) -> str:
    """A piece that changes while the sheet around it does not, drawn once for everybody at a version."""
    key = (*visitor.sees, spoken_language(), template)
    return pieces.of(key, lambda: piece(template, *shown(_reading(visitor))))


def _drawn(template: str, visitor: Visitor, shows: Shows, words: Mapping[str, str], form: Mapping[str, Any]) -> str:
    reading, page = _reading(visitor), current_app.jinja_env.get_template(template)
    nobody = current_app.jinja_env.undefined
    return page.render(
        **{name: nobody(f"No sheet knows {name}.") for name in OUT_OF_REACH},
        **surroundings(reading.gathering),
        **form,
        inside=visitor.inside,
        audience=PHONES if visitor.inside else "",
        version=words["version"],
        step=visitor.step,  # the reading may be of the next one already; this page is not
        handle=words["handle"],
        press=FreshPress(words["token"], words["key"]),
        my=words,
        **shows(reading),
    )


def _reading(visitor: Visitor) -> Reading:
    """As it is now. Somebody may have written since the visitor was seen: a page shows its version, or more."""
    reading = read(visitor.slug)
    if reading is None:
        raise Missing(visitor.slug)
    return reading
