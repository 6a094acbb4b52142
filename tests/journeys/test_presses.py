"""Pressing in a real browser: on the socket that is open anyway, and as a form whenever that brings no answer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_evening import give_hours
from tests.journeys.test_pictures import signed_in
from tests.support.server import Caller, Server, come_in, start_evening

pytestmark = pytest.mark.browser

# what the page says of a pledge never leaves the phone, or nothing of its answer comes in
SAYS_NOTHING = """
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (said) { if (!String(said).includes('"pledge"')) send.call(this, said); };
"""
HEARS_NOTHING = """
    const { set, ...how } = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
    Object.defineProperty(WebSocket.prototype, "onmessage", {
        ...how,
        set(hear) { set.call(this, (event) => /^43/.test(event.data) || hear(event)); },
    });
"""


def test_a_press_on_the_socket_needs_no_request(server: Server, open_page: Callable[..., Page]) -> None:
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
    assert forms == []
    assert server.asked("SELECT hours FROM pledge") == [(2,)]
    phone.get_by_text("Change or take back").click()
    phone.locator("label.key", has_text="Other").click()
    phone.locator("input[name=other]").fill("2.5")
    phone.get_by_role("button", name="Save the change").click()
    expect(phone.locator("#refusal")).to_contain_text("whole numbers")
    assert len(forms) == 1, "the form has the sentence"
    assert server.asked("SELECT hours FROM pledge") == [(2,)]


@pytest.mark.parametrize("broken", [SAYS_NOTHING, HEARS_NOTHING], ids=["the press was lost", "its answer was lost"])
def test_without_an_answer_the_form_is_sent_and_counts_once(
    server: Server, open_page: Callable[..., Page], broken: str
) -> None:
    fay = start_evening(server)
    phone = open_page(PHONE)
    phone.add_init_script(broken)
    phone, forms = at_the_list(server, fay, phone)
    give_hours(server, fay, phone, 1, "4", within=15_000)  # it waits four seconds for an answer before
    expect(phone.locator(".saved")).to_contain_text("Saved: 4 hours now.")
    assert len(forms) == 1
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
    phone.goto(f"{server.url}/g/{fay.slug}/proposals/1")
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
