"""Between processes, through Redis: which gathering moved to which version, which parts changed, who listens where.

Every process draws for its own phones. While Redis is away, each process finds changes by watching the database.
"""

import hashlib
import json
import logging
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import gevent
from flask import Flask

from assembly.config import BadConfiguration

MOST_WAITING = 1000  # words not sent yet; older ones are dropped, the watch finds what they told
PATIENCE = 1.0  # seconds for Redis to take a word or a connection
LISTEN = 2.0  # seconds of silence until it is asked whether anybody still wants to hear
AGAIN = 1.0  # seconds between two tries to reach it

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Moved:
    """An action led from `since` to `version`; `marks`, `nudges`: parts by audience; `touched`: questions or None."""

    gathering: str
    since: int
    version: int
    marks: dict[str, list[str]]
    nudges: dict[str, list[str]]
    touched: list[str] | None = None

    def __post_init__(self) -> None:
        parts = [part for named in (self.marks, self.nudges) for parts in named.values() for part in parts]
        if (
            type(self.gathering) is not str
            or type(self.since) is not int
            or type(self.version) is not int
            or not (self.touched is None or all(type(name) is str for name in self.touched))
            or not all(type(part) is str for part in parts)
        ):
            raise ValueError("not a word of ours")


@dataclass(frozen=True)
class Here:
    """How many sockets one process holds for a gathering; `slowest` in seconds, `away`: those that just left."""

    gathering: str
    phones: int
    walls: int
    slowest: int
    away: int = 0

    def __post_init__(self) -> None:
        numbers = (self.phones, self.walls, self.slowest, self.away)
        if type(self.gathering) is not str or not all(type(number) is int for number in numbers):
            raise ValueError("not a word of ours")


Word = Moved | Here
Hears = Callable[[str, Word], None]  # the name of the process, what it said
KINDS: dict[str, type[Word]] = {"moved": Moved, "here": Here}


class Relay:
    """One process's voice and subscription. Without ASSEMBLY_REDIS_URL it is silent and deaf."""

    def __init__(self) -> None:
        self.redis: Any = None
        self.channel, self.process = "", ""
        self.waiting: deque[str] = deque(maxlen=MOST_WAITING)
        self.speaking = self.listening = self.reached = False

    def init_app(self, app: Flask) -> None:
        """BadConfiguration when an address is set and the driver is missing."""
        self.__init__()  # type: ignore[misc]
        if app.config["REDIS_URL"] and not app.testing:
            self.redis = _connected(app.config["REDIS_URL"])
            self.process = secrets.token_hex(8)
            # Redis' channels know no databases: installations that share one must not hear each other
            self.channel = f"assembly:{hashlib.sha256(b'relay|' + app.config['SECRET_KEY'].encode()).hexdigest()[:16]}"

    def publish(self, word: Word) -> None:
        """Send it soon; the action that says it never waits and never fails."""
        if self.redis is None:
            return
        self.waiting.append(write_word(self.process, word))
        if not self.speaking:
            self.speaking = True
            gevent.spawn(self._speak)

    def listen(self, wanted: Callable[[], bool], heard: Hears) -> None:
        """Hear the other processes for as long as it is `wanted`."""
        if self.redis is not None and not self.listening:
            self.listening = True
            gevent.spawn(self._listen, wanted, heard)

    def _speak(self) -> None:
        try:
            while self.waiting:
                self.redis.publish(self.channel, self.waiting.popleft())
        except Exception as gone:
            self._lost(gone)
            self.waiting.clear()
        finally:
            self.speaking = False

    def _listen(self, wanted: Callable[[], bool], heard: Hears) -> None:
        try:
            while wanted():
                try:
                    self._hear(wanted, heard)
                except Exception as gone:
                    self._lost(gone)
                    gevent.sleep(AGAIN)
        finally:
            self.listening = False

    def _hear(self, wanted: Callable[[], bool], heard: Hears) -> None:
        with self.redis.pubsub(ignore_subscribe_messages=True) as subscription:
            subscription.subscribe(self.channel)
            self.reached = True
            while wanted():
                message = subscription.get_message(timeout=LISTEN)
                process, word = read_word(message["data"]) if message else ("", None)
                if word and process != self.process:
                    heard(process, word)

    def _lost(self, gone: Exception) -> None:
        if self.reached:
            log.warning(
                "Redis does not answer (%s). Boards at other processes follow a little later.", type(gone).__name__
            )
        self.reached = False


def write_word(process: str, word: Word) -> str:
    return json.dumps({"kind": type(word).__name__.lower(), "process": process, **asdict(word)})


def read_word(data: bytes) -> tuple[str, Word | None]:
    """Which process said what; None for anything that is not a word of ours."""
    try:
        said = json.loads(data)
        kind, process = KINDS[said.pop("kind")], str(said.pop("process"))
        return process, kind(**said)
    except (ValueError, TypeError, KeyError, AttributeError):
        return "", None


def _connected(url: str) -> Any:
    try:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError:
        raise BadConfiguration(
            "ASSEMBLY_REDIS_URL needs a driver: start with python3 start.py, which brings it, or install "
            "requirements-server.txt."
        ) from None
    # no retries of its own: a word is worth nothing a second later, the subscription comes back by itself
    return Redis.from_url(
        url, socket_timeout=PATIENCE + LISTEN, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0),
        health_check_interval=10,
    )  # fmt: skip


relay = Relay()
