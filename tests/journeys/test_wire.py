"""The wire of the real server: a hall of phones hears what the page shows, and three loud ones disturb nobody."""

import contextlib
import os
import re
import struct
import time
from pathlib import Path
from typing import Any

from tests.support.rawsocket import RawPhone
from tests.support.server import Caller, Server, come_in, start_evening, wait_for

HALL = 100
CROWDED = 12  # sockets of one browser


def test_a_hall_of_phones_ends_with_what_the_page_shows(server: Server) -> None:
    fay = start_evening(server)
    guests = [come_in(fay, f"Guest {number}") for number in range(HALL // 5)]
    phones = [RawPhone(guests[number % len(guests)]) for number in range(HALL)]
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


def test_a_flood_and_a_huge_frame_are_cut_off_and_disturb_nobody(server: Server) -> None:
    fay = start_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    listening = RawPhone(bo)
    listening.event("hello")
    before = memory(server)
    loud = [RawPhone(ana) for _ in range(4)]
    for phone in loud:
        phone.event("hello")
    for phone in loud[:3]:
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                phone.say('42["hello","' + "x" * 3000 + '"]')
    loud[3].sock.sendall(b"\x81\xff" + struct.pack(">Q", 2**33) + bytes(4))
    assert loud[3].goodbye() == 1009
    assert {phone.goodbye() for phone in loud[:3]} <= {0, 1008}
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


def let_in(caller: Caller) -> bool:
    phone = RawPhone(caller)
    while not (text := phone.frame()[1].decode()).startswith(("40", "44")):
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
