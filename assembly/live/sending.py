"""News goes straight to Flask-SocketIO's sockets, one prebuilt frame per audience, by a wrapper that never waits."""

import errno
import re
import socket
import sys
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import parse_qs

import gevent
from engineio import Server
from engineio import packet as engineio
from flask import Flask
from gevent import Greenlet, Timeout
from socketio import packet as socketio
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage
from wsproto.extensions import PerMessageDeflate
from wsproto.utilities import ProtocolError

from assembly.config import LONGEST_MESSAGE, PING_EVERY, BadConfiguration
from assembly.live import counts
from assembly.live.floods import Flood, Guard

KNOWN = {  # how they find, wrap and let go of a socket is relied on here
    "flask-socketio": "5.7",
    "gevent": "26.9",
    "python-engineio": "4.15",
    "python-socketio": "5.18",
    "simple-websocket": "1.1",
    "wsproto": "1.3",
    **({} if sys.platform == "win32" else {"gunicorn": "27.0"}),
}
PATH = "/socket.io/"
SOCKET = "assembly.socket"  # where a handler finds its connection in the WSGI environ
STALLED = 18  # seconds without room for one byte: as long as a ping may stay unanswered (10 + 8)
ARRIVING = 60  # seconds to say which gathering one came for
CLOSING = 2  # seconds for the other side's goodbye
ROOM = 65_536  # bytes the kernel may hold for one phone: what lies there is old news already
MOST_UNSENT = 1_000_000  # bytes of tail; only a phone that asks without listening comes near
AT_A_TIME = 200  # sends between two looks at what else is to be done
SHORT = 125  # bytes: packing what is no longer saves nothing
CLOSE_FRAME = 0x88  # first byte
PACKS = "permessage-deflate"
WITHOUT_MEMORY = f"{PACKS}; server_no_context_takeover; client_no_context_takeover"
GRANTED = {"server_no_context_takeover", "client_no_context_takeover", "client_max_window_bits"}
KEY = re.compile(r"[A-Za-z0-9+/]{22}==")  # of sixteen bytes

Environ = dict[str, Any]


class Frame:
    """One event, plain and compressed (no context, RFC 7692 7.1.1: the same bytes for everybody), made when needed."""

    def __init__(self, event: str, data: dict[str, Any]) -> None:
        said = socketio.Packet(socketio.EVENT, [event, data]).encode()
        self._message = TextMessage(data=engineio.Packet(engineio.MESSAGE, said).encode())

    @cached_property
    def plain(self) -> bytes:
        return Connection(ConnectionType.SERVER, []).send(self._message)

    @cached_property
    def packed(self) -> bytes:
        """For those who unpack; short ones are sent as they are."""
        if len(self.plain) <= SHORT:
            return self.plain
        deflate = PerMessageDeflate()
        deflate.accept(WITHOUT_MEMORY)
        return Connection(ConnectionType.SERVER, [deflate]).send(self._message)


class DirectSocket:
    """Wraps a connected gevent socket. `gone` once it is closed, by whomever. `unpacks`: news may come compressed."""

    __slots__ = (
        "_behind", "_guard", "_opened", "_send_some", "_sock", "_tail", "_tail_since",
        "admitted", "closing", "gone", "heard_at", "unpacks",
    )  # fmt: skip

    def __init__(self, sock: socket.socket, unpacks: bool = False) -> None:
        self._sock = sock
        self._send_some = _bare(sock).send
        self._guard = Guard(longest=LONGEST_MESSAGE)
        self._tail = self._behind = b""
        self._tail_since = 0.0
        self.unpacks = unpacks
        self.admitted = self.closing = self.gone = False
        self._opened = self.heard_at = time.monotonic()
        _spare_memory(sock)

    def news(self, news: Frame, behind: Frame) -> int:
        """Send `news`, or, while an older one is not through, `behind` as soon as it is. How many bytes it took."""
        if self._tail:
            counts.behind.inc(not self._behind)
            self._behind = behind.plain
            return 0
        if self.gone or self.closing:
            return 0
        whole = news.packed if self.unpacks else news.plain
        self._now(whole)
        return 0 if self.gone else len(whole)

    def send(self, whole: bytes) -> int:
        """What the library says, at once or later. When nobody can be reached any more, `recv` finds out."""
        if self._tail:
            self._tail += whole
            if len(self._tail) > MOST_UNSENT:
                self.close()
        elif not self.gone:
            self._now(whole)
        if whole[0] == CLOSE_FRAME:
            self.close_soon()
        return len(whole)

    def recv(self, size: int) -> bytes:
        """What the phone says, looked over before anybody parses it; nothing (the end) when it says too much."""
        heard = self._sock.recv(size)
        self.heard_at = time.monotonic()
        try:
            self._guard.look(heard)
        except Flood as flood:
            counts.floods.inc()
            self.send_close(flood.code)
            return b""
        return heard if self.admitted or self.heard_at < self._opened + ARRIVING else b""

    def age(self) -> float:
        """Seconds for which this phone has been slower than it should; 0.0 for a well one."""
        if self._tail:
            return time.monotonic() - self._tail_since
        else:
            return max(0.0, time.monotonic() - self.heard_at - PING_EVERY)

    def send_close(self, code: int) -> None:
        """Once, with the reason as websockets number them, if anything can be said at all."""
        if not self._tail and not self.closing:
            self.send(Connection(ConnectionType.SERVER, []).send(CloseConnection(code)))
        self.close_soon()

    def close_soon(self) -> None:
        """No more news; closed even if the other side never says goodbye."""
        if not self.closing:
            self.closing = True
            gevent.spawn_later(CLOSING, self.close)

    def close(self) -> None:
        if not self.gone:
            self.gone = True
            self._tail = self._behind = b""
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
            self._sock.close()

    def _now(self, whole: bytes) -> None:
        """As much as goes now; the rest becomes the tail. Never waits, so nothing can come in between."""
        try:
            sent = self._send_some(whole)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.close()
            return
        if sent < len(whole):
            counts.tails.inc()
            self._tail, self._tail_since = whole[sent:], time.monotonic()
            gevent.spawn(self._drain)

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
            counts.stalled.inc(not self.gone)
            self.close()


def fan_out(sockets: Collection[DirectSocket], news: Frame, behind: Frame) -> int:
    """One message to all of them; how many bytes that took. Others are served in between."""
    frames = volume = 0
    for number, sock in enumerate(list(sockets), 1):
        took = sock.news(news, behind)
        volume += took
        frames += took > 0
        if number % AT_A_TIME == 0:
            gevent.sleep(0)
    counts.frames.inc(frames)
    counts.volume.inc(volume)
    return volume


def wrap_sockets(app: Flask, may_open: Callable[[Environ], bool]) -> None:
    """From now on every socket is wrapped before Flask-SocketIO takes it, and only one that `may_open` gets there."""
    library = app.wsgi_app
    watch: Greenlet | None = None

    def answered(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(PATH):
            return library(environ, start_response)
        if not (_asks_for_a_socket(environ) and may_open(environ)):
            return _refuse(environ, start_response)
        nonlocal watch
        watch = watch or gevent.spawn(_watch, app.extensions["socketio"].server.eio)
        sock = DirectSocket(_socket_of(environ), _may_pack(environ))
        offer = WITHOUT_MEMORY if sock.unpacks else ""
        ours = {SOCKET: sock, "gunicorn.socket": sock, "HTTP_SEC_WEBSOCKET_EXTENSIONS": offer}
        # StopIteration is how the library ends; the others are what it makes of nonsense that no page of ours says
        with suppress(StopIteration, ValueError, RecursionError, ProtocolError):
            library({**environ, **ours}, start_response)
        sock.close()
        if "gunicorn.socket" in environ:
            raise StopIteration  # how gunicorn is told that all was said
        raise BrokenPipeError(errno.EPIPE, "all was said")  # how gevent's own server is, or it would read on

    app.wsgi_app = answered  # type: ignore[method-assign]


def _watch(carrier: Server) -> None:
    """As long as there are connections: cut off who did not answer a ping, and let go of the closed."""
    while True:
        gevent.sleep(carrier.ping_timeout)
        for name, connection in list(carrier.sockets.items()):
            if connection.closed:
                carrier.sockets.pop(name, None)
            elif not connection.closing:
                connection.check_ping_timeout()
        if not carrier.sockets:
            return


def check_libraries() -> None:
    """BadConfiguration, by name, when another version is installed than the lock names."""
    for name, wanted in KNOWN.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "none"
        if not f"{found}.".startswith(f"{wanted}."):
            raise BadConfiguration(
                f"Assembly sends news through {name} {wanted}, and {found} is installed. "
                "Install what requirements.txt names: python3 start.py does it by itself."
            )


def _asks_for_a_socket(environ: Environ) -> bool:
    """As Socket.IO's own client does that knows websockets only."""
    asked = parse_qs(environ.get("QUERY_STRING", ""))
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ.get("HTTP_UPGRADE", "").lower() == "websocket"
        and "upgrade" in environ.get("HTTP_CONNECTION", "").lower().replace(" ", "").split(",")
        and environ.get("HTTP_SEC_WEBSOCKET_VERSION") == "13"
        and KEY.fullmatch(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")) is not None
        and (asked.get("EIO"), asked.get("transport"), asked.get("sid")) == (["4"], ["websocket"], None)
    )


def _refuse(environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
    sentence = b"This address speaks with pages of Assembly only, by websocket."
    start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Content-Length", str(len(sentence)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [sentence]


def _may_pack(environ: Environ) -> bool:
    """Does a browser offer to pack, and ask for nothing but what is always promised?"""
    offers = environ.get("HTTP_SEC_WEBSOCKET_EXTENSIONS", "").split(",")
    named = ([word.partition("=")[0].strip() for word in offer.split(";")] for offer in offers)
    return any(name == PACKS and GRANTED.issuperset(wishes) for name, *wishes in named)


def _socket_of(environ: Environ) -> socket.socket:
    """The gevent socket of a request, as simple-websocket finds it."""
    if "gunicorn.socket" in environ:
        found: socket.socket = environ["gunicorn.socket"]
        return found
    stream = environ["wsgi.input"]  # gevent's own server keeps its socket to itself; we go on with a copy
    raw = stream.raw if hasattr(stream, "raw") else stream.rfile.raw
    copy: socket.socket = raw._sock.dup()
    return copy


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
