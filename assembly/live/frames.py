"""A message as the very bytes that go over the wire: Socket.IO in Engine.IO in one websocket frame, encoded once.

Phones hear the same message, so it is compressed once for the whole room and not for each of them: without memory from
one message to the next (RFC 7692, 7.1.1), the same bytes are right for everybody who can unpack them.
"""

import json
import zlib
from functools import cached_property
from typing import Any

TEXT, PACKED = 0x81, 0xC1  # first byte of one whole text frame: as it is, or compressed
OPEN = "0"  # Engine.IO 4; its 4 is a message of Socket.IO 5, in the main namespace:
HELLO, EVENT, DONE, REFUSED = "40", "42", "43", "44"
LEVEL = 6  # of 9: more takes longer and finds little
FLUSHED = b"\x00\x00\xff\xff"  # ends what was compressed; the standard leaves it away
SHORT = 125  # bytes: packing what is no longer saves nothing


class News:
    """One message in both forms, each made when the first phone needs it."""

    def __init__(self, text: str) -> None:
        self._text = text.encode()

    @cached_property
    def plain(self) -> bytes:
        return frame(TEXT, self._text)

    @cached_property
    def packed(self) -> bytes:
        """For those who unpack; short ones are sent as they are."""
        if len(self._text) <= SHORT:
            return self.plain
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(self._text) + packer.flush(zlib.Z_SYNC_FLUSH)
        return frame(PACKED, packed.removesuffix(FLUSHED))


def event(name: str, words: dict[str, Any]) -> News:
    return News(_spelled(EVENT, [name, words]))


def said(kind: str, words: dict[str, Any]) -> bytes:
    """A word between the two ends of a line, as one frame."""
    return frame(TEXT, _spelled(kind, words).encode())


def acknowledgement(number: str, words: Any) -> bytes:
    """The answer to what a phone asked under this number; without words it knows only that it was heard."""
    return frame(TEXT, _spelled(DONE + number, [] if words is None else [words]).encode())


def frame(first: int, payload: bytes) -> bytes:
    """One whole frame, unmasked: it comes from the server."""
    size = len(payload)
    if size < 126:
        length = size.to_bytes(1)
    elif size < 65_536:
        length = b"\x7e" + size.to_bytes(2)
    else:
        length = b"\x7f" + size.to_bytes(8)
    return first.to_bytes(1) + length + payload


def unpacked(packed: bytes, most: int) -> bytes:
    """What a phone compressed, if it is at most so many bytes; else one more than that. zlib.error for nonsense."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed + FLUSHED, most + 1)


def _spelled(kind: str, words: Any) -> str:
    return kind + json.dumps(words, separators=(",", ":"), ensure_ascii=False)
