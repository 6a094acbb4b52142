"""A websocket client that is nothing but bytes: it can flood, lie about lengths, and refuse to read."""

import json
import os
import socket
from typing import Any

from tests.support.server import PATIENCE, Caller


class RawPhone:
    """Says hello as a phone would; `receive_buffer` in bytes makes it one that takes little."""

    def __init__(self, caller: Caller, audience: str = "phones", receive_buffer: int = 0) -> None:
        host, port = caller.url.removeprefix("http://").split(":")
        self.sock = socket.socket()
        self.sock.settimeout(PATIENCE)
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.connect((host, int(port)))
        self.sock.sendall(
            (
                f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}:{port}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                f"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nCookie: {caller.cookies()}\r\n\r\n"
            ).encode()
        )
        self.heard = b""
        while b"\r\n\r\n" not in self.heard:
            self._more()
        head, self.heard = self.heard.split(b"\r\n\r\n", 1)
        assert b" 101 " in head, head
        self.say("40" + json.dumps({"slug": caller.slug, "audience": audience}))

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
        opcode, payload = self.heard[0] & 15, self.heard[head : head + size]
        self.heard = self.heard[head + size :]
        return opcode, payload

    def event(self, name: str) -> Any:
        """The next event of this name; pings are answered on the way."""
        while True:
            _, payload = self.frame()
            text = payload.decode()
            if text == "2":
                self.say("3")
            elif text.startswith("42") and (said := json.loads(text[2:]))[0] == name:
                return said[1]

    def refused(self) -> str:
        """The word it was refused with."""
        while not (text := self.frame()[1].decode()).startswith("44"):
            assert not text.startswith("40"), "let in"
        return str(json.loads(text[2:])["message"])

    def goodbye(self) -> int:
        """The code it is closed with; 0 when the line was simply cut."""
        try:
            while (frame := self.frame())[0] != 8:
                pass
            return int.from_bytes(frame[1][:2])
        except (EOFError, ConnectionError):
            return 0

    def close(self) -> None:
        self.sock.close()

    def _need(self, length: int) -> None:
        while len(self.heard) < length:
            self._more()

    def _more(self) -> None:
        more = self.sock.recv(65_536)
        if not more:
            raise EOFError
        self.heard += more
