"""Walls of every size, read from ten metres: nothing is cut, nothing lies on anything else, all is large enough."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Route

from tests.journeys.conftest import PROJECTOR
from tests.journeys.test_pictures import CUT_OFF, SMALL_LETTERS
from tests.support.cast import Person, come_in, start_gathering
from tests.support.evenings import (
    SHORT,
    TITLE,
    Evening,
    call_last,
    close,
    put_on_the_table,
    show_the_money,
    show_the_pot,
)

pytestmark = pytest.mark.browser
OLD_PROJECTOR = {"width": 1024, "height": 768}
HERE = "http://wall.test"
CAPITALS = "WOMEN'S MORNING WORKSHOP: WARM MEALS, MAMAS AND GRANDMOTHERS"
ARABIC = "مطبخ الليل الشعبي لكل الجيران في الحي"

# words cut inside their element, but for what a proposal would change, which goes on on the phones
CUT_INSIDE = """() => [...document.querySelectorAll('main *')].filter(e => {
    if (!e.getClientRects().length || e.closest('svg, .change, .aside')) return false;
    const look = getComputedStyle(e), cuts = look.overflow !== 'visible' || look.textOverflow === 'ellipsis';
    return cuts && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  }).map(e => e.className + ': ' + e.textContent.trim().slice(0, 40))"""

# words, bars and rules that lie on one another; `spare` is a line's own air above and below its letters
OVERLAPS = """() => {
  const found = [], boxes = [], spare = innerHeight * 0.008;
  const whole = '.fill, .drawing, .change, footer';
  const name = e => (e.className.baseVal ?? e.className) + ' "' + e.textContent.trim().slice(0, 24) + '"';
  for (const e of document.querySelectorAll('main :is(h1, p, footer, b.sum, .drawing, .fill)')) {
    if (!e.getClientRects().length || e.matches('.picture *, footer *')) continue;
    let box = e.getBoundingClientRect();
    if (!e.matches(whole)) {  // where the letters are, not the room they are given
      const range = document.createRange();
      range.selectNodeContents(e);
      box = range.getBoundingClientRect();
    }
    if (box.width) boxes.push([e, box]);
  }
  boxes.forEach(([a, one], place) => boxes.slice(place + 1).forEach(([b, other]) => {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (!a.contains(b) && !b.contains(a) && across > 1 && down > spare) found.push(name(a) + ' / ' + name(b));
  }));
  return found.slice(0, 6);
}"""

# words that leave the slide's margins to the left or right, whatever room their element was given; the book's line is
# printed in the margin
OUTSIDE = """() => {
  const slide = document.querySelector('main').getBoundingClientRect(), margin = slide.width * 0.03;
  return [...document.querySelectorAll('main *')].filter(e => {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.getClientRects().length || e.closest('svg, .aside, .change, .spine')) return false;
    const range = document.createRange();
    range.selectNodeContents(e);
    const box = range.getBoundingClientRect();
    return box.left < slide.left + margin || box.right > slide.right - margin;
  }).map(e => e.textContent.trim().slice(0, 40));
}"""

STEPS: tuple[Callable[[Person], object], ...] = (lambda fay: None, show_the_pot, show_the_money, call_last, close)


@pytest.fixture
def open_wall(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """A wall in a browser, answered by the app itself: as many rooms as we like, without a server for each."""

    def opened(fay: Person, size: dict[str, int], direction: str = "ltr") -> Page:
        wall = open_page(size)

        def answer(route: Route) -> None:
            place = route.request.url.removeprefix(HERE)
            with fay.browser.get(place) as found:
                body, kind = found.get_data(as_text=True), found.content_type
            if place.endswith(".js"):
                body = ""  # nobody pushes news here
            route.fulfill(body=body.replace('dir="ltr"', f'dir="{direction}"', 1), content_type=kind)

        wall.route("**/*", answer)
        return wall

    return opened


FLAWS = (CUT_OFF, CUT_INSIDE, OUTSIDE, OVERLAPS, SMALL_LETTERS)


def look(wall: Page, fay: Person, what: object, flaws: tuple[str, ...] = FLAWS) -> None:
    wall.goto(f"{HERE}/g/{fay.slug}/wall")
    assert wall.locator("main").count() == 1, what
    for page in range(1, pages(wall) + 1):
        if page > 1:
            assert fay.post("/wall/page", to=page).status_code == 303
            wall.reload()
        for flaw in flaws:
            assert wall.evaluate(flaw) == [], (what, page)
    if pages(wall) > 1:
        assert fay.post("/wall/page", to=1).status_code == 303


def pages(wall: Page) -> int:
    found = re.search(r"Page \d+ of (\d+)", wall.locator("footer").inner_text())
    return int(found[1]) if found else 1


long = pytest.mark.long


@pytest.mark.parametrize(
    "evening",
    [
        Evening(1),
        Evening(3, (TITLE,), "IDR", 987_654_000, 40, set_aside=1200),
        Evening(7, (TITLE,), people=60),
        Evening(12, (TITLE, *SHORT), "IDR", 987_654_000, 60),
        Evening(12, SHORT, "KWD", 80_000, 60, set_aside=1200),
        pytest.param(Evening(2, (CAPITALS,), "KWD", 80_000), marks=long),
        pytest.param(Evening(5, (TITLE, *SHORT), "KWD", 80_000), marks=long),
        pytest.param(Evening(8, (TITLE,), "IDR", 987_654_000, 300), marks=long),
        pytest.param(Evening(20, (CAPITALS,), "IDR", 987_654_000, 90, set_aside=1200), marks=long),
        pytest.param(Evening(40, (TITLE,), "IDR", 987_654_000, 400), marks=long),
        pytest.param(Evening(40, SHORT), marks=long),
    ],
    ids=lambda evening: f"{evening.proposals}-{evening.currency}-{max(map(len, evening.titles))}-letters",
)
def test_nothing_is_cut_and_nothing_overlaps_on_any_wall(
    app: Flask, open_wall: Callable[..., Page], evening: Evening
) -> None:
    fay = put_on_the_table(app, evening)
    projector, old = open_wall(fay, PROJECTOR), open_wall(fay, OLD_PROJECTOR)
    for step in STEPS:
        step(fay)
        look(projector, fay, (evening, step))
        look(old, fay, (evening, step))


def test_from_right_to_left_the_wall_is_a_mirror(app: Flask, open_wall: Callable[..., Page]) -> None:
    fay = put_on_the_table(app, Evening(9, (ARABIC,)))
    wall = open_wall(fay, PROJECTOR, "rtl")
    for step in STEPS[:2]:
        step(fay)
        look(wall, fay, step)
    row = wall.locator("#proposal-1-hours")
    number, title, hours = (row.locator(part).bounding_box() for part in (".number", "bdi", ".hours"))
    assert number
    assert title
    assert hours
    assert number["x"] > title["x"] > hours["x"]
    assert wall.locator("#proposal-1-hours").bounding_box()["x"] > wall.locator("#proposal-9-hours").bounding_box()["x"]  # type: ignore[index]


def test_few_proposals_use_the_room_and_say_what_they_would_change(app: Flask, open_wall: Callable[..., Page]) -> None:
    fay = put_on_the_table(app, Evening(2))
    wall = open_wall(fay, PROJECTOR)
    look(wall, fay, "two")
    assert "Hot meals for people who work nights" in wall.locator("main").inner_text()
    rows = wall.locator(".bar-row").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert sum(rows) > 0.6 * PROJECTOR["height"]


def test_bars_are_as_long_as_their_hours(app: Flask, open_wall: Callable[..., Page]) -> None:
    fay = put_on_the_table(app, Evening(12, people=60))
    wall = open_wall(fay, PROJECTOR)
    look(wall, fay, "twelve")
    told = wall.locator(".bar-row").evaluate_all(
        "rows => rows.map(row => [Number(row.querySelector('.hours').textContent),"
        " row.querySelector('.fill').getBoundingClientRect().width])"
    )
    assert len(told) == 12
    assert len({hours for hours, _ in told}) > 3
    most, longest = max(told)
    for hours, length in told:
        assert length == pytest.approx(longest * hours / most, abs=4)


LONG_NAME = "Maximiliane-Alexandra Oyelaran-Fernandes"
NAMES = ("Margaret Oyelaran", "Bo", "Jo-Anne", LONG_NAME, "Wilhelmina", "Renée", "W" * 40)
WORDS = ("Garage with a wide door, dry, beside the tram stop, evenings", "Van", "Cook for fifty", "W" * 60, CAPITALS)
KINDS = ("skills", "spaces", "tools", "connections")


# names that lie on one another, on the Wi-Fi's words or on the foot
CLASHES = """() => {
  const boxes = [...document.querySelectorAll('.names li, .arrived .giant, .wifi p, footer')]
    .map(e => [e, e.getBoundingClientRect()]);
  return boxes.flatMap(([a, one], place) => boxes.slice(place + 1)
    .filter(([, other]) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
      && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2)
    .map(([b]) => a.textContent.trim() + ' / ' + b.textContent.trim()));
}"""
AT_THE_DOORS = (CUT_OFF, CUT_INSIDE, OUTSIDE, CLASHES, SMALL_LETTERS)


@pytest.mark.parametrize("people", [1, 6, 12, pytest.param(120, marks=long)])
def test_no_name_is_cut_at_the_doors(app: Flask, open_wall: Callable[..., Page], people: int) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    for number in range(people):
        come_in(app, fay.slug, NAMES[number % 7][: 40 - len(str(number))] + (str(number) if number > 6 else ""))
    for size in (PROJECTOR, OLD_PROJECTOR):
        wall = open_wall(fay, size)
        look(wall, fay, people, AT_THE_DOORS)
        assert fay.post("/wifi", name="Church hall guests", password="breadandroses").status_code == 303
        look(wall, fay, (people, "with the Wi-Fi"), AT_THE_DOORS)
        assert fay.post("/wifi", name="", password="").status_code == 303


@pytest.mark.parametrize("cards", [0, 1, 5, 12, 30])
def test_no_card_and_no_name_is_cut_on_the_board(app: Flask, open_wall: Callable[..., Page], cards: int) -> None:
    fay = start_gathering(app, "Eastside Assembly", "What we have", kind="mapping")
    people = [come_in(app, fay.slug, name) for name in NAMES]
    for number in range(cards):
        words = f"{number} {WORDS[number % 5]}"[:60]
        posted = people[number % 7].post(f"/board/{KINDS[number % 4]}", words=words)
        assert posted.status_code == 303
        for person in people[: number % 4]:
            person.post("/board/names", card=number + 1)
    assert fay.post("/step", to=1, at=0).status_code == 303
    look(open_wall(fay, PROJECTOR), fay, cards)
    look(open_wall(fay, OLD_PROJECTOR), fay, cards)


def test_a_long_card_is_no_smaller_than_the_room_asks(app: Flask, open_wall: Callable[..., Page]) -> None:
    fay = start_gathering(app, "Eastside Assembly", "What we have", kind="mapping")
    ana = come_in(app, fay.slug, "Margaret Oyelaran")
    for kind, words in zip(KINDS, WORDS[:3], strict=False):
        assert ana.post(f"/board/{kind}", words=words).status_code == 303
    assert fay.post("/step", to=1, at=0).status_code == 303
    wall = open_wall(fay, PROJECTOR)
    look(wall, fay, "three")
    sizes = wall.locator(".shelf .title").evaluate_all("all => all.map(e => parseFloat(getComputedStyle(e).fontSize))")
    assert min(sizes) > 0.05 * PROJECTOR["height"]
    assert max(sizes) < 1.6 * min(sizes)
    assert "Margaret Oyelaran" in wall.locator("main").inner_text().replace("\n", " ")
