"""Four hundred pledges at once, over HTTP, against the real server: none lost, nobody over H or K."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.support.phones import SocketPhone
from tests.support.server import Caller, Server, come_in, start_evening, wait_for

PEOPLE = 100
PRESSES = 4  # each: 2 h to one, 3 h to another (both fit), 4 h to the first (over H), 1 h to a third (over K)


@pytest.fixture
def sqlite_server(migrated: Path, tmp_path: Path) -> Iterator[list[Server]]:
    shutil.copytree(migrated, tmp_path / "instance")
    with Server(tmp_path / "instance") as server:
        yield [server]


@pytest.fixture
def two_servers(tmp_path: Path, postgres_url: str) -> Iterator[list[Server]]:
    """Two processes over one Postgres, sharing the secret, as two machines would."""
    with Server(tmp_path / "instance", postgres_url) as first, Server(tmp_path / "instance", postgres_url) as second:
        yield [first, second]


def test_four_hundred_at_once_on_sqlite(sqlite_server: list[Server]) -> None:
    press_all_at_once(sqlite_server, f"sqlite:///{sqlite_server[0].instance / 'assembly.db'}")


@pytest.mark.postgres
def test_four_hundred_at_once_on_two_processes_with_postgres(two_servers: list[Server]) -> None:
    press_all_at_once(two_servers, two_servers[0].database)


@pytest.mark.postgres
def test_a_phone_at_one_process_hears_what_was_pressed_at_the_other(two_servers: list[Server]) -> None:
    first, second = two_servers
    fay = start_evening(first)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    phone = SocketPhone(at(second, bo))
    wait_for(lambda: phone.hellos == 1, "the first hello")
    assert ana.post("/proposals/1/pledge", hours=3, first_hour="later").status == 303
    pressed = ana.json("/fragments?id=proposal-1-tally")["to"]
    wait_for(lambda: any(int(str(news["from"])) >= pressed for news in phone.heard), "word that there is news")
    assert "<b>3</b>" in at(second, bo).json("/fragments?id=proposal-1-tally")["fragments"][0][1]
    phone.close()


def press_all_at_once(servers: list[Server], database: str) -> None:
    fay = start_evening(servers[0])
    guests = [come_in(fay, f"Guest {number}") for number in range(PEOPLE)]
    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(lambda press: give(servers, guests, press), range(PEOPLE * PRESSES)))
    assert Counter(answers).keys() <= {303, 422}, Counter(answers)
    saved = Counter(answers)[303]
    with create_engine(database, poolclass=NullPool).connect() as memory:
        given = memory.execute(text("SELECT participant_id, hours FROM pledge WHERE hours > 0")).all()
        kinds = "('hours pledged', 'pledge changed')"
        written = memory.execute(text(f"SELECT count(*) FROM ledger_row WHERE kind IN {kinds}")).scalar()
        rows = memory.execute(text("SELECT seq, prev, hash, body FROM ledger_row ORDER BY seq")).all()
    assert written == saved, "every answer of 303 is in the book, and nothing else"
    hours: Counter[int] = Counter()
    proposals: Counter[int] = Counter()
    for person, given_hours in given:
        hours[person] += given_hours
        proposals[person] += 1
    assert len(hours) == PEOPLE
    assert max(hours.values()) <= 6
    assert max(proposals.values()) <= 2
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert all(after.prev == before.hash for before, after in pairwise(rows))
    assert board(fay) == counted(rows), "the board equals a recomputation from the book"


def give(servers: list[Server], guests: list[Caller], press: int) -> int:
    """One press, at one of the servers, by the same cookie."""
    guest, which = guests[press % PEOPLE], press // PEOPLE
    proposal, hours = ((1, 2), (2, 3), (1, 4), (3, 1))[which]
    guest = at(servers[press % len(servers)], guest)
    return guest.post(f"/proposals/{proposal}/pledge", hours=hours, first_hour="later").status


def at(server: Server, guest: Caller) -> Caller:
    same = Caller(server.url, guest.slug)
    for cookie in guest.jar:
        same.jar.set_cookie(cookie)
    same.token = guest.csrf()
    return same


def board(fay: Caller) -> dict[str, int]:
    room = fay.json("/allocation/room.json")
    hours: Counter[str] = Counter()
    for pledges in room["pledges"].values():
        hours.update(pledges)
    return dict(hours)


def counted(rows: list[object]) -> dict[str, int]:
    latest: dict[tuple[str, int], int] = {}
    for row in rows:
        body = json.loads(row.body)  # type: ignore[attr-defined]
        if body["kind"] in ("hours pledged", "pledge changed"):
            latest[body["by"], body["facts"]["proposal"]] = body["facts"]["hours"]
    hours: Counter[str] = Counter()
    for (_, proposal), given in latest.items():
        hours[str(proposal)] += given
    return dict(hours)
