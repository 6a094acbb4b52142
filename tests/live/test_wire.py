"""The wire: frames arrive whole and in one piece each, however slowly they are read."""

import socket
from collections.abc import Iterator

import gevent
import pytest
from gevent import socket as green

from assembly.live import wire
from assembly.live.wire import WholeSocket, WholeSockets


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = green.socketpair()
    with ours, theirs:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        yield ours, theirs


def read_slowly(sock: socket.socket, length: int) -> bytes:
    read = b""
    while len(read) < length:
        gevent.sleep(0)
        read += sock.recv(997)
    return read


def test_a_slow_reader_gets_every_frame_whole_with_pings_in_between(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    whole = WholeSocket(ours)
    news = [bytes([65 + number]) * 50_000 for number in range(8)]
    pings = [b"ping%d" % number for number in range(8)]
    senders = [gevent.spawn(whole.send, frame) for both in zip(news, pings, strict=True) for frame in both]
    stream = read_slowly(theirs, sum(map(len, news + pings)))
    gevent.joinall(senders, raise_error=True)
    assert stream == b"".join(frame for both in zip(news, pings, strict=True) for frame in both)


def test_the_bare_socket_would_have_torn_a_frame(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = pair
    ours.setblocking(False)
    assert ours.send(b"x" * 1_000_000) < 1_000_000, "the reason why this module exists"


def test_a_reader_that_takes_nothing_is_cut_off_and_later_sends_fail(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "STALLED", 0.05)
    whole = WholeSocket(pair[0])
    with pytest.raises(OSError, match="takes nothing"):
        whole.send(b"x" * 5_000_000)
    with pytest.raises(OSError, match="closed"):
        whole.send(b"ping")


def test_a_reader_that_left_is_an_error_not_a_hang(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    theirs.close()
    whole = WholeSocket(ours)
    with pytest.raises(OSError, match=r"Broken pipe|reset"):
        whole.send(b"x" * 300_000)


def test_the_offer_to_compress_is_hidden_and_other_requests_are_left_alone(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    seen: dict[str, object] = {}

    def app(environ: dict[str, object], start_response: object) -> list[bytes]:
        seen.update(environ)
        return []

    offer = {"HTTP_UPGRADE": "WebSocket", "HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate"}
    WholeSockets(app)({**offer, "gunicorn.socket": pair[0]}, lambda *_: None)
    assert "HTTP_SEC_WEBSOCKET_EXTENSIONS" not in seen
    assert isinstance(seen["gunicorn.socket"], WholeSocket)
    seen.clear()
    WholeSockets(app)({"gunicorn.socket": pair[0]}, lambda *_: None)
    assert seen["gunicorn.socket"] is pair[0]
