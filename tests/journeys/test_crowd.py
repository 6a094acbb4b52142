"""Twenty pretend phones at a real server: in, giving hours, off the line and back; then nothing of them is left."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assembly.kernel.models.base import Base
from assembly.rehearsal.phones.crowd import Caller
from assembly.rehearsal.rules import write_report
from tests.journeys.conftest import LAPTOP, PHONE, PROJECTOR, picture
from tests.journeys.test_pictures import look, signed_in
from tests.rehearsal.test_rehearsal_rule import WELL
from tests.support.server import ROOT, Server, changed, come_in, door_code, start_evening, start_rehearsal, wait_for
from tests.support.server import Caller as Visitor

PHONES = 20
DESK, SMALL_DESK = {"width": 1280, "height": 900}, {"width": 1024, "height": 700}


def test_twenty_phones_try_a_rehearsal_made_for_them_and_leave_nothing(server: Server) -> None:
    before = everything(server)
    crowd = run(server, "--phones", str(PHONES), "--minutes", "0.1")
    assert "20 of 20 phones are in." in crowd.stdout
    assert "2 phones lose the line and come back." in crowd.stdout
    assert_a_sheet(crowd.stdout)
    assert everything(server) == before


def test_what_they_found_is_counted(server: Server) -> None:
    fay = start_rehearsal(server)
    to_hours(fay)
    crowd = run(server, door_code(fay), "--phones", str(PHONES), "--minutes", "0.1", "--json")
    found = json.loads(crowd.stdout)
    assert (found["phones"], found["inside"]) == (PHONES, PHONES)
    assert found["presses"] >= 5
    assert found["dropped"] == 2
    assert (found["lost"], found["regressions"], found["refused"]) == (0, 0, 0)
    assert 0 < found["middle"] <= found["most"] <= found["worst"]
    given = fay.json("/allocation/room.json")["pledges"]
    assert sum(map(len, given.values())) > 0
    assert fay.get("/desk/board").count('id="card-') > 10


def test_a_crowd_from_another_computer_hands_its_sheet_to_the_desk(server: Server) -> None:
    fay = start_rehearsal(server)
    to_hours(fay)
    link = f"{server.url}/j/{door_code(fay)}"
    crowd = run(server, "--url", link, "--phones", str(PHONES), "--minutes", "0.1")
    assert_a_sheet(crowd.stdout)
    desk = fay.get("/desk")
    assert "from another computer" in desk
    assert (f"Go for {PHONES} phones" in desk) == (crowd.returncode == 0)


def test_a_crowd_that_is_stopped_says_so_to_the_desk(server: Server) -> None:
    fay = start_rehearsal(server)
    typed = command(server, "--url", f"{server.url}/j/{door_code(fay)}", "--phones", "5")
    with subprocess.Popen(typed, env=server.environ(), cwd=ROOT, stdout=subprocess.DEVNULL) as crowd:
        wait_for(lambda: "5 pretend phones from another computer are out." in fay.get("/desk"), "their word")
        crowd.send_signal(signal.SIGINT)
    assert "came home with nothing" in fay.get("/desk")


def test_a_phone_finds_what_was_saved_and_does_not_stand(server: Server) -> None:
    fay = start_rehearsal(server)
    to_hours(fay)
    phone = Caller(server.url, 1)
    assert phone.come_in(door_code(fay))
    assert phone.post_card()
    assert phone.give_hours(1, 2) < phone.give_hours(2, 3)
    assert phone.give_hours(1, 1), "changed"
    assert phone.missing() == 0
    assert changed(server.memory, "DELETE FROM pledge WHERE hours = 3") == 1
    assert phone.missing() == 1
    assert changed(server.memory, "UPDATE asset SET words = 'something else'") == 1
    assert phone.missing() == 2


def test_a_screen_that_shows_older_after_newer_is_counted() -> None:
    phone = Caller("http://127.0.0.1:9", 1)
    news: dict[str, Any] = {"from": 0, "to": 5, "at": 6, "fragments": [["round-split", "<div>"]]}
    phone.hear(news)
    phone.hear({**news, "from": 5, "to": 7, "at": 7})
    phone.hear({"from": 5, "to": 5, "at": 5, "fragments": []})
    assert phone.regressions == 0, "a heartbeat shows nothing"
    phone.hear({**news, "from": 7, "to": 8, "at": 6})
    assert phone.regressions == 1


def test_a_screen_without_the_line_is_neither_slow_nor_lost() -> None:
    phone = Caller("http://127.0.0.1:9", 1)
    phone.saw = [(3, 10.0), (9, 40.0)]
    phone.outages = [[0.0, 10.0], [20.0, 30.0]]
    assert phone.seen_after(2, pressed=9.0) is None, "not in yet"
    assert phone.seen_after(5, pressed=19.0) is None, "lost the line meanwhile"
    assert phone.seen_after(8, pressed=31.0) == 9.0
    assert phone.seen_after(10, pressed=31.0) is None, "never seen"


def test_an_evening_that_counts_lets_none_of_them_in(server: Server) -> None:
    fay = start_evening(server)
    before = everything(server)
    crowd = run(server, door_code(fay), "--phones", "3")
    assert crowd.returncode == 2
    assert "Pretend phones may only come to a rehearsal. This evening counts." in crowd.stderr
    liar = Visitor(server.url, fay.slug)
    assert liar.post("/people", code=door_code(fay), name="Hana 1", pretend="yes").status == 422
    assert everything(server) == before
    assert run(server, "--remove", door_code(fay)).returncode == 2
    assert everything(server) == before
    come_in(fay, "Ana")


def test_what_cannot_be_is_said(server: Server) -> None:
    for typed, sentence in (
        (["--phones", "2001"], "Send from 1 to 2000 pretend phones."),
        (["--minutes", "31"], "Pretend phones stay up to 30 minutes."),
        (["NONE", "11"], "There is no open door with the code NONE 11"),
        (["--url", "http://127.0.0.1:9/"], "type the whole link at the door of a rehearsal"),
        (["--url", "http://127.0.0.1:9/j/MOSS38"], "Nobody answers at http://127.0.0.1:9."),
        (["--remove"], "Type the code of the rehearsal to remove."),
    ):
        crowd = run(server, *typed)
        assert crowd.returncode == 2
        assert sentence in crowd.stderr
        assert len(crowd.stderr.splitlines()) == 1


def test_ctrl_c_sends_them_home_and_removes_what_was_made_for_them(server: Server) -> None:
    before = everything(server)
    with subprocess.Popen(
        command(server, "--phones", "10", "--minutes", "5"),
        env=server.environ(),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as crowd:
        wait_for(lambda: rows(server, "pledge") >= 1, "the first promise")
        crowd.send_signal(signal.SIGINT)
        said = crowd.communicate(timeout=60)[1]
    assert crowd.returncode == 130
    assert said == "Stopped. The pretend phones went home.\n"
    assert everything(server) == before


@pytest.mark.browser
def test_wall_and_phones_of_a_removed_rehearsal_go_to_a_sentence(
    server: Server, open_page: Callable[..., Page]
) -> None:
    host = start_rehearsal(server)
    wall = signed_in(open_page(PROJECTOR), host)
    wall.goto(f"{server.url}/g/{host.slug}/wall")
    phone = signed_in(open_page(PHONE), come_in(host, "Bo"))
    phone.goto(f"{server.url}/g/{host.slug}/")
    for screen in (wall, phone):
        expect(screen.locator("[data-rehearsal]")).to_be_visible()
    assert host.post("/removal", sure="yes").status == 303
    for screen in (wall, phone):
        expect(screen.get_by_text("This rehearsal was removed")).to_be_visible(timeout=20_000)
        picture(screen, f"journey-removed-{'wall' if screen is wall else 'phone'}")


@pytest.mark.browser
def test_go_or_no_go_is_read_without_scrolling(server: Server, open_page: Callable[..., Page]) -> None:
    host = start_rehearsal(server)
    desks = [signed_in(open_page(size), host) for size in (DESK, SMALL_DESK, PHONE)]
    for desk in desks:
        desk.goto(f"{server.url}/g/{host.slug}/desk")
        expect(desk.get_by_text("Begin with pretend phones")).to_be_in_viewport(ratio=1)
    speaker = come_in(host, "Bo")
    assert speaker.post("/crowd", phones=300).status == 204
    for desk in desks:
        expect(desk.get_by_text("from another computer are out")).to_be_in_viewport(ratio=1)
    assert speaker.post("/crowd/sheet", sheet=write_report(WELL)).status == 204
    for desk in desks:
        expect(desk.get_by_text("Go for 300 phones")).to_be_in_viewport(ratio=1)
        expect(desk.get_by_text("Slowest screen")).to_be_in_viewport(ratio=1)
    for desk in desks[:2]:
        expect(desk.get_by_text("Older after newer")).to_be_in_viewport(ratio=1)
        expect(desk.get_by_role("button", name="Send 300 pretend phones")).to_be_in_viewport(ratio=1)
    for desk, where in zip(desks, ("desk", "small-desk", "phone"), strict=True):
        look(desk, f"{server.url}/g/{host.slug}/desk", f"journey-go-{where}", 44)


@pytest.mark.long
@pytest.mark.browser
def test_the_desk_sends_them_shows_their_sheet_and_removes_all_of_it(
    server: Server, open_page: Callable[..., Page]
) -> None:
    host = Visitor(server.url)
    assert host.post("/key", key=server.operator_key()).status == 303
    before = everything(server)
    desk = signed_in(open_page(LAPTOP), host)
    desk.goto(f"{server.url}/desk")
    desk.get_by_role("button", name="Start a rehearsal").click()
    expect(desk.get_by_text("Rehearsal: nothing here counts")).to_be_visible()
    expect(desk.get_by_text("Begin with pretend phones")).to_be_visible()
    host.slug = desk.url.split("/g/")[1].split("/")[0]
    to_hours(host)
    desk.get_by_role("button", name="Send 50 pretend phones").click()
    expect(desk.get_by_text("50 pretend phones are out.")).to_be_visible()
    assert host.post("/crowds", phones=50).status == 422, "one crowd at a time"
    expect(desk.get_by_text("Older after newer")).to_be_visible(timeout=240_000)
    picture(desk, "journey-crowd-desk")
    desk.get_by_text("Remove this rehearsal").click()
    desk.get_by_role("button", name="Yes, remove all of it").click()
    expect(desk.get_by_role("button", name="Start a rehearsal")).to_be_visible()
    assert everything(server) == before


def run(server: Server, *typed: str) -> subprocess.CompletedProcess[str]:
    return server.beside("crowd", *typed)


def command(server: Server, *typed: str) -> list[str]:
    return [sys.executable, "-m", "assembly", "crowd", *typed]


def to_hours(fay: Visitor) -> None:
    for at in range(3):
        assert fay.post("/step", to=at + 1, at=at).status == 303


def assert_a_sheet(said: str) -> None:
    assert "\nGO for " in said or "\nNO-GO\n" in said
    for name in ("Arrivals", "Slowest screen", "Lost               0", "Older after newer  0", "Carries"):
        assert f"\n{name}" in said


def everything(server: Server) -> dict[str, int]:
    """How many rows every table holds."""
    counts = [f"SELECT '{table.name}', count(*) FROM \"{table.name}\"" for table in Base.metadata.sorted_tables]
    return dict(server.asked(" UNION ALL ".join(counts)))


def rows(server: Server, table: str) -> int:
    return everything(server)[table]
