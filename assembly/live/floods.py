"""What a phone may say on its socket, judged from the heads of its frames before anything is parsed or kept."""

import time

WINDOW = 10.0  # seconds
MOST_FRAMES = 30  # a window; a phone says hello once and answers a ping every ten seconds
MOST_READS = 4 * MOST_FRAMES  # a window, against frames that dribble in byte by byte
TOO_BIG, TOO_MANY = 1009, 1008  # RFC 6455, 7.4.1
CONTROL = 8  # opcodes from here on belong to no message
LENGTH_BYTES = {126: 2, 127: 8}


class Flood(Exception):
    """Too much of it. `code` is how a websocket says so."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Guard:
    """Follows one stream of frames. `longest` is the most bytes a message may have, in however many frames."""

    __slots__ = ("_frames", "_head", "_left", "_message", "_reads", "_window_ends", "longest")

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self._head = b""
        self._left = 0
        self._message = 0
        self._frames = self._reads = 0
        self._window_ends = 0.0

    def look(self, heard: bytes) -> None:
        """Flood when a message is too long or there are too many frames."""
        self._count_read()
        position = 0
        while position < len(heard):
            if self._left:
                step = min(self._left, len(heard) - position)
                self._left -= step
            else:
                step = len(taken := heard[position : position + head_length(self._head) - len(self._head)])
                self._head += taken
                if len(self._head) == head_length(self._head):
                    self._begin(self._head)
                    self._head = b""
            position += step

    def _begin(self, head: bytes) -> None:
        """A frame's head is complete."""
        final, opcode, size = head[0] & 128, head[0] & 15, head[1] & 127
        self._left = int.from_bytes(head[2 : 2 + LENGTH_BYTES[size]]) if size in LENGTH_BYTES else size
        if opcode < CONTROL:
            self._message += self._left
        if max(self._message, self._left) > self.longest:
            raise Flood(TOO_BIG)
        if opcode < CONTROL and final:
            self._message = 0
        self._frames += 1
        if self._frames > MOST_FRAMES:
            raise Flood(TOO_MANY)

    def _count_read(self) -> None:
        now = time.monotonic()
        if now >= self._window_ends:
            self._window_ends = now + WINDOW
            self._frames = self._reads = 0
        self._reads += 1
        if self._reads > MOST_READS:
            raise Flood(TOO_MANY)


def head_length(head: bytes) -> int:
    """Bytes of a frame's head, as far as its beginning tells."""
    if len(head) < 2:
        return 2
    return 2 + LENGTH_BYTES.get(head[1] & 127, 0) + (4 if head[1] & 128 else 0)
