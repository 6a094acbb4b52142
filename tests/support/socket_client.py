"""A page's socket without a browser: what it says goes to the real handlers, what it hears is read off the socket."""

import json
import socket
from contextlib import suppress
from typing import Any

from engineio.socket import Socket
from flask import Flask
from flask.testing import FlaskClient
from socketio.packet import CONNECT, CONNECT_ERROR, Packet
from werkzeug.test import create_environ
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from assembly.extensions import socketio
from assembly.live.sending import PATH, SOCKET, DirectSocket

OPENED: list["SocketClient"] = []


class SocketClient:
    """Says hello with `joining`. `refused` is the word it was refused with, "" when it came in."""

    def __init__(self, app: Flask, browser: FlaskClient, joining: Any) -> None:
        ours, self.page = socket.socketpair()
        self.page.setblocking(False)
        self.socket = DirectSocket(ours)
        self.browser = Connection(ConnectionType.CLIENT)
        cookie = browser.get_cookie("assembly")
        environ = create_environ(PATH, headers={"Cookie": f"assembly={cookie.value}"} if cookie else {})
        self.server = socketio.server
        self.name = self.server.eio.generate_id()
        kept = self.server.eio.sockets[self.name] = Socket(self.server.eio, self.name)
        OPENED.append(self)
        self.server._handle_eio_connect(self.name, {**environ, "flask.app": app, SOCKET: self.socket})
        self.server._handle_eio_message(self.name, Packet(CONNECT, data=joining).encode())
        answers = [Packet(encoded_packet=kept.queue.get().data) for _ in range(kept.queue.qsize())]
        refusals = [packet.data["message"] for packet in answers if packet.packet_type == CONNECT_ERROR]
        self.refused = refusals[0] if refusals else ""

    def news(self) -> list[dict[str, Any]]:
        """What it heard since the last time: what the server sends without waiting is here at once."""
        with suppress(BlockingIOError):
            while more := self.page.recv(1_000_000):
                self.browser.receive_data(more)
        heard = "".join(said.data + "\n" * said.message_finished for said in self.browser.events() if is_text(said))
        events = [json.loads(text[2:]) for text in heard.split("\n") if text.startswith("42")]
        return [words for name, words in events if name == "news"]

    def close(self) -> None:
        if self.server.eio.sockets.pop(self.name, None):
            self.server._handle_eio_disconnect(self.name, "transport close")
        self.socket.close()
        self.page.close()


def is_text(said: object) -> bool:
    return isinstance(said, TextMessage)


def hang_up() -> None:
    """Close all that a test left open."""
    while OPENED:
        OPENED.pop().close()
