"""The sockets of the real server: a hall of phones hears what the page shows, and three loud ones disturb nobody."""

import contextlib
import json
import os
import re
import secrets
import shutil
import struct
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_pictures import signed_in
from tests.support.rawsocket import RawPhone
from tests.support.server import Caller, Server, TypedServer, come_in, start_evening, wait_for

HALL = 100
CROWDED = 12  # sockets of one browser
WITHOUT_GUNICORN = """
from gevent import monkey; monkey.patch_all()
from assembly.cli import server; server._run_gunicorn = server._run_gevent
from assembly.__main__ import main; main()
"""


class GeventServer(TypedServer):
    """As on Windows."""

    def command(self) -> list[str]:
        return [sys.executable, "-c", WITHOUT_GUNICORN, *self.words()]


def test_a_hall_of_phones_ends_with_what_the_page_shows(server: Server) -> None:
    fay = start_evening(server)
    guests = [come_in(fay, f"Guest {number}") for number in range(HALL // 5)]
    phones = [RawPhone(guests[number % len(guests)], unpacks=number % 3 > 0) for number in range(HALL)]
    asleep = RawPhone(guests[0], receive_buffer=4096)
    for phone in [*phones, asleep]:
        phone.event("hello")
    leaving = phones[::10]
    for number, guest in enumerate(guests):
        assert guest.post(f"/proposals/{number % 3 + 1}/pledge", hours=2, first_hour="later").status == 303
        if number == len(guests) // 2:
            for phone in leaving:
                phone.close()
    shown = {part: page_shows(guests[0], part) for part in (f"proposal-{number}-tally" for number in (1, 2, 3))}
    for phone in [*(phone for phone in phones if phone not in leaving), asleep]:
        assert heard_until(phone, shown) == shown
        phone.close()


def test_browsers_hear_packed_what_others_hear_plain(server: Server) -> None:
    assert_both_hear_the_same(server)


def test_gevents_own_server_tells_the_same(tmp_path: Path) -> None:
    with GeventServer(tmp_path / "instance") as server:
        assert_both_hear_the_same(server)


@pytest.mark.browser
def test_a_real_browser_agrees_and_hears_what_was_packed_once(
    tmp_path: Path, open_page: Callable[..., Page], migrated: Path
) -> None:
    shutil.copytree(migrated, tmp_path / "instance")
    with Server(tmp_path / "instance", ASSEMBLY_METRICS="on") as server:
        fay = start_evening(server)
        phone = signed_in(open_page(PHONE), come_in(fay, "Ana"))
        network = phone.context.new_cdp_session(phone)
        network.send("Network.enable")
        shaken: list[str] = []
        heard: list[str] = []
        network.on(
            "Network.webSocketHandshakeResponseReceived",
            lambda said: shaken.append(said["response"]["headers"]["Sec-WebSocket-Extensions"]),
        )
        network.on("Network.webSocketFrameReceived", lambda said: heard.append(said["response"]["payloadData"]))
        phone.goto(f"{server.url}/g/{fay.slug}/proposals/")
        wait_for(lambda: told(heard, '42["hello"') or phone.wait_for_timeout(20), "the browser to be inside")
        assert shaken == ["permessage-deflate; client_no_context_takeover; server_no_context_takeover"]
        before = sent(server)
        for number, name in enumerate(("Bo", "Cleo", "Dina")):
            assert come_in(fay, name).post(f"/proposals/{number + 1}/pledge", hours=2, first_hour="later").status == 303
            expect(phone.locator(f"#proposal-{number + 1}-tally")).to_contain_text("2")
        wait_for(lambda: told(heard, "proposal-3-tally") or phone.wait_for_timeout(20), "all of the news")
        said = sum(len(text.encode()) for text in told(heard, '42["news"'))
        assert 0 < sent(server) - before < said * 0.9
        assert len(shaken) == 1, "and it never had to come again"


def told(heard: list[str], words: str) -> list[str]:
    return [text for text in heard if words in text]


def sent(server: Server) -> float:
    """Bytes of news until now."""
    with urllib.request.urlopen(f"{server.url}/metrics") as answer:
        found = re.search(r"^assembly_bytes_sent_total (\S+)$", answer.read().decode(), re.M)
    assert found
    return float(found[1])


def test_a_flood_and_a_huge_frame_are_cut_off_and_disturb_nobody(server: Server) -> None:
    fay = start_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    listening = RawPhone(bo)
    listening.event("hello")
    before = memory(server)
    loud = [RawPhone(ana) for _ in range(4)]
    for phone in loud:
        phone.event("hello")
    for phone, said in zip(loud, ("x" * 3000, secrets.token_hex(1500), "x"), strict=False):
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                phone.say(f'42["hello","{said}"]')
    loud[3].sock.sendall(b"\x81\xff" + struct.pack(">Q", 2**33) + bytes(4))
    assert loud[3].goodbye() == 1009
    assert {phone.goodbye() for phone in loud[:3]} <= {0, 1000, 1008, 1009}
    assert ana.post("/proposals/1/pledge", hours=1, first_hour="later").status == 303
    assert "proposal-1-tally" in dict(listening.event("news")["fragments"])
    assert memory(server) - before < 30_000_000
    for phone in [*loud, listening]:
        phone.close()


def test_one_browser_holds_a_dozen_sockets_and_the_next_is_told_that_it_is_full(server: Server) -> None:
    fay = start_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    phones = [RawPhone(ana) for _ in range(CROWDED)]
    for phone in phones:
        phone.event("hello")
    more, other = RawPhone(ana), RawPhone(bo)
    assert more.refused() == "full"
    other.event("hello")
    phones[0].close()
    wait_for(lambda: let_in(ana), "room for one more")
    for phone in [*phones, more, other]:
        phone.close()


def test_no_phone_can_say_that_it_came_or_went_as_if_the_server_had_seen_it(server: Server) -> None:
    fay = start_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    listening = RawPhone(bo)
    listening.event("hello")
    lying = RawPhone(ana)
    lying.event("hello")
    asked = json.dumps({"slug": ana.slug, "audience": "phones", "view": "pot"})
    lying.say(f'42["connect",{{}},{asked}]')
    lying.say(f'420["connect",{{}},{asked}]')
    lying.say('42["disconnect"]')
    assert bo.post("/proposals/1/pledge", hours=1, first_hour="later").status == 303
    assert "proposal-1-tally" in dict(lying.event("news")["fragments"]), "it listens as before"
    assert phones_connected(fay) == 2
    lying.close()
    wait_for(lambda: phones_connected(fay) == 1, "nobody to stay but Bo")
    listening.close()


def test_who_says_goodbye_and_stays_on_the_line_is_shown_out(server: Server) -> None:
    """Else one browser could hold any number of lines: only those that listen are counted."""
    phone = RawPhone(come_in(start_evening(server), "Ana"))
    phone.event("hello")
    phone.say("41")
    assert phone.goodbye() == 0
    phone.close()


def test_nonsense_is_not_heard_and_not_written_down(server: Server) -> None:
    fay = start_evening(server)
    ana = come_in(fay, "Ana")
    phone = RawPhone(ana)
    phone.event("hello")
    deep = "[" * 900
    for said in ("9", "43", "44{}", "42", "42[]", "42{}", "42[{}]", "451-", f"40{deep}", f"42{deep}", '42["pledge",1]'):
        phone.say(said)
    assert ana.post("/proposals/1/pledge", hours=2, first_hour="later").status == 303
    assert fragments(phone), "it listens as before"
    for said in ("", "x", "b", "bAAA", f"4{deep}"):
        cut = RawPhone(ana)
        cut.event("hello")
        cut.say(said)
        assert cut.goodbye() in (0, 1000)
        cut.close()
    strange = RawPhone(ana, audience="\ud800")
    assert strange.refused() == "closed"
    assert "Traceback" not in server.said()
    for each in (phone, strange):
        each.close()


def phones_connected(fay: Caller) -> int:
    health = fay.json("/fragments?audience=desk&id=gathering-health")["fragments"][0][1]
    found = re.search(r"<b>(\d+)</b> phones?", health)
    assert found, health
    return int(found[1])


def assert_both_hear_the_same(server: Server) -> None:
    fay = start_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    browser, other = RawPhone(ana), RawPhone(bo, unpacks=False)
    assert browser.event("hello") == other.event("hello")
    before = browser.volume, other.volume
    assert ana.post("/proposals/1/pledge", hours=2, first_hour="later").status == 303
    assert fragments(browser) == fragments(other)
    packed, plain = browser.volume - before[0], other.volume - before[1]
    assert 0 < packed < plain * 0.75
    for phone in (browser, other):
        phone.close()


def fragments(phone: RawPhone) -> Any:
    """Of the next news that bring some."""
    while not (news := phone.event("news"))["fragments"]:
        pass
    return news


def let_in(caller: Caller) -> bool:
    phone = RawPhone(caller)
    while not (text := phone.message()).startswith(("40", "44")):
        pass
    phone.close()
    return text.startswith("40")


def page_shows(guest: Caller, part: str) -> str:
    return str(guest.json(f"/fragments?id={part}")["fragments"][0][1])


def heard_until(phone: RawPhone, shown: dict[str, str]) -> dict[str, Any]:
    """What stands on a phone that swaps in what it hears, once nothing is missing."""
    held: dict[str, Any] = {}
    deadline = time.monotonic() + 20
    while held != shown and time.monotonic() < deadline:
        news = phone.event("news")
        held |= {part: html for part, html in news["fragments"] if part in shown}
    return held


def memory(server: Server) -> int:
    """Bytes of the server and its worker."""
    assert server.process
    group = [int(name) for name in os.listdir("/proc") if name.isdigit() and of_group(int(name), server.process.pid)]
    return sum(int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) * 1024 for pid in group)


def of_group(pid: int, group: int) -> bool:
    try:
        return os.getpgid(pid) == group
    except ProcessLookupError:
        return False
