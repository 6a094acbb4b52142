"""Pods in a real browser: join with one press, be moved, take a role before another does, be read back, hand over."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, PROJECTOR, picture
from tests.journeys.test_board import mapping_evening
from tests.journeys.test_pictures import CUT_OFF, SMALL_LETTERS, check_access, look, look_at_phone, signed_in
from tests.support.server import Caller, Server, changed, come_in

pytestmark = pytest.mark.browser
STEPS = {1: "pods", 2: "readback", 3: "rotation"}


def pods_evening(server: Server) -> Caller:
    """At the step where pods form; there are two."""
    fay = mapping_evening(server)
    for position, kind in STEPS.items():
        changed(server.memory, f"UPDATE step SET kind = '{kind}' WHERE position = {position}")
    assert fay.post("/step", to=1, at=0).status == 303
    for title in ("Night kitchen", "Tool library"):
        assert fay.post("/desk/pods", title=title, purpose="For the whole street").status == 303
    return fay


def test_from_the_first_place_to_the_handover(server: Server, open_page: Callable[..., Page]) -> None:
    fay = pods_evening(server)
    here = f"{server.url}/g/{fay.slug}"
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    for number in range(4):
        assert come_in(fay, f"Guest {number}").post("/pods/place", pod=1).status == 303
    wall, desk = signed_in(open_page(PROJECTOR), fay), signed_in(open_page(LAPTOP), fay)
    phone, other = signed_in(open_page(PHONE), ana), signed_in(open_page(PHONE), bo)
    wall.goto(f"{here}/wall")
    desk.goto(f"{here}/desk/pods")
    other.goto(f"{here}/pods")
    phone.goto(f"{here}/")

    phone.get_by_role("button", name="Join Night kitchen").click()
    expect(phone.locator(".saved")).to_contain_text("You are in")
    expect(wall.locator("#pod-1-slide")).to_contain_text("5 of 12")
    expect(other.locator('[data-number="1"]')).to_contain_text("5 of 12")
    phone.get_by_label("My limits").fill("not on weekends")
    phone.get_by_label("How my pod reaches me").fill("0171 2345678")
    phone.get_by_role("button", name="Save for my pod").click()
    expect(phone.locator("#gathering-my_pod")).to_contain_text("0171 2345678")
    other.get_by_role("button", name="Join Night kitchen").click()
    expect(other.locator("#gathering-my_pod")).to_contain_text("not on weekends")

    phone.get_by_role("listitem").filter(has_text="Treasurer").get_by_role("button").click()
    expect(phone.locator("#gathering-my_roles")).to_contain_text("You, until")
    expect(other.locator("#gathering-my_roles")).to_contain_text("Ana, until")
    expect(desk.locator("#pod-1")).to_contain_text("Treasurer: Ana")

    desk.locator("#more-pod-1 summary").click()
    moving = desk.locator("#pod-1 form[action$='/moving']")
    moving.locator("[name=member]").select_option(label="2 Bo")
    moving.locator("[name=into]").select_option(label="2 Tool library")
    moving.get_by_role("button").click()
    expect(other.locator("#gathering-my_pod h1")).to_have_text("Tool library")
    expect(phone.locator("#gathering-my_pod")).not_to_contain_text("Bo")
    assert "0171" not in desk.content()
    assert "0171" not in wall.content()

    desk.goto(f"{here}/desk")
    desk.get_by_role("button", name="Next: ").click()
    desk.get_by_role("button", name="Next pod: Night kitchen").click()
    expect(wall.locator("main h1")).to_have_text("Pod 1")
    expect(wall.locator("[data-until]:not([data-amber])")).to_be_visible()
    expect(phone.locator("#pods-read_back")).to_contain_text("Night kitchen")
    picture(wall, "journey-pods-read-back")
    desk.get_by_role("button", name="Next: ").click()
    expect(wall.locator("main")).to_contain_text("Ana")

    back = signed_in(open_page(PHONE), come_in_again(fay, "Guest"))
    back.goto(f"{here}/")
    back.get_by_role("button", name="I'll take a turn").click()
    expect(back.locator("#gathering-my_roles")).to_contain_text("Next: you")
    expect(wall.locator(".coming")).to_have_text("Guest")
    desk.get_by_role("button", name="Hand over").click()
    expect(phone.locator("#gathering-my_roles")).to_contain_text("Guest, until")
    expect(back.locator("#gathering-my_roles")).to_contain_text("You, until")


def come_in_again(fay: Caller, name: str) -> Caller:
    """Somebody who joins the first pod late."""
    late = come_in(fay, name)
    assert late.post("/pods/place", pod=1).status == 303
    return late


def test_every_page_of_pods(server: Server, open_page: Callable[..., Page]) -> None:
    fay = pods_evening(server)
    here = f"{server.url}/g/{fay.slug}"
    crowd = [come_in(fay, name) for name in ("Ana", "Bo", "Maximiliane-Alexandra von Hohenstein")]
    phone, hand, desk = (signed_in(open_page(size), fay) for size in (PHONE, PHONE, LAPTOP))
    wall = signed_in(open_page(PROJECTOR), fay)
    mine = signed_in(phone, crowd[0])
    look_at_phone(phone, f"{here}/", "pods-phone-list")
    for one in crowd:
        assert one.post("/pods/place", pod=1).status == 303
    crowd[0].post("/pods/mine/words", skills="cook for fifty", limits="not on weekends", contact="0171 2345678")
    crowd[2].post("/pods/mine/roles/treasurer")
    look_at_phone(mine, f"{here}/", "pods-phone-mine")
    look_at_phone(mine, f"{here}/pods", "pods-phone-inside")
    look(desk, f"{here}/desk/pods", "pods-desk", 44)
    look(hand, f"{here}/desk/pods", "pods-desk-in-hand", 44)
    look(hand, f"{here}/help/3/pods", "pods-help", 48)
    for to, kind in STEPS.items():
        if to > 1:
            assert fay.post("/step", to=to, at=to - 1).status == 303
        if kind == "readback":
            assert fay.post("/desk/pods/read-back", pod=1, at=0).status == 303
        if kind == "rotation":
            assert crowd[1].post("/pods/mine/roles/treasurer", turn="next").status == 303
        for theme in ("light", "dark"):
            wall.goto(f"{here}/wall?theme={theme}")
            picture(wall, f"pods-wall-{kind}-{theme}")
            assert wall.evaluate(SMALL_LETTERS) == [], kind
            assert wall.evaluate(CUT_OFF) == [], kind
            check_access(wall, kind)
        mine.goto("about:blank")  # else it follows the step while its page is opened
        look_at_phone(mine, f"{here}/", f"pods-phone-{kind}")
        look(desk, f"{here}/desk", f"pods-desk-{kind}", 44)


def test_a_sheet_of_twelve_is_one_sheet(server: Server, open_page: Callable[..., Page]) -> None:
    fay = pods_evening(server)
    for number in range(12):
        person = come_in(fay, f"Guest {number}")
        assert person.post("/pods/place", pod=1).status == 303
        person.post("/pods/mine/words", skills="cook for fifty", limits="not on weekends")
    page = signed_in(open_page(LAPTOP), fay)
    page.goto(f"{server.url}/g/{fay.slug}/paper/pods")
    for size in ("A4", "Letter"):
        assert page.pdf(format=size, prefer_css_page_size=False).count(b"/Type /Page\n") == 2, size
