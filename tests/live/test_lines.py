"""A page's line, on gevent's own server: what is heard of it, what is not, and how it ends."""

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import gevent
import pytest
from flask import Flask
from gevent import socket as green
from gevent.pywsgi import WSGIServer

from assembly.config import ANSWERED_WITHIN
from assembly.live import websocket
from assembly.live.lines import Door, Refused, answer_sockets
from assembly.live.pulse import ASKED, Pulse
from assembly.live.wire import WholeSocket
from tests.live.test_websocket import ASKS, said


class Hall:
    """A door that lets in whoever wishes for the hall; `told` is who came with which wish, and who left."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.wires: dict[str, WholeSocket] = {}
        self.pressed: Any = None
        app = Flask("hall")
        app.before_request(lambda: self.told.append("a page was asked for"))
        answer_sockets(app, Door(lambda environ: environ["HTTP_HOST"] == "hall", self.enter, self.leave))
        self.server = WSGIServer(("127.0.0.1", 0), app.wsgi_app, log=None)

    def enter(self, environ: dict[str, Any], name: str, wire: WholeSocket, wish: Any) -> dict[str, int]:
        if wish == {"slug": "another"}:
            raise Refused("closed")
        self.told.append(json.dumps(wish))
        self.wires[name] = wire
        wire.admit(self.pressed)
        return {"to": 7}

    def leave(self, name: str) -> None:
        del self.wires[name]
        self.told.append("left")

    def phone(self, behind: bytes = b"", **other: str) -> socket.socket:
        """A socket that asks for a websocket, with more behind it in one go."""
        phone = green.create_connection(("127.0.0.1", self.server.server_port), timeout=10)
        host = other.pop("HTTP_HOST", "hall")
        asks = {**ASKS, "HTTP_CONNECTION": "Upgrade", **other}
        lines = [f"{name.removeprefix('HTTP_').replace('_', '-')}: {value}" for name, value in asks.items()]
        asked = ["GET /socket.io/?EIO=4&transport=websocket HTTP/1.1", f"Host: {host}", *lines, "", ""]
        phone.sendall("\r\n".join(asked).encode() + behind)
        return phone

    def heard(self, *told: str) -> bool:
        """Whether exactly this is told, in the end."""
        with gevent.Timeout(10, False):
            while len(self.told) < len(told):
                gevent.sleep(0)
        return self.told == [*told]


@pytest.fixture
def hall() -> Iterator[Hall]:
    hall = Hall()
    hall.server.start()
    yield hall
    hall.server.stop()


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> Pulse:
    """It beats when the test says so."""
    pulse = Pulse()
    pulse.beating = True
    monkeypatch.setattr(websocket, "pulse", pulse)
    return pulse


def read_until(phone: socket.socket, words: bytes) -> bytes:
    heard = b""
    while words not in heard:
        more = phone.recv(4096)
        assert more, heard
        heard += more
    return heard


ENTERS = said(b'40{"slug":"hall"}')


def test_a_phone_learns_when_it_will_be_asked(hall: Hall) -> None:
    with hall.phone() as phone:
        hello = read_until(phone, b"}")
    assert b'"pingInterval":10000,"pingTimeout":8000' in hello
    assert hall.told == [], "it has not said where it belongs"


def test_who_says_hello_is_let_in_once_and_told_where_the_evening_stands(hall: Hall) -> None:
    with hall.phone() as phone:
        read_until(phone, b"}")
        phone.sendall(said(b"3") + ENTERS + said(b"3") + said(b'40{"slug":"again"}'))
        heard = read_until(phone, b'["hello",{"to":7}]')
        assert heard.index(b'40{"sid":"') < heard.index(b'42["hello"')
        assert hall.heard('{"slug": "hall"}')
    assert hall.heard('{"slug": "hall"}', "left")


def test_who_is_not_let_in_hears_why_and_may_say_hello_no_more(hall: Hall) -> None:
    with hall.phone() as phone:
        read_until(phone, b"}")
        phone.sendall(said(b'40{"slug":"another"}') + ENTERS + ENTERS)
        assert b'44{"message":"closed"}' in read_until(phone, b"closed") + phone.recv(10)
        assert phone.recv(100) == b"", "and it is shown out"
    assert hall.told == []


def test_a_press_is_answered_under_its_number(hall: Hall) -> None:
    heard: list[Any] = []

    def pressed(path: Any, form: Any, answer: Callable[[Any], None]) -> None:
        heard.append((path, form))
        answer({"part": "three — 3"})

    hall.pressed = pressed
    with hall.phone() as phone:
        read_until(phone, b"}")
        phone.sendall(said(b'426["pledge","here",{"hours":"3"}]'))
        assert read_until(phone, b"436[]"), "it has not said where it belongs"
        phone.sendall(
            ENTERS
            + said(b'427["pledge","here",{"hours":"3"}]')
            + said(b'428["pledge","here"]')
            + said(b'429["vote",1]')
        )
        assert '437[{"part":"three — 3"}]'.encode() in read_until(phone, b"438[]")
    assert hall.heard('{"slug": "hall"}', "left")
    assert heard == [("here", {"hours": "3"})]


NONSENSE = [b"", b"x", b"4hello", b"4" + b"[" * 4000, b"40" + b"[" * 4000, b"bZZ!", b'42["connect"]', b"40null"]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_is_not_heard(hall: Hall, nonsense: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with hall.phone() as phone:
        read_until(phone, b"}")
        phone.sendall(said(nonsense) + said(b"40{}"))
        assert hall.heard("{}")
    assert hall.heard("{}", "left")
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("goodbye", [b"1", b"41"])
def test_a_goodbye_ends_the_line(hall: Hall, goodbye: bytes) -> None:
    with hall.phone() as phone:
        read_until(phone, b"}")
        phone.sendall(ENTERS + said(goodbye))
        while phone.recv(100):
            pass
        assert hall.heard('{"slug": "hall"}', "left")


def test_who_does_not_answer_a_ping_has_left(hall: Hall, pulse: Pulse) -> None:
    with hall.phone() as phone:
        read_until(phone, b"}")
        phone.sendall(ENTERS)
        read_until(phone, b'"to":7}]')
        due, wire = pulse.to_ask[0]
        pulse.look(due)
        assert read_until(phone, ASKED) == ASKED
        wire.heard_at = due - 1
        pulse.look(due + ANSWERED_WITHIN)
        assert hall.heard('{"slug": "hall"}', "left")
        assert phone.recv(100) == b""


@pytest.mark.parametrize(
    "wrong",
    [{"HTTP_SEC_WEBSOCKET_VERSION": "8"}, {"HTTP_SEC_WEBSOCKET_KEY": "short"}, {"HTTP_HOST": "elsewhere"}],
)
def test_what_no_page_of_ours_asks_is_refused_with_a_sentence(hall: Hall, wrong: dict[str, str]) -> None:
    with hall.phone(**wrong) as phone:
        answer = read_until(phone, b"by websocket.")
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert hall.told == []


def test_what_came_behind_the_handshake_is_no_request(hall: Hall) -> None:
    with hall.phone(behind=b"GET /a-page HTTP/1.1\r\nHost: hall\r\n\r\n") as phone:
        read_until(phone, b"}")
        phone.sendall(ENTERS + said(b"41"))
        while phone.recv(1000):
            pass
    assert hall.heard('{"slug": "hall"}', "left")
