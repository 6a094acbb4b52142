"""A full hall arrives at once: looking waits in a line, pressing never does.

Whoever gives hours, posts a card or moves the evening on is answered between two of those who come in or catch up.
"""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, abort, g, request
from gevent import sleep
from gevent.lock import BoundedSemaphore
from gevent.monkey import get_original

from ..actions.people import DoorIsFull
from ..live.audiences import PHONES

AT_ONCE = 2  # pages drawn at a time; more would only share the same core
PATIENCE = 20.0  # seconds in line, then the page says so and asks again by itself
BUSY = 0.05  # seconds since the one before: below it there is a crowd
TURN = 0.001  # seconds in which those who press are heard; a sleep of nothing would not let the loop look at sockets
LONGEST = 4000  # waiting; beyond it a newcomer is asked to come back at once

PRESSES_THAT_WAIT = ("people.come_in", "doors.claim_slip")
NEVER_WAIT = ("desk", "wall", "help", "health")  # who runs the evening


class Line:
    """First come, first served."""

    def __init__(self) -> None:
        self.doors, self.waiting, self.left_at = BoundedSemaphore(AT_ONCE), 0, 0.0

    def enter(self) -> None:
        """Wait for a place; DoorIsFull after PATIENCE, or at once when the line is too long."""
        if self.waiting >= LONGEST:
            raise DoorIsFull
        self.waiting += 1
        try:
            if not self.doors.acquire(timeout=PATIENCE):
                raise DoorIsFull
        finally:
            self.waiting -= 1
        try:
            if time.monotonic() - self.left_at < BUSY:
                sleep(TURN)
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        self.left_at = time.monotonic()
        self.doors.release()

    @contextmanager
    def place(self) -> Iterator[None]:
        self.enter()
        try:
            yield
        finally:
            self.leave()


line = Line()


def stand_in_line(app: Flask) -> None:
    app.before_request(wait_if_looking)
    app.teardown_request(make_room)


def wait_if_looking() -> None:
    if waits():
        line.enter()
        g.in_line = True
        if hung_up():
            abort(408)  # nobody reads it; the next one must not wait for a page to be drawn


def hung_up() -> bool:
    """Did they go away while they waited?"""
    sock = request.environ.get("gunicorn.socket")
    if sock is None:
        return False
    look = get_original("select", "poll")()  # the patched one would wait for the loop
    look.register(sock.fileno(), select.POLLRDHUP | select.POLLHUP)
    return bool(look.poll(0))


def make_room(_: BaseException | None) -> None:
    if g.pop("in_line", False):
        line.leave()


def waits() -> bool:
    """Anybody who looks at an evening, and whoever comes in."""
    if request.method == "POST":
        return request.endpoint in PRESSES_THAT_WAIT
    if request.endpoint == "news.fragments" and request.args.get("audience", PHONES) != PHONES:
        return False
    return request.blueprint is not None and request.blueprint not in NEVER_WAIT
