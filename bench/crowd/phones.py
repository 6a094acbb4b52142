"""Phones that are nothing but sockets, read in C, and what they hear: how much, when, in which order."""

import asyncio
import json
import re
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

NEWS, PING, PONG, OPEN, HELLO, DONE = b'42["news"', b"2", b"3", b"0", b'42["hello"', b"43"
VERSIONS = re.compile(rb'"from":(\d+),"to":(\d+),"at":\d+,"fragments":(\[\]|\[)')
FLUSHED = b"\x00\x00\xff\xff"  # RFC 7692 leaves it away
HEAD = 64  # bytes that tell one message from another
AT_ONCE = 500  # handshakes on their way; more only measures how long the kernel's queue is
PATIENCE = 180.0  # seconds

CatchUp = Callable[["Phone"], Awaitable[int]]


class Message(NamedTuple):
    """What a message says of versions; a heartbeat brings nothing, `behind` asks to fetch."""

    since: int
    to: int
    heartbeat: bool
    behind: bool


@dataclass
class Hall:
    """All phones and what they heard since the last `listen_anew`. `catch_up` fetches what a phone missed."""

    catch_up: CatchUp
    phones: list["Phone"] = field(default_factory=list)
    known: dict[bytes, Message] = field(default_factory=dict)
    unpacked: dict[bytes, bytes] = field(default_factory=dict)
    recorded: list[dict[str, Any]] = field(default_factory=list)
    steps: dict[tuple[int, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    messages: int = 0
    volume: int = 0  # bytes on the wire
    payload: int = 0  # bytes unpacked
    heartbeats: int = 0
    regressions: int = 0
    fetches: int = 0
    cut_off: int = 0
    leaving: bool = False

    def listen_anew(self) -> None:
        self.messages = self.volume = self.payload = self.heartbeats = self.regressions = self.fetches = 0
        self.known, self.recorded, self.unpacked = {}, [], {}
        self.steps = defaultdict(list)

    def unpack(self, packed: bytes) -> bytes:
        """Once for all phones, as the crowd has one core and a hall as many as phones."""
        if packed not in self.unpacked:
            self.unpacked[packed] = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed + FLUSHED)
        return self.unpacked[packed]

    def learn(self, said: bytes, size: int) -> Message:
        """Read a message of so many bytes on the wire for the first time; all other phones will hear the same."""
        found = VERSIONS.search(said)
        assert found, said[:200]
        empty = found[3] == b"[]"
        behind = empty and b'"behind":true' in said
        message = Message(int(found[1]), int(found[2]), empty and not behind and b'"same":[]' in said, behind)
        if not empty:
            self.recorded.append(_as_long(json.loads(said[2:])[1], said, size))
        self.known[said[:HEAD]] = message
        return message

    def missing(self, version: int) -> int:
        """How many phones have not got so far."""
        return sum(phone.version < version for phone in self.phones)

    async def all_at(self, version: int, patience: float = 60) -> float:
        """Wait until everybody has `version`; how many seconds that took, `patience` when somebody never did."""
        began = time.perf_counter()
        while self.missing(version) and time.perf_counter() - began < patience:
            await asyncio.sleep(0.02)
        return time.perf_counter() - began

    def waits(self, presses: Iterable[tuple[float, int]]) -> Counter[int]:
        """Milliseconds from each (time, version) of a press to each screen: how often each occurred."""
        times: dict[int, float] = {version: pressed for pressed, version in presses}
        found: Counter[int] = Counter()
        for (since, to), arrived in self.steps.items():
            for pressed in filter(None, map(times.get, range(since + 1, to + 1))):
                found.update(int((arrival - pressed) * 1000) for arrival in arrived)
        return found

    def close(self) -> None:
        self.leaving = True
        for phone in self.phones:
            phone.transport.disconnect(False)


class Phone(WSListener):
    """One socket. `version` is what its screen shows."""

    transport: WSTransport

    def __init__(self, hall: Hall, wish: dict[str, str], name: int) -> None:
        super().__init__()
        self.hall, self.wish, self.name = hall, wish, name
        self.inside: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.asked: dict[int, asyncio.Future[Any]] = {}
        self.questions = 0
        self.version = self.heard = -1
        self.catching: asyncio.Task[None] | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()
            return
        said = came = frame.get_payload_as_bytes()
        if frame.rsv1:
            said = self.hall.unpack(came)
        if said.startswith(NEWS):
            self._news(said, len(came))
        elif said == PING:
            transport.send(WSMsgType.TEXT, PONG)
        elif said.startswith(OPEN):
            transport.send(WSMsgType.TEXT, b"40" + json.dumps(self.wish).encode())
        elif said.startswith(DONE):
            number, answer = said[2:].split(b"[", 1)
            self.asked.pop(int(number)).set_result(next(iter(json.loads(b"[" + answer)), None))
        elif said.startswith(HELLO):
            self.version = self.heard = json.loads(said[2:])[1]["to"]
            self.inside.set_result(self.version)
        elif said.startswith(b"44"):
            self.inside.set_exception(RuntimeError(f"a phone was refused: {said[2:].decode()}"))

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if not self.hall.leaving:
            self.hall.cut_off += 1
            self.version = -1

    async def ask(self, name: str, *words: Any) -> Any:
        """Say an event and wait for the answer; None when it brought none."""
        self.questions += 1
        number = self.questions
        self.asked[number] = asyncio.get_running_loop().create_future()
        said = f"42{number}{json.dumps([name, *words], separators=(',', ':'))}"
        self.transport.send(WSMsgType.TEXT, said.encode())
        return await asyncio.wait_for(self.asked[number], PATIENCE)

    def _news(self, said: bytes, size: int) -> None:
        hall = self.hall
        message = hall.known.get(said[:HEAD]) or hall.learn(said, size)
        if message.heartbeat:
            hall.heartbeats += 1
        else:
            hall.messages += 1
            hall.volume += size
            hall.payload += len(said)
        if message.to < self.heard:
            hall.regressions += 1
        self.heard = message.to
        if message.behind or message.since > self.version:
            self._fall_behind()
        elif message.to > self.version:
            self._show(message.to)

    def _show(self, version: int) -> None:
        self.hall.steps[self.version, version].append(time.perf_counter())
        self.version = version

    def _fall_behind(self) -> None:
        if self.catching is None or self.catching.done():
            self.catching = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        """As the page does: fetch, and again while it heard of something newer meanwhile."""
        while self.version < self.heard:
            self.hall.fetches += 1
            fetched = await self.hall.catch_up(self)
            if fetched > self.version:
                self._show(fetched)


def _as_long(message: dict[str, Any], said: bytes, size: int) -> dict[str, Any]:
    """What another server has to send for as many bytes on the wire: the message itself, unless it came packed."""
    if size == len(said):
        return message
    emptied = {**message, "fragments": [["packed", ""]], "same": [], "nudges": []}
    rest = size - len(NEWS) - len(json.dumps(emptied, separators=(",", ":"))) - len(",]")
    return {**emptied, "fragments": [["packed", "x" * max(0, rest)]]}


async def come(
    hall: Hall, address: str, headers: Callable[[int], dict[str, str]], wish: dict[str, str], count: int
) -> float:
    """So many phones at once; how many seconds until the last of them is inside and has said hello."""
    gate, began = asyncio.Semaphore(AT_ONCE), time.perf_counter()

    async def one(number: int) -> None:
        phone = Phone(hall, wish, number)
        async with gate:
            url = f"{address}/socket.io/?EIO=4&transport=websocket"
            await ws_connect(lambda: phone, url, extra_headers=headers(number), websocket_handshake_timeout=PATIENCE)
            await asyncio.wait_for(phone.inside, PATIENCE)
        hall.phones.append(phone)

    await asyncio.gather(*map(one, range(count)))
    return time.perf_counter() - began
