"""The locks agree, hold every hash, name no host, and hold nothing that breaks the sockets."""

import re
import tomllib
from pathlib import Path

import pytest

from start import RUN_LOCK, SERVER_LOCK, TEST_LOCK, pins

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(params=[RUN_LOCK, SERVER_LOCK, TEST_LOCK])
def lock(request):
    return ROOT / request.param


def test_what_tests_run_is_what_people_run():
    assert pins(ROOT / RUN_LOCK) < pins(ROOT / SERVER_LOCK) < pins(ROOT / TEST_LOCK)


def test_every_part_is_pinned_with_its_hashes(lock):
    parts = re.split(r"\n(?=[a-z])", lock.read_text().split("\n", 2)[2])
    assert [part for part in parts if not re.match(r"[a-z0-9-]+==\S+ ", part) or "--hash=sha256:" not in part] == []


def test_no_host_is_named(lock):
    assert re.findall(r"https?://|--index|--find-links|--extra-index", lock.read_text()) == []


def test_what_makes_phones_fall_back_to_polling_is_not_there(lock):
    assert {"gevent-websocket", "eventlet"}.isdisjoint(names(lock))


def test_time_zones_come_along(lock):
    assert "tzdata" in names(lock)


def test_everything_the_project_asks_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run = asked_for(project["project"]["dependencies"])
    server = asked_for(project["project"]["optional-dependencies"]["server"])
    assert run <= names(ROOT / RUN_LOCK)
    assert run | server <= names(ROOT / SERVER_LOCK)
    assert run | server | asked_for(project["dependency-groups"]["test"]) <= names(ROOT / TEST_LOCK)


def names(lock):
    return {pin.split("==")[0] for pin in pins(lock)}


def asked_for(requirements):
    return {re.match(r"[\w-]+", requirement)[0] for requirement in requirements}
