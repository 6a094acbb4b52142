"""The wire: frames arrive whole and in one piece each, however slowly they are read, and nobody waits for anybody."""

import re
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest
from gevent import socket as green

from assembly.config import BadConfiguration
from assembly.live import floods, libraries, wire
from assembly.live.counts import counts
from assembly.live.floods import Flood, Guard
from assembly.live.frames import News
from assembly.live.wire import WholeSocket, fan_out

Pair = tuple[WholeSocket, socket.socket]
NEWS, BEHIND = News("x" * 400_000), News("behind")
LOCK = Path(__file__).resolve().parents[2] / "requirements.txt"


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = green.socketpair()
    with ours, theirs:
        yield WholeSocket(ours), theirs


def read(sock: socket.socket, length: int) -> bytes:
    """Slowly."""
    heard = b""
    while len(heard) < length:
        gevent.sleep(0)
        heard += sock.recv(min(997, length - len(heard)))
    return heard


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
    tails, behind = counts.tails, counts.behind
    assert whole.news(NEWS, BEHIND)
    for _ in range(600):  # a minute of ticks
        assert not whole.news(NEWS, BEHIND)
    whole.send(b"ping")
    assert (counts.tails - tails, counts.behind - behind) == (1, 1), "one tail, however long it sleeps"
    assert whole.age() > 0
    assert read(theirs, len(NEWS.plain) + len(b"ping") + len(BEHIND.plain)) == NEWS.plain + b"ping" + BEHIND.plain
    gevent.sleep(0)
    assert whole.age() == 0
    assert whole.news(BEHIND, BEHIND), "and then it hears news again"


def test_a_reader_that_takes_nothing_is_cut_off_and_later_sends_fail(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "STALLED", 0.01)
    whole, _ = pair
    whole.send(b"x" * 900_000)
    while not whole.gone:
        gevent.sleep(0.001)
    with pytest.raises(OSError, match="closed"):
        whole.send(b"ping")
    assert not whole.news(NEWS, BEHIND)


def test_whoever_asks_without_ever_listening_is_cut_off(pair: Pair) -> None:
    whole, _ = pair
    whole.send(b"x" * 1_500_000)
    with pytest.raises(OSError, match="closed"):
        whole.send(b"pong")


def test_a_reader_that_left_is_an_error_for_the_library_and_nothing_to_the_news(pair: Pair) -> None:
    whole, theirs = pair
    theirs.close()
    assert not whole.news(NEWS, BEHIND)
    assert whole.gone
    with pytest.raises(OSError, match="closed"):
        whole.send(NEWS.plain)


def test_a_half_closed_phone_still_hears(pair: Pair) -> None:
    whole, theirs = pair
    theirs.shutdown(socket.SHUT_WR)
    assert whole.recv(100) == b""
    assert whole.news(BEHIND, BEHIND)
    assert theirs.recv(100) == BEHIND.plain


def test_after_the_goodbye_there_is_no_news_and_soon_no_socket(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "PARTING", 0.001)
    whole, theirs = pair
    whole.say_goodbye(1000)
    whole.say_goodbye(1002)
    assert not whole.news(BEHIND, BEHIND)
    assert theirs.recv(100) == b"\x88\x02" + (1000).to_bytes(2), "once"
    assert theirs.recv(100) == b"", "though it never answered"


def test_a_thousand_leave_during_a_fan_out_and_the_others_hear_it() -> None:
    pairs = [green.socketpair() for _ in range(1200)]
    wires = [WholeSocket(ours) for ours, _ in pairs]

    def leave() -> None:
        for number, (_, theirs) in enumerate(pairs):
            if number % 6:
                theirs.close()
                wires[number].close()

    leaving = gevent.spawn(leave)
    sent = fan_out(wires, BEHIND, BEHIND)
    leaving.join()
    assert wire.AT_A_TIME <= sent // len(BEHIND.plain) < 1200, "they left in its middle"
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
    news, behind = News("the same words, " * 40), News("behind")
    pairs = [green.socketpair() for _ in range(2)]
    wires = [WholeSocket(ours, unpacks) for (ours, _), unpacks in zip(pairs, (True, False), strict=True)]
    before = counts.bytes
    volume = fan_out(wires, news, behind)
    packed, plain = (theirs.recv(4096) for _, theirs in pairs)
    assert (packed, plain) == (news.packed, news.plain)
    assert len(packed) < len(plain) / 5
    assert volume == counts.bytes - before == len(packed) + len(plain)
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


def test_the_wire_knows_the_libraries_of_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    libraries.check_libraries()
    locked = dict(re.findall(r"^([a-z-]+)==(\d+\.\d+)\.", LOCK.read_text(), re.M))
    assert {name: locked[name] for name in libraries.KNOWN} == libraries.KNOWN
    monkeypatch.setitem(libraries.KNOWN, "gevent", "25.0")
    with pytest.raises(BadConfiguration, match=r"gevent 25\.0, and 26\."):
        libraries.check_libraries()
