"""Every page as people see it: nothing sideways, nothing too small to read or press, nothing that keeps people out.

The pictures go to pictures/ for somebody to look at. Light is looked at always, dark and the large hall with --long.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask_migrate import upgrade
from playwright.sync_api import Page

from assembly.extensions import db
from assembly.rehearsal import seeds
from tests.conftest import make_app
from tests.journeys.conftest import LAPTOP, PHONE, PICTURES, PROJECTOR, picture
from tests.support.server import ROOT, Caller, Server, come_in, end_last_call

pytestmark = pytest.mark.browser
AXE = (ROOT / "tests" / "vendor" / "axe.js").read_text()
SERIOUS = {"serious", "critical"}

# what is wider than the page, by the words it begins with
SIDEWAYS = """() => document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.aside'))
  .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 30)).slice(0, 5) : []"""

# what is pressed and smaller than a thumb; links inside a sentence are as high as their line
SMALL_TARGETS = """(least) => [...document.querySelectorAll('button, summary, nav a, .primary, .second, label.key')]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < least)
  .map(e => e.textContent.trim() + ' ' + e.getBoundingClientRect().height)"""

# buttons side by side that are not equally high
UNEVEN = """() => {
  const all = [...document.querySelectorAll('button, a.primary, a.second, summary.primary')]
    .filter(e => e.checkVisibility() && e.getClientRects().length);
  const together = (a, b) => [a.parentElement, a.parentElement.parentElement].some(place => place.contains(b));
  return all.flatMap((a, place) => all.slice(place + 1).filter(b => {
    const one = a.getBoundingClientRect(), other = b.getBoundingClientRect();
    const shared = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    const beside = shared > Math.min(one.height, other.height) / 2;
    return together(a, b) && beside && Math.abs(one.height - other.height) > 1;
  }).map(b => a.textContent.trim() + ' / ' + b.textContent.trim())); }"""

# letters on the wall below 3.15 % of its height (of 16:9 as wide as the screen), as drawn: SVG text is scaled
SMALL_LETTERS = """() => { const least = Math.min(innerHeight, innerWidth * 0.5625) * 0.0315 - 0.5, found = [];
  for (const e of document.querySelectorAll('main *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.getClientRects().length || e.closest('title, desc')) continue;
    const scale = e.ownerSVGElement ? e.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(e).fontSize) * scale;
    if (size < least) found.push(e.textContent.trim().slice(0, 30) + ' ' + size.toFixed(1));
  } return found; }"""

# words on the wall that leave its frame or are cut off at an edge
CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(e => {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.getClientRects().length || e.closest('title, desc')) return false;
    const box = e.getBoundingClientRect();
    return box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1;
  }).map(e => e.textContent.trim().slice(0, 40))"""


@pytest.fixture(params=["few", pytest.param("many", marks=pytest.mark.long)])
def evening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Caller]:
    """The made-up congress on a real server; its facilitator. With `many`, a hundred more people are there."""
    instance = tmp_path / "instance"
    app = make_app(instance)
    with app.app_context():
        upgrade()
        slug = seeds.tell_congress()
        db.session.remove()
        db.engine.dispose()
    with Server(instance) as server:
        fay = facilitator(server, slug)
        fay.memory = server.memory
        if request.param == "many":
            fill_the_hall(fay)
        yield fay


def facilitator(server: Server, slug: str) -> Caller:
    environ = {**os.environ, "ASSEMBLY_INSTANCE": str(server.instance), "ASSEMBLY_HOST": "127.0.0.1"}
    typed = [sys.executable, "-m", "assembly", "desk"]
    made = subprocess.run(typed, capture_output=True, text=True, cwd=ROOT, env=environ, check=True)
    fay = Caller(server.url)
    assert fay.post("/key", key=made.stdout.strip().split("#")[-1]).status == 303
    fay.slug = slug
    return fay


def fill_the_hall(fay: Caller) -> None:
    for number in range(104):
        guest = come_in(fay, f"{'Maximiliane-Alexandra' if number % 9 == 0 else 'Guest'} {number}")
        guest.post(f"/proposals/{number % 6 + 1}/pledge", hours=number % 6 + 1, first_hour="later")


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_every_page_of_the_evening(
    evening: Caller, theme: str, open_page: Callable[..., Page], request: pytest.FixtureRequest
) -> None:
    many = "many" if "many" in request.node.name else "few"
    guest = come_in(evening, "Marisol")
    assert guest.post("/proposals/1/pledge", hours=2, first_hour="this week").status == 303
    phone = signed_in(open_page(PHONE, color_scheme=theme), guest)
    desk = signed_in(open_page(LAPTOP, color_scheme=theme), evening)
    hand = signed_in(open_page(PHONE, color_scheme=theme), evening)
    wall = signed_in(open_page(PROJECTOR), evening)
    name = f"{many}-{theme}"

    look_at_phone(phone, f"{evening.url}/", f"{name}-phone-type")
    for page in ("", "proposals/", "proposals/1", "proposals/5", "me", "allocation"):
        look_at_phone(phone, f"{evening.url}/g/{evening.slug}/{page}", f"{name}-phone-pledging-{page.replace('/', '')}")
    for page in ("", "/board", "/projector", "/proposals", "/settings", "/people", "/links"):
        address = f"{evening.url}/g/{evening.slug}/desk{page}"
        look(desk, address, f"{name}-desk{page.replace('/', '-')}", 44)
        look(hand, address, f"{name}-desk-in-hand{page.replace('/', '-')}", 44)
    look_at_wall(wall, evening, theme, f"{name}-wall-pledging")
    back_and_forth(evening, phone, wall, theme, name)


def back_and_forth(evening: Caller, phone: Page, wall: Page, theme: str, name: str) -> None:
    """The steps before and after."""
    here = f"{evening.url}/g/{evening.slug}"
    step(evening, 3, 2)
    look_at_wall(wall, evening, theme, f"{name}-wall-presenters")
    assert evening.post("/proposals/1/presentation", seconds=240, at=0).status == 303
    look_at_wall(wall, evening, theme, f"{name}-wall-presenting")
    look_at_phone(phone, f"{here}/", f"{name}-phone-presenting")
    look_at_phone(phone, f"{here}/me", f"{name}-phone-mine")
    phone.goto("about:blank")  # left alone, it would follow the next step while we open another page
    step(evening, 2, 1)
    look_at_wall(wall, evening, theme, f"{name}-wall-board")
    assert evening.post("/wall/page", to=2).status == 303
    look_at_wall(wall, evening, theme, f"{name}-wall-board-2")
    for page in ("skills", "connections", "skills/new"):
        look_at_phone(phone, f"{here}/board/{page}", f"{name}-phone-board-{page.replace('/', '-')}")
    phone.goto("about:blank")
    step(evening, 1, 0)
    look_at_phone(phone, f"{here}/", f"{name}-phone-doors")
    phone.goto("about:blank")
    look_at_wall(wall, evening, theme, f"{name}-wall-doors")
    assert evening.post("/wifi", name="Church hall guests", password="breadandroses").status == 303
    look_at_wall(wall, evening, theme, f"{name}-wall-doors-wifi")
    for at in range(4):
        step(evening, at, at + 1)
    look_at_wall(wall, evening, theme, f"{name}-wall-pot")
    evening.post("/allocation/money")
    look_at_wall(wall, evening, theme, f"{name}-wall-money")
    look_at_phone(phone, f"{here}/allocation", f"{name}-phone-money")
    look_at_phone(phone, f"{here}/proposals/5/what-if?hours=2", f"{name}-phone-what-if")
    evening.post("/allocation/last-call")
    look_at_wall(wall, evening, theme, f"{name}-wall-last-call")
    end_last_call(evening)
    assert evening.post("/allocation/closure", sure="yes").status == 303
    look_at_wall(wall, evening, theme, f"{name}-wall-closed")
    look_at_phone(phone, f"{here}/allocation", f"{name}-phone-closed")
    look_at_phone(phone, f"{here}/rounds/1/how", f"{name}-phone-how")
    assert evening.post("/wall/page", to=3).status == 303
    look_at_wall(wall, evening, theme, f"{name}-wall-how")
    phone.goto("about:blank")
    step(evening, 4, 5)
    assert evening.post("/next-date", next_date="Sunday 6 December, 3 pm, the same hall").status == 303
    look_at_wall(wall, evening, theme, f"{name}-wall-closing")
    look_at_phone(phone, f"{here}/me", f"{name}-phone-after")


def step(evening: Caller, at: int, to: int) -> None:
    assert evening.post("/step", to=to, at=at).status == 303


def look_at_phone(page: Page, address: str, name: str) -> None:
    look(page, address, name, 48)


def look_at_wall(wall: Page, evening: Caller, theme: str, name: str) -> None:
    wall.goto(f"{evening.url}/g/{evening.slug}/wall?theme={theme}")
    picture(wall, name)
    assert wall.evaluate(SMALL_LETTERS) == [], name
    assert wall.evaluate(CUT_OFF) == [], name
    check_access(wall, name)


def look(page: Page, address: str, name: str, least: int) -> None:
    page.goto(address)
    picture(page, name)
    assert page.evaluate(SIDEWAYS) == [], name
    assert page.evaluate(UNEVEN) == [], name
    if least <= 48:
        assert page.evaluate(SMALL_TARGETS, least - 0.5) == [], name
    check_access(page, name)


def check_access(page: Page, name: str) -> None:
    """What axe-core finds serious. It is evaluated, not loaded, so the page's policy stays as it is."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {iframes: false})")
    serious = [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"] if one["impact"] in SERIOUS
    ]
    assert serious == [], name


def signed_in(page: Page, caller: Caller) -> Page:
    for cookie in caller.jar:
        page.context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": caller.url}])
    return page


def test_the_printed_page_and_the_card_are_sheets(
    evening: Caller, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    step(evening, 3, 4)
    evening.post("/allocation/money")
    desk = signed_in(open_page(LAPTOP), evening)
    assert evening.post("/help/paper", many=8).status == 303
    here = f"{evening.url}/g/{evening.slug}"
    for place, sheets in (("paper", 6), ("paper/card", 1), ("paper/poster", 1), ("paper/late", 1), ("help/paper", 1)):
        look(desk, f"{here}/{place}", f"print-{place.replace('/', '-')}", 44)
        print_it(desk, place.replace("/", "-"), sheets)
    desk.goto(f"{here}/desk/links")
    desk.locator("[name=many]").fill("8")
    desk.get_by_role("button", name="Make slips and open the page").click()
    desk.wait_for_selector(".cuts")
    print_it(desk, "slips", 1)


def print_it(desk: Page, name: str, sheets: int) -> None:
    for paper in ("A4", "Letter"):
        printed = desk.pdf(format=paper, print_background=False)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= sheets, (name, paper)
        (PICTURES / f"print-{name}-{paper}.pdf").write_bytes(printed)
    desk.set_viewport_size(PHONE)
    assert desk.evaluate(SIDEWAYS) == [], name
    desk.set_viewport_size(LAPTOP)


def test_the_pictures_folder_is_never_committed() -> None:
    assert "pictures/" in (Path(ROOT) / ".gitignore").read_text().split()
