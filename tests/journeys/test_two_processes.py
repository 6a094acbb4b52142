"""Two processes over one Postgres and one Redis: each speaks to its own phones, and either may go."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from tests.journeys.test_everybody_at_once import at
from tests.support.phones import SocketPhone
from tests.support.postgres import running_postgres
from tests.support.redis import Redis, running_redis
from tests.support.server import Caller, Server, come_in, start_evening, wait_for

pytestmark = [pytest.mark.postgres, pytest.mark.redis]
Pair = tuple[Server, Server]


class Evening(NamedTuple):
    fay: Caller
    ana: Caller
    phone: SocketPhone


@pytest.fixture
def redis() -> Iterator[Redis]:
    """One that a test may stop."""
    with running_redis() as server:
        yield server


@pytest.fixture
def pair(tmp_path: Path, postgres_url: str, redis: Redis) -> Iterator[Pair]:
    """Two processes with the same secret, as on one machine or on two."""
    with (
        Server(tmp_path / "instance", postgres_url, redis.url) as one,
        Server(tmp_path / "instance", postgres_url, redis.url) as two,
    ):
        yield one, two


def test_a_deed_at_one_process_is_whole_news_at_the_other(pair: Pair, redis: Redis) -> None:
    here = evening(pair, redis)
    assert here.ana.post("/proposals/1/pledge", hours=3, first_hour="later").status == 303
    wait_for(lambda: "proposal-1-tally" in here.phone.parts(), "the drawn news of a pledge saved elsewhere")
    here.phone.close()


def test_the_desk_counts_phones_of_both(pair: Pair, redis: Redis) -> None:
    here = evening(pair, redis)
    near = SocketPhone(here.ana)
    desk = SocketPhone(here.fay, "desk")
    wait_for(lambda: "<b>2</b> phones" in str(desk.heard), "the desk to count both")
    for each in (near, here.phone, desk):
        each.close()


def test_nobody_listens_to_redis_for_an_empty_hall(pair: Pair, redis: Redis) -> None:
    here = evening(pair, redis)
    assert redis.listeners() == 1, "the process without phones does not"
    here.phone.close()
    wait_for(lambda: redis.listeners() == 0, "the last ear to close")


def test_without_redis_deeds_are_saved_and_boards_follow(pair: Pair, redis: Redis) -> None:
    here = evening(pair, redis)
    redis.stop()
    assert here.ana.post("/proposals/1/pledge", hours=3, first_hour="later").status == 303
    version = int(here.ana.json("/fragments?id=proposal-1-tally")["at"])
    wait_for(lambda: any(int(str(news["to"])) >= version for news in here.phone.heard), "word of the new version")
    assert here.phone.parts() == set(), "it only hears that something moved, and fetches"
    redis.start()
    wait_for(lambda: redis.listeners() == 1, "the ear to come back")
    assert here.ana.post("/proposals/2/pledge", hours=1, first_hour="later").status == 303
    wait_for(lambda: "proposal-2-tally" in here.phone.parts(), "whole news again")
    assert "Traceback" not in pair[0].said() + pair[1].said()
    here.phone.close()


def test_strange_words_in_redis_change_nothing(pair: Pair, redis: Redis) -> None:
    from redis import Redis as Client

    here = evening(pair, redis)
    with Client.from_url(redis.url) as client:
        channel = client.pubsub_channels()[0]
        for word in (
            "",
            "[]",
            "nonsense",
            '{"kind":"moved"}',
            '{"kind":"here","process":1,"gathering":[],"phones":"x"}',
        ):
            client.publish(channel, word)
    assert here.ana.post("/proposals/1/pledge", hours=3, first_hour="later").status == 303
    wait_for(lambda: "proposal-1-tally" in here.phone.parts(), "news after nonsense")
    here.phone.close()


def test_one_of_two_killed_under_load_loses_nothing_that_was_answered(pair: Pair, redis: Redis) -> None:
    """The phones of the dead one find the other, as behind a proxy."""
    one, two = pair
    fay = start_evening(one)
    guests = [come_in(fay, f"Guest {number}") for number in range(12)]
    phone = SocketPhone(guests[0])
    wait_for(lambda: phone.hellos == 1, "the first hello")

    def give(press: int) -> bool:
        guest = guests[press % len(guests)]
        if press == 30:
            one.kill()
        form = {"hours": press // len(guests) + 1, "first_hour": "later"}
        key = f"{press:032d}"
        try:
            return guest.post("/proposals/1/pledge", key=key, **form).status == 303
        except OSError:  # cut off: as a phone does, the same press once more, at whoever answers
            guest.url = two.url
            return guest.post("/proposals/1/pledge", key=key, **form).status == 303

    with ThreadPoolExecutor(4) as crowd:
        answered = list(crowd.map(give, range(60)))
    assert all(answered)
    phone.client.disconnect()
    back = SocketPhone(at(two, guests[0]))
    wait_for(lambda: back.hellos == 1, "the phone at the other process")
    with psycopg.connect(two.database.replace("+psycopg", "")) as memory:
        rows = memory.execute(
            "SELECT count(*) FROM ledger_row WHERE kind IN ('hours pledged', 'pledge changed')"
        ).fetchone()
    assert rows == (60,), "every answered press once, none twice"
    given = [
        hours for held in at(two, fay).json("/allocation/room.json")["pledges"].values() for hours in held.values()
    ]
    assert given == [5] * 12
    back.close()


def test_without_postgres_there_is_a_sentence_and_it_comes_back_by_itself(tmp_path: Path, redis: Redis) -> None:
    with running_postgres() as postgres, Server(tmp_path / "instance", postgres.fresh_database(), redis.url) as server:
        fay = start_evening(server)
        ana = come_in(fay, "Ana")
        phone = SocketPhone(ana)
        wait_for(lambda: phone.hellos == 1, "the first hello")
        postgres.stop()
        refused = ana.post("/proposals/1/pledge", key="a" * 32, hours=3, first_hour="later")
        assert (refused.status, "does not answer" in refused.text) == (503, True)
        page = ana.look("/")
        assert (page.status, "does not answer" in page.text, page.headers["Refresh"]) == (503, True, "5")
        assert Caller(server.url).look("/healthz").status == 503
        postgres.start()
        wait_for(lambda: ana.look("/").status == 200, "the page")
        again = ana.post("/proposals/1/pledge", key="a" * 32, hours=3, first_hour="later")
        assert again.status == 303
        wait_for(lambda: phone.parts() & {"proposal-1-tally"} or phone.heard, "news again")
        assert "Traceback" not in server.said(), "known faults are one line"
        phone.close()


def evening(pair: Pair, redis: Redis) -> Evening:
    """An evening begun at one process; Ana is there, and a phone that listens at the other."""
    one, two = pair
    fay = start_evening(one)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    phone = SocketPhone(at(two, bo))
    wait_for(lambda: phone.hellos == 1, "the first hello")
    wait_for(lambda: redis.listeners() == 1, "the other process's ear")
    phone.heard.clear()
    return Evening(fay, ana, phone)
