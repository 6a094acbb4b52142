"""A phone's websocket and nothing more: RFC 6455, text only, read by the greenlet of its request.

The usual library takes five greenlets and two queues for each phone: that is most of what a full hall would cost.
What phones say passes `floods.Guard` before it is parsed; what they hear goes through `wire.WholeSocket`.
`libraries.py` names the versions of the servers this was written against.
"""

import base64
import hashlib
import socket
import zlib
from contextlib import suppress
from typing import Any

from assembly.config import LONGEST_MESSAGE
from assembly.live.frames import frame, unpacked
from assembly.live.pulse import pulse
from assembly.live.wire import WholeSocket

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


def shake_hands(environ: dict[str, Any], greeting: bytes = b"") -> Websocket:
    """Answer a browser that asks for a websocket, with a first frame. BadHandshake when it asks for something else."""
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
    upgrades = (environ.get("REQUEST_METHOD"), environ.get("HTTP_UPGRADE", "").lower()) == ("GET", "websocket")
    if not upgrades or environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13" or not _is_key(key):
        raise BadHandshake
    unpacks = any(map(_may_pack, environ.get("HTTP_SEC_WEBSOCKET_EXTENSIONS", "").split(",")))
    wire = WholeSocket(_socket_of(environ), unpacks)
    accepts = base64.b64encode(hashlib.sha1(key.encode() + SALT, usedforsecurity=False).digest()).decode()
    head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
    head += [f"Sec-WebSocket-Accept: {accepts}", *([f"Sec-WebSocket-Extensions: {WITHOUT_MEMORY}"] if unpacks else [])]
    with suppress(OSError):
        wire.send("\r\n".join([*head, "", ""]).encode() + greeting)
    pulse.watch(wire)
    return Websocket(wire)


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
    most = LONGEST_MESSAGE
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
