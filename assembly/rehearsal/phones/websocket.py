"""A websocket client that is nothing but bytes: small enough that a thousand of them fit beside the server they try."""

import json
import os
import socket
import ssl
import zlib
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

A_READ = 65_536
CLOSE = 8  # opcode of a goodbye
PACKS = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"  # as browsers offer it
COMPRESSED, FLUSHED = 0x40, b"\x00\x00\xff\xff"  # RFC 7692: a bit of the first byte, and what is left away at the end


class Refused(ConnectionError):
    """Not let in, with the word it was told: "closed", "full" or "away"."""


class LiveSocket:
    """Says hello as a phone would, with the `cookie` of one. EOFError and OSError when the line ends.

    `receive_buffer` in bytes makes it one that takes little. `patience` is in seconds. It `unpacks` as browsers do.
    """

    def __init__(
        self,
        url: str,
        cookie: str,
        slug: str,
        audience: str = "phones",
        receive_buffer: int = 0,
        patience: float = 40,
        unpacks: bool = True,
    ) -> None:
        where = urlsplit(url)
        self.sock = _connected(where.hostname or "", where.port or {"https": 443}.get(where.scheme, 80), receive_buffer)
        self.sock.settimeout(patience)
        if where.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=where.hostname)
        self.sock.sendall(
            (
                f"GET {where.path}/socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {where.netloc}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                f"{PACKS if unpacks else ''}"
                f"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nCookie: {cookie}\r\n\r\n"
            ).encode()
        )
        self.heard = b""
        while b"\r\n\r\n" not in self.heard:
            self._more()
        head, self.heard = self.heard.split(b"\r\n\r\n", 1)
        if b" 101 " not in head:
            raise Refused(head.split(b"\r\n")[0].decode(errors="replace"))
        self.say("40" + json.dumps({"slug": slug, "audience": audience}))

    def say(self, text: str) -> None:
        payload = text.encode()
        size = bytes([128 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2)
        mask = os.urandom(4)
        coded = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        self.sock.sendall(b"\x81" + size + mask + coded)

    def frame(self) -> tuple[int, bytes]:
        """The next frame: its opcode and what is in it."""
        self._need(2)
        size, head = self.heard[1] & 127, 2
        if size > 125:
            head += 2 if size == 126 else 8
            self._need(head)
            size = int.from_bytes(self.heard[2:head])
        self._need(head + size)
        first, payload = self.heard[0], self.heard[head : head + size]
        self.heard = self.heard[head + size :]
        return first & 15, unpacked(payload) if first & COMPRESSED else payload

    def ask(self, number: int, name: str, *words: Any) -> None:
        """Say an event that wants an answer: `hear` brings it, with the same number."""
        self.say(f"42{number}{json.dumps([name, *words])}")

    def hear(self) -> tuple[str, Any]:
        """The next event, its name and what it says; pings are answered on the way.

        What was asked is answered by ("answer", [number, what]), or without the second when there is nothing to say.
        """
        while True:
            opcode, payload = self.frame()
            if opcode == CLOSE:
                raise EOFError
            text = payload.decode()
            if text == "2":
                self.say("3")
            elif text.startswith("44"):
                raise Refused(str(json.loads(text[2:])["message"]))
            elif text.startswith("43"):
                number, _, answer = text[2:].partition("[")
                return "answer", [int(number), *json.loads(f"[{answer}")]
            elif text.startswith("42"):
                name, said = json.loads(text[2:])
                return name, said

    def close(self) -> None:
        self.sock.close()

    def _need(self, length: int) -> None:
        while len(self.heard) < length:
            self._more()

    def _more(self) -> None:
        more = self.sock.recv(A_READ)
        if not more:
            raise EOFError
        self.heard += more


@lru_cache(maxsize=64)
def unpacked(packed: bytes) -> bytes:
    """Once for all phones that hear it: each browser has a processor of its own, these share one."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed + FLUSHED)


def _connected(host: str, port: int, receive_buffer: int) -> socket.socket:
    if not receive_buffer:
        return socket.create_connection((host, port), timeout=40)
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    sock.connect((host, port))
    return sock
