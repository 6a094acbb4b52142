"""Under load, page views wait in line and writes go first, in batches with time for news between them."""

import re
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, abort, g, request
from gevent import sleep
from gevent.lock import BoundedSemaphore
from gevent.monkey import get_original

from assembly.kernel.rules import Refusal
from assembly.kernel.rules.refusals import Busy, DoorIsFull

LOOKS, PRESSES = 2, 16  # at a time; more would only share the same core
PATIENCE = 20.0  # seconds in line, then the page says so and asks again by itself
BUSY = 0.05  # seconds since the one before: below it there is a crowd
TURN = 0.001  # seconds in which those who press are heard; a sleep of nothing would not let the loop look at sockets
LONGEST = 4000  # waiting; beyond it a newcomer is asked to come back at once

COMING_IN = re.compile(r"/g/[^/]+/(people|claims)")
NEVER_WAIT = ("wall", "desk")  # audiences
RUNS_THE_EVENING = re.compile(r"/(desk|wall|help|healthz|metrics|static)(/|$)")


class Queue:
    """First come, first served; `refusal` for whom it did not get to in time."""

    def __init__(self, at_once: int, refusal: type[Refusal]) -> None:
        self.doors, self.refusal = BoundedSemaphore(at_once), refusal
        self.waiting, self.left_at = 0, 0.0

    def enter(self) -> None:
        """Wait for a place; refused after PATIENCE, or at once when the line is too long."""
        if self.waiting >= LONGEST:
            raise self.refusal
        self.waiting += 1
        try:
            if not self.doors.acquire(timeout=PATIENCE):
                raise self.refusal
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


page_views, presses = Queue(LOOKS, DoorIsFull), Queue(PRESSES, Busy)


def admit_in_turn(app: Flask) -> None:
    app.before_request(wait)
    app.teardown_request(make_room)


def wait() -> None:
    queue = page_views if waits_in_line() else presses if request.method == "POST" else None
    if queue:
        queue.enter()
        g.queue = queue
        if queue is page_views and hung_up():
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
    if queue := g.pop("queue", None):
        queue.leave()


def waits_in_line() -> bool:
    """Anybody who looks at an evening, and whoever comes in."""
    if request.method == "POST":
        return COMING_IN.fullmatch(request.path) is not None
    if request.endpoint == "news.fragments" and request.args.get("audience") in NEVER_WAIT:
        return False
    return not RUNS_THE_EVENING.search(request.path)
