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
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from ..extensions import db, socketio
from ..models import Gathering
from ..models.base import now
from .addresses import public_url
from .audiences import DESK, PHONES, WALL, room
from .fragments import Rendered, render
from .reading import Reading, read

TICK = 0.1  # seconds between two messages to the wall and the desk
PHONES_AT_ONCE = 100  # up to here phones hear as often as the wall
BYTES_BUDGET = 10_000_000 / 8  # bytes a second all phones of a gathering may take together: one access point's worth
HEARTBEAT = 5.0  # seconds
WATCH = 2.0  # seconds between two looks for deeds done outside this process

# what looks different when the clock of the last call reaches nothing
CALL_IS_OVER: tuple[dict[str, Iterable[str]], dict[str, Iterable[str]]] = (
    {PHONES: ["gathering-step"], WALL: ["gathering-slide"]},
    {DESK: ["controls"]},
)

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
        self.call_ends: datetime | None = None
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
        self.call_ends = reading.standing.last_call_runs_until
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


class Broadcasters:
    """All gatherings somebody is listening to. An idle one costs nothing."""

    def __init__(self) -> None:
        self.open: dict[str, Broadcaster] = {}
        self.app: Flask | None = None
        self.watching = False

    def init_app(self, app: Flask) -> None:
        self.app = app
        self.open = {}

    def of(self, slug: str) -> Broadcaster | None:
        return self.open.get(slug)

    def listen(
        self, gathering: Gathering, audience: str, language: str, sid: str, preview: bool = False
    ) -> Broadcaster:
        news = self.open.setdefault(gathering.slug, Broadcaster(gathering.slug, gathering.version))
        news.listeners[audience, language].add(sid)
        if preview:
            news.previews.add(sid)
        news.said.setdefault((audience, language), gathering.version)
        self._watch()
        return news

    def leave(self, slug: str, audience: str, language: str, sid: str) -> None:
        news = self.open.get(slug)
        if news is None:
            return
        news.listeners[audience, language].discard(sid)
        news.previews.discard(sid)
        if not any(news.listeners.values()):
            del self.open[slug]

    def tell(
        self,
        slug: str,
        version: int,
        marks: dict[str, Iterable[str]],
        nudges: dict[str, Iterable[str]],
        since: int = 0,
    ) -> None:
        """A deed led from version `since` to `version`: mark what it changed and see that somebody says it."""
        news = self.open.get(slug)
        if news is None:
            return
        news.catch_up_to(since)
        news.told = max(news.told, version)
        for audience, parts in marks.items():
            news.mark(audience, *parts)
        for audience, parts in nudges.items():
            news.nudge(audience, *parts)
        self._start_ticking(news)

    def _start_ticking(self, news: Broadcaster) -> None:
        if not news.ticking and self.app and not self.app.testing:
            news.ticking = True
            socketio.start_background_task(self._tick_while_dirty, news)

    def _tick_while_dirty(self, news: Broadcaster) -> None:
        try:
            while news.dirty:
                well = self._in_context(news.tick)
                socketio.sleep(TICK if well else WATCH)
        finally:
            news.ticking = False

    def _in_context(self, work: Callable[[], None]) -> bool:
        """Do it; False when it failed (the database is gone, say) and should be tried again later."""
        assert self.app
        try:
            with self.app.app_context():
                base = public_url()
            # a fresh context each time: one kept alive shows old rows for ever
            with self.app.test_request_context("/", base_url=base):
                work()
            return True
        except Exception:
            log.exception("A tick failed; the next one tries again.")
            return False

    def _watch(self) -> None:
        if not self.watching and self.app and not self.app.testing:
            self.watching = True
            socketio.start_background_task(self._watch_while_open)

    def _watch_while_open(self) -> None:
        beat = 0.0
        try:
            while self.open:
                socketio.sleep(WATCH)
                beat += WATCH
                everybody = beat >= HEARTBEAT
                beat = 0.0 if everybody else beat
                self._in_context(partial(self.look, everybody))
        finally:
            self.watching = False

    def look(self, everybody: bool) -> None:
        """Compare the open gatherings' versions with what was told; tell those who were overlooked (or everybody)."""
        if not self.open:
            return
        rows = db.session.execute(select(Gathering.slug, Gathering.version).where(Gathering.slug.in_(list(self.open))))
        for slug, version in rows:
            news = self.open.get(slug)
            if news and news.call_ends and now() >= news.call_ends:
                self.tell(slug, version, *CALL_IS_OVER)
            elif news and (everybody or version > news.told) and not news.dirty:
                news.catch_up_to(version)
                news.heartbeat()


def _safely(part: str, reading: Reading, news: Broadcaster) -> list[Rendered]:
    """One broken fragment never empties the wall."""
    try:
        return render(part, reading, connected=news.count(PHONES), walls=news.count(WALL))
    except Exception:
        log.exception("The fragment %s could not be drawn.", part)
        return []


broadcasters = Broadcasters()
