"""Frames arrive whole and in one piece each, however slowly they are read, and nobody waits for anybody."""

import re
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest
from flask import Flask
from flask_socketio import SocketIO
from gevent import socket as green
from prometheus_client import Counter
from socketio.packet import EVENT, Packet
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage
from wsproto.extensions import PerMessageDeflate

from assembly.config import BadConfiguration
from assembly.extensions import socketio
from assembly.live import counts, floods, sending
from assembly.live.floods import Flood, Guard
from assembly.live.sending import SHORT, DirectSocket, Frame, fan_out

Pair = tuple[DirectSocket, socket.socket]
NEWS, BEHIND = Frame("news", {"html": "x" * 400_000}), Frame("behind", {})
LOCK = Path(__file__).resolve().parents[2] / "requirements.txt"


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = green.socketpair()
    theirs.settimeout(10)
    with ours, theirs:
        yield DirectSocket(ours), theirs


def read(sock: socket.socket, length: int) -> bytes:
    """Slowly."""
    heard = b""
    while len(heard) < length:
        gevent.sleep(0)
        heard += sock.recv(min(997, length - len(heard)))
    return heard


def total(counter: Counter) -> float:
    [metric] = counter.collect()
    return metric.samples[0].value


def ends(whole: DirectSocket) -> bool:
    """What the library's reading comes to."""
    try:
        return whole.recv(100) == b""
    except OSError:
        return True


def masked(payload: bytes, first: int = 0x81) -> bytes:
    """A frame as phones send it; the mask changes nothing."""
    size = bytes([128 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2)
    return bytes([first]) + size + bytes(4) + payload


def test_a_slow_reader_gets_every_frame_whole_with_pings_in_between(pair: Pair) -> None:
    whole, theirs = pair
    news = [bytes([65 + number]) * 50_000 for number in range(8)]
    pings = [b"ping%d" % number for number in range(8)]
    sent = [frame for both in zip(news, pings, strict=True) for frame in both]
    for frame in sent:
        whole.send(frame)  # the sender never waits
    assert read(theirs, sum(map(len, sent))) == b"".join(sent)


def test_the_bare_socket_would_have_torn_a_frame() -> None:
    ours, theirs = green.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        assert ours.send(b"x" * 1_000_000) < 1_000_000, "the reason why this module exists"


def test_a_phone_that_takes_no_frame_hears_only_that_it_is_behind(pair: Pair) -> None:
    whole, theirs = pair
    tails, behind = total(counts.tails), total(counts.behind)
    assert whole.news(NEWS, BEHIND)
    for _ in range(600):  # a minute of ticks
        assert not whole.news(NEWS, BEHIND)
    whole.send(b"ping")
    assert (total(counts.tails) - tails, total(counts.behind) - behind) == (1, 1), "one tail, however long it sleeps"
    assert whole.age() > 0
    assert read(theirs, len(NEWS.plain) + len(b"ping") + len(BEHIND.plain)) == NEWS.plain + b"ping" + BEHIND.plain
    gevent.sleep(0)
    assert whole.age() == 0
    assert whole.news(BEHIND, BEHIND), "and then it hears news again"


def test_a_reader_that_takes_nothing_is_cut_off(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "STALLED", 0.01)
    whole, _ = pair
    whole.send(b"x" * 900_000)
    while not whole.gone:
        gevent.sleep(0.001)
    whole.send(b"ping")
    assert not whole.news(NEWS, BEHIND)
    assert ends(whole)


def test_whoever_asks_without_ever_listening_is_cut_off(pair: Pair) -> None:
    whole, _ = pair
    whole.send(b"x" * 1_500_000)
    assert not whole.gone
    whole.send(b"pong")
    assert ends(whole)


def test_a_reader_that_left_is_the_end_for_the_library_and_nothing_to_the_news(pair: Pair) -> None:
    whole, theirs = pair
    theirs.close()
    assert not whole.news(NEWS, BEHIND)
    assert whole.gone
    whole.send(NEWS.plain)
    assert ends(whole)


def test_a_half_closed_phone_still_hears(pair: Pair) -> None:
    whole, theirs = pair
    theirs.shutdown(socket.SHUT_WR)
    assert whole.recv(100) == b""
    assert whole.news(BEHIND, BEHIND)
    assert theirs.recv(100) == BEHIND.plain


def test_after_the_goodbye_there_is_no_news_and_soon_no_socket(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "CLOSING", 0.001)
    whole, theirs = pair
    whole.send_close(1000)
    whole.send_close(1002)
    assert not whole.news(BEHIND, BEHIND)
    assert theirs.recv(100) == b"\x88\x02" + (1000).to_bytes(2), "once"
    assert theirs.recv(100) == b"", "though it never answered"


def test_a_thousand_leave_during_a_fan_out_and_the_others_hear_it() -> None:
    pairs = [green.socketpair() for _ in range(1200)]
    sockets = [DirectSocket(ours) for ours, _ in pairs]

    def leave() -> None:
        for number, (_, theirs) in enumerate(pairs):
            if number % 6:
                theirs.close()
                sockets[number].close()

    leaving = gevent.spawn(leave)
    sent = fan_out(sockets, BEHIND, BEHIND)
    leaving.join()
    assert sending.AT_A_TIME <= sent // len(BEHIND.plain) < 1200, "they left in its middle"
    assert [theirs.recv(100) for _, theirs in pairs[::6]] == [BEHIND.plain] * 200
    for ours, theirs in pairs:
        ours.close()
        theirs.close()


def test_what_phones_say_passes_in_whatever_pieces_it_comes() -> None:
    said = masked(b"40{}") + masked(b"3") + masked(b"y" * 4000) + masked(b"", first=0x8A)
    for step in (len(said), 1500, 100):
        guard = Guard(longest=4096)
        for start in range(0, len(said), step):
            guard.look(said[start : start + step])


def test_a_huge_frame_is_refused_by_its_head_alone() -> None:
    with pytest.raises(Flood) as flood:
        Guard(longest=4096).look(b"\x82\xff" + struct.pack(">Q", 2**40) + bytes(4))
    assert flood.value.code == 1009


def test_a_huge_message_in_small_frames_is_refused_too() -> None:
    guard = Guard(longest=4096)
    guard.look(masked(b"x" * 2000, first=0x01))
    guard.look(masked(b"", first=0x89))
    guard.look(masked(b"x" * 2000, first=0x00))
    with pytest.raises(Flood) as flood:
        guard.look(masked(b"x" * 2000, first=0x80))
    assert flood.value.code == 1009


@pytest.mark.parametrize("said", [masked(b"3"), masked(b"", first=0x89), masked(b"", first=0x00)])
def test_too_many_frames_are_refused_whatever_they_are(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Guard(longest=4096)
    guard.look(said * floods.MOST_FRAMES)
    with pytest.raises(Flood) as flood:
        guard.look(said)
    assert flood.value.code == 1008
    monkeypatch.setattr(floods.time, "monotonic", lambda: 1e9)
    guard = Guard(longest=4096)
    guard.look(said * floods.MOST_FRAMES)
    monkeypatch.setattr(floods.time, "monotonic", lambda: 1e9 + floods.WINDOW)
    guard.look(said * floods.MOST_FRAMES)


def test_dribbling_is_refused() -> None:
    guard = Guard(longest=4096)
    guard.look(masked(b"x" * 4000)[:8])
    for _ in range(floods.MOST_READS - 1):
        guard.look(b"x")
    with pytest.raises(Flood):
        guard.look(b"x")


def test_news_go_packed_to_whoever_unpacks_and_plain_to_the_others() -> None:
    news, behind = Frame("news", {"html": "the same words, " * 40}), BEHIND
    pairs = [green.socketpair() for _ in range(2)]
    sockets = [DirectSocket(ours, unpacks) for (ours, _), unpacks in zip(pairs, (True, False), strict=True)]
    before = total(counts.volume)
    volume = fan_out(sockets, news, behind)
    packed, plain = (theirs.recv(4096) for _, theirs in pairs)
    assert (packed, plain) == (news.packed, news.plain)
    assert len(packed) < len(plain) / 5
    assert volume == total(counts.volume) - before == len(packed) + len(plain)
    for ours, theirs in pairs:
        ours.close()
        theirs.close()


def test_a_flood_is_told_why_and_what_it_said_is_not_passed_on(pair: Pair) -> None:
    whole, theirs = pair
    theirs.sendall(b"\x82\xff" + struct.pack(">Q", 2**40) + bytes(4) + b"x" * 3000)
    assert whole.recv(4096) == b"", "it reads as the end"
    assert not whole.news(BEHIND, BEHIND)
    whole.close()
    assert theirs.recv(100) == b"\x88\x02" + (1009).to_bytes(2)


def test_sending_knows_the_libraries_of_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    sending.check_libraries()
    locked = dict(re.findall(r"^([a-z-]+)==(\d+\.\d+)\.", LOCK.read_text(), re.M))
    assert {name: locked[name] for name in sending.KNOWN} == sending.KNOWN
    monkeypatch.setitem(sending.KNOWN, "gevent", "25.0")
    with pytest.raises(BadConfiguration, match=r"gevent 25\.0, and 26\."):
        sending.check_libraries()


def heard(frame: bytes, unpacks: bool = False) -> str:
    """What a browser finds in it."""
    deflate = PerMessageDeflate()
    deflate.finalize("permessage-deflate; server_no_context_takeover; client_no_context_takeover")
    browser = Connection(ConnectionType.CLIENT, [deflate] if unpacks else [])
    browser.receive_data(frame)
    return "".join(said.data for said in browser.events() if isinstance(said, TextMessage))


@pytest.mark.parametrize("html", ["Zo\u00eb \u4eca\u665a", "<p>4 hours</p>" * 300, "\u4eca\u665a" * 60_000])
def test_a_frame_says_what_the_library_would_have_sent_in_either_form(html: str) -> None:
    SocketIO(Flask("hall"), **socketio.server_options)  # it teaches the packets to spell
    frame = Frame("news", {"fragments": [["gathering-step", html]]})
    text = heard(frame.plain)
    assert heard(frame.packed, unpacks=True) == heard(frame.plain, unpacks=True) == text
    assert text[0] == "4"
    packet = Packet(encoded_packet=text[1:])
    assert (packet.packet_type, packet.data) == (EVENT, ["news", {"fragments": [["gathering-step", html]]}])
    assert frame.packed[0] == (0xC1 if len(frame.plain) > SHORT else 0x81)
    assert html in text, "every letter as it is"


def test_the_library_says_goodbye_and_the_socket_goes_with_it(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a phone that is out of reach would be kept until the network gave up on it."""
    monkeypatch.setattr(sending, "CLOSING", 0.001)
    whole, theirs = pair
    whole.send(b"\x88\x02\x03\xe8")
    assert theirs.recv(100) == b"\x88\x02\x03\xe8"
    assert theirs.recv(100) == b"", "though it never answered"
    assert not whole.news(BEHIND, BEHIND)
