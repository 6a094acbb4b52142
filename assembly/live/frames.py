"""A message as the very bytes that go over the wire: Socket.IO in Engine.IO in one websocket frame, encoded once."""

import json
from typing import Any

TEXT = b"\x81"  # one whole text frame, unmasked: it comes from the server
EVENT = "42"  # Engine.IO 4: a message; Socket.IO 2: an event of the main namespace


def event(name: str, said: dict[str, Any]) -> bytes:
    return framed(EVENT + json.dumps([name, said], separators=(",", ":"), ensure_ascii=False))


def framed(text: str) -> bytes:
    payload = text.encode()
    size = len(payload)
    if size < 126:
        length = size.to_bytes(1)
    elif size < 65_536:
        length = b"\x7e" + size.to_bytes(2)
    else:
        length = b"\x7f" + size.to_bytes(8)
    return TEXT + length + payload
