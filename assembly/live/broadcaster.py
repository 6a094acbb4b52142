"""News, coalesced: a deed marks what changed, a tick renders each mark once and sends one message per audience.

A message is {"from", "to", "at", "fragments": [[id, html], …], "same": [id, …], "nudges": […]}. Whoever heard all up
to `from` has now heard all up to `to`; whoever is below `from` fetches. `at` is the version the fragments were drawn at
(another process may have written meanwhile); `same` names what came out as in the message before, for those who have
fetched it since. Personal things are never sent, only nudged.
"""

import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from flask_babel import force_locale

from ..extensions import socketio
from .audiences import PHONES, WALL, room
from .fragments import Rendered, render
from .reading import Reading, read

PHONES_AT_ONCE = 100  # up to here phones hear as often as the wall
BYTES_BUDGET = 10_000_000 / 8  # bytes a second all phones of a gathering may take together: one access point's worth

log = logging.getLogger(__name__)


class Broadcaster:
    """The news of one gathering: who is listening, what is dirty, what was said last."""

    def __init__(self, slug: str, version: int) -> None:
        self.slug = slug
        self.told = version
        self.listeners: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.marks: dict[str, dict[str, None]] = defaultdict(dict)
        self.nudges: dict[str, dict[str, None]] = defaultdict(dict)
        self.said: dict[tuple[str, str], int] = {}
        self.last_html: dict[tuple[str, str, str], str] = {}
        self.previews: set[str] = set()
        self.looks_different_at: datetime | None = None
        self.phones_due = 0.0
        self.ticking = False

    def mark(self, audience: str, *parts: str) -> None:
        self.marks[audience].update(dict.fromkeys(parts))

    def nudge(self, audience: str, *parts: str) -> None:
        self.nudges[audience].update(dict.fromkeys(parts))

    def count(self, audience: str) -> int:
        """Sockets open now; the small preview on a desk is no wall."""
        return sum(len(sids - self.previews) for (name, _), sids in self.listeners.items() if name == audience)

    def tick(self) -> None:
        """Say everything that is dirty and due, in one reading. Runs in an app context of its own."""
        due = [audience for audience in {*self.marks, *self.nudges} if self._due(audience)]
        # taken before the reading: what is marked meanwhile may not be in it
        wanted = {audience: (self.marks.pop(audience, {}), self.nudges.pop(audience, {})) for audience in due}
        told = self.told
        try:
            self._tell_everybody(wanted, told)
        except Exception:
            for audience, (parts, nudges) in wanted.items():
                self.mark(audience, *parts)
                self.nudge(audience, *nudges)
            raise

    def _tell_everybody(self, wanted: dict[str, tuple[dict[str, None], dict[str, None]]], told: int) -> None:
        reading = read(self.slug)
        if reading is None:
            return
        self.looks_different_at = reading.standing.looks_different_at
        for (audience, language), sids in list(self.listeners.items()):
            if audience in wanted and sids:
                self._say(reading, told, (audience, language), *wanted[audience])

    @property
    def dirty(self) -> bool:
        return any(self.marks.values()) or any(self.nudges.values())

    def catch_up_to(self, version: int) -> None:
        """Somebody outside this process wrote up to `version`: the next message finds everybody below it."""
        if version > self.told:
            self.told = version
            self.last_html.clear()
            self.said = dict.fromkeys(self.said, version)

    def heartbeat(self) -> None:
        """A message without fragments: everybody who overlooked something fetches."""
        for place, sids in list(self.listeners.items()):
            if sids:
                said = self.said.setdefault(place, self.told)
                self._send(place, {"from": said, "to": said, "at": said, "fragments": [], "same": [], "nudges": []})

    def _due(self, audience: str) -> bool:
        return audience != PHONES or time.monotonic() >= self.phones_due

    def _say(
        self, reading: Reading, told: int, place: tuple[str, str], parts: Iterable[str], nudges: Iterable[str]
    ) -> None:
        with force_locale(place[1]):
            rendered = [fragment for part in parts for fragment in _safely(part, reading, self)]
        changed = {fragment[0] for fragment in rendered if self._changed(place, fragment)}
        message = {
            "from": self.said.get(place, told),
            "to": told,
            "at": reading.version,
            "fragments": [fragment for fragment in rendered if fragment[0] in changed],
            "same": [name for name, _ in rendered if name not in changed],
            "nudges": list(nudges),
        }
        self.said[place] = told
        self._send(place, message)
        self._pace(place[0], message)

    def _changed(self, place: tuple[str, str], fragment: Rendered) -> bool:
        key = (*place, fragment[0])
        same = self.last_html.get(key) == fragment[1]
        self.last_html[key] = fragment[1]
        return not same

    def _send(self, place: tuple[str, str], message: dict[str, object]) -> None:
        socketio.emit("news", message, to=room(self.slug, *place))

    def _pace(self, audience: str, message: dict[str, object]) -> None:
        phones = self.count(PHONES)
        if audience == PHONES and phones > PHONES_AT_ONCE:
            self.phones_due = time.monotonic() + len(json.dumps(message)) * phones / BYTES_BUDGET


def _safely(part: str, reading: Reading, news: Broadcaster) -> list[Rendered]:
    """One broken fragment never empties the wall."""
    try:
        return render(part, reading, connected=news.count(PHONES), walls=news.count(WALL))
    except Exception:
        log.exception("The fragment %s could not be drawn.", part)
        return []
