"""Giving hours in a real browser: a press is a form, and one whose answer was lost counts once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_evening import give_hours
from tests.journeys.test_pictures import signed_in
from tests.journeys.test_sockets import phones_connected
from tests.support.server import Caller, Server, come_in, start_evening, wait_for

pytestmark = pytest.mark.browser


def test_a_press_is_one_form_in_place(server: Server, open_page: Callable[..., Page]) -> None:
    fay = start_evening(server)
    phone, forms = at_the_list(server, fay, open_page(PHONE))
    give_hours(server, fay, phone, 1, "4")
    expect(phone.locator(".saved")).to_contain_text("Saved: 4 hours now.")
    expect(phone.locator("#proposal-1-tally")).to_contain_text("4")
    phone.get_by_text("Change or take back").click()
    phone.locator("fieldset .hours label.key", has_text="2").click()
    phone.get_by_role("button", name="Save the change").click()
    expect(phone.locator(".saved")).to_contain_text("Saved: 2 hours now.")
    expect(phone.locator("details[data-once]")).not_to_have_attribute("open", "")
    assert len(forms) == 2
    assert server.asked("SELECT hours FROM pledge") == [(2,)]
    phone.get_by_text("Change or take back").click()
    phone.locator("label.key", has_text="Other").click()
    phone.locator("input[name=other]").fill("2.5")
    phone.get_by_role("button", name="Save the change").click()
    expect(phone.locator("#refusal")).to_contain_text("whole numbers")
    assert server.asked("SELECT hours FROM pledge") == [(2,)]


@pytest.mark.parametrize("arrives", [False, True], ids=["the press was lost", "its answer was lost"])
def test_pressing_again_without_an_answer_counts_once(
    server: Server, open_page: Callable[..., Page], arrives: bool
) -> None:
    fay = start_evening(server)
    phone, _ = at_the_list(server, fay, open_page(PHONE))
    phone.goto(f"{server.url}/g/{fay.slug}/proposals/1")
    phone.locator("fieldset .hours label.key", has_text="4").click()
    phone.locator("label.key", has_text="this week").click()
    lost: list[str] = []

    def lose(route: Route) -> None:
        if arrives:
            route.fetch(max_redirects=0)
        lost.append(route.request.url)
        route.abort()

    phone.route("**/pledge", lose, times=1)
    give = phone.get_by_role("button", name="Give hours")
    give.click()
    expect(give).to_be_enabled()
    wait_for(lambda: lost or phone.wait_for_timeout(20), "the press to be lost")
    assert server.asked("SELECT hours FROM pledge") == [(4,)] * arrives
    give.click()
    expect(phone.locator(".saved")).to_contain_text("Saved: 4 hours now.")
    assert server.asked("SELECT hours FROM pledge") == [(4,)]
    assert server.asked("SELECT count(*) FROM attempt WHERE seq IN (SELECT version FROM gathering)") == [(1,)]


def test_sums_on_a_proposals_page_are_never_older_than_its_hours(
    server: Server, open_page: Callable[..., Page]
) -> None:
    fay = start_evening(server)
    phone, _ = at_the_list(server, fay, open_page(PHONE))
    people = [come_in(fay, name) for name in ("Bo", "Cleo", "Dina", "Elle", "Fred", "Gus")]
    for number, person in enumerate(people):
        for proposal in (1, 3) if number < 3 else (2,):
            assert person.post(f"/proposals/{proposal}/pledge", hours=2, first_hour="later").status == 303
    assert fay.post("/allocation/money").status == 303
    phone.goto("about:blank")
    wait_for(lambda: phones_connected(fay) == 0, "the list's socket to go")
    phone.goto(f"{server.url}/g/{fay.slug}/proposals/1")
    wait_for(lambda: phones_connected(fay) == 1, "this page's socket: what it would fetch late is no news")
    expect(phone.locator("#proposal-1-tally")).to_contain_text("Its points: 3 × 3 + 6 = 15.")
    more = phone.locator("#proposal-1-more")
    expect(more).to_contain_text("One more hour here moves about")
    assert people[0].post("/proposals/1/pledge", hours=3, first_hour="later").status == 303
    expect(phone.locator("#proposal-1-tally")).to_contain_text("Its points: 3 × 3 + 7 = 16.")
    expect(more).to_be_hidden()
    expect(more).to_be_visible(timeout=25_000)
    assert more.inner_html().strip() in people[1].get("/proposals/1")


def at_the_list(server: Server, fay: Caller, phone: Page) -> tuple[Page, list[str]]:
    """Ana's phone, connected, and the forms it sends from now on."""
    ana = come_in(fay, "Ana")
    signed_in(phone, ana).goto(f"{server.url}/g/{fay.slug}/proposals/")
    forms: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            forms.append(request.url)

    phone.on("request", note)
    return phone, forms
