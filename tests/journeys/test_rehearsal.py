"""The demo: told evenings, and pretend people who come through the door of a real server and follow the evening."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from assembly.kernel.rules import RuleBroken
from assembly.rehearsal.phones.guests import Rehearsal, attend
from assembly.rehearsal.phones.phone import Gone
from tests.journeys.test_board import mapping_evening
from tests.support.server import ROOT, Caller, Server, door_code, end_last_call, free_port, start_rehearsal, wait_for


def test_guests_arrive_post_and_pledge_as_the_evening_goes(server: Server) -> None:
    fay = start_rehearsal(server)
    rehearsal = Rehearsal(server.url, door_code(fay), 8, random.Random(7))
    actions = rehearsal.actions()
    said = until(actions, lambda: len(rehearsal.inside) == 8)
    assert said[0].endswith("came in")
    assert len({guest.name for guest in rehearsal.inside}) == 8
    fay.post("/step", to=1, at=0)
    until(actions, lambda: cards(fay) >= 5)
    fay.post("/step", to=2, at=1)
    assert set(islice(actions, 5)) == {"listens"}, "they listen while somebody presents"
    fay.post("/step", to=3, at=2)
    until(actions, lambda: hours(fay) >= 10)
    fay.post("/step", to=4, at=3)
    assert list(islice(actions, 3))
    server.kill()
    with pytest.raises(Gone):
        list(islice(actions, 50))
    server.start()


def test_guests_stay_outside_a_closed_door(server: Server) -> None:
    fay = start_rehearsal(server)
    code = door_code(fay)
    fay.post("/door/closure")
    rehearsal = Rehearsal(server.url, code, 3, random.Random(7))
    assert set(islice(rehearsal.actions(), 5)) == {"listens"}
    assert rehearsal.inside == []


def test_they_go_home_with_the_closing(server: Server) -> None:
    fay = start_rehearsal(server)
    coming = attend(server.url, door_code(fay), 2, 0, random.Random(7))
    assert next(coming).endswith("came in")
    for at in range(4):
        assert fay.post("/step", to=at + 1, at=at).status == 303
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    end_last_call(fay)
    assert fay.post("/allocation/closure", sure="yes").status == 303
    assert fay.post("/step", to=5, at=4).status == 303
    assert len(list(coming)) <= 2, "whoever was at the door, and then nobody"


def test_guests_stay_out_of_an_evening_that_counts(server: Server) -> None:
    fay = mapping_evening(server)
    coming = attend(server.url, door_code(fay), 2, 0, random.Random(7))
    with pytest.raises(RuleBroken, match="This evening counts"):
        next(coming)
    assert "<b>0</b> people here" in fay.get("/desk")


def test_the_demo_shows_a_room_alive(tmp_path: Path) -> None:
    port = free_port()
    typed = [sys.executable, "-m", "assembly", "demo", "--host", "127.0.0.1", "--port", str(port), "--no-browser"]
    environ = {**os.environ, "ASSEMBLY_INSTANCE": str(tmp_path / "instance"), "PYTHONUNBUFFERED": "1"}
    log = tmp_path / "log"
    with log.open("wb") as out:
        demo = subprocess.Popen(
            [*typed, "--pace", "0.05", "--guests", "5"], cwd=ROOT, env=environ, stdout=out, stderr=out
        )
    try:
        key = Caller(f"http://127.0.0.1:{port}")
        wait_for(lambda: "Stop with Ctrl+C" in log.read_text() and answers(key), "the demo", 60)
        links = dict(re.findall(r"^Desk of (.+): \S+/key#(\S+)$", log.read_text(), re.M))
        assert list(links) == ["What we have", "Winter congress", "Rehearsal gathering"]
        [rehearsal] = re.findall(r"^  >>  \S+/key#(\S+)$", log.read_text(), re.M)
        key.slug = key.post("/key", key=rehearsal).location.split("/")[2]
        wait_for(lambda: "<b>5</b> people here" in key.get("/desk"), "five guests")
    finally:
        demo.terminate()
        demo.wait(20)


def answers(caller: Caller) -> bool:
    try:
        return bool(caller.get("/healthz"))
    except OSError:
        return False


def until(actions: Iterator[str], met: object, most: int = 400) -> list[str]:
    said = []
    for action in islice(actions, most):
        said.append(action)
        if met():  # type: ignore[operator]
            return said
    raise AssertionError(f"after {most} actions still not: {said[-5:]}")


def cards(fay: Caller) -> int:
    return fay.get("/desk/board").count('id="card-')


def hours(fay: Caller) -> int:
    return sum(hours for given in fay.json("/allocation/room.json")["pledges"].values() for hours in given.values())
