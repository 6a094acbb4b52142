"""Next, as a phone meets it that is read, scrolled or typed on; and a press whose answer must be seen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, picture
from tests.journeys.test_board import mapping_evening
from tests.journeys.test_pictures import signed_in
from tests.support.server import Caller, Server, come_in, start_evening

pytestmark = pytest.mark.browser


def test_next_is_seen_by_who_reads_who_types_and_who_follows(server: Server, open_page: Callable[..., Page]) -> None:
    fay = mapping_evening(server, "congress")
    ana, bo, cem = (come_in(fay, name) for name in ("Ana", "Bo", "Cem"))
    assert fay.post("/step", to=1, at=0).status == 303
    for number in range(12):
        assert ana.post("/board/skills", words=f"Skill {number}").status == 303
    here = f"{server.url}/g/{fay.slug}"
    reads, types = signed_in(open_page(PHONE), ana), signed_in(open_page(PHONE), bo)
    follows = signed_in(open_page({"width": 360, "height": 200}), cem)  # so low that what comes can be scrolled too
    reads.goto(f"{here}/board/skills")
    reads.mouse.wheel(0, 400)
    types.goto(f"{here}/")
    types.get_by_role("textbox", name="What can you do, and would share?").fill("Cook for fif")
    follows.goto(f"{here}/")
    follows.mouse.wheel(0, 200)
    for phone in (reads, follows):
        phone.wait_for_function("() => scrollY > 100")
    expect(reads.get_by_role("link", name="Go there")).to_be_hidden()

    assert fay.post("/step", to=2, at=1).status == 303
    for phone in (reads, types):
        expect(phone.get_by_role("link", name="Go there")).to_be_in_viewport()
        expect(phone.locator("#said")).to_contain_text("The room goes on:")
    picture(reads, "journey-phone-goes-on")
    assert reads.evaluate("scrollY") > 100, "nobody is moved while reading"
    expect(types.locator("#words")).to_have_value("Cook for fif")

    follows.wait_for_function("() => document.body.dataset.step !== 'board' && !document.querySelector('#words')")
    assert follows.evaluate("scrollY") == 0
    reads.get_by_role("link", name="Go there").click()
    reads.wait_for_url(f"{here}/")
    expect(reads.get_by_role("link", name="Go there")).to_be_hidden()


def test_what_a_press_answers_is_in_sight(server: Server, open_page: Callable[..., Page]) -> None:
    fay = start_evening(server)
    phone = signed_in(open_page(PHONE), come_in(fay, "Ana"))
    phone.goto(f"{server.url}/g/{fay.slug}/proposals/")
    phone.get_by_role("link", name=re.compile("Give hours.*Tool library")).click()
    give = phone.get_by_role("button", name="Give hours")
    expect(give).to_be_in_viewport(ratio=1)
    assert lower_edge(phone, "button.primary") <= upper_edge(phone, "nav"), "nothing lies over the press"
    phone.locator(".hours label.key", has_text="3").click()
    give.click()
    expect(phone.locator("#refusal")).to_be_focused()
    expect(phone.locator("#refusal")).to_be_in_viewport()
    expect(phone.locator("input[name=hours][value='3']")).to_be_checked()
    phone.locator("label.key", has_text="later").click()
    give.click()
    expect(phone.locator(".saved")).to_contain_text("Saved: 3 hours now.")

    phone.goto(f"{server.url}/g/{fay.slug}/me")
    phone.get_by_role("link", name="Change hours for Tool library").click()
    change = phone.get_by_role("button", name="Save the change")
    expect(change).to_be_in_viewport(ratio=1)
    assert lower_edge(phone, "button.primary") <= upper_edge(phone, "nav")
    phone.locator(".hours label.key", has_text="4").click()
    change.click()
    expect(phone.locator(".saved")).to_contain_text("Saved: 4 hours now.")
    expect(change).to_be_hidden()

    phone.goto(f"{server.url}/g/{fay.slug}/proposals/")
    mine = phone.locator(".card", has_text="Tool library")
    expect(mine).to_contain_text("You promised 4 hours")
    assert come_in(fay, "Bo").post("/proposals/2/pledge", hours=2, first_hour="later").status == 303
    expect(mine).to_contain_text("6 hours")
    expect(mine).to_contain_text("You promised 4 hours")
    expect(phone.locator(".card .mine")).to_have_count(1)


def test_my_own_card_is_no_button_whoever_joins_it(server: Server, open_page: Callable[..., Page]) -> None:
    fay = mapping_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    assert fay.post("/step", to=1, at=0).status == 303
    assert ana.post("/board/skills", words="Cook for fifty").status == 303
    phone = signed_in(open_page(PHONE), ana)
    phone.goto(f"{server.url}/g/{fay.slug}/board/skills")
    card = phone.locator("#board-skills > .asset")
    expect(card).to_contain_text("Yours")
    expect(card.get_by_role("button")).to_have_count(0)
    assert join(bo) == 303
    expect(card.locator(".names")).to_have_text("Ana, Bo")
    expect(card.get_by_role("button")).to_have_count(0)
    assert bo.post("/board/names", take_off=1).status == 303
    expect(card.get_by_role("button")).to_have_count(0)
    expect(card.locator(".yours")).to_be_visible()


def join(guest: Caller) -> int:
    return guest.post("/board/names", card=1).status


def upper_edge(page: Page, what: str) -> float:
    return float(page.locator(what).last.evaluate("e => e.getBoundingClientRect().top"))


def lower_edge(page: Page, what: str) -> float:
    return float(page.locator(f"main {what}:visible").first.evaluate("e => e.getBoundingClientRect().bottom"))
