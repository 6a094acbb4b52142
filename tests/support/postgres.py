"""A PostgreSQL of our own, thrown away afterwards."""

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from .tools import need, postgres_bin

OWNER = "assembly"
PATIENCE = 30  # seconds; a server starts in one, a loaded machine takes more

# It lives only as long as we hold its standard input: however the tests end, no server stays behind.
UNTIL_WE_ARE_GONE = """\
exec 3<&0
"$@" </dev/null 3<&- & server=$!
( read -r nothing <&3; kill -INT $server 2>/dev/null ) & watcher=$!
wait $server
kill $watcher 2>/dev/null
"""

# Nothing here has to survive a power cut.
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "autovacuum=off"]


class Postgres:
    """A server in a folder of its own; it listens on nothing but a socket there."""

    def __init__(self, programs: Path, folder: str, who: dict[str, Any]) -> None:
        self.programs, self.folder, self.who = programs, folder, who
        self.server: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)

    def start(self) -> None:
        settings = [word for setting in CARELESS for word in ("-c", setting)]
        command = [f"{self.programs}/postgres", "-D", f"{self.folder}/cluster", "-h", "", "-k", self.folder, *settings]
        with open(f"{self.folder}/log", "ab") as log:
            self.server = subprocess.Popen(
                ["sh", "-c", UNTIL_WE_ARE_GONE, "sh", *command],
                cwd=self.folder, stdin=subprocess.PIPE, stdout=log, stderr=log, **self.who,
            )  # fmt: skip
        wait_for(self, self.server, Path(self.folder, "log"))

    def stop(self) -> None:
        """At once, whoever is connected."""
        if self.server:
            self.server.communicate(timeout=PATIENCE)  # closes its standard input: it stops
            self.server = None

    def url(self, database: str) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def fresh_database(self, like: str = "template0") -> str:
        """The URL of a new database: an empty one, or a copy of one nobody is connected to."""
        name = f"fresh_{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.url(name)

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(host=self.folder, user=OWNER, dbname="postgres", autocommit=True)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    programs = Path(need(postgres_bin))
    who = unprivileged()
    folder = tempfile.mkdtemp(prefix="assembly-pg-")
    postgres = Postgres(programs, folder, who)
    try:
        if who:
            shutil.chown(folder, who["user"], who["group"])
        make_cluster(programs, f"{folder}/cluster", who)
        postgres.start()
        yield postgres
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: the words that make a child somebody else."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody.")


def make_cluster(programs: Path, cluster: str, who: dict[str, Any]) -> None:
    made = subprocess.run(
        [f"{programs}/initdb", "-D", cluster, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        cwd=Path(cluster).parent, capture_output=True, text=True, **who,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")


def wait_for(postgres: Postgres, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            postgres.connect().close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
