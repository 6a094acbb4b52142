"""A message as bytes: as the library and the standards write it, and packed once for everybody."""

import json

import pytest
from socketio.packet import EVENT, Packet
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage
from wsproto.extensions import PerMessageDeflate

from assembly.live.frames import SHORT, News, event, unpacked


def heard(frame: bytes, unpacks: bool = False) -> str:
    """What another reader of the standard finds in it."""
    packing = PerMessageDeflate(server_no_context_takeover=True, client_no_context_takeover=True)
    packing.finalize("")
    phone = Connection(ConnectionType.CLIENT, [packing] if unpacks else [])
    phone.receive_data(frame)
    [message] = [said for said in phone.events() if isinstance(said, TextMessage)]
    return message.data


def test_a_message_is_one_frame_as_the_library_would_have_sent_it() -> None:
    said = {"from": 1, "fragments": [["gathering-step", "<p>Zoë 今晚</p>"]]}
    frame = event("news", said).plain
    text = frame[2:].decode()
    assert (frame[0], frame[1]) == (0x81, len(frame) - 2)
    assert text[0] == "4"
    packet = Packet(encoded_packet=text[1:])
    assert (packet.packet_type, packet.data) == (EVENT, ["news", said])
    assert json.loads(text[2:]) == ["news", said]


@pytest.mark.parametrize(("size", "head"), [(125, 2), (126, 4), (65_535, 4), (65_536, 10)])
def test_every_length_is_written_as_the_standard_says(size: int, head: int) -> None:
    news = News("x" * size)
    assert heard(news.plain) == "x" * size
    assert len(news.plain) == size + head


@pytest.mark.parametrize("text", ["ä" * 70, "<p>4 hours</p>" * 300, "今晚" * 60_000])
def test_what_is_packed_says_the_same(text: str) -> None:
    news = News(text)
    assert news.packed[0] == 0xC1
    assert len(news.packed) < len(news.plain)
    assert heard(news.packed, unpacks=True) == heard(news.plain, unpacks=True) == text


def test_what_is_short_goes_as_it_is() -> None:
    news = News("x" * SHORT)
    assert news.packed == news.plain


def test_unpacking_stops_one_byte_after_the_most() -> None:
    bomb = News("x" * 5_000_000).packed
    payload = bomb[4:] if bomb[1] == 126 else bomb[2:]
    assert len(unpacked(payload, 4096)) == 4097
