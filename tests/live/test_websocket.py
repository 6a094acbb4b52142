"""A phone's websocket: the handshake, and reading as the standard says, whatever comes."""

import base64
import struct
import zlib
from collections.abc import Iterator
from socket import socket
from typing import Any

import pytest
from gevent import socket as green

from assembly.config import LONGEST_MESSAGE
from assembly.live.websocket import BadHandshake, Websocket, shake_hands
from assembly.live.wire import WholeSocket

KEY = base64.b64encode(b"the sample nonce").decode()
ASKS = {"HTTP_UPGRADE": "websocket", "HTTP_SEC_WEBSOCKET_VERSION": "13", "HTTP_SEC_WEBSOCKET_KEY": KEY}
Pair = tuple[Websocket, socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = green.socketpair()
    with ours, theirs:
        yield Websocket(WholeSocket(ours, unpacks=True)), theirs


def said(payload: bytes, first: int = 0x81, mask: bytes = b"\x01\x02\x03\x04") -> bytes:
    """A frame as phones send it."""
    length = len(payload)
    size = bytes([128 | length]) if length < 126 else b"\xfe" + length.to_bytes(2)
    return bytes([first]) + size + mask + bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))


def packed(payload: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]


def goodbye(theirs: socket) -> int:
    frame = theirs.recv(100)
    assert frame[:2] == b"\x88\x02"
    return int.from_bytes(frame[2:])


def shaken(**more: str) -> tuple[bytes, WholeSocket]:
    ours, theirs = green.socketpair()
    with ours, theirs:
        environ: dict[str, Any] = {"REQUEST_METHOD": "GET", **ASKS, **more, "gunicorn.socket": ours}
        websocket = shake_hands(environ)
        return theirs.recv(4096), websocket.wire


def test_the_handshake_is_answered_as_the_standard_says() -> None:
    answer, wire = shaken()
    head = answer.decode().split("\r\n")
    assert head[0] == "HTTP/1.1 101 Switching Protocols"
    assert "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head, "the standard's own example"
    assert head[-2:] == ["", ""]
    assert "Sec-WebSocket-Extensions" not in answer.decode()
    assert not wire.unpacks


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
def test_packing_is_agreed_without_memory_or_not_at_all(offer: str, taken: bool) -> None:
    answer, wire = shaken(HTTP_SEC_WEBSOCKET_EXTENSIONS=offer)
    agreed = b"permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n"
    assert (agreed in answer) is taken
    assert wire.unpacks is taken


@pytest.mark.parametrize(
    "wrong",
    [
        {"HTTP_SEC_WEBSOCKET_VERSION": "8"},
        {"REQUEST_METHOD": "POST"},
        {"HTTP_UPGRADE": "h2c"},
        {"HTTP_SEC_WEBSOCKET_KEY": ""},
        {"HTTP_SEC_WEBSOCKET_KEY": "short"},
        {"HTTP_SEC_WEBSOCKET_KEY": "\u202e" * 24},
    ],
)
def test_what_no_browser_asks_is_refused(wrong: dict[str, str]) -> None:
    ours, theirs = green.socketpair()
    with ours, theirs, pytest.raises(BadHandshake):
        shake_hands({"REQUEST_METHOD": "GET", **ASKS, **wrong, "gunicorn.socket": ours})


def test_what_is_said_is_heard_however_it_comes(pair: Pair) -> None:
    websocket, theirs = pair
    texts = ["3", "x" * 125, "x" * 126, "Zoë 今晚", "x" * 4096]
    for text in texts:
        theirs.sendall(said(text.encode()))
    assert [websocket.hear() for _ in texts] == texts
    for byte in said(b"slowly"):
        theirs.sendall(bytes([byte]))
    assert websocket.hear() == "slowly"
    theirs.close()
    assert websocket.hear() is None


def test_a_message_in_pieces_is_one_and_pings_in_between_are_answered(pair: Pair) -> None:
    websocket, theirs = pair
    theirs.sendall(said(b"Zo\xc3", first=0x01) + said(b"there?", first=0x89) + said(b"", first=0x8A))
    theirs.sendall(said(b"\xab", first=0x00) + said(b"!", first=0x80))
    assert websocket.hear() == "Zoë!"
    assert theirs.recv(100) == b"\x8a\x06there?"


def test_what_a_browser_packs_is_unpacked(pair: Pair) -> None:
    websocket, theirs = pair
    text = '42["hello","' + "x" * 3000 + '"]'
    whole = packed(text.encode())
    theirs.sendall(said(whole, first=0xC1) + said(whole[:9], first=0x41) + said(whole[9:], first=0x80) + said(b"plain"))
    assert [websocket.hear() for _ in range(3)] == [text, text, "plain"]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"\x81\x01x", 1002),  # unmasked
        (said(b"x", first=0xA1), 1002),  # a bit that means nothing
        (said(b"x", first=0x80), 1002),  # goes on with nothing
        (said(b"x", first=0x01) + said(b"y", first=0x81), 1002),  # begins before the other has ended
        (said(b"x", first=0x41) + said(b"y", first=0xC0), 1002),  # packed halfway
        (said(b"x" * 126, first=0x89), 1002),  # too long to be a ping
        (said(b"x", first=0x09), 1002),  # a ping in pieces
        (said(b"x", first=0xC9), 1002),  # a packed ping
        (said(b"x", first=0x8B), 1002),  # nothing known
        (said(b"x", first=0x83), 1003),
        (said(b"x", first=0x82), 1003),  # binary
        (said(b"\xff\xfe"), 1007),  # no text
        (said(b"\xed\xa0\x80"), 1007),  # half a letter
        (said(b"\xff\xff\xff", first=0xC1), 1007),  # packed by nobody
        (said(packed(b"x" * 1_000_000), first=0xC1), 1009),  # a bomb
        (said(packed(b"x" * (LONGEST_MESSAGE + 1)), first=0xC1), 1009),
        (said(b"\x03", first=0x88), 1002),  # half a code
        (said(struct.pack(">H", 1005), first=0x88), 1002),  # a code that is never said
        (said(struct.pack(">H", 1000), first=0x88), 1000),
        (said(struct.pack(">H", 4001) + b"bye", first=0x88), 4001),
        (said(b"", first=0x88), 1000),
    ],
)
def test_what_is_no_message_ends_it_with_the_reason(pair: Pair, frame: bytes, code: int) -> None:
    websocket, theirs = pair
    theirs.sendall(frame)
    assert websocket.hear() is None
    assert goodbye(theirs) == code


def test_the_longest_message_that_may_be_packed(pair: Pair) -> None:
    websocket, theirs = pair
    theirs.sendall(said(packed(b"x" * LONGEST_MESSAGE), first=0xC1))
    assert websocket.hear() == "x" * LONGEST_MESSAGE


def test_a_phone_that_agreed_to_nothing_may_not_pack() -> None:
    ours, theirs = green.socketpair()
    with ours, theirs:
        websocket = Websocket(WholeSocket(ours))
        theirs.sendall(said(packed(b"hello"), first=0xC1))
        assert websocket.hear() is None
        assert goodbye(theirs) == 1002
