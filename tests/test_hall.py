"""The benchmark of a full hall works from end to end, and its crowd would notice what went wrong."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from bench.crowd.phones import Hall, Phone
from bench.crowd.report import report

ROOT = Path(__file__).resolve().parent.parent


def news(since: int, to: int, **more: bool) -> bytes:
    fragments = [] if more else [["round-split", "<p></p>"]]
    message = {"from": since, "to": to, "at": to, "fragments": fragments, "same": [], "nudges": [], **more}
    return f"42{json.dumps(['news', message], separators=(',', ':'))}".encode()


async def heard(*said: bytes) -> Phone:
    """A phone that was inside at version 1, and can fetch version 9."""

    async def fetch(_: Phone) -> int:
        return 9

    phone = Phone(Hall(fetch), {}, 0)
    phone.hall.phones.append(phone)
    phone.version = phone.heard = 1
    for each in said:
        phone._news(each, len(each))
    if phone.catching:
        await phone.catching
    return phone


def test_a_phone_that_hears_everything_in_order_shows_the_last() -> None:
    phone = asyncio.run(heard(news(1, 2), news(2, 4)))
    assert (phone.version, phone.hall.regressions, phone.hall.fetches) == (4, 0, 0)
    assert phone.hall.missing(4) == 0
    assert phone.hall.missing(5) == 1


def test_an_older_message_after_a_newer_one_is_a_regression() -> None:
    phone = asyncio.run(heard(news(1, 4), news(1, 3)))
    assert (phone.version, phone.hall.regressions) == (4, 1)


def test_a_gap_and_being_behind_are_fetched() -> None:
    for missed in (news(2, 3), news(3, 3, behind=True)):
        phone = asyncio.run(heard(missed))
        assert (phone.version, phone.hall.fetches) == (9, 1)


def test_each_press_is_waited_for_on_each_screen() -> None:
    phone = asyncio.run(heard(news(1, 3), news(3, 4)))
    (first,), (second,) = phone.hall.steps.values()
    assert phone.hall.waits([(first - 0.1005, 2), (second - 0.2005, 4), (0.0, 7)]) == {100: 1, 200: 1}


def test_a_quick_run_loses_nothing_and_writes_its_sheet(tmp_path: Path) -> None:
    results, written = tmp_path / "hall.json", tmp_path / "hall.md"
    words = ["--quick", "--seconds", "1", "--servers", "assembly", "stock", "--results", results, "--sheet", written]
    run = subprocess.run(
        [sys.executable, ROOT / "bench" / "hall.py", *words], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert run.returncode == 0, run.stderr
    kept = json.loads(results.read_text())
    cells = {unit["server"]: unit["paces"]["20"] for unit in kept["units"].values()}
    assert cells.keys() == {"assembly", "stock"}
    for cell in cells.values():
        assert (cell["lost"], cell["unseen"], cell["regressions"], cell["cut_off"]) == (0, 0, 0, 0)
        assert cell["presses"] == 20
        assert cell["messages"] >= 200
        assert cell["cpu_us"] > 0
    assert cells["assembly"]["payload"] > 1.5 * cells["assembly"]["bytes"], "news come packed"
    assert 0.7 < cells["stock"]["bytes"] / cells["assembly"]["bytes"] < 1.4, "it sends as much as Assembly sent"
    assert written.read_text() == report(kept)
    assert "without Node" in written.read_text()
