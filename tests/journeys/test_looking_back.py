"""A second congress looks back at the first, checks out and takes it home: every page as people see it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Page

from assembly.extensions import db
from tests.conftest import make_app
from tests.journeys.conftest import LAPTOP, PHONE, PICTURES, PROJECTOR, picture
from tests.journeys.test_pictures import CUT_OFF, SIDEWAYS, SMALL_LETTERS, SMALL_TARGETS, check_access
from tests.support.cast import Person, come_in, end_evening, propose, start_gathering
from tests.support.congresses import looks_back, next_evening
from tests.support.server import Server

pytestmark = pytest.mark.browser
COOKIE = "assembly"

PROJECTS = (
    "Night-watch kitchen",
    "Tool library",
    "Sound van",
    "Winter coats, boots and blankets mended for the whole street",
    "Bike repair",
    "Courtyard garden",
    "Rent desk",
)
FIGURES = (
    ("Homes in common ownership", "12", "homes", "9", "Nobody can sell them over our heads."),
    ("Workers into co-operative ownership", "1,250", "worker-owners", "1,300", ""),
)


@dataclass
class Evening:
    """A real server with the second congress on it, its facilitator, and somebody inside."""

    server: Server
    desk: Person
    guest: Person

    def at(self, place: str) -> str:
        return f"{self.server.url}/g/{self.desk.slug}{place}"


@pytest.fixture
def evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evening]:
    """Told in this process, then served by another."""
    app = make_app(tmp_path / "instance")
    with app.app_context():
        upgrade()
    first = start_gathering(app, "Eastside Assembly", "Winter congress")
    assert first.post("/allocation", divided=9000).status_code == 303
    for title in PROJECTS:
        propose(first, title, 300, 1500, lesson="We begin on time when somebody brings soup.")
    assert first.post("/step", to=1, at=0).status_code == 303
    for number in range(12):
        person = come_in(app, first.slug, f"Guest {number}")
        for turn in range(3):
            typed = {"hours": 1 + number % 3, "first_hour": "later"}
            person.post(f"/proposals/{(number + turn * 2) % len(PROJECTS) + 1}/pledge", **typed)
    end_evening(app, first)
    looks_back(monkeypatch, "doors", "board")
    desk = next_evening(app, first)
    guest = come_in(app, desk.slug, "Marisol")
    for words in ("A dry garage on Elm Street", "Cook for fifty"):
        guest.post("/board/skills", words=words)
    close(app)
    with Server(tmp_path / "instance") as server:
        yield Evening(server, desk, guest)


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def signed_in(page: Page, person: Person, evening: Evening) -> Page:
    cookie = person.browser.get_cookie(COOKIE)
    assert cookie
    page.context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": evening.server.url}])
    return page


def look(page: Page, address: str, name: str, least: int) -> None:
    page.goto(address)
    picture(page, name)
    assert page.evaluate(SIDEWAYS) == [], name
    assert page.evaluate(SMALL_TARGETS, least - 0.5) == [], name
    check_access(page, name)


def look_at_wall(wall: Page, name: str) -> None:
    wall.wait_for_timeout(400)
    picture(wall, name)
    assert wall.evaluate(SMALL_LETTERS) == [], name
    assert wall.evaluate(CUT_OFF) == [], name
    check_access(wall, name)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_looking_back_and_taking_it_home(evening: Evening, theme: str, open_page: Callable[..., Page]) -> None:
    desk = signed_in(open_page(LAPTOP, color_scheme=theme), evening.desk, evening)
    wall = signed_in(open_page(PROJECTOR, color_scheme=theme), evening.desk, evening)
    phone = signed_in(open_page(PHONE, color_scheme=theme), evening.guest, evening)
    wall.goto(evening.at(f"/wall?theme={theme}"))
    name = f"back-{theme}"

    look(desk, f"{evening.server.url}/desk", f"{name}-desk-evenings", 44)
    move_on(desk, phone, evening)
    move_on(desk, phone, evening)
    look(desk, evening.at("/desk"), f"{name}-desk-promises", 44)
    look(phone, evening.at("/"), f"{name}-phone-promises-before", 48)
    look_at_wall(wall, f"{name}-wall-promises-before")
    desk.get_by_role("button", name="All kept").first.click()
    desk.get_by_role("link", name="Type what was kept").click()
    look(desk, desk.url, f"{name}-desk-look-back", 44)
    promised = [int(said.split()[0]) for said in desk.locator(".read-back .project .small").all_inner_texts()]
    fields = desk.locator(".read-back .project")
    for number, hours in enumerate(promised):
        kept, moved = hours // 2, hours // 4
        for part, typed in (("kept", kept), ("moved", moved), ("dropped", hours - kept - moved)):
            fields.nth(number).get_by_label(part).fill(str(typed))
    desk.get_by_role("button", name="Save the hours").click()
    desk.get_by_text("Saved: the wall and phones show it.").wait_for()
    look(phone, evening.at("/"), f"{name}-phone-promises", 48)
    look_at_wall(wall, f"{name}-wall-promises")
    turn(desk, evening)
    look_at_wall(wall, f"{name}-wall-promises-2")
    turn(desk, evening)
    look_at_wall(wall, f"{name}-wall-money")

    move_on(desk, phone, evening)
    look_at_wall(wall, f"{name}-wall-metrics-before")
    desk.get_by_role("button", name="Put up what Assembly counted").click()
    desk.get_by_text("cards, one a page of the wall").wait_for()
    look(desk, evening.at("/desk"), f"{name}-desk-metrics", 44)
    for what, amount, unit, before, meaning in FIGURES:
        desk.goto(evening.at("/desk/look-back"))
        new = desk.locator("#new-figure")
        new.locator("summary").click()
        for label, typed in (("What Homes", what), ("How much", amount), ("of what", unit), ("Last time", before)):
            new.get_by_label(label).first.fill(typed)
        new.get_by_label("one plain sentence").fill(meaning)
        new.get_by_role("button", name="Put it up").click()
        desk.get_by_text("Saved: the wall and phones show it.").wait_for()
    look(desk, evening.at("/desk/look-back"), f"{name}-desk-look-back-2", 44)
    desk.screenshot(path=PICTURES / f"{name}-desk-look-back-whole.png", full_page=True)
    for number in range(5):
        look_at_wall(wall, f"{name}-wall-metrics-{number + 1}")
        turn(desk, evening)
    look(phone, evening.at("/"), f"{name}-phone-metrics", 48)

    move_on(desk, phone, evening)
    look_at_wall(wall, f"{name}-wall-victories-before")
    look(phone, evening.at("/"), f"{name}-phone-victories-before", 48)
    phone.get_by_label("What did we win?").fill("We got the boiler fixed")
    phone.get_by_label("may stand beside it").check()
    phone.get_by_role("button", name="Tell it").click()
    phone.get_by_text("Told. Look up.").wait_for()
    look_at_wall(wall, f"{name}-wall-victories-1")
    look(phone, evening.at("/"), f"{name}-phone-victories", 48)
    for words in (
        "The lot on Elm Street is ours",
        "Nobody was evicted from number 14, although they tried three times; we stayed and sang",
    ):
        desk.goto(evening.at("/desk"))
        desk.get_by_label("Somebody tells one aloud").fill(words)
        desk.get_by_role("button", name="Put it on the wall").click()
        wall.get_by_text(words[:20]).wait_for()
    look_at_wall(wall, f"{name}-wall-victories-3")
    look(desk, evening.at("/desk"), f"{name}-desk-victories", 44)

    move_on(desk, phone, evening)
    look(phone, evening.at("/"), f"{name}-phone-checkout-before", 48)
    phone.screenshot(path=PICTURES / f"{name}-phone-checkout-whole.png", full_page=True)
    phone.locator("label.key").nth(3).click()
    phone.get_by_label("What was good tonight?").fill("The soup, and that we began on time")
    phone.get_by_role("button", name="Say it").click()
    phone.get_by_text("Thank you. Done. Look up.").wait_for()
    look(phone, evening.at("/check-out"), f"{name}-phone-checkout", 48)
    look_at_wall(wall, f"{name}-wall-checkout")
    desk.goto(evening.at("/desk/for-later"))
    desk.get_by_label("Keep for later").fill("Ask the school for its yard")
    desk.get_by_role("button", name="Keep it").click()
    desk.get_by_text("Take it off").wait_for()
    look(desk, evening.at("/desk/for-later"), f"{name}-desk-for-later", 44)
    look(phone, evening.at("/check-out"), f"{name}-phone-checkout-2", 48)
    helping = signed_in(open_page(PHONE, color_scheme=theme), evening.desk, evening)
    look(helping, evening.at("/help/for-later"), f"{name}-phone-helper", 44)

    move_on(desk, phone, evening)
    desk.goto(evening.at("/desk"))
    desk.get_by_label("We meet again").fill("Sunday 6 December, 3 pm, the same hall")
    desk.get_by_role("button", name="Say it to everybody").click()
    wall.get_by_text("Sunday 6 December").wait_for()
    look_at_wall(wall, f"{name}-wall-closing")
    turn(desk, evening)
    look_at_wall(wall, f"{name}-wall-handout")
    look(desk, evening.at("/desk"), f"{name}-desk-closing", 44)
    desk.screenshot(path=PICTURES / f"{name}-desk-closing-whole.png", full_page=True)
    look(desk, evening.at("/desk/document"), f"{name}-desk-document", 44)
    look(phone, evening.at("/"), f"{name}-phone-closing", 48)
    phone.screenshot(path=PICTURES / f"{name}-phone-closing-whole.png", full_page=True)
    phone.get_by_role("link", name="The shared document").click()
    look(phone, phone.url, f"{name}-phone-document", 48)
    phone.screenshot(path=PICTURES / f"{name}-phone-document-whole.png", full_page=True)
    reader = open_page(LAPTOP, color_scheme=theme)
    look(reader, phone.url, f"{name}-document", 44)
    reader.screenshot(path=PICTURES / f"{name}-document-whole.png", full_page=True)
    (PICTURES / f"{name}-document.pdf").write_bytes(reader.pdf(format="A4", print_background=False))
    assert len(re.findall(rb"/Type\s*/Page\b", reader.pdf(format="A4"))) <= 3


def test_a_place_is_kept_by_a_link_that_no_server_sees(evening: Evening, open_page: Callable[..., Page]) -> None:
    phone = signed_in(open_page(PHONE), evening.guest, evening)
    look(phone, evening.at("/me"), "keep-phone-mine", 48)
    phone.get_by_text("Keep my place on another phone").click()
    phone.get_by_role("button", name="Make my key").click()
    words = phone.locator(".words").inner_text()
    picture(phone, "keep-phone-key")
    phone.screenshot(path=PICTURES / "keep-phone-key-whole.png", full_page=True)
    other, asked = open_page(PHONE), []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(f"{evening.server.url}/keep#{words.replace(' ', '-')}")
    assert other.get_by_label("Your six words").input_value() == words
    assert "#" not in other.url
    picture(other, "keep-phone-open")
    assert not any(word in address for address in asked for word in words.split())
    other.get_by_role("button", name="Yes, this is me").click()
    other.get_by_text("Tonight you are").wait_for()
    assert "Marisol" in other.locator("main").inner_text()
    phone.goto(evening.at("/me"))
    assert "not in here" in phone.locator("main").inner_text()


def move_on(desk: Page, phone: Page, evening: Evening) -> None:
    phone.goto("about:blank")  # left alone, it would follow the next step while we open another page
    desk.goto(evening.at("/desk"))
    at = desk.locator("h1").inner_text()
    desk.get_by_role("button", name=re.compile("^Next:")).click()
    desk.wait_for_function("at => document.querySelector('h1').innerText !== at", arg=at)


def turn(desk: Page, evening: Evening) -> None:
    desk.goto(evening.at("/desk"))
    with desk.expect_response(re.compile("/wall/page$")):
        desk.get_by_role("button", name="Turn the wall's page").click()
