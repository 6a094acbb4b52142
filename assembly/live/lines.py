"""What a page of ours and the server say to each other on a websocket: Engine.IO 4 and Socket.IO 5, as far as it goes.

Pages bring Socket.IO's own client, unchanged. Of all that it could say, a page of ours says hello, answers pings,
presses and says goodbye; nothing else is heard.
"""

import errno
import json
import re
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask

from assembly.config import ANSWERED_WITHIN, LONGEST_MESSAGE, PING_EVERY
from assembly.live.frames import HELLO, OPEN, REFUSED, acknowledgement, event, said
from assembly.live.websocket import BadHandshake, Websocket, shake_hands
from assembly.live.wire import WholeSocket

PATH = "/socket.io/"
BYES = ("1", "41")  # Engine.IO's and Socket.IO's; whoever says one and stays would hold a line that nobody counts
PRESS = re.compile(r'42(\d{1,9})(\["pledge",.+)', re.ASCII | re.DOTALL)
TERMS = {
    "upgrades": [],
    "pingInterval": PING_EVERY * 1000,
    "pingTimeout": ANSWERED_WITHIN * 1000,
    "maxPayload": LONGEST_MESSAGE,
}

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class Refused(Exception):
    """Not let in. `word` tells the page why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True)
class Door:
    """Who comes in. `knock`: may this request open a socket at all? `enter`: may it hear what it wishes for (else
    Refused), under this name, and where does it stand then? `leave`: once for each name that entered.
    """

    knock: Callable[[Environ], bool]
    enter: Callable[[Environ, str, WholeSocket, Any], dict[str, int]]
    leave: Callable[[str], None]


class Line:
    """One page's socket, from its hello to its goodbye."""

    __slots__ = ("asked", "door", "entered", "environ", "name", "over", "wire")

    def __init__(self, door: Door, environ: Environ, name: str, wire: WholeSocket) -> None:
        self.door, self.environ, self.name, self.wire = door, environ, name, wire
        self.asked = self.entered = self.over = False

    def take(self, heard: str) -> None:
        """One message of the page."""
        if heard in BYES:
            self.over = True
        elif press := PRESS.fullmatch(heard):
            self._press(*press.groups())
        elif heard.startswith(HELLO) and not self.asked and (wish := _json(heard[2:])) is not None:
            self.asked = True  # once: each time it is looked up who they are
            self._enter(wish)

    def close(self) -> None:
        """Whoever entered has left, once."""
        self.over = True
        if self.entered:
            self.entered = False
            self.door.leave(self.name)
        self.wire.close()

    def _enter(self, wish: Any) -> None:
        try:
            stands = self.door.enter(self.environ, self.name, self.wire, wish)
        except Refused as refused:
            self._say(said(REFUSED, {"message": refused.word}))
            self.wire.part()
            return
        self.entered = True
        self._say(said(HELLO, {"sid": self.name}) + event("hello", stands).plain)

    def _press(self, number: str, words: str) -> None:
        """Whoever may press here is told of it; what nobody understands is answered with nothing."""
        pressed, press = self.wire.pressed, _json(words)
        if pressed and press and len(press) == 3:
            pressed(press[1], press[2], partial(self._answer, number))
        else:
            self._answer(number, None)

    def _answer(self, number: str, words: Any) -> None:
        """To the press that the page gave this number."""
        self._say(acknowledgement(number, words))

    def _say(self, whole: bytes) -> None:
        with suppress(OSError):  # whoever listens on this line finds out
            self.wire.send(whole)


def answer_sockets(app: Flask, door: Door) -> None:
    """From now on what asks for a socket passes Flask by; everything else is asked there as ever."""
    pages = app.wsgi_app

    def answered(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH:
            return pages(environ, start_response)
        return _answer_socket(door, environ, start_response)

    app.wsgi_app = answered  # type: ignore[method-assign]


def _answer_socket(door: Door, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    try:
        if not door.knock(environ):
            raise BadHandshake
        name = secrets.token_urlsafe(15)
        websocket = shake_hands(environ, said(OPEN, {"sid": name, **TERMS}))
    except BadHandshake:
        return _no_page(environ, start_response)
    _listen(Line(door, environ, name, websocket.wire), websocket)
    if "gunicorn.socket" in environ:
        raise StopIteration  # how gunicorn is told that all was said
    raise BrokenPipeError(errno.EPIPE, "all was said")  # how gevent's own server is, or it would read on


def _listen(line: Line, websocket: Websocket) -> None:
    """Until one side has had enough."""
    try:
        while not line.over and (heard := websocket.hear()) is not None:
            line.take(heard)
    finally:
        line.close()


def _no_page(environ: Environ, start_response: StartResponse) -> list[bytes]:
    sentence = b"This address speaks with pages of Assembly only, by websocket."
    start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Content-Length", str(len(sentence)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [sentence]


def _json(words: str) -> Any:
    """None for nonsense."""
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        return None
