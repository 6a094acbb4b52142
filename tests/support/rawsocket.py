"""A phone that is nothing but bytes: it can flood, lie about lengths, and refuse to read."""

import json
from typing import Any

from assembly.rehearsal.phones.websocket import LiveSocket
from tests.support.server import PATIENCE, Caller


class RawPhone(LiveSocket):
    """Says hello as a phone would; `receive_buffer` in bytes makes it one that takes little."""

    def __init__(self, caller: Caller, audience: str = "phones", receive_buffer: int = 0, unpacks: bool = True) -> None:
        super().__init__(caller.url, caller.cookies(), caller.slug, audience, receive_buffer, PATIENCE, unpacks)

    def event(self, name: str) -> Any:
        """The next event of this name."""
        while True:
            told, said = self.hear()
            if told == name:
                return said

    def refused(self) -> str:
        """The word it was refused with."""
        while not (text := self.frame()[1].decode()).startswith("44"):
            assert not text.startswith("40"), "let in"
        return str(json.loads(text[2:])["message"])

    def goodbye(self) -> int:
        """The code it is closed with; 0 when the line was simply cut."""
        try:
            while (frame := self.frame())[0] != 8:
                pass
            return int.from_bytes(frame[1][:2])
        except (EOFError, ConnectionError):
            return 0
