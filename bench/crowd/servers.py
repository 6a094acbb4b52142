"""The servers that are measured: Assembly through its real doors, the stock emit, and Node socket.io."""

import asyncio
import json
import os
import random
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from bench.crowd.lines import Lines
from bench.crowd.machine import SERVER_CORE, on_core
from bench.crowd.phones import Hall, Phone
from tests.support import server as support

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / "bench" / "node"
A_BROWSER = 10  # phones that share one cookie: Assembly lets one browser hold twelve sockets
FEWEST_GUESTS = 100
DOORS = 8  # guests who come in at the same time
JITTER = 1.0  # seconds within which phones that fell behind fetch, as in live.js
LIFTED = {"ASSEMBLY_BYTES_BUDGET": "0", "ASSEMBLY_SOCKETS": "20000"}
# what two pages show, as their phones say it
LIST = "gathering-step proposal-*-tally round-cards"
POT = "gathering-step round-points round-rule round-split"
HIDDEN = re.compile(rb'name="csrf_token" value="([^"]+)"')


class Press(NamedTuple):
    """`version` is 0 while only the book knows which one it made; `key` finds it there."""

    began: float
    took: float
    version: int
    key: str = ""


class Visited(ABC):
    """A server that runs, and how a crowd speaks to it."""

    group: int
    port: int

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def headers(self, number: int) -> dict[str, str]:
        return {}

    def wish(self) -> dict[str, str]:
        return {}

    async def play(self, hall: Hall, name: str) -> None:
        """Send these recorded messages from now on, where they are recorded ones."""
        return

    def versions(self, presses: list[Press]) -> list[Press]:
        """The same presses, each with the version it made."""
        return presses

    @abstractmethod
    async def prepare(self, phones: int, proposals: int, money: bool) -> None: ...

    @abstractmethod
    async def page(self, number: int) -> bytes: ...

    @abstractmethod
    async def press(self, hall: Hall, number: int) -> tuple[int, str]: ...

    @abstractmethod
    async def catch_up(self, phone: Phone) -> int: ...

    @abstractmethod
    def stop(self) -> None: ...


class Guest(NamedTuple):
    cookie: str
    token: str


class Assembly(Visited):
    """Guests come in by the door and pledge with key, rule, ledger row and FULL commit."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder)
        self.server = support.TypedServer(folder / "instance", **{**LIFTED, **settings})
        with on_core(SERVER_CORE):
            self.server.start()
        assert self.server.process
        self.group, self.port = self.server.process.pid, self.server.port
        self.lines = Lines(self.port)
        self.guests: list[Guest] = []

    async def prepare(self, phones: int, proposals: int, money: bool) -> None:
        self.proposals, self.view = proposals, POT if money else LIST
        fay = _evening(self.server, proposals, money)
        self.slug, code = fay.slug, support.door_code(fay)
        doors = asyncio.Semaphore(DOORS)

        async def one(number: int) -> None:
            async with doors:
                self.guests.append(await self._come_in(code, number))

        await asyncio.gather(*map(one, range(max(FEWEST_GUESTS, -(-phones // A_BROWSER)))))

    def headers(self, number: int) -> dict[str, str]:
        return {"Cookie": self._guest(number).cookie, "Sec-WebSocket-Extensions": "permessage-deflate"}

    def wish(self) -> dict[str, str]:
        return {"slug": self.slug, "audience": "phones", "view": self.view}

    async def page(self, number: int) -> bytes:
        answer = await self.lines.ask(f"/g/{self.slug}/", cookie=self._guest(number).cookie)
        assert answer.status == 200, answer.head
        return answer.body

    async def press(self, hall: Hall, number: int) -> tuple[int, str]:
        """Each guest backs two proposals and changes the hours of one of them at every press."""
        guest, turn = number % len(self.guests), number // len(self.guests)
        proposal = 1 + (guest + 7 * (turn % 2)) % self.proposals
        key = secrets.token_hex(16)
        form = {
            "csrf_token": self.guests[guest].token,
            "key": key,
            "hours": str(1 + turn // 2 % 3),
            "first_hour": "later",
        }
        place = f"/g/{self.slug}/proposals/{proposal}/pledge"
        answer = await self.lines.ask(place, cookie=self.guests[guest].cookie, form=form, htmx=True)
        assert answer.status == 200, (answer.status, answer.body[-2000:])
        return 0, key

    def versions(self, presses: list[Press]) -> list[Press]:
        """Each pledge's row in the book numbers the version it made. KeyError when an acknowledged one is not there."""
        with closing(sqlite3.connect(f"file:{self.server.instance / 'assembly.db'}?mode=ro", uri=True)) as memory:
            rows: dict[str, int] = dict(memory.execute("SELECT key, seq FROM attempt"))
        return [press._replace(version=rows[press.key]) for press in presses]

    async def catch_up(self, phone: Phone) -> int:
        await asyncio.sleep(random.random() * JITTER)
        tallies = (f"id=proposal-{number}-tally" for number in range(1, self.proposals + 1))
        parts = "id=round-split&id=round-points" if self.view == POT else "&".join(tallies)
        cookie = self._guest(phone.name).cookie
        answer = await self.lines.ask(f"/g/{self.slug}/fragments?audience=phones&{parts}", cookie=cookie)
        return int(json.loads(answer.body)["to"])

    def stop(self) -> None:
        self.lines.close()
        self.server.stop()

    def _guest(self, number: int) -> Guest:
        return self.guests[number % len(self.guests)]

    async def _come_in(self, code: str, number: int) -> Guest:
        door = await self.lines.ask(f"/j/{code}")
        cookie = door.header("Set-Cookie").split(";")[0]
        found = HIDDEN.search(door.body)
        assert found
        form = {"csrf_token": found[1].decode(), "key": secrets.token_hex(16), "code": code, "name": f"Guest {number}"}
        entered = await self.lines.ask(f"/g/{self.slug}/people", cookie=cookie, form=form)
        assert entered.status == 303, entered.body[-2000:]
        return Guest(entered.header("Set-Cookie").split(";")[0] or cookie, form["csrf_token"])


class Replayed(Visited):
    """A server that presses into a bare table and sends what Assembly's ticks carried."""

    def __init__(self, folder: Path, recorded: dict[str, Any]) -> None:
        super().__init__(folder)
        self.recorded = folder / "recorded.json"
        self.recorded.write_text(json.dumps(recorded))
        self.port = support.free_port()
        self.log = open(folder / "server.log", "ab")  # noqa: SIM115
        words = [*self.command(), str(self.port), str(folder / "press.db"), str(self.recorded)]
        with on_core(SERVER_CORE):
            self.process = subprocess.Popen(words, stdout=self.log, stderr=self.log, start_new_session=True)
        self.group = self.process.pid
        self.lines = Lines(self.port)

    def command(self) -> list[str]:
        raise NotImplementedError

    async def prepare(self, phones: int, proposals: int, money: bool) -> None:
        for _ in range(400):
            try:
                await self.page(0)
                return
            except ConnectionError:
                assert self.process.poll() is None, (self.folder / "server.log").read_text()
                await asyncio.sleep(0.05)
        raise TimeoutError((self.folder / "server.log").read_text())

    async def play(self, hall: Hall, name: str) -> None:
        await hall.phones[0].ask("play", name)

    async def page(self, number: int) -> bytes:
        return (await self.lines.ask("/")).body

    async def press(self, hall: Hall, number: int) -> tuple[int, str]:
        asked = {"number": 1 + number % 20, "hours": 1 + number % 3}
        return await hall.phones[number % len(hall.phones)].ask("press", asked), ""

    async def catch_up(self, phone: Phone) -> int:
        """They have no such door: what a phone missed it never sees."""
        await asyncio.sleep(JITTER)
        return phone.version

    def stop(self) -> None:
        self.lines.close()
        if self.process.poll() is None:
            os.killpg(self.group, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.group, signal.SIGKILL)
                self.process.wait()
        self.log.close()


class Stock(Replayed):
    """Flask-SocketIO on gevent, as its tutorials use it, but coalesced."""

    def command(self) -> list[str]:
        return [sys.executable, str(ROOT / "bench" / "stock" / "server.py")]


class Node(Replayed):
    """Node socket.io, pinned in bench/node."""

    def command(self) -> list[str]:
        return [str(shutil.which("node")), str(NODE / "server.js")]


def node_there() -> str | None:
    """The node of this machine with socket.io installed beside the benchmark; None, after a sentence, without."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        print("There is no Node (with npm) on this machine, so its column stays empty.", flush=True)
        return None
    if not (NODE / "node_modules" / "socket.io").is_dir():
        made = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund"], cwd=NODE, capture_output=True, text=True, check=False
        )
        if made.returncode:
            print(
                "Node's socket.io could not be installed (npm ci in bench/node), so its column stays empty.", flush=True
            )
            return None
    return node


def _evening(server: support.Server, proposals: int, money: bool) -> support.Caller:
    """An evening at the step where people give hours; with `money` on every screen one pledge can move every amount."""
    fay = support.Caller(server.url)
    assert fay.post("/key", key=server.operator_key()).status == 303
    names = {"assembly": "Eastside", "gathering": "Winter congress", "currency": "USD", "time_zone": "UTC"}
    made = fay.post("/assemblies", **names)
    assert made.status == 303, made.text
    fay.slug = made.location.split("/")[2]
    assert fay.post("/allocation", divided=400 * proposals).status == 303
    assert fay.post("/expectation", people=5000).status == 303
    for number in range(1, proposals + 1):
        title, ask = f"{_TITLES[number % len(_TITLES)]} {number}", 800 + 100 * (number % 9)
        change = f"{title} for everybody who works nights, Thursday to Saturday"
        added = fay.post("/proposals/", title=title, change=change, proposer="", minimum=ask // 2 // 100 * 100, ask=ask)
        assert added.status == 303, added.text
    assert fay.post("/step", to=1, at=0).status == 303
    if money:
        shown = fay.post("/allocation/money")
        assert shown.status == 303, shown.text
    return fay


_TITLES = ("Tool library", "Sound van", "Night-watch kitchen", "Bike repair", "Courtyard garden", "Rent desk")
