"""What a press brings: the focus goes to the answer and says it once; fields count; what was opened for it closes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.test_board import mapping_evening
from tests.journeys.test_pictures import signed_in
from tests.support.server import Server, come_in, start_evening

pytestmark = pytest.mark.browser

# whoever hears the page hears a focused element, and whatever changes in a live region
HEARD_TWICE = "() => document.activeElement.closest('[aria-live], [role=status], [role=log]') !== null"


def test_after_posting_the_focus_is_on_the_answer(server: Server, open_page: Callable[..., Page]) -> None:
    fay = mapping_evening(server)
    ana = come_in(fay, "Ana")
    assert fay.post("/step", to=1, at=0).status == 303
    for scripts in (True, False):
        phone = signed_in(open_page(PHONE, java_script_enabled=scripts), ana)
        phone.goto(f"{server.url}/g/{fay.slug}/")
        phone.locator("#words").fill(f"Cook for fifty {scripts}")
        phone.keyboard.press("Enter")
        expect(phone.locator(".saved")).to_contain_text(f"Cook for fifty {scripts}")
        expect(phone.locator(".saved")).to_be_focused()
        assert not phone.evaluate(HEARD_TWICE)
    phone.goto(f"{server.url}/g/{fay.slug}/me")
    phone.locator("details", has_text="Cook for fifty True").locator("summary").click()
    phone.get_by_role("button", name="Yes, take it off Cook for fifty True").click()
    expect(phone.locator(".saved")).to_be_focused()
    expect(phone.locator(".saved")).to_have_text("Taken off the board.")


def test_me_too_keeps_the_focus_where_it_was_pressed(server: Server, open_page: Callable[..., Page]) -> None:
    fay = mapping_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    assert fay.post("/step", to=1, at=0).status == 303
    assert ana.post("/board/skills", words="Cook for fifty").status == 303
    phone = signed_in(open_page(PHONE), bo)
    phone.goto(f"{server.url}/g/{fay.slug}/board/skills")
    button, card = phone.locator(".asset button"), phone.locator(".asset")
    for pressed, names in (("true", "Ana, Bo"), ("false", "Ana"), ("true", "Ana, Bo")):
        button.focus()
        phone.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", pressed)
        expect(card.locator(".names")).to_have_text(names)
        expect(button).to_be_focused()
        assert not phone.evaluate(HEARD_TWICE)


def test_after_pledging_the_focus_is_on_what_was_saved(server: Server, open_page: Callable[..., Page]) -> None:
    fay = start_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    phone = signed_in(open_page(PHONE), ana)
    phone.goto(f"{server.url}/g/{fay.slug}/proposals/1")
    phone.locator("label.key", has_text="3").first.click()
    phone.locator("label.key", has_text="later").click()
    phone.get_by_role("button", name="Give hours").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator(".saved")).to_contain_text("Saved: 3 hours now.")
    expect(phone.locator(".saved")).to_be_focused()
    assert not phone.evaluate(HEARD_TWICE)

    phone.get_by_text("Change or take back").focus()
    assert bo.post("/proposals/1/pledge", hours=2, first_hour="later").status == 303
    expect(phone.locator("#proposal-1-tally")).to_contain_text("5")
    expect(phone.get_by_text("Change or take back")).to_be_focused()  # news are no answer

    phone.keyboard.press("Enter")
    phone.get_by_role("button", name="Take my hours back").click()
    expect(phone.get_by_role("button", name="Give hours")).to_be_visible()
    expect(phone.locator("#proposal-1-my_pledge")).to_be_focused()


def test_a_field_says_how_much_of_it_is_used(server: Server, open_page: Callable[..., Page]) -> None:
    fay = mapping_evening(server)
    ana = come_in(fay, "Ana")
    assert fay.post("/step", to=1, at=0).status == 303
    bare = signed_in(open_page(PHONE, java_script_enabled=False), ana)
    bare.goto(f"{server.url}/g/{fay.slug}/")
    expect(bare.locator("#words-limit")).to_have_text("at most 60 characters")
    phone = signed_in(open_page(PHONE), ana)
    phone.goto(f"{server.url}/g/{fay.slug}/")
    field, used = phone.locator("#words"), phone.locator("#words-limit")
    field.press_sequentially("Renée")
    expect(used).to_have_text("5/60")
    field.fill("x" * 50)
    expect(phone.locator("#said")).to_have_text("50/60")
    field.press_sequentially("y" * 12)
    expect(used).to_have_text("60/60")
    expect(used).to_have_class("small limit full")
    phone.get_by_text("A note, when, and who sees it").click()
    phone.locator("[name=note]").fill("soup")
    expect(phone.locator("label", has_text="A note").locator(".limit")).to_have_text("4/120")
    phone.goto(f"{server.url}/g/{fay.slug}/me")
    phone.get_by_text("Change my name").click()
    expect(phone.locator("#name-limit")).to_have_text("3/40")


def test_what_was_opened_for_one_press_closes_when_it_is_done(server: Server, open_page: Callable[..., Page]) -> None:
    fay = mapping_evening(server)
    come_in(fay, "Ana")
    for at in range(3):
        assert fay.post("/step", to=at + 1, at=at).status == 303
    desk = signed_in(open_page(LAPTOP), fay)
    desk.goto(f"{server.url}/g/{fay.slug}/desk")
    opened = desk.locator("#forget-names")
    opened.locator("summary").click()
    desk.get_by_role("button", name="Yes, forget all names").click()
    expect(desk.get_by_text("Names are forgotten")).to_be_visible()
    expect(opened).not_to_have_attribute("open", "")
    expect(opened.locator("summary")).to_be_focused()
    expect(desk.get_by_role("button", name="Yes, forget all names")).to_be_hidden()
