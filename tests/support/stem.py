"""A process that has read all of Assembly once. Servers of the tests branch off it: they need not read it again.

Nothing is shared but what stands in memory after the imports: no app, no database and no event loop is made before a
branch is on its own. It lives only as long as somebody holds its standard input, and takes its branches with it.
"""

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# what serving imports at once, and what it imports when it gets there
READ = (
    "assembly.cli.commands",
    "assembly.cli.application",
    "assembly.cli.demo",
    "assembly.cli.server",
    "assembly.rehearsal.cli",
    "engineio.async_drivers.gevent",
    "gunicorn.app.base",
    "gunicorn.workers.ggevent",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.postgresql.psycopg",
    "psycopg",
    "redis",
)
APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND


class Stem:
    """The side of whoever asks for branches; the process starts with the first one."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.one_at_a_time = threading.Lock()

    def branch(self, words: list[str], environ: dict[str, str], out: Path, err: Path) -> "Branch":
        """`python -m assembly` with these words, in a session of its own; what it says is added to the files."""
        asked = {"words": words, "environ": environ, "out": str(out), "err": str(err)}
        return Branch(self, words, self.ask(asked))

    def ask(self, question: dict[str, Any]) -> Any:
        with self.one_at_a_time:
            process = self.process or self._start()
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

    def _start(self) -> "subprocess.Popen[str]":
        environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        typed, pipe = [sys.executable, "-m", "tests.support.stem"], subprocess.PIPE
        self.process = subprocess.Popen(
            typed, cwd=ROOT, env=environ, stdin=pipe, stdout=pipe, text=True, start_new_session=True
        )
        atexit.register(self.process.communicate)  # closes its standard input: it ends
        return self.process


class Branch:
    """Looks like a Popen to those who wait for one."""

    def __init__(self, stem: Stem, words: list[str], pid: int) -> None:
        self.stem, self.words, self.pid = stem, words, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self.stem.ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float) -> int:
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(self.words, timeout)
            time.sleep(0.01)
        return code


def main() -> None:
    from gevent import monkey

    monkey.patch_all()
    fork, waitpid = monkey.get_original("os", ["fork", "waitpid"])  # the patched ones would start an event loop here
    _read_everything()
    alive: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        if "ended" in asked:
            answer = _ended(*waitpid(asked["ended"], os.WNOHANG), alive)
        else:
            answer = fork()
            if not answer:
                _grow(asked)
            alive.add(answer)
        print(json.dumps(answer))
    for pid in alive:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _read_everything() -> None:
    """Like a server that has started, but for its app."""
    for module in READ:
        import_module(module)
    import_module("sqlalchemy.orm").configure_mappers()
    assert not import_module("gevent")._hub_local.get_hub_if_exists(), "one event loop for all branches"
    gc.collect()
    gc.freeze()


def _ended(pid: int, status: int, alive: set[int]) -> int | None:
    """Its exit code, as Popen counts; None while it runs."""
    if not pid:
        return None
    alive.discard(pid)
    return os.waitstatus_to_exitcode(status)


def _grow(asked: dict[str, Any]) -> None:
    """In the new branch: be what `python -m assembly` would be with these words."""
    from assembly.cli.commands import main as assembly

    os.setsid()
    for place, file, how in ((0, os.devnull, os.O_RDONLY), (1, asked["out"], APPEND), (2, asked["err"], APPEND)):
        opened = os.open(file, how, 0o600)
        os.dup2(opened, place)
        os.close(opened)
    os.environ.clear()
    os.environ.update(asked["environ"])
    sys.argv[1:] = asked["words"]
    assembly(args=asked["words"], prog_name="assembly")


if __name__ == "__main__":
    main()
