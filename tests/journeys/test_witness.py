"""A phone remembers what it saw of the book, and says so when the book says something else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.test_pictures import check_access, look, signed_in
from tests.support.server import Caller, Server, changed, come_in, start_evening, wait_for

pytestmark = pytest.mark.browser


def forge(fay: Caller, kind: str) -> None:
    """Somebody with the laptop changes the newest row of this kind by hand."""
    newest = f"(SELECT max(id) FROM ledger_row WHERE kind = '{kind}')"
    turned = "substr(hash, 2) || substr(hash, 1, 1)"
    assert changed(fay.memory, f"UPDATE ledger_row SET hash = {turned} WHERE id = {newest}") == 1


def sees_another_book(phone: Page, address: str) -> bool:
    phone.goto(address)
    return phone.locator("#witness").is_visible()


def test_a_phone_that_saw_another_book_says_so(server: Server, open_page: Callable[..., Page]) -> None:
    fay = start_evening(server)
    ana = come_in(fay, "Ana")
    here = f"{server.url}/g/{fay.slug}"
    phone = signed_in(open_page(PHONE), ana)
    phone.goto(f"{here}/proposals/1")
    phone.locator("[name=hours][value='2']").check()
    phone.locator("[name=first_hour][value=later]").check()
    phone.get_by_role("button", name="Give hours").click()
    phone.get_by_role("link", name="Receipt").click()
    expect(phone.get_by_text("The same as this phone kept.")).to_be_visible()
    number = phone.locator(".row b").inner_text()
    words = phone.locator(".eyes").inner_text().split()
    assert len(words) == 4
    expect(phone.locator("#witness")).to_be_hidden()
    check_access(phone, "receipt")

    phone.get_by_role("link", name="Check my receipt").click()
    expect(phone.get_by_text("This is the row your phone kept.")).to_be_visible()
    assert phone.locator(".eyes").inner_text().split() == words
    check_access(phone, "row of the book")

    forge(fay, "hours pledged")
    phone.reload()
    expect(phone.get_by_text("Your phone kept another mark for this row")).to_be_visible()
    phone.goto(f"{here}/me")
    expect(phone.locator("#witness")).to_contain_text(f"Row {number}")

    other = signed_in(open_page(PHONE), ana)  # a fresh browser remembers nothing and warns of nothing
    other.goto(f"{here}/me")
    expect(other.locator("#witness")).to_be_hidden()
    forge(fay, "step moved")
    wait_for(lambda: sees_another_book(other, f"{here}/me"), "a page drawn since")  # drawn pages live for a moment
    check_access(other, "witness")
    look_at_open_pages(fay, open_page)

    server.stop()
    server.start()
    step = int(fay.get("/wall").split("row ")[1].split(":")[0])
    assert f"The book of Eastside does not add up at row {step}." in server.said()
    refused = ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    assert refused.status == 409
    assert f"does not add up at row {step}" in refused.text
    assert "Night-watch kitchen" in ana.get("/proposals/1")


def look_at_open_pages(fay: Caller, open_page: Callable[..., Page]) -> None:
    """The budget, the book and the desk's money, on phone and laptop, without JavaScript too."""
    public = fay.get("/desk/money").split('href="/a/')[1].split("/")[0]
    for size, name in ((PHONE, "phone"), (LAPTOP, "laptop")):
        for place in ("budget", "book", "book/2"):
            look(open_page(size), f"{fay.url}/a/{public}/{place}", f"open-{name}-{place.replace('/', '-')}", 44)
        desk = signed_in(open_page(size), fay)
        look(desk, f"{fay.url}/g/{fay.slug}/desk/money", f"money-{name}", 44)
    plain = open_page(PHONE, java_script_enabled=False, color_scheme="dark")
    plain.goto(f"{fay.url}/a/{public}/budget")
    expect(plain.get_by_text("Left in the pot")).to_be_visible()
    expect(plain.get_by_role("button")).to_have_count(0)
