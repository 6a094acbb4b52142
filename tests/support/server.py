"""The real server as a child process, and people who speak plain HTTP to it."""

import http.cookiejar
import json
import os
import re
import secrets
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Engine, create_engine, text

from tests.support.stem import Branch, Stem

ROOT = Path(__file__).resolve().parents[2]
HIDDEN = re.compile(r'name="csrf_token" value="([^"]+)"')
KEY = re.compile(r"Operator key: (\S+)")
PATIENCE = 40  # seconds a test waits for something that should come
STEM = Stem()


class Server:
    """`assembly serve` on a free port of this machine, with an instance folder of its own, branched off the stem."""

    def __init__(self, instance: Path, database: str = "", redis: str = "", **settings: str) -> None:
        self.instance, self.settings = instance, settings
        self.database, self.redis = database, redis
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | Branch | None = None
        self.log = instance.parent / f"{instance.name}-{self.port}.log"

    def start(self) -> "Server":
        self.process = self.begin()
        wait_for(self.answers, f"the server on port {self.port}; it said:\n{self.said()}")
        return self

    def asked(self, question: str) -> list[Any]:
        """The rows that the database itself gives, whichever it is."""
        return asked(self.memory, question)

    @property
    def memory(self) -> str:
        return self.database or f"sqlite:///{self.instance / 'assembly.db'}"

    def begin(self) -> "subprocess.Popen[bytes] | Branch":
        return STEM.branch(self.words(), self.environ(), self.log, self.log)

    def words(self) -> list[str]:
        return ["serve", "--no-browser", "--host", "127.0.0.1", "--port", str(self.port)]

    def environ(self) -> dict[str, str]:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("ASSEMBLY_")}
        environ |= {"ASSEMBLY_INSTANCE": str(self.instance), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
        if self.database:
            environ["ASSEMBLY_DATABASE_URL"] = self.database
        if self.redis:
            environ["ASSEMBLY_REDIS_URL"] = self.redis
        return environ | self.settings

    def beside(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Another command of ours on the same memory, until it ends."""
        out, err = (self.instance.parent / f"{secrets.token_hex(4)}.{name}" for name in ("out", "err"))
        code = STEM.branch(list(words), self.environ(), out, err).wait(180)
        return subprocess.CompletedProcess(words, code, out.read_text(), err.read_text())

    def answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, self.said()
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(json.load(answer)["ok"])
        except (OSError, urllib.error.URLError):
            return False

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def operator_key(self) -> str:
        found = KEY.search(self.said())
        assert found, self.said()
        return found[1]

    def kill(self) -> None:
        """kill -9, arbiter and worker at once."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Nothing of it is needed any more: nobody waits until its sockets have said goodbye."""
        if self.process and self.process.poll() is None:
            self.kill()
        self.process = None


class TypedServer(Server):
    """`python -m assembly serve`, typed as people type it: a program that imports all by itself, and stops politely."""

    def begin(self) -> "subprocess.Popen[bytes] | Branch":
        with open(self.log, "ab") as log:
            return subprocess.Popen(
                self.command(), env=self.environ(), cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def command(self) -> list[str]:
        return [sys.executable, "-m", "assembly", *self.words()]

    def __exit__(self, *_: object) -> None:
        self.stop()


class Caller:
    """Somebody at the real doors, without a browser."""

    def __init__(self, url: str, slug: str = "") -> None:
        self.url, self.slug = url, slug
        self.jar = http.cookiejar.CookieJar()
        trusting = urllib.request.HTTPSHandler(context=ssl._create_unverified_context())  # a proxy's own certificate
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), trusting, _Stay())
        self.token = ""
        self.memory = ""  # the address of the database, for whoever facilitates

    def get(self, place: str) -> str:
        with self.opener.open(self._address(place), timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def json(self, place: str) -> Any:
        return json.loads(self.get(place))

    def look(self, place: str) -> "Answer":
        """As get, whatever comes."""
        return self._answer(self._address(place))

    def post(self, place: str, *, key: str = "", **form: Any) -> "Answer":
        typed = {"csrf_token": self.csrf(), "key": key or secrets.token_hex(16), **form}
        return self._answer(self._address(place), urllib.parse.urlencode(typed).encode())

    def csrf(self) -> str:
        if not self.token:
            found = HIDDEN.search(self.opener.open(f"{self.url}/", timeout=PATIENCE).read().decode())
            assert found
            self.token = found[1]
        return self.token

    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def _answer(self, address: str, data: bytes | None = None) -> "Answer":
        try:
            with self.opener.open(address, data, timeout=PATIENCE) as answer:
                return Answer(answer)
        except urllib.error.HTTPError as error:
            try:
                return Answer(error)
            finally:
                error.close()

    def _address(self, place: str) -> str:
        return self.url + (f"/g/{self.slug}{place}" if self.slug else place)


class Answer:
    def __init__(self, answer: IO[bytes]) -> None:
        self.status: int = answer.status  # type: ignore[attr-defined]
        self.headers: Message = answer.headers  # type: ignore[attr-defined]
        self.location: str = self.headers.get("Location", "")
        self.text = answer.read().decode(errors="replace")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Where a 303 leads is for the test to decide."""

    def redirect_request(self, *_: Any) -> None:
        return None


def start_evening(server: Server, divided: int = 8000, **settings: Any) -> Caller:
    """A facilitator with an evening of three proposals, at the step where people give hours."""
    fay = Caller(server.url)
    fay.memory = server.memory
    assert fay.post("/key", key=server.operator_key()).status == 303
    made = fay.post("/assemblies", assembly="Eastside", gathering="Winter congress", currency="USD", time_zone="UTC")
    assert made.status == 303, made.text
    fay.slug = made.location.split("/")[2]
    assert fay.post("/allocation", divided=divided, **settings).status == 303
    for title, minimum, ask in (
        ("Night-watch kitchen", 1400, 3600),
        ("Tool library", 500, 2000),
        ("Sound van", 1600, 4000),
    ):
        added = fay.post("/proposals/", title=title, change=f"{title} for all", proposer="", minimum=minimum, ask=ask)
        assert added.status == 303, added.text
    assert fay.post("/step", to=1, at=0).status == 303
    return fay


def start_rehearsal(server: Server) -> Caller:
    """A facilitator at the doors of an evening that does not count."""
    fay = Caller(server.url)
    fay.memory = server.memory
    assert fay.post("/key", key=server.operator_key()).status == 303
    made = fay.post("/rehearsals", time_zone="UTC")
    assert made.status == 303, made.text
    fay.slug = made.location.split("/")[2]
    return fay


def end_last_call(fay: Caller) -> None:
    """As if its minutes had passed."""
    changed(fay.memory, "UPDATE last_call SET started_at = '2026-01-01 00:00:00.000000'")


def asked(memory: str, question: str) -> list[Any]:
    with closing_engine(memory) as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def changed(memory: str, deed: str) -> int:
    """Somebody with the database changes it by hand; how many rows."""
    with closing_engine(memory) as engine, engine.begin() as connection:
        return connection.execute(text(deed)).rowcount


@contextmanager
def closing_engine(memory: str) -> Iterator[Engine]:
    engine = create_engine(memory)
    yield engine
    engine.dispose()


def door_code(fay: Caller) -> str:
    """The code as it stands in the address on the wall."""
    found = re.search(r"/j/([A-Z]+[0-9]+)", fay.get("/desk/links"))
    assert found
    return found[1]


def come_in(fay: Caller, name: str) -> Caller:
    guest = Caller(fay.url, fay.slug)
    entered = guest.post("/people", code=door_code(fay), name=name)
    assert entered.status == 303, entered.text
    return guest


def wait_for(met: Any, what: str, patience: float = PATIENCE) -> None:
    """Wait for a condition, not for a time."""
    deadline = time.monotonic() + patience
    while not met():
        assert time.monotonic() < deadline, f"waited {patience:.0f} s in vain for {what}"
        time.sleep(0.02)  # a look, not a guess: the condition decides


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
