"""A phone that is nothing but bytes: it can flood, lie about lengths, and refuse to read."""

import json
import socket
from typing import Any

from websocket import create_connection
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage
from wsproto.extensions import PerMessageDeflate

from tests.support.server import PATIENCE, Caller

OFFER = ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"]  # as browsers do


class RawPhone:
    """Says hello as a phone would; `receive_buffer` in bytes makes it one that takes little."""

    def __init__(self, caller: Caller, audience: str = "phones", receive_buffer: int = 0, unpacks: bool = True) -> None:
        buffer = [(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)] if receive_buffer else []
        self.opened = create_connection(
            f"{caller.url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket",
            PATIENCE,
            cookie=caller.cookies(),
            header=OFFER if unpacks else [],
            sockopt=buffer,
        )
        self.sock = self.opened.sock
        deflate = PerMessageDeflate()
        if agreed := self.opened.getheaders().get("sec-websocket-extensions"):
            deflate.finalize(agreed)
        self.browser = Connection(ConnectionType.CLIENT, [deflate] if agreed else [])
        self.waiting: list[str | int] = []  # messages, and the code of a goodbye
        self.begun = ""
        self.volume = 0
        self.say("40" + json.dumps({"slug": caller.slug, "audience": audience}))

    def say(self, text: str) -> None:
        self.sock.sendall(self.browser.send(TextMessage(data=text)))

    def hear(self) -> str | int:
        """The next message, or the code of a goodbye. EOFError at the end."""
        while not self.waiting:
            heard = self.sock.recv(65_536)
            if not heard:
                raise EOFError
            self.volume += len(heard)
            self.browser.receive_data(heard)
            for said in self.browser.events():
                if isinstance(said, CloseConnection):
                    self.waiting.append(said.code)
                elif isinstance(said, TextMessage):
                    self.begun += said.data
                    if said.message_finished:
                        self.waiting.append(self.begun)
                        self.begun = ""
        return self.waiting.pop(0)

    def message(self) -> str:
        """The next one; pings are answered on the way."""
        while (said := self.hear()) == "2":
            self.say("3")
        if isinstance(said, int):
            raise EOFError
        return said

    def event(self, name: str) -> Any:
        """The next event of this name."""
        while True:
            text = self.message()
            assert not text.startswith("44"), "refused"
            if text.startswith("42") and (told := json.loads(text[2:]))[0] == name:
                return told[1]

    def refused(self) -> str:
        """The word it was refused with."""
        while not (text := self.message()).startswith("44"):
            assert not text.startswith("40"), "let in"
        return str(json.loads(text[2:])["message"])

    def goodbye(self) -> int:
        """The code it is closed with; 0 when the line was simply cut."""
        try:
            while isinstance(said := self.hear(), str):
                pass
            return said
        except (EOFError, ConnectionError):
            return 0

    def close(self) -> None:
        self.sock.close()
