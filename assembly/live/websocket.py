"""A phone's websocket as engineio needs one, and nothing more: RFC 6455, text only, read by one greenlet.

engineio's own way takes five greenlets and two queues for each phone: that is most of what a full hall would cost.
What phones say passes `floods.Guard` before it is parsed; what they hear goes through `wire.WholeSocket`.
`libraries.py` names the versions this was written against.
"""

import base64
import hashlib
import json
import re
import socket
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from engineio import packet
from engineio.exceptions import SocketIsClosedError

from ..config import SOCKETS
from .frames import TEXT, acknowledgement, frame, unpacked
from .pulse import pulse
from .wire import WholeSocket

WIRE = "assembly.wire"  # where a request keeps it
SALT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3
PACKS = "permessage-deflate"
WITHOUT_MEMORY = f"{PACKS}; server_no_context_takeover; client_no_context_takeover"
GRANTED = {"server_no_context_takeover", "client_no_context_takeover", "client_max_window_bits"}
CONTINUED, SAID, CLOSE, PING = 0, 1, 8, 9  # opcodes
PONG = 0x8A  # first byte
FINAL, COMPRESSED, RESERVED = 0x80, 0x40, 0x30  # bits of the first byte
A_READ = 4096
PROTOCOL, NOT_TEXT, NONSENSE, TOO_BIG, NORMAL = 1002, 1003, 1007, 1009, 1000  # RFC 6455, 7.4.1
NO_CODE = range(1004, 1007)  # never said on a wire
BYES = ("1", "41")  # Engine.IO's and Socket.IO's; whoever says one and stays would hold a line that nobody counts
HELLO = "40"
PRESS = re.compile(r'42(\d{1,9})(\["pledge",.+)', re.ASCII | re.DOTALL)

StartResponse = Callable[..., Any]


class BadHandshake(ValueError):
    """No browser asks like that."""


class Broken(Exception):
    """What came is no websocket's. `code` is how one says so."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Websocket:
    """Text messages, one after the other."""

    __slots__ = ("_heard", "wire")

    def __init__(self, wire: WholeSocket) -> None:
        self.wire = wire
        self._heard = bytearray()

    def say(self, text: str) -> None:
        """OSError when nobody can be reached any more."""
        self.wire.send(frame(TEXT, text.encode()))

    def hear(self) -> str | None:
        """The next message; None when there will be none. Pings are answered on the way."""
        try:
            return self._message()
        except Broken as broken:
            self.wire.say_goodbye(broken.code)
        except OSError:
            pass
        return None

    def _message(self) -> str | None:
        pieces: list[bytes] = []
        compressed = False
        while True:
            came = self._frame()
            if came is None:
                return None
            first, payload = came
            opcode = first & 15
            if opcode >= CLOSE:
                if not self._answered(first, payload):
                    return None
                continue
            if (opcode == CONTINUED) != bool(pieces) or (first & COMPRESSED and (pieces or not self.wire.unpacks)):
                raise Broken(PROTOCOL)
            if opcode not in (CONTINUED, SAID):
                raise Broken(NOT_TEXT)
            compressed = compressed or bool(first & COMPRESSED)
            pieces.append(payload)
            if first & FINAL:
                return _text(b"".join(pieces), compressed)

    def _answered(self, first: int, payload: bytes) -> bool:
        """What is no message; False after a goodbye."""
        opcode = first & 15
        if not first & FINAL or first & COMPRESSED or len(payload) > 125 or opcode > PING + 1:
            raise Broken(PROTOCOL)
        if opcode == CLOSE:
            self.wire.say_goodbye(_goodbye(payload))
            return False
        if opcode == PING:
            self.wire.send(frame(PONG, payload))
        return True

    def _frame(self) -> tuple[int, bytes] | None:
        """The first byte of the next frame and what is in it; None at the end."""
        if not self._have(2):
            return None
        first, second = self._heard[:2]
        if first & RESERVED or not second & 128:
            raise Broken(PROTOCOL)
        size, head = second & 127, 2
        if size > 125:
            head += 2 if size == 126 else 8
            if not self._have(head):
                return None
            size = int.from_bytes(self._heard[2:head])
        whole = head + 4 + size
        if not self._have(whole):
            return None
        mask, payload = bytes(self._heard[head : head + 4]), bytes(self._heard[head + 4 : whole])
        del self._heard[:whole]
        return first, _unmasked(mask, payload)

    def _have(self, length: int) -> bool:
        while len(self._heard) < length:
            more = self.wire.recv(A_READ)
            if not more:
                return False
            self._heard += more
        return True


class Line:
    """engineio's socket of one phone. Whatever is said goes out at once, or is the phone's own loss."""

    __slots__ = ("closed", "closing", "engine", "session", "sid", "websocket")

    upgraded = connected = True

    def __init__(self, engine: Any, sid: str, websocket: Websocket) -> None:
        self.engine, self.sid, self.websocket = engine, sid, websocket
        self.closed = self.closing = False
        self.session: dict[str, Any] = {}

    def send(self, said: packet.Packet) -> None:
        if self.closed:
            raise SocketIsClosedError
        with suppress(OSError):  # its own greenlet finds out and tells engineio
            self.websocket.say(said.encode())

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Tell the server, then the phone, that this was all."""
        if not self.closed and not self.closing:
            self.closing = True
            self.engine._trigger_event("disconnect", self.sid, reason or self.engine.reason.SERVER_DISCONNECT)
            if not abort:
                self.send(packet.Packet(packet.CLOSE))
                self.websocket.wire.say_goodbye(NORMAL)
            self.closed = True

    def listen(self) -> None:
        """Until one side has had enough. A page of ours says hello, answers pings, presses; the rest is not heard.

        Socket.IO would hear more: from a phone's own lips that it came or went, as if the server had seen it.
        """
        while not self.closed and (said := self.websocket.hear()) is not None:
            if said in BYES:
                self.close(abort=True, reason=self.engine.reason.CLIENT_DISCONNECT)
            elif press := PRESS.fullmatch(said):
                self._press(*press.groups())
            elif said.startswith(HELLO) and _json(said[2:]) is not None:
                self.engine._trigger_event("message", self.sid, said[1:])

    def _press(self, number: str, said: str) -> None:
        """Whoever may press here is told of it; what nobody understands is answered with nothing."""
        pressed, words = self.websocket.wire.pressed, _json(said)
        if pressed and words and len(words) == 3:
            pressed(words[1], words[2], partial(self._answer, number))
        else:
            self._answer(number, None)

    def _answer(self, number: str, words: Any) -> None:
        """To the press that the phone gave this number."""
        with suppress(OSError):
            self.websocket.wire.send(acknowledgement(number, words))


def take_sockets(engine: Any) -> None:
    """From now on engineio's server opens its websockets here."""

    def open_line(environ: dict[str, Any], start_response: StartResponse, *_: Any) -> Iterable[bytes]:
        try:
            websocket = shake_hands(environ)
        except BadHandshake:
            return _refused(start_response)
        _serve(engine, websocket, environ)
        if "gunicorn.socket" in environ:
            raise StopIteration  # how gunicorn is told that all was said
        return []

    engine._handle_connect = open_line


def wire_of(environ: dict[str, Any]) -> WholeSocket | None:
    """The wire of a socket that said hello in this request; None where another server runs, as in most tests."""
    wire = environ.get(WIRE)
    return wire if isinstance(wire, WholeSocket) else None


def shake_hands(environ: dict[str, Any]) -> Websocket:
    """Answer a browser that asks for a websocket. BadHandshake when it asks for something else."""
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
    if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13" or not _is_key(key):
        raise BadHandshake
    unpacks = any(map(_may_pack, environ.get("HTTP_SEC_WEBSOCKET_EXTENSIONS", "").split(",")))
    wire = environ[WIRE] = WholeSocket(_socket_of(environ), unpacks)
    accepts = base64.b64encode(hashlib.sha1(key.encode() + SALT, usedforsecurity=False).digest()).decode()
    head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
    head += [f"Sec-WebSocket-Accept: {accepts}", *([f"Sec-WebSocket-Extensions: {WITHOUT_MEMORY}"] if unpacks else [])]
    with suppress(OSError):
        wire.send("\r\n".join([*head, "", ""]).encode())
    pulse.watch(wire)
    return Websocket(wire)


def _serve(engine: Any, websocket: Websocket, environ: dict[str, Any]) -> None:
    line = Line(engine, engine.generate_id(), websocket)
    engine.sockets[line.sid] = line
    hello = {"sid": line.sid, "upgrades": [], "maxPayload": engine.max_http_buffer_size}
    times = {"pingTimeout": int(engine.ping_timeout * 1000), "pingInterval": int(engine.ping_interval * 1000)}
    try:
        line.send(packet.Packet(packet.OPEN, {**hello, **times}))
        if engine._trigger_event("connect", line.sid, environ) in (None, True):
            line.listen()
    finally:
        line.close(abort=True, reason=engine.reason.TRANSPORT_CLOSE)
        engine.sockets.pop(line.sid, None)
        websocket.wire.close()


def _refused(start_response: StartResponse) -> list[bytes]:
    sentence = b"This address speaks with pages of Assembly only, by websocket."
    start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Content-Length", str(len(sentence)))])
    return [sentence]


def _json(said: str) -> Any:
    """None for nonsense."""
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return None


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except ValueError:
        return False


def _may_pack(offer: str) -> bool:
    """Does a browser offer to pack, and ask for nothing but what is always promised?"""
    name, *wishes = (word.partition("=")[0].strip() for word in offer.split(";"))
    return name == PACKS and GRANTED.issuperset(wishes)


def _socket_of(environ: dict[str, Any]) -> socket.socket:
    if "gunicorn.socket" in environ:
        found: socket.socket = environ["gunicorn.socket"]
        return found
    stream = environ["wsgi.input"]  # gevent's own server keeps its socket to itself; we go on with a copy
    raw = stream.raw if hasattr(stream, "raw") else stream.rfile.raw
    copy: socket.socket = raw._sock.dup()
    return copy


def _unmasked(mask: bytes, payload: bytes) -> bytes:
    size = len(payload)
    pattern = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(pattern)).to_bytes(size)


def _text(said: bytes, compressed: bool) -> str:
    most = SOCKETS["max_http_buffer_size"]
    try:
        whole = unpacked(said, most) if compressed else said
        if len(whole) > most:
            raise Broken(TOO_BIG)
        return whole.decode()
    except (zlib.error, UnicodeDecodeError):
        raise Broken(NONSENSE) from None


def _goodbye(payload: bytes) -> int:
    """The code to answer a goodbye with: the same one, if it is one."""
    code = int.from_bytes(payload[:2]) if payload else NORMAL
    if len(payload) == 1 or not 1000 <= code < 5000 or code in NO_CODE or 1015 <= code < 3000:
        raise Broken(PROTOCOL)
    return code
