"""A page's socket without a browser: what it says goes to the real door, what it hears is read off the wire."""

import json
import secrets
import socket
from contextlib import suppress
from functools import partial
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ

from assembly.live.lines import PATH, Door, Line
from assembly.live.web.sockets import enter, leave
from assembly.live.wire import WholeSocket

OPENED: list["Ears"] = []


class Ears:
    """Says hello with `wish`. `refused` is the word it was refused with, "" when it came in."""

    def __init__(self, app: Flask, browser: FlaskClient, wish: Any) -> None:
        ours, self.page = socket.socketpair()
        self.page.setblocking(False)
        cookie = browser.get_cookie("assembly")
        environ = create_environ(PATH, headers={"Cookie": f"assembly={cookie.value}"} if cookie else {})
        self.line = Line(
            Door(lambda _: True, partial(enter, app), leave), environ, secrets.token_urlsafe(15), WholeSocket(ours)
        )
        OPENED.append(self)
        self.line.take(f"40{json.dumps(wish)}")
        answer, *self.waiting = self._messages()
        self.refused = str(json.loads(answer[2:])["message"]) if answer.startswith("44") else ""

    def news(self) -> list[dict[str, Any]]:
        """What it heard since the last time."""
        heard, self.waiting = [*self.waiting, *self._messages()], []
        events = [json.loads(text[2:]) for text in heard if text.startswith("42")]
        return [words for name, words in events if name == "news"]

    def close(self) -> None:
        self.line.close()
        self.page.close()

    def _messages(self) -> list[str]:
        """Whole ones: what the server sends without waiting is here at once."""
        read, found = b"", []
        with suppress(BlockingIOError):
            while more := self.page.recv(1_000_000):
                read += more
        while read:
            size, head = read[1], 2
            if size > 125:
                head += 2 if size == 126 else 8
                size = int.from_bytes(read[2:head])
            found.append(read[head : head + size].decode())
            read = read[head + size :]
        return found


def hang_up() -> None:
    """Close all that a test left open."""
    while OPENED:
        OPENED.pop().close()
