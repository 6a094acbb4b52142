"""A phone's line to the library, on gevent's own server: what reaches it, what does not, and how it ends."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import engineio
import gevent
import pytest
from gevent import socket as green
from gevent.pywsgi import WSGIServer

from assembly.config import SOCKETS
from assembly.live import websocket
from assembly.live.pulse import ASKED, Pulse
from tests.live.test_websocket import ASKS, said

WISH = {"async_mode", "transports", "ping_interval", "ping_timeout", "max_http_buffer_size", "monitor_clients"}


class Hall:
    """engineio with our websockets in it; `told` is what it was told: who came, what was said, who left."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.engine = engineio.Server(async_handlers=False, **{name: SOCKETS[name] for name in WISH})
        self.engine.on("connect", lambda sid, environ: self.told.append("came"))
        self.engine.on("message", lambda sid, heard: self.told.append(heard))
        self.engine.on("disconnect", lambda sid, reason: self.told.append("left"))
        websocket.take_sockets(self.engine)
        self.server = WSGIServer(("127.0.0.1", 0), self.engine.handle_request, log=None)

    def phone(self, **other: str) -> socket.socket:
        """A socket that asks for a websocket."""
        phone = green.create_connection(("127.0.0.1", self.server.server_port), timeout=10)
        asks = {**ASKS, "HTTP_CONNECTION": "Upgrade", **other}
        lines = [f"{name.removeprefix('HTTP_').replace('_', '-')}: {value}" for name, value in asks.items()]
        asked = ["GET /socket.io/?EIO=4&transport=websocket HTTP/1.1", "Host: hall", *lines, "", ""]
        phone.sendall("\r\n".join(asked).encode())
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


def test_a_phone_learns_when_it_will_be_asked(hall: Hall) -> None:
    with hall.phone() as phone:
        hello = read_until(phone, b"}")
    assert b'"pingTimeout":8000,"pingInterval":10000' in hello
    assert hall.heard("came", "left")


def test_what_is_said_reaches_the_library_and_an_answer_to_a_ping_does_not(hall: Hall) -> None:
    with hall.phone() as phone:
        read_until(phone, b"}")
        phone.sendall(said(b"3") + said(b'40{"slug":"hall"}') + said(b"3") + said(b'40{"slug":"again"}'))
        assert hall.heard("came", '0{"slug":"hall"}', '0{"slug":"again"}')


def test_a_press_passes_the_library_by_and_is_answered_under_its_number(hall: Hall) -> None:
    heard: list[Any] = []

    def pressed(path: Any, form: Any, answer: Callable[[Any], None]) -> None:
        heard.append((path, form))
        answer({"part": "three — 3"})

    with hall.phone() as phone:
        read_until(phone, b"}")
        [line] = hall.engine.sockets.values()
        phone.sendall(said(b'426["pledge","here",{"hours":"3"}]'))
        assert read_until(phone, b"436[]"), "it has not said where it belongs"
        line.websocket.wire.admit(pressed)
        phone.sendall(
            said(b'427["pledge","here",{"hours":"3"}]') + said(b'428["pledge","here"]') + said(b'429["vote",1]')
        )
        assert '437[{"part":"three — 3"}]'.encode() in read_until(phone, b"438[]")
    assert hall.heard("came", "left")
    assert heard == [("here", {"hours": "3"})]


def test_what_it_sends_is_what_a_phone_hears(hall: Hall) -> None:
    with hall.phone() as phone:
        read_until(phone, b"}")
        [sid] = hall.engine.sockets
        hall.engine.send(sid, "good evening")
        assert read_until(phone, b"evening") == b"\x81\x0d4good evening"
        hall.engine.disconnect(sid)
        assert read_until(phone, b"\x03\xe8") == b"\x81\x011" + b"\x88\x02\x03\xe8"
        assert hall.heard("came", "left")
        assert hall.engine.sockets == {}


NONSENSE = [b"", b"x", b"4hello", b"4" + b"[" * 4000, b"40" + b"[" * 4000, b"bZZ!", b'42["connect"]', b"40null"]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_is_not_heard(hall: Hall, nonsense: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with hall.phone() as phone:
        read_until(phone, b"}")
        phone.sendall(said(nonsense) + said(b"40{}"))
        assert hall.heard("came", "0{}")
    assert hall.heard("came", "0{}", "left")
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("goodbye", [b"1", b"41"])
def test_a_goodbye_ends_the_line(hall: Hall, goodbye: bytes) -> None:
    with hall.phone() as phone:
        read_until(phone, b"}")
        phone.sendall(said(goodbye))
        assert phone.recv(100) == b""
    assert hall.heard("came", "left")


def test_who_does_not_answer_a_ping_has_left(hall: Hall, pulse: Pulse) -> None:
    with hall.phone() as phone:
        read_until(phone, b"}")
        due, wire = pulse.to_ask[0]
        pulse.look(due)
        assert read_until(phone, ASKED) == ASKED
        assert hall.told == ["came"]
        wire.heard_at = due - 1
        pulse.look(due + SOCKETS["ping_timeout"])
        assert hall.heard("came", "left")
        assert phone.recv(100) == b""


@pytest.mark.parametrize("wrong", [{"HTTP_SEC_WEBSOCKET_VERSION": "8"}, {"HTTP_SEC_WEBSOCKET_KEY": "short"}])
def test_what_no_browser_asks_is_refused_with_a_sentence(hall: Hall, wrong: dict[str, str]) -> None:
    with hall.phone(**wrong) as phone:
        answer = read_until(phone, b"by websocket.")
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert hall.told == []
    assert hall.engine.sockets == {}
