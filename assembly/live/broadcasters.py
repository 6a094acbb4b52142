"""All gatherings somebody is listening to, and the two loops that keep them told: the ticker and the watch."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cache, partial

import gevent
from flask import Flask
from flask.ctx import RequestContext
from sqlalchemy import Select, select
from sqlalchemy.exc import OperationalError

from assembly.addresses import as_if_asked
from assembly.extensions import db
from assembly.kernel.models.base import now
from assembly.kernel.models.places import Place
from assembly.live.audiences import DESK, PHONES
from assembly.live.broadcaster import AudienceKey, Broadcaster
from assembly.live.fragments import EVEN_HELD, forget, visible
from assembly.live.health import NOBODY, Live, together
from assembly.live.places import kinds_of, models
from assembly.live.relay import Here, Moved, Word, relay
from assembly.live.sending import DirectSocket

TICK = 0.1  # seconds from one message to the next, while a hall takes less than half of that
HEARTBEAT = 5.0  # seconds
MOST_VIEWS = 40  # messages made for one audience and language: pages that show different things
WATCH = 2.0  # seconds between two looks for actions done outside this process, or two tries while the database is away
REST = 0.5  # seconds at most from one tick to the next, however long the database let it wait

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Subscription:
    """One socket of a device, listening in a gathering under a name of its own."""

    slug: str
    model: type[Place]
    audience: AudienceKey
    name: str
    device: str
    socket: DirectSocket


class Broadcasters:
    """All gatherings somebody is listening to. An idle one costs nothing."""

    def __init__(self) -> None:
        self.open: dict[str, Broadcaster] = {}
        self.app: Flask | None = None
        self.watching = False

    def init_app(self, app: Flask) -> None:
        self.app = app
        self.open = {}
        relay.init_app(app)

    def live(self, slug: str) -> Live:
        """Who listens now, in this gathering."""
        news = self.open.get(slug)
        return news.live() if news else NOBODY

    def everywhere(self) -> Live:
        """Who listens to this process now, in all of them."""
        return together(news.live_here() for news in self.open.values())

    def of(self, slug: str) -> Broadcaster | None:
        return self.open.get(slug)

    def listen(self, subscription: Subscription, version: int, preview: bool = False) -> Broadcaster:
        """From now on this socket hears; it knows all up to `version`, and finds out by a heartbeat what came since."""
        news = self.open.get(subscription.slug)
        if news is None:
            news = self.open[subscription.slug] = Broadcaster(subscription.model, subscription.slug, version)
        if not news.listeners[subscription.audience]:
            news.said[subscription.audience] = max(version, news.told)
        news.heard.discard(subscription.audience)
        news.listeners[subscription.audience][subscription.name] = subscription.socket
        news.sockets_of[subscription.device] += 1
        news.left.pop(subscription.device, None)
        if preview:
            news.previews.add(subscription.name)
        self._watch()
        return news

    def leave(self, subscription: Subscription) -> None:
        slug = subscription.slug
        news = self.open.get(slug)
        if news is None:
            return
        news.listeners[subscription.audience].pop(subscription.name, None)
        news.previews.discard(subscription.name)
        news.sockets_of[subscription.device] -= 1
        if not news.sockets_of[subscription.device]:
            del news.sockets_of[subscription.device]
            if subscription.audience.audience == PHONES:
                news.left[subscription.device] = time.monotonic()
        if not any(news.listeners.values()):
            del self.open[slug]

    def room_for(self, slug: str, device: str, most: int, most_of_one: int) -> bool:
        """May this device open one more socket, where a gathering holds `most` and a device `most_of_one`?"""
        news = self.open.get(slug)
        return news is None or (news.sockets < most and news.sockets_of[device] < most_of_one)

    def room_for_view(self, slug: str, view: str) -> bool:
        """May phones with this view hear messages of their own? Only so many kinds are made."""
        news = self.open.get(slug)
        views = {key.view for key, names in news.listeners.items() if names} if news else set()
        return view in views or len(views) < MOST_VIEWS

    def announce(
        self,
        slug: str,
        version: int,
        marks: dict[str, Iterable[str]],
        nudges: dict[str, Iterable[str]],
        since: int,
        *,
        touched: list[str] | None = None,
    ) -> None:
        """Tell listeners and other processes of a command. `touched`: questions whose answers changed; None: any."""
        self._moved(slug, since, version, touched)
        self.tell(slug, version, marks, nudges, since)
        marked, nudged = ({name: list(parts) for name, parts in named.items()} for named in (marks, nudges))
        relay.publish(Moved(slug, since, version, marked, nudged, touched))

    def heard(self, process: str, word: Word) -> None:
        """Another process said something about a gathering; here it matters only if somebody listens."""
        if isinstance(word, Moved):
            seen: dict[str, Iterable[str]] = {audience: _for(audience, parts) for audience, parts in word.marks.items()}
            self._moved(word.gathering, word.since, word.version, word.touched)
            self.tell(word.gathering, word.version, seen, dict(word.nudges), word.since)
        elif news := self.open.get(word.gathering):
            news.hear_of(process, Live(word.phones, word.walls, word.slowest, word.away))

    def tell(
        self,
        slug: str,
        version: int,
        marks: dict[str, Iterable[str]],
        nudges: dict[str, Iterable[str]],
        since: int = 0,
    ) -> None:
        """An action led from version `since` to `version`: mark what it changed and see that somebody here says it."""
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

    def _moved(self, slug: str, since: int, version: int, touched: list[str] | None) -> None:
        """What may be kept of the last reading, and of what was drawn."""
        forget(slug)
        news = self.open.get(slug)
        if news and touched is not None:
            news.kept.touched(since, version, touched)
        elif news:
            news.kept.forget()

    def _start_ticking(self, news: Broadcaster) -> None:
        if not news.ticking and self.app and not self.app.testing:
            news.ticking = True
            gevent.spawn(self._tick_while_dirty, news)

    def _tick_while_dirty(self, news: Broadcaster) -> None:
        """One tick after the other. Half of the time is for everything else."""
        asked = cache(self._as_if_asked)
        try:
            while news.dirty:
                began = time.monotonic()
                well = self._in_context(news.tick, asked)
                took = time.monotonic() - began
                gevent.sleep(max(TICK - took, min(took, REST)) if well else WATCH)
        finally:
            news.ticking = False

    def _as_if_asked(self) -> RequestContext:
        assert self.app
        return as_if_asked(self.app)

    def _in_context(self, work: Callable[[], None], asked: Callable[[], RequestContext]) -> bool:
        """Do it; False when it failed (the database is gone, say) and should be tried again later."""
        try:
            with asked():
                work()
            return True
        except OperationalError as away:
            log.error("The database said no (%s); the next tick tries again.", type(away.orig).__name__)
            return False
        except Exception:
            log.exception("A tick failed; the next one tries again.")
            return False

    def _watch(self) -> None:
        if not self.watching and self.app and not self.app.testing:
            self.watching = True
            relay.listen(lambda: bool(self.open), self.heard)
            gevent.spawn(self._watch_while_open)

    def _watch_while_open(self) -> None:
        waited = 0.0
        try:
            while self.open:
                gevent.sleep(WATCH)
                waited += WATCH
                everybody = waited >= HEARTBEAT
                waited = 0.0 if everybody else waited
                self._in_context(partial(self.look, everybody), self._as_if_asked)
        finally:
            self.watching = False

    def look(self, everybody: bool) -> None:
        """Compare open gatherings' versions with what was told; tell who missed some (or everybody; or a removal)."""
        if not self.open:
            return
        if everybody:
            self._say_who_is_here()
        asked = list(self.open)
        rows = [row for model in models() for row in db.session.execute(_versions(model, asked)).all()]
        for slug in set(asked) - {slug for slug, _ in rows}:
            self._say_it_was_removed(slug)
        for slug, version in rows:
            news = self.open.get(slug)
            if news and news.next_change_at and now() >= news.next_change_at:
                news.kept.forget()
                forget(slug)
                self.tell_clock(news, version)
            elif news and (everybody or version > news.told) and not news.dirty and not news.speaking:
                news.catch_up_to(version)
                news.heartbeat()
                if everybody and news.count(DESK):
                    self.tell_listening(slug, version)

    def tell_clock(self, news: Broadcaster, version: int) -> None:
        """A clock reached nothing, or amounts begin to stand still."""
        for kind in kinds_of(news.kept.kind):
            self.tell(news.slug, version, dict(kind.clock), dict(kind.clock_nudges))

    def tell_listening(self, slug: str, version: int) -> None:
        """Somebody connected or left: no version."""
        news = self.open.get(slug)
        for kind in kinds_of(news.kept.kind) if news else []:
            self.tell(slug, version, dict(kind.listening), {})

    def _say_it_was_removed(self, slug: str) -> None:
        news = self.open.get(slug)
        if news and not news.speaking:
            news.catch_up_to(news.told + 1)  # a number that nobody has: every screen looks, and finds nothing
            news.heartbeat()

    def _say_who_is_here(self) -> None:
        for news in self.open.values():
            relay.publish(Here(news.slug, **asdict(news.live_here())))


def _for(audience: str, parts: Iterable[str]) -> list[str]:
    """Only what this audience may see, whatever the word says."""
    return [part for part in parts if visible(part.removesuffix(EVEN_HELD), audience)]


def _versions(model: type[Place], slugs: list[str]) -> Select[str, int]:
    return select(model.slug, model.version).where(model.slug.in_(slugs))


broadcasters = Broadcasters()
