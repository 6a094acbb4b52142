"""Is everybody still there? One greenlet asks all phones, each in its turn, and shows out who does not answer."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress

import gevent

from assembly.config import ANSWERED_WITHIN, PING_EVERY
from assembly.live.counts import counts
from assembly.live.frames import TEXT, frame
from assembly.live.wire import WholeSocket

ASK = "2"  # Engine.IO 4
ASKED = frame(TEXT, ASK.encode())
ARRIVING = 60.0  # seconds to say which gathering one came for
STEP = 0.25  # seconds between two looks at whose turn it is

Turns = deque[tuple[float, WholeSocket]]


class Pulse:
    """Three rows of phones, each in the order in which they are due: to be asked, to have answered, to have arrived.

    Who joins a row is due a fixed time from now, so nobody is ever due before those who joined it earlier.
    """

    def __init__(self) -> None:
        self.to_ask: Turns = deque()
        self.to_answer: Turns = deque()
        self.to_arrive: Turns = deque()
        self.beating = False

    def watch(self, wire: WholeSocket) -> None:
        """From now on, until it is gone."""
        now = time.monotonic()
        self.to_ask.append((now + PING_EVERY, wire))
        self.to_arrive.append((now + ARRIVING, wire))
        if not self.beating:
            self.beating = True
            gevent.spawn(self._beat)

    def look(self, now: float) -> None:
        """Ask those whose turn it is; close those who did not answer, or never said what they came for."""
        for due, wire in _due(self.to_answer, now):
            if wire.silent_since(due - ANSWERED_WITHIN):
                counts.stalled += 1
                wire.close()
        for _, wire in _due(self.to_ask, now):
            with suppress(OSError):
                wire.send(ASKED)
                self.to_answer.append((now + ANSWERED_WITHIN, wire))
                self.to_ask.append((now + PING_EVERY, wire))
        for _, wire in _due(self.to_arrive, now):
            if not wire.admitted:
                wire.close()

    def _beat(self) -> None:
        try:
            while self.to_ask or self.to_answer or self.to_arrive:
                gevent.sleep(STEP)
                self.look(time.monotonic())
        finally:
            self.beating = False


def _due(turns: Turns, now: float) -> Iterator[tuple[float, WholeSocket]]:
    """Those whose time has come, first come first; who is gone only leaves the row."""
    while turns and (turns[0][0] <= now or turns[0][1].gone):
        due, wire = turns.popleft()
        if not wire.gone:
            yield due, wire


pulse = Pulse()
