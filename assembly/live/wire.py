"""The last metre of wire: every frame to a phone, whoever sends it, goes through one object that never waits.

A phone that takes a frame only in part keeps the tail here, and until that has gone it hears no news, only, then, that
it is behind. So frames arrive whole and in order, and one slow phone costs nobody anything.
"""

import socket
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any

import gevent
from gevent import Timeout

from assembly.config import LONGEST_MESSAGE, PING_EVERY
from assembly.live.counts import counts
from assembly.live.floods import Flood, Guard
from assembly.live.frames import News, frame

STALLED = 18  # seconds without room for one byte: as long as a ping may stay unanswered (10 + 8)
PARTING = 2  # seconds for the other side's goodbye
ROOM = 65_536  # bytes the kernel may hold for one phone: what lies there is old news already
MOST_UNSENT = 1_000_000  # bytes of tail; only a phone that asks without listening comes near
AT_A_TIME = 200  # sends between two looks at what else is to be done
GOODBYE = 0x88  # first byte of a websocket's last frame

Pressed = Callable[[Any, Any, Callable[[Any], None]], None]  # the form's address, what is in it, and whom to answer


class WholeSocket:
    """Wraps a connected gevent socket. `gone` once it is closed, by whomever. `unpacks`: news may come compressed.

    `listens` while somebody here waits for what the phone says, and not the phone for us.
    """

    __slots__ = (
        "_behind", "_guard", "_parting", "_send_some", "_sock", "_tail", "_tail_since",
        "admitted", "gone", "heard_at", "listens", "pressed", "unpacks",
    )  # fmt: skip

    def __init__(self, sock: socket.socket, unpacks: bool = False) -> None:
        self._sock = sock
        self._send_some = _bare(sock).send
        self._guard = Guard(longest=LONGEST_MESSAGE)
        self._tail = b""
        self._tail_since = 0.0
        self._behind = b""
        self._parting = False
        self.unpacks = unpacks
        self.admitted = False
        self.pressed: Pressed | None = None
        self.gone = False
        self.listens = True
        self.heard_at = time.monotonic()
        _spare_memory(sock)

    def admit(self, pressed: Pressed | None = None) -> None:
        """It said what it came for and may stay. `pressed` is told what it presses."""
        self.admitted, self.pressed = True, pressed

    def news(self, news: News, behind: News) -> int:
        """Send `news`, or, while an older one is not through, `behind` as soon as it is. How many bytes it took."""
        if self._tail:
            counts.behind += not self._behind
            self._behind = behind.plain
            return 0
        if self.gone or self._parting:
            return 0
        whole = news.packed if self.unpacks else news.plain
        try:  # a hall is told by these lines, so they call nothing that they need not
            sent = self._send_some(whole)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.close()
            return 0
        if sent < len(whole):
            self._keep(whole[sent:])
        return len(whole)

    def send(self, whole: bytes) -> None:
        """A frame for this phone alone, at once or later. OSError when it cannot be reached any more."""
        if not self.gone and len(self._tail) > MOST_UNSENT:
            self.close()
        if self.gone:
            raise OSError("the socket is closed")
        self._put(whole)

    def recv(self, size: int) -> bytes:
        """What the phone says, looked over before anybody parses it; nothing (the end) when it says too much."""
        self.listens = True
        heard = self._sock.recv(size)
        self.listens = False
        self.heard_at = time.monotonic()
        try:
            self._guard.look(heard)
        except Flood as flood:
            counts.floods += 1
            self.say_goodbye(flood.code)
            return b""
        return heard

    def silent_since(self, moment: float) -> bool:
        """Has the phone said nothing since then? Nobody can tell while it waits for us: what it said lies unread."""
        return self.listens and self.heard_at < moment

    def age(self) -> float:
        """Seconds for which this phone has been slower than it should: 0.0 for a well one, or one that waits for us."""
        if self._tail:
            return max(0.0, time.monotonic() - self._tail_since)
        elif self.listens:
            return max(0.0, time.monotonic() - self.heard_at - PING_EVERY)
        else:
            return 0.0

    def say_goodbye(self, code: int) -> None:
        """Once, with the reason as websockets number them, if anything can be said at all; then part."""
        if not self._tail and not self._parting:
            with suppress(OSError):
                self._now(frame(GOODBYE, code.to_bytes(2)))
        self.part()

    def part(self) -> None:
        """No more news; closed soon, even if the other side never says goodbye."""
        if not self._parting:
            self._parting = True
            gevent.spawn_later(PARTING, self.close)

    def close(self) -> None:
        if not self.gone:
            self.gone = True
            self._tail = self._behind = b""
            self.pressed = None
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
            self._sock.close()

    def _put(self, whole: bytes) -> None:
        """As much as goes now; the rest becomes the tail. Never waits, so nothing can come in between."""
        if self._tail:
            self._tail += whole
            return
        sent = self._now(whole)
        if sent < len(whole):
            self._keep(whole[sent:])

    def _keep(self, tail: bytes) -> None:
        counts.tails += 1
        self._tail, self._tail_since = tail, time.monotonic()
        gevent.spawn(self._drain)

    def _now(self, whole: bytes) -> int:
        try:
            return self._send_some(whole)
        except BlockingIOError:
            return 0
        except OSError:
            self.close()
            raise

    def _drain(self) -> None:
        """Whenever the hub finds room again; STALLED seconds without any are the end."""
        try:
            while self._tail:
                with Timeout(STALLED):
                    sent = self._sock.send(self._tail)
                self._tail = self._tail[sent:]
                if not self._tail:
                    self._tail, self._behind = self._behind, b""
        except (Timeout, OSError):
            counts.stalled += not self.gone
            self.close()


def fan_out(wires: Collection[WholeSocket], news: News, behind: News) -> int:
    """One message to all of them; how many bytes that took. Others are served in between."""
    frames = volume = 0
    for number, wire in enumerate(list(wires), 1):
        took = wire.news(news, behind)
        volume += took
        frames += took > 0
        if number % AT_A_TIME == 0:
            gevent.sleep(0)
    counts.frames += frames
    counts.bytes += volume
    return volume


def _bare(sock: socket.socket) -> socket.socket:
    """What gevent's socket wraps: it never waits, and a hall is told a third faster."""
    bare: socket.socket = getattr(sock, "_sock", sock)
    bare.setblocking(False)
    return bare


def _spare_memory(sock: socket.socket) -> None:
    """Left alone, the kernel keeps megabytes for a phone that does not read."""
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
