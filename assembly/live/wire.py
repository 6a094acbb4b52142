"""The last metre of wire: every frame to a phone, whoever sends it, goes through one object that never waits.

simple-websocket ignores what `socket.send` returns while gevent sends partially, so a sleeping reader's stream broke;
and its queue and writer greenlet are two thirds of what a message costs. So the socket is wrapped before the library
sees it: the library's frames (pings, answers) and ours (news) pass through the same object, and a frame that does not
fit leaves its tail here. A phone with a tail hears no news, only, once the tail has gone, that it is behind.
`libraries.py` names the versions this was written against.
"""

import socket
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import gevent
from gevent import Timeout

from ..config import SOCKETS
from .counts import counts
from .floods import Flood, Guard

WIRE = "assembly.wire"  # where a request keeps it
STALLED = 18  # seconds without room for one byte: as long as a ping may stay unanswered (10 + 8)
ARRIVING = 60  # seconds to say which gathering one came for
PARTING = 2  # seconds for the other side's goodbye
ROOM = 65_536  # bytes the kernel may hold for one phone: what lies there is old news already
MOST_UNSENT = 1_000_000  # bytes of tail; only a phone that asks without listening comes near
AT_A_TIME = 200  # sends between two looks at what else is to be done
CLOSE = b"\x88"  # first byte of a websocket's goodbye


class WholeSocket:
    """Wraps a connected gevent socket. `gone` once it is closed, by whomever."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._guard = Guard(longest=SOCKETS["max_http_buffer_size"])
        self._tail = b""
        self._tail_since = 0.0
        self._behind = b""
        self._parting = False
        self.gone = False
        self.heard_at = time.monotonic()
        _spare_memory(sock)
        self._admitted = False
        gevent.spawn_later(ARRIVING, self._leave_unless_admitted)

    def admit(self) -> None:
        """It said what it came for and may stay."""
        self._admitted = True

    def news(self, frame: bytes, behind: bytes) -> bool:
        """Send `frame`, or, while an older one is not through, `behind` as soon as it is. Was it sent?"""
        if self.gone or self._parting:
            return False
        elif self._tail:
            counts.behind += not self._behind
            self._behind = behind
            return False
        else:
            with suppress(OSError):
                self._put(frame)
            return not self.gone

    def send(self, frame: bytes) -> int:
        """The library's frames: whole, in order, at once or later. OSError when nobody can be reached any more."""
        if not self.gone and len(self._tail) > MOST_UNSENT:
            self.close()
        if self.gone:
            raise OSError("the socket is closed")
        self._put(frame)
        if frame.startswith(CLOSE):
            self.part()
        return len(frame)

    def recv(self, size: int) -> bytes:
        """What the phone says, looked over before anybody parses it; nothing (the end) when it says too much."""
        heard = self._sock.recv(size)
        self.heard_at = time.monotonic()
        try:
            self._guard.look(heard)
        except Flood as flood:
            counts.floods += 1
            self._say_goodbye(flood.code)
            return b""
        return heard

    def age(self) -> float:
        """Seconds for which this phone has been slower than it should: 0.0 for a well one."""
        late = time.monotonic() - (self._tail_since if self._tail else self.heard_at + SOCKETS["ping_interval"])
        return max(0.0, late)

    def part(self) -> None:
        """No more news; closed soon, even if the other side never says goodbye."""
        if not self._parting:
            self._parting = True
            gevent.spawn_later(PARTING, self.close)

    def close(self) -> None:
        if not self.gone:
            self.gone = True
            self._tail = self._behind = b""
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
            self._sock.close()

    def dup(self) -> "WholeSocket":
        """gevent's own server keeps its socket to itself; both the library and we go on with the copy."""
        self._sock = self._sock.dup()
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def _leave_unless_admitted(self) -> None:
        if not self._admitted:
            self.close()

    def _put(self, frame: bytes) -> None:
        """As much as goes now; the rest becomes the tail. Never waits, so nothing can come in between."""
        if self._tail:
            self._tail += frame
            return
        sent = self._send_now(frame)
        if sent < len(frame):
            counts.tails += 1
            self._tail, self._tail_since = frame[sent:], time.monotonic()
            gevent.spawn(self._drain)

    def _send_now(self, frame: bytes) -> int:
        try:
            return self._sock.send(frame, 0, 0.0)  # type: ignore[call-arg]
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

    def _say_goodbye(self, code: int) -> None:
        if not self._tail:
            with suppress(OSError):
                self._send_now(CLOSE + b"\x02" + code.to_bytes(2))
        self._parting = True


class WholeSockets:
    """WSGI middleware: hands websocket upgrades a WholeSocket and hides the browser's offer to compress."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            _wrap(environ)
        return self.app(environ, start_response)


def wire_of(environ: dict[str, Any]) -> WholeSocket | None:
    """The wire of a socket that said hello in this request; None where another server runs, as in most tests."""
    wire = environ.get(WIRE)
    return wire if isinstance(wire, WholeSocket) else None


def fan_out(wires: Collection[WholeSocket], frame: bytes, behind: bytes) -> int:
    """One frame to all of them; how many it went to. Others are served in between."""
    sent = 0
    for number, wire in enumerate(list(wires), 1):
        sent += wire.news(frame, behind)
        if number % AT_A_TIME == 0:
            gevent.sleep(0)
    counts.frames += sent
    counts.bytes += sent * len(frame)
    return sent


def _wrap(environ: dict[str, Any]) -> None:
    if "gunicorn.socket" in environ:
        environ["gunicorn.socket"] = environ[WIRE] = WholeSocket(environ["gunicorn.socket"])
    elif environ.get("SERVER_SOFTWARE", "").startswith("gevent"):
        stream = environ["wsgi.input"]
        raw = stream.raw if hasattr(stream, "raw") else stream.rfile.raw
        environ[WIRE] = WholeSocket(raw._sock)
        environ["wsgi.input"] = SimpleNamespace(raw=SimpleNamespace(_sock=environ[WIRE]))


def _spare_memory(sock: socket.socket) -> None:
    """Left alone, the kernel keeps megabytes for a phone that does not read."""
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
