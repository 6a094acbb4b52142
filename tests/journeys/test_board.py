"""The board in a real browser: cards arrive, a name goes beside one with one tap, the desk takes one off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.journeys.conftest import LAPTOP, PHONE, PROJECTOR, picture
from tests.journeys.test_pictures import signed_in
from tests.support.server import Caller, Server, come_in, wait_for

pytestmark = pytest.mark.browser


def mapping_evening(server: Server, kind: str = "mapping") -> Caller:
    fay = Caller(server.url)
    fay.memory = server.memory
    assert fay.post("/key", key=server.operator_key()).status == 303
    named = {"assembly": "Eastside Assembly", "gathering": "What we have", "kind": kind}
    made = fay.post("/assemblies", currency="USD", time_zone="UTC", **named)
    fay.slug = made.location.split("/")[2]
    return fay


def test_cards_names_and_the_desk(server: Server, open_page: Callable[..., Page]) -> None:
    fay = mapping_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    assert fay.post("/step", to=1, at=0).status == 303
    wall = signed_in(open_page(PROJECTOR), fay)
    wall.goto(f"{server.url}/g/{fay.slug}/wall")
    expect(wall.locator("main")).to_contain_text("What we already have")
    phone, other = signed_in(open_page(PHONE), ana), signed_in(open_page(PHONE), bo)
    other.goto(f"{server.url}/g/{fay.slug}/board/skills")
    expect(other.locator(".invite")).to_be_visible()

    phone.goto(f"{server.url}/g/{fay.slug}/")
    phone.get_by_role("textbox", name="What can you do, and would share?").fill("Cook for fifty")
    phone.get_by_role("button", name="Put it on the board").click()
    expect(phone.locator(".saved")).to_contain_text("Cook for fifty")
    phone.get_by_role("textbox", name="What do you know well").fill("Mend bicycles")
    phone.get_by_role("button", name="Put it on the board").click()
    expect(phone.locator(".saved")).to_contain_text("Mend bicycles")
    expect(wall.locator("main")).to_contain_text("Mend bicycles")
    expect(other.locator("#board-skills > .asset")).to_have_count(2)
    expect(other.locator(".invite")).to_be_hidden()
    expect(other.locator(".skills b")).to_have_text("2")
    first = other.locator("#board-skills > .asset").first
    expect(first).to_contain_text("Mend bicycles")
    picture(other, "journey-board-phone")

    first.get_by_role("button").click()
    expect(first.get_by_role("button")).to_have_attribute("aria-pressed", "true")
    expect(first).to_contain_text("Ana, Bo")
    expect(wall.locator("main")).to_contain_text("Ana, Bo")
    picture(wall, "journey-board-wall")
    first.get_by_role("button").click()
    expect(first.get_by_role("button")).to_have_attribute("aria-pressed", "false")
    expect(first).not_to_contain_text("Bo")

    desk = signed_in(open_page(LAPTOP), fay)
    desk.goto(f"{server.url}/g/{fay.slug}/desk/board")
    desk.get_by_role("button", name="Take it off Cook for fifty").click()
    expect(wall.locator("main")).not_to_contain_text("Cook for fifty")
    expect(other.locator("#board-skills > .asset:visible")).to_have_count(1)
    desk.get_by_role("button", name="Put it back Cook for fifty").click()
    expect(wall.locator("main")).to_contain_text("Cook for fifty")
    expect(other.locator("#board-skills")).to_contain_text("Cook for fifty")

    server.kill()
    expect(other.locator("#connection")).to_be_visible()
    server.start()
    expect(other.locator("#connection")).to_be_hidden()
    assert ana.post("/board/skills", words="Grow tomatoes").status == 303
    expect(other.locator("#board-skills > .asset:visible")).to_have_count(3)


def test_a_phone_that_missed_news_finds_the_cards(server: Server, open_page: Callable[..., Page]) -> None:
    fay = mapping_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    phone = signed_in(open_page(PHONE), bo)
    proxy = NewsProxy()
    phone.route_web_socket("**/socket.io/**", proxy.between)
    phone.goto(f"{server.url}/g/{fay.slug}/board/skills")
    assert ana.post("/board/skills", words="Baking").status == 303
    expect(phone.locator("#board-skills > .asset")).to_have_count(1)
    proxy.deaf = True
    for words in ("Cook for fifty", "Sewing", "First aid"):
        assert ana.post("/board/skills", words=words).status == 303
    assert fay.post("/board/3/hiding").status == 303
    wait_for(lambda: proxy.missed > 0 or phone.wait_for_timeout(20), "news that is missed")
    proxy.deaf = False
    expect(phone.locator("#board-skills > .asset:visible")).to_have_count(3, timeout=20_000)
    expect(phone.locator("#board-skills > .asset").first).to_contain_text("First aid")


class NewsProxy:
    """Between a phone and its server; while deaf, what the server says is lost."""

    def __init__(self) -> None:
        self.deaf, self.missed = False, 0

    def between(self, phone: WebSocketRoute) -> None:
        server = phone.connect_to_server()
        server.on_message(lambda said: self.heard(phone, said))

    def heard(self, phone: WebSocketRoute, said: str | bytes) -> None:
        if self.deaf and str(said).startswith("42"):
            self.missed += 1
        else:
            phone.send(said)


def test_a_mapping_evening_without_javascript(server: Server, open_page: Callable[..., Page]) -> None:
    fay = mapping_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    assert ana.post("/board/skills", words="Cook for fifty").status == 303
    phone = signed_in(open_page(PHONE, java_script_enabled=False), bo)
    phone.goto(f"{server.url}/g/{fay.slug}/board/skills")
    phone.get_by_role("button", name="I can too").click()
    expect(phone.locator(".asset")).to_contain_text("Ana, Bo")
    phone.goto(f"{server.url}/g/{fay.slug}/me")
    phone.get_by_role("button", name="Take only my name off").click()
    expect(phone.locator("main")).to_contain_text("No cards yet")


def test_two_presses_take_all_of_one_person_off_and_one_puts_it_back(
    server: Server, open_page: Callable[..., Page]
) -> None:
    fay = mapping_evening(server)
    ana, spammer = come_in(fay, "Ana"), come_in(fay, "Spam Inc")
    assert fay.post("/step", to=1, at=0).status == 303
    for number in range(12):
        assert spammer.post("/board/skills", words=f"Buy thing {number}").status == 303
    assert ana.post("/board/skills", words="Cook for fifty").status == 303
    wall = signed_in(open_page(PROJECTOR), fay)
    wall.goto(f"{server.url}/g/{fay.slug}/wall")
    expect(wall.locator("main")).to_contain_text("Buy thing 11")
    desk = signed_in(open_page(LAPTOP), fay)
    desk.goto(f"{server.url}/g/{fay.slug}/desk/board")
    desk.locator("#card-4 summary").click()
    desk.get_by_role("button", name="Take off all of Spam Inc: name and cards").click()
    expect(desk.locator(".withdrawn")).to_contain_text("name and 12 cards off the wall")
    expect(desk.locator(".withdrawn")).to_be_in_viewport()
    expect(wall.locator("main")).not_to_contain_text("Buy thing")
    expect(wall.locator("main")).not_to_contain_text("Spam Inc")
    expect(wall.locator("main")).to_contain_text("Cook for fifty")
    desk.get_by_role("button", name="Put all of it back").click()
    expect(wall.locator("main")).to_contain_text("Buy thing 11")
    expect(desk.locator(".withdrawn")).to_have_count(0)
