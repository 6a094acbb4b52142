"""The shortest true evening, in a real browser: wall, desk, two phones and ten sockets, from the door to the close."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, PROJECTOR, picture
from tests.support.phones import SocketPhone
from tests.support.server import ROOT, Caller, Server, come_in, end_last_call, wait_for

pytestmark = pytest.mark.browser

# The kitchen ends between minimum and ask, the library gets all it asked, the van needs more than the pot has left
PROPOSALS = (("Night-watch kitchen", 1000, 4000), ("Tool library", 500, 1000), ("Sound van", 4000, 8000))
POT = 4500


def test_from_the_door_to_the_close(server: Server, open_page: Callable[..., Page]) -> None:
    desk = open_page(LAPTOP)
    fay = start_at_the_desk(server, desk)
    wall = open_page(PROJECTOR)
    wall.context.add_cookies(desk.context.cookies())
    wall.goto(f"{server.url}/g/{fay.slug}/wall")
    picture(wall, "journey-doors-empty")

    marisol, bo = open_page(PHONE), open_page(PHONE, color_scheme="dark")
    come_in_by_the_picture(server, wall, marisol, "Marisol")
    come_in_by_typing(server, wall, bo, "Bo")
    expect(wall.locator("main")).to_contain_text("Marisol")
    expect(wall.locator("main")).to_contain_text("Bo")
    picture(wall, "journey-doors")

    desk.goto(f"{server.url}/g/{fay.slug}/desk")
    desk.get_by_role("button", name=re.compile("^Next")).click()
    expect(wall.locator("main[data-step=pledging]")).to_be_visible()
    for phone in (marisol, bo):
        expect(phone.locator("main")).to_contain_text("your hours go?")

    bo.goto(f"{server.url}/g/{fay.slug}/proposals/2")
    bo.locator("label.key", has_text="Other").click()
    bo.locator("input[name=other]").fill("4 and a h")
    give_hours(server, fay, marisol, 1, "4")
    expect(wall.locator("main")).to_contain_text("Night-watch kitchen")

    crowd = [come_in(fay, f"Guest {number}") for number in range(10)]
    sockets = [SocketPhone(guest) for guest in crowd]
    wait_for(lambda: all(phone.hellos == 1 for phone in sockets), "ten phones to be heard")
    for guest in crowd[:8]:
        assert guest.post("/proposals/1/pledge", hours=3, first_hour="this week").status == 303
    for guest in crowd[4:]:
        assert guest.post("/proposals/2/pledge", hours=2, first_hour="later").status == 303
    for guest in crowd[8:]:
        assert guest.post("/proposals/3/pledge", hours=1, first_hour="later").status == 303
    wait_for(lambda: all({"proposal-1-tally", "proposal-2-tally"} <= phone.parts() for phone in sockets), "the tallies")
    expect(bo.locator("#proposal-2-tally")).to_contain_text("12")
    expect(bo.locator("input[name=other]")).to_have_value("4 and a h")
    picture(wall, "journey-pledging")
    picture(desk, "journey-desk")

    server.kill()
    expect(marisol.locator("#connection")).to_be_visible()
    picture(wall, "journey-wall-not-live")
    server.start()
    wait_for(lambda: all(phone.hellos == 2 for phone in sockets), "ten phones to come back by themselves")
    expect(marisol.locator("#connection")).to_be_hidden()
    expect(wall.locator("#connection")).to_be_hidden()

    desk.goto(f"{server.url}/g/{fay.slug}/desk")
    desk.get_by_role("button", name=re.compile("^Next")).click()
    expect(wall.locator("main[data-step=allocation]")).to_be_visible()
    assert wall.locator("svg.picture").count() == 0, "no split before it is shown"
    desk.get_by_role("button", name="Show the money").click()
    expect(wall.locator("svg.picture")).to_be_visible()
    picture(wall, "journey-money")
    first = allocated(fay)
    assert fay.post("/proposals/3", minimum=3000).status == 303, "a minimum comes down"
    for guest in crowd[:3]:
        assert guest.post("/proposals/3/pledge", hours=3, first_hour="later").status == 303
    second = allocated(fay)
    assert second["x"] != first["x"], "other pledges give another split"
    assert fay.post("/proposals/3", minimum=3000).status == 303
    for guest in crowd[:3]:
        assert guest.post("/proposals/3/pledge/withdrawal").status == 303

    desk.get_by_role("button", name=re.compile("last call", re.IGNORECASE)).click()
    expect(wall.locator("[data-until]").first).to_be_visible()
    marisol.goto(f"{server.url}/g/{fay.slug}/allocation")
    expect(marisol.locator("[data-until]").first).to_have_text(re.compile(r"\d:\d\d"))
    picture(wall, "journey-last-call")
    picture(marisol, "journey-phone-last-call")
    end_last_call(fay)
    desk.reload()
    desk.locator("summary", has_text=re.compile("close", re.IGNORECASE)).last.click()
    desk.get_by_role("button", name=re.compile("close the round", re.IGNORECASE)).click()
    expect(marisol.locator("#gathering-step")).to_be_visible()

    last = allocated(fay)
    assert {"1": "part", "2": "full"}.items() <= last["status"].items()
    assert last["x"]["3"] == 0
    assert sum(last["x"].values()) + last["unallocated"] == POT
    assert amounts_kept(server) == last["x"], "the close keeps what `allocate` computes"
    marisol.goto(f"{server.url}/g/{fay.slug}/allocation")
    for proposal, amount in last["x"].items():
        expect(marisol.locator("main")).to_contain_text(f"${amount:,}" if amount else title(proposal))
    expect(wall.locator("main")).to_contain_text(re.compile("not this time", re.IGNORECASE))
    assert crowd[1].post("/proposals/1/pledge", hours=1, first_hour="later").status == 422
    picture(wall, "journey-closed")
    picture(marisol, "journey-phone-closed")

    for number, words in enumerate(("Show how it was divided", "Turn the wall's page", "Turn the wall's page"), 1):
        desk.get_by_role("button", name=words).click()
        expect(wall.locator("h1 .number")).to_have_text(str(number))
        expect(wall.locator("svg.picture rect.water").first).to_be_visible()
    picture(wall, "journey-how")
    for phone in sockets:
        phone.close()


def test_an_evening_without_javascript(server: Server, open_page: Callable[..., Page]) -> None:
    desk = open_page(LAPTOP, java_script_enabled=False)
    desk.goto(f"{server.url}/key")
    desk.get_by_role("textbox").fill(server.operator_key())
    desk.locator("main").get_by_role("button").click()
    fay = start_at_the_desk(server, desk, redeemed=True)
    phone = open_page(PHONE, java_script_enabled=False)
    phone.goto(f"{server.url}/")
    phone.get_by_role("textbox").fill(code_on_file(server))
    phone.get_by_role("button").click()
    phone.get_by_role("textbox").fill("Ana")
    phone.get_by_role("button", name="Come in").click()
    desk.goto(f"{server.url}/g/{fay.slug}/desk")
    desk.get_by_role("button", name=re.compile("^Next")).click()
    give_hours(server, fay, phone, 1, "3")
    phone.locator("summary").first.click()
    phone.get_by_role("button", name=re.compile("back", re.IGNORECASE)).click()
    phone.goto(f"{server.url}/g/{fay.slug}/me")
    expect(phone.locator("main")).to_contain_text("No promise yet")
    assert "csrf" not in phone.url


def start_at_the_desk(server: Server, desk: Page, redeemed: bool = False) -> Caller:
    """By the printed key to a gathering; proposals and pot are entered by hand."""
    if not redeemed:
        desk.goto(f"{server.url}/key#{server.operator_key()}")
    desk.wait_for_url("**/desk")
    desk.locator("[name=assembly]").fill("Eastside Assembly")
    desk.locator("[name=gathering]").fill("Winter congress")
    desk.locator("[name=kind][value=round]").check(force=True)
    desk.locator("[name=currency]").fill("usd")
    desk.locator("form[action='/assemblies'] button").click()
    desk.wait_for_url("**/desk/projector")
    picture(desk, "journey-projector")
    slug = desk.url.split("/g/")[1].split("/")[0]
    desk.goto(f"{server.url}/g/{slug}/desk/settings")
    desk.locator("[name=divided]").fill(str(POT))
    with desk.expect_navigation():
        desk.locator(f"form[action$='/g/{slug}/allocation'] button").last.click()
    fay = Caller(server.url, slug)
    fay.memory = server.memory
    for cookie in desk.context.cookies():
        fay.opener.addheaders.append(("Cookie", f"{cookie['name']}={cookie['value']}"))
    wait_for(lambda: fay.json("/allocation/room.json")["pot"] == POT, "the pot to be published")
    for name, minimum, ask in PROPOSALS:
        add_proposal(server, desk, slug, name, minimum, ask)
    wait_for(lambda: len(fay.json("/allocation/room.json")["proposals"]) == 3, "three proposals")
    return fay


def add_proposal(server: Server, desk: Page, slug: str, name: str, minimum: int, ask: int) -> None:
    desk.goto(f"{server.url}/g/{slug}/desk/proposals")
    form = desk.locator(f"form[action$='/g/{slug}/proposals/']")
    for details in form.locator("xpath=ancestor::details").all():
        if details.get_attribute("open") is None:
            details.locator("summary").first.click()
    form.locator("[name=title]").fill(name)
    form.locator("[name=change]").fill(f"{name} for everybody on the east side.")
    form.locator("[name=minimum]").fill(str(minimum))
    form.locator("[name=ask]").fill(str(ask))
    if ask > POT / 2:
        form.locator("[name=all_or_nothing]").check(force=True)
    with desk.expect_navigation():
        form.locator("button").last.click()
    expect(desk.locator("main")).to_contain_text(name)


def come_in_by_the_picture(server: Server, wall: Page, phone: Page, name: str) -> None:
    """Read the QR off the wall's picture, as a camera would; then open what it says."""
    seen = zxingcpp.read_barcodes(Image.open(io.BytesIO(wall.screenshot())))
    assert len(seen) == 1
    assert seen[0].text.startswith(f"{server.url}/j/")
    phone.goto(seen[0].text)
    phone.get_by_role("textbox").fill(name)
    phone.get_by_role("button", name="Come in").click()
    phone.wait_for_url("**/g/*/")


def come_in_by_typing(server: Server, wall: Page, phone: Page, name: str) -> None:
    code = re.search(r"[A-Z]{2,} \d\d", wall.locator("main").inner_text())
    assert code
    phone.goto(f"{server.url}/")
    phone.get_by_role("textbox").fill(code[0].lower())
    phone.get_by_role("button").click()
    phone.get_by_role("textbox").fill(name)
    phone.get_by_role("button", name="Come in").click()
    phone.wait_for_url("**/g/*/")


def give_hours(server: Server, fay: Caller, phone: Page, number: int, hours: str, within: float = 5000) -> None:
    """`within`: milliseconds until it is saved."""
    phone.goto(f"{server.url}/g/{fay.slug}/proposals/{number}")
    phone.locator("fieldset .hours label.key", has_text=hours).click()
    phone.locator("label.key", has_text="this week").click()
    phone.get_by_role("button", name="Give hours").click()
    expect(phone.locator(".saved")).to_be_visible(timeout=within)


def allocated(fay: Caller) -> dict[str, Any]:
    """The room's file, divided by the command line."""
    room = fay.get("/allocation/room.json")
    typed = [sys.executable, "-m", "assembly", "allocate", "-"]
    done = subprocess.run(typed, input=room, capture_output=True, text=True, cwd=ROOT, check=True)
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


def amounts_kept(server: Server) -> dict[str, int]:
    kept = json.loads(server.asked("SELECT outcome FROM closure")[0][0])
    return {str(share["terms"]["id"]): share["amount"] for share in kept["shares"]}


def code_on_file(server: Server) -> str:
    return str(server.asked("SELECT code FROM gathering")[0][0])


def title(number: str) -> str:
    return PROPOSALS[int(number) - 1][0]
