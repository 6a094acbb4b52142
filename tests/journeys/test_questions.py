"""Hands go up while somebody presents, and the room says how it feels: all screens follow without a reload."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, PROJECTOR, picture
from tests.journeys.test_board import mapping_evening
from tests.journeys.test_pictures import signed_in
from tests.support.server import Caller, Server, changed, come_in

pytestmark = pytest.mark.browser


def congress(server: Server, at: int) -> Caller:
    """With a temperature check where the board would be, and two proposals."""
    fay = mapping_evening(server, kind="congress")
    assert changed(server.memory, "UPDATE step SET kind = 'temperature' WHERE kind = 'board'") == 1
    fay.post("/allocation", divided=8000)
    for title in ("Night-watch kitchen", "Tool library"):
        words = {"title": title, "change": f"{title} for all.", "lesson": "Ask first."}
        assert fay.post("/proposals/", proposer="Luz", minimum=500, ask=2000, **words).status == 303
    for step in range(1, at + 1):
        assert fay.post("/step", to=step, at=step - 1).status == 303
    return fay


def test_hands_go_up_and_whose_turn_it_is_is_seen_at_once(server: Server, open_page: Callable[..., Page]) -> None:
    fay = congress(server, at=2)
    assert fay.post("/proposals/1/presentation", seconds=240, at=0).status == 303
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    desk, wall = signed_in(open_page(LAPTOP), fay), signed_in(open_page(PROJECTOR), fay)
    anas, bos = signed_in(open_page(PHONE), ana), signed_in(open_page(PHONE), bo)
    desk.goto(f"{server.url}/g/{fay.slug}/desk")
    wall.goto(f"{server.url}/g/{fay.slug}/wall")
    for phone in (anas, bos):
        phone.goto(f"{server.url}/g/{fay.slug}/")
    anas.get_by_role("button", name="Raise my hand").click()
    expect(anas.locator("#gathering-my_hand")).to_contain_text("You are next.")
    expect(wall.locator(".wall-turns")).to_contain_text("Next: Ana")
    expect(bos.locator("#gathering-turns")).to_contain_text("1 hand is up.")
    bos.get_by_role("button", name="Raise my hand").click()
    expect(bos.locator("#gathering-my_hand")).to_contain_text("You are 2nd.")
    desk.get_by_role("button", name="Call Ana").click()
    expect(anas.locator("#gathering-my_hand")).to_contain_text("It is your turn.")
    expect(bos.locator("#gathering-my_hand")).to_contain_text("You are next.")
    expect(wall.locator(".wall-turns")).to_contain_text("3 questions left")
    picture(anas, "journey-your-turn")

    # what Bo writes stays, whatever happens meanwhile
    bos.get_by_role("button", name="Take my hand down").click()
    bos.locator("summary", has_text="Ask in writing").click()
    bos.get_by_label("Your question").fill("Who cooks on Mondays?")
    desk.get_by_role("button", name="Give the floor to: Tool library").click()
    expect(bos.locator("#gathering-presenting")).to_contain_text("Tool library")
    expect(anas.get_by_role("button", name="Raise my hand")).to_be_visible()
    expect(bos.get_by_label("Your question")).to_have_value("Who cooks on Mondays?")
    bos.get_by_role("button", name="Send it").click()
    expect(bos.locator(".saved")).to_contain_text("Sent.")
    expect(bos.get_by_label("Your question")).to_have_value("")
    presenter = signed_in(open_page(PHONE), fay)
    presenter.goto(f"{server.url}/g/{fay.slug}/presenter/1")
    expect(presenter.locator("main")).to_contain_text("Who cooks on Mondays?")


def test_the_room_feels_and_sees_it_together(server: Server, open_page: Callable[..., Page]) -> None:
    fay = congress(server, at=1)
    guests = [come_in(fay, f"Guest {number}") for number in range(5)]
    desk, wall = signed_in(open_page(LAPTOP), fay), signed_in(open_page(PROJECTOR), fay)
    phone = signed_in(open_page(PHONE), guests[0])
    desk.goto(f"{server.url}/g/{fay.slug}/desk")
    wall.goto(f"{server.url}/g/{fay.slug}/wall")
    phone.goto(f"{server.url}/g/{fay.slug}/")
    desk.get_by_role("button", name="Ask about: Night-watch kitchen").click()
    expect(wall.locator(".asked")).to_contain_text("Night-watch kitchen")
    phone.get_by_role("button", name="rather against").click()
    expect(phone.locator(".saved")).to_contain_text("You can change it")
    expect(phone.get_by_role("button", name="rather against")).to_have_attribute("aria-pressed", "true")
    for guest in guests[1:]:
        assert guest.post("/temperature/1/reading", level=5, concern="Too loud at night.").status == 303
    expect(wall.locator(".answered b")).to_have_text("5")
    expect(desk.locator("#gathering-felt")).to_contain_text("5 of 5")
    expect(wall.locator(".felt-columns")).to_have_count(0)
    desk.get_by_role("button", name="Close it and show everybody").click()
    for page in (wall, phone, desk):
        expect(page.locator(".felt-columns b")).to_have_text(["0", "1", "0", "0", "4"])
    expect(phone.locator("button[name=level]")).to_have_count(0)
    picture(phone, "journey-temperature")
    desk.locator("summary", has_text="4 concerns").click()
    desk.get_by_role("button", name="Read it on the wall").first.click()
    expect(wall.locator(".concern")).to_contain_text("Too loud at night.")
    assert server.asked("SELECT count(*) FROM temperature_reading") == [(0,)]
