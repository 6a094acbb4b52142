"""Flask-SocketIO on a wrapped socket, on gevent's own server: the handshake, what is packed, and how it ends."""

import base64
import json
import socket
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gevent
import pytest
from flask import Flask, request
from flask_socketio import SocketIO
from gevent import socket as green
from gevent.pywsgi import WSGIServer
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from assembly.config import LONGEST_MESSAGE
from assembly.extensions import socketio as ours
from assembly.live import sending
from assembly.live.sending import SOCKET, wrap_sockets

ASKS = {"Upgrade": "websocket", "Connection": "keep-alive, Upgrade", "Sec-WebSocket-Version": "13"}
KEY = base64.b64encode(b"the sample nonce").decode()
OPENS = "/socket.io/?EIO=4&transport=websocket"


class Hall:
    """Lets everybody in; `told` is who came with which wish, and who left."""

    def __init__(self, **options: Any) -> None:
        self.told: list[str] = []
        self.phones: list[socket.socket] = []
        self.admits = True
        app = Flask("hall")
        app.before_request(lambda: self.told.append("a page was asked for"))
        carrier = SocketIO(app, **{**ours.server_options, **options})
        carrier.on("connect")(self.connect)
        carrier.on("disconnect")(lambda _: self.told.append("left"))
        self.held = carrier.server.eio.sockets
        wrap_sockets(app, lambda environ: environ["HTTP_HOST"] == "hall")
        self.server = WSGIServer(("127.0.0.1", 0), app.wsgi_app, log=None)

    def connect(self, wish: Any) -> None:
        request.environ[SOCKET].admitted = self.admits
        self.told.append(json.dumps(wish))

    def asked(self, path: str = OPENS, method: str = "GET", behind: bytes = b"", **other: str) -> "Phone":
        phone = green.create_connection(("127.0.0.1", self.server.server_port), timeout=10)
        self.phones.append(phone)
        heads = {"Host": "hall", **ASKS, "Sec-WebSocket-Key": KEY, **other}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in heads.items()), "", ""]
        phone.sendall("\r\n".join(lines).encode() + behind)
        return Phone(phone)

    def heard(self, *told: str) -> bool:
        """Whether exactly this is told, in the end."""
        with gevent.Timeout(10, False):
            while len(self.told) < len(told):
                gevent.sleep(0.001)
        return self.told == [*told]


class Phone:
    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.head, self.behind = b"", b""
        while b"\r\n\r\n" not in self.head:
            more = sock.recv(4096)
            assert more, self.head
            self.head += more
        self.head, self.behind = self.head.split(b"\r\n\r\n", 1)

    def say(self, *texts: str) -> None:
        browser = Connection(ConnectionType.CLIENT)
        self.sock.sendall(b"".join(browser.send(TextMessage(data=text)) for text in texts))

    def until(self, words: bytes) -> bytes:
        while words not in self.behind:
            more = self.sock.recv(4096)
            assert more, self.behind
            self.behind += more
        return self.behind

    def to_the_end(self) -> bytes:
        while more := self.sock.recv(4096):
            self.behind += more
        return self.behind


@pytest.fixture
def hall() -> Iterator[Hall]:
    with running(Hall()) as hall:
        yield hall


@contextmanager
def running(hall: Hall) -> Iterator[Hall]:
    hall.server.start()
    yield hall
    for phone in hall.phones:
        phone.close()
    hall.server.stop()


def test_the_handshake_is_answered_as_the_standard_says(hall: Hall) -> None:
    phone = hall.asked()
    assert phone.head.startswith(b"HTTP/1.1 101 ")
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in phone.head, "the standard's own example"
    assert b"extensions" not in phone.head.lower()
    assert f'"maxPayload":{LONGEST_MESSAGE}'.encode() in phone.until(b"}")
    assert hall.told == [], "it has not said where it belongs"


@pytest.mark.parametrize(
    ("offer", "taken"),
    [
        ("permessage-deflate; client_max_window_bits", True),
        ("permessage-deflate", True),
        ("x-other, permessage-deflate", True),
        ("permessage-deflate;client_max_window_bits=12; server_no_context_takeover", True),
        ("permessage-deflate; a_wish_of_tomorrow", False),
        ("x-webkit-deflate-frame", False),
        ("permessage-deflate; server_max_window_bits=10", False),
        ("permessage-deflate; server_max_window_bits=10, permessage-deflate", True),
    ],
)
def test_packing_is_agreed_without_memory_or_not_at_all(hall: Hall, offer: str, taken: bool) -> None:
    head = hall.asked(**{"Sec-WebSocket-Extensions": offer}).head.lower()
    agreed = b"permessage-deflate; client_no_context_takeover; server_no_context_takeover"
    assert (agreed in head) is taken
    assert (b"extensions" in head) is taken


@pytest.mark.parametrize(
    "wrong",
    [
        {"Sec-WebSocket-Version": "8"},
        {"Sec-WebSocket-Key": "short"},
        {"Upgrade": "h2c"},
        {"Connection": "close"},
        {"Host": "elsewhere"},
        {"method": "POST", "Content-Length": "0"},
        {"path": "/socket.io/?EIO=4&transport=polling"},
        {"path": "/socket.io/?EIO=3&transport=websocket"},
        {"path": f"{OPENS}&sid=somebody"},
        {"path": "/socket.io/elsewhere"},
    ],
)
def test_what_no_page_of_ours_asks_is_refused_with_a_sentence(hall: Hall, wrong: dict[str, str]) -> None:
    phone = hall.asked(**wrong)
    assert phone.head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert phone.until(b"by websocket.")
    assert hall.told == []


def test_what_a_browser_packs_is_heard_and_what_unpacks_to_too_much_is_not(hall: Hall) -> None:
    offer = {"Sec-WebSocket-Extensions": "permessage-deflate"}
    phone, bomb = hall.asked(**offer), hall.asked(**offer)
    phone.sock.sendall(packed(b'40{"slug":"hall"}'))
    assert hall.heard('{"slug": "hall"}')
    bomb.sock.sendall(packed(b"40" + b" " * 900_000))
    bomb.to_the_end()
    bomb = hall.asked(**offer)
    bomb.sock.sendall(packed(b"40" + b" " * 90_000_000))
    assert bomb.to_the_end().endswith(b"\x88\x02" + (1009).to_bytes(2)), "refused by its length, never unpacked"
    assert hall.told == ['{"slug": "hall"}']


@pytest.mark.parametrize("goodbye", ["1", "41"])
def test_a_goodbye_is_heard(hall: Hall, goodbye: str) -> None:
    phone = hall.asked()
    phone.say('40{"slug":"hall"}', goodbye)
    assert hall.heard('{"slug": "hall"}', "left")


def test_who_does_not_answer_a_ping_has_left_and_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "CLOSING", 0.001)
    with running(Hall(ping_interval=0.05, ping_timeout=0.3)) as hall:
        phone = hall.asked()
        phone.say('40{"slug":"hall"}')
        assert hall.heard('{"slug": "hall"}', "left")
        assert phone.to_the_end().count(b"\x81\x012") == 1, "one ping"


def test_who_left_is_let_go_of() -> None:
    with running(Hall(ping_interval=0.05, ping_timeout=0.05)) as hall, gevent.Timeout(10):
        for goodbye in ("1", "no packet at all"):
            phone = hall.asked()
            assert len(hall.held) == 1
            phone.say(goodbye)
            while hall.held:
                gevent.sleep(0.001)


def test_who_answers_pings_and_never_says_what_it_came_for_is_cut_off(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "ARRIVING", -1)
    hall.admits = False
    lost = hall.asked()
    lost.say("3")
    lost.to_the_end()
    assert hall.told == []


def test_what_came_behind_the_handshake_is_no_request(hall: Hall) -> None:
    phone = hall.asked(behind=b"GET /a-page HTTP/1.1\r\nHost: hall\r\n\r\n")
    phone.until(b"}")
    phone.say("40{}", "1")
    phone.to_the_end()
    assert hall.heard("null", "left")


def packed(payload: bytes) -> bytes:
    """A compressed frame as phones send it; the mask changes nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    said = (packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]
    length = len(said)
    if length < 126:
        size = bytes([128 | length])
    else:
        size = b"\xfe" + length.to_bytes(2) if length < 65_536 else b"\xff" + length.to_bytes(8)
    return b"\xc1" + size + bytes(4) + said
