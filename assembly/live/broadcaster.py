"""News, coalesced: an action marks what changed, a tick renders each mark once and sends one message per audience.

A message is {"from", "to", "at", "fragments": [[id, html], …], "same": [id, …], "nudges": […]}. Who has all up to
`from` then has all up to `to`; who is below `from` fetches. `at`: the version the fragments were drawn at. `same`: ids
unchanged since the last message. Personal things are only nudged. Who could not take a message gets "behind".
"""

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app

from assembly.kernel.models.places import Place
from assembly.language import speaking
from assembly.live import counts
from assembly.live.audiences import DESK, PHONES, WALL, shows
from assembly.live.fragments import Rendered, render
from assembly.live.health import NOBODY, Live, together
from assembly.live.places import changes_at
from assembly.live.reading import KeptReading, Reading
from assembly.live.sending import DirectSocket, Frame, fan_out

LATELY = 15.0  # seconds: what another process says of its phones is said anew every five
A_MOMENT_AGO = 8.0  # seconds in which a phone that left may just be turning a page
PHONES_AT_ONCE = 100  # up to here phones hear as often as the wall

Message = dict[str, Any]
Wanted = dict[str, tuple[dict[str, None], dict[str, None]]]  # parts and nudges, by audience
Drawn = dict[tuple[str, str], list[Rendered]]  # within one tick, by language and part

log = logging.getLogger(__name__)


class AudienceKey(NamedTuple):
    """Who hears the same message. `view`: names of the fragments that a phone's page shows, "" for everything."""

    audience: str
    language: str
    view: str = ""


class Broadcaster:
    """The news of one gathering: who is listening, what is dirty, what was said last."""

    def __init__(self, model: type[Place], slug: str, version: int) -> None:
        self.slug = slug
        self.told = version
        self.kept: KeptReading[Any] = KeptReading(model, slug)
        self.listeners: dict[AudienceKey, dict[str, DirectSocket]] = defaultdict(dict)  # by the socket's name
        self.sockets_of: Counter[str] = Counter()  # by device
        self.left: dict[str, float] = {}  # when each phone left that has not come back; by device
        self.marks: dict[str, dict[str, None]] = defaultdict(dict)
        self.nudges: dict[str, dict[str, None]] = defaultdict(dict)
        self.said: dict[AudienceKey, int] = {}
        self.heard: set[AudienceKey] = set()  # something since the last heartbeat
        self.last_html: dict[tuple[AudienceKey, str], str] = {}
        self.previews: set[str] = set()
        self.elsewhere: dict[str, tuple[float, Live]] = {}  # by process, and when it said so
        self.next_change_at: datetime | None = None
        self.knows_its_clock = False  # was it ever looked for
        self.phones_due = 0.0
        self.ticking = False
        self.speaking = False

    def mark(self, audience: str, *parts: str) -> None:
        self.marks[audience].update(dict.fromkeys(parts))

    def nudge(self, audience: str, *parts: str) -> None:
        self.nudges[audience].update(dict.fromkeys(parts))

    def count(self, audience: str) -> int:
        """Sockets open now; the small preview on a desk is no wall."""
        return sum(
            len(names.keys() - self.previews) for key, names in self.listeners.items() if key.audience == audience
        )

    @property
    def sockets(self) -> int:
        return sum(map(len, self.listeners.values()))

    def slowest(self) -> float:
        """Seconds that the phone furthest behind is late; 0.0 when all are well."""
        phones = (sock for to, names in self.listeners.items() if to.audience == PHONES for sock in names.values())
        return max((sock.age() for sock in phones), default=0.0)

    def live(self) -> Live:
        """Here, and at the other processes that said so lately."""
        lately = time.monotonic() - LATELY
        self.elsewhere = {process: said for process, said in self.elsewhere.items() if said[0] > lately}
        return together([self.live_here(), *(live for _, live in self.elsewhere.values())])

    def live_here(self) -> Live:
        away = self.away()
        return Live(phones=self.count(PHONES), walls=self.count(WALL), slowest=round(self.slowest()), away=away)

    def away(self) -> int:
        """Phones that left a moment ago and are not back yet."""
        lately = time.monotonic() - A_MOMENT_AGO
        self.left = {device: at for device, at in self.left.items() if at > lately}
        return len(self.left)

    def hear_of(self, process: str, live: Live) -> None:
        self.elsewhere[process] = time.monotonic(), live

    def tick(self) -> None:
        """Say everything that is dirty and due, in one reading. Runs in an app context of its own."""
        due = [audience for audience in {*self.marks, *self.nudges} if self._due(audience)]
        if not due:
            return
        # taken before the reading: what is marked meanwhile may not be in it
        wanted = {audience: (self.marks.pop(audience, {}), self.nudges.pop(audience, {})) for audience in due}
        told = self.told
        try:
            messages = self._compose(wanted, told)  # nothing is held open while it is sent
        except Exception:
            for audience, (parts, nudges) in wanted.items():
                self.mark(audience, *parts)
                self.nudge(audience, *nudges)
            raise
        self._deliver(messages)
        counts.ticks.inc()

    def _compose(self, wanted: Wanted, told: int) -> list[tuple[AudienceKey, Message]]:
        keys = [key for key, names in self.listeners.items() if key.audience in wanted and names]
        if not keys and self.knows_its_clock:
            return []
        with self.kept.read() as reading:
            return self._composed(reading, keys, wanted, told) if reading else []

    def _composed(
        self, reading: Reading[Any], keys: list[AudienceKey], wanted: Wanted, told: int
    ) -> list[tuple[AudienceKey, Message]]:
        self.knows_its_clock = True
        if told > reading.version:  # no action of ours led there: somebody told us wrong
            told = self.told = reading.version
            self.said = dict.fromkeys(self.said, told)
        self.next_change_at = changes_at(reading)
        live = self.live() if any(key.audience == DESK for key in keys) else NOBODY
        drawn: Drawn = {}
        return [(key, self._say(reading, live, told, key, *wanted[key.audience], drawn)) for key in keys]

    @property
    def dirty(self) -> bool:
        return any(self.marks.values()) or any(self.nudges.values())

    def catch_up_to(self, version: int) -> None:
        """Somebody outside this process wrote up to `version`: the next message finds everybody below it."""
        if version > self.told:
            self.told = version
            self.last_html.clear()
            self.said = dict.fromkeys(self.said, version)
            self.heard.clear()

    def heartbeat(self) -> None:
        """An empty message to those who got no news since the last; whoever missed something then fetches."""
        quiet = [key for key, names in self.listeners.items() if names and key not in self.heard]
        said = [(key, self.said.setdefault(key, self.told)) for key in quiet]
        self._deliver([(key, without_fragments(version)) for key, version in said])
        self.heard.clear()

    def _due(self, audience: str) -> bool:
        return audience != PHONES or time.monotonic() >= self.phones_due

    def _say(
        self,
        reading: Reading[Any],
        live: Live,
        told: int,
        key: AudienceKey,
        parts: Iterable[str],
        nudges: Iterable[str],
        drawn: Drawn,
    ) -> Message:
        with speaking(key.language):
            for part in parts:
                if (key.language, part) not in drawn and shows(key.view, part):
                    drawn[key.language, part] = _safely(part, reading, live)
        seen = [drawn[key.language, part] for part in parts if shows(key.view, part)]
        rendered = [fragment for fragments in seen for fragment in fragments]
        changed = {fragment[0] for fragment in rendered if self._changed(key, fragment)}
        message = {
            "from": self.said.get(key, told),
            "to": told,
            "at": reading.version,
            "fragments": [fragment for fragment in rendered if fragment[0] in changed],
            "same": [name for name, _ in rendered if name not in changed],
            "nudges": list(nudges),
        }
        self.said[key] = told
        return message

    def _changed(self, key: AudienceKey, fragment: Rendered) -> bool:
        same = self.last_html.get((key, fragment[0])) == fragment[1]
        self.last_html[key, fragment[0]] = fragment[1]
        return not same

    def _deliver(self, messages: Iterable[tuple[AudienceKey, Message]]) -> None:
        """One after the other; `speaking` until the last of them is on its way."""
        began, to_phones = time.monotonic(), 0
        self.speaking = True
        try:
            for key, message in messages:
                sent = self._send(key, message)
                to_phones += sent if key.audience == PHONES else 0
        finally:
            self.speaking = False
        self._pace(began, to_phones)

    def _send(self, key: AudienceKey, message: Message) -> int:
        """To every screen of an audience, each by its socket; how many bytes went out."""
        self.heard.add(key)
        news, behind = Frame("news", message), Frame("news", without_fragments(message["to"], behind=True))
        return fan_out(self.listeners[key].values(), news, behind)

    def _pace(self, began: float, sent: int) -> None:
        """Beyond a hundred phones they hear again when what they were sent fits the budget of bytes."""
        budget = current_app.config["BYTES_BUDGET"]
        if sent and budget and self.count(PHONES) > PHONES_AT_ONCE:
            self.phones_due = began + sent / budget


def without_fragments(version: int, **more: bool) -> Message:
    """Whoever is below `version` fetches."""
    return {"from": version, "to": version, "at": version, "fragments": [], "same": [], "nudges": [], **more}


def _safely(part: str, reading: Reading[Any], live: Live) -> list[Rendered]:
    """One broken fragment never empties the wall."""
    try:
        return render(part, reading, live)
    except Exception:
        log.exception("The fragment %s could not be drawn.", part)
        return []
