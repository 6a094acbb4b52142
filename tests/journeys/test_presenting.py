"""A presenter, the wall, a phone and the desk look at the same clock, also after the laptop was restarted."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, PROJECTOR, picture
from tests.journeys.test_board import mapping_evening
from tests.journeys.test_pictures import signed_in
from tests.support.server import Server, come_in

pytestmark = pytest.mark.browser


def test_everybody_shares_the_clock(server: Server, open_page: Callable[..., Page]) -> None:
    fay = mapping_evening(server, kind="congress")
    fay.post("/allocation", divided=8000)
    for title in ("Night-watch kitchen", "Tool library"):
        words = {"title": title, "change": f"{title} for all.", "lesson": "Ask first."}
        assert fay.post("/proposals/", proposer="Luz", minimum=500, ask=2000, **words).status == 303
    for step in (1, 2):
        assert fay.post("/step", to=step, at=step - 1).status == 303
    ana = come_in(fay, "Ana")
    desk, wall = signed_in(open_page(LAPTOP), fay), signed_in(open_page(PROJECTOR), fay)
    phone, presenter = signed_in(open_page(PHONE), ana), open_page(PHONE)
    wall.goto(f"{server.url}/g/{fay.slug}/wall")
    phone.goto(f"{server.url}/g/{fay.slug}/")
    desk.goto(f"{server.url}/g/{fay.slug}/desk/proposals")
    desk.locator("summary", has_text="Night-watch kitchen").click()
    desk.get_by_role("button", name="A link for the presenter's phone").first.click()
    desk.locator("summary", has_text="Show the link").click()
    picture(desk, "journey-presenter-link")
    presenter.goto(str(desk.locator(".secret a").get_attribute("href")))
    expect(presenter.locator("main")).to_contain_text("Night-watch kitchen")

    desk.goto(f"{server.url}/g/{fay.slug}/desk")
    desk.get_by_role("button", name="Give the floor to: Night-watch kitchen").click()
    pages = (desk, wall, phone, presenter)
    clock = "main [data-until]:not([data-amber])"  # of whoever speaks, not of the step
    for page in pages:
        expect(page.locator(clock).first).to_have_text(re.compile(r"3:[0-5]\d"))
    assert len({page.locator(clock).first.get_attribute("data-until") for page in pages}) == 1
    server.kill()
    expect(wall.locator("#connection")).to_be_visible()
    server.start()
    for page in pages:
        expect(page.locator("#connection")).to_be_hidden()
        expect(page.locator("main [data-until]:not([data-amber])").first).to_have_text(re.compile(r"3:[0-5]\d"))
    desk.get_by_role("button", name="Give the floor to: Tool library").click()
    expect(wall.locator("h1")).to_contain_text("Tool library")
    expect(phone.locator("#gathering-presenting")).to_contain_text("Tool library")
    picture(wall, "journey-presenting")
    desk.get_by_role("button", name="Back to the list").click()
    expect(wall.locator("main")).to_contain_text("Lessons and proposals")
