"""An evening of cards in a real browser: a question at a time, a card before everybody, needs, clusters and stars."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from tests.journeys.conftest import LAPTOP, PHONE, PROJECTOR
from tests.journeys.test_board import mapping_evening
from tests.journeys.test_pictures import signed_in
from tests.support.server import Caller, Server, come_in

pytestmark = pytest.mark.browser

STEPS = ("doors", "board", "reading", "needs", "clusters", "stars", "closing")


def whole_evening(server: Server) -> Caller:
    """Its steps are those of a whole mapping gathering."""
    fay = mapping_evening(server)
    with create_engine(server.memory).begin() as memory:
        here = {"slug": fay.slug}
        [gathering] = memory.execute(text("SELECT id FROM gathering WHERE slug = :slug"), here).one()
        memory.execute(text("DELETE FROM step WHERE gathering_id = :id"), {"id": gathering})
        for position, kind in enumerate(STEPS):
            step = {"id": gathering, "position": position, "kind": kind, "title": kind.title()}
            memory.execute(
                text(
                    "INSERT INTO step (number, position, kind, title, say, minutes, picture, skipped, gathering_id)"
                    " VALUES (:position + 1, :position, :kind, :title, 'Now', 10, '', false, :id)"
                ),
                step,
            )
    return fay


def go_to(fay: Caller, step: int, at: int) -> None:
    assert fay.post("/step", to=step, at=at).status == 303


def test_an_evening_of_cards_from_the_first_question_to_the_top_three(
    server: Server, open_page: Callable[..., Page]
) -> None:
    fay = whole_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    here = f"{server.url}/g/{fay.slug}"
    wall, desk = signed_in(open_page(PROJECTOR), fay), signed_in(open_page(LAPTOP), fay)
    wall.goto(f"{here}/wall")
    phone, other = signed_in(open_page(PHONE), ana), signed_in(open_page(PHONE), bo)
    go_to(fay, 1, 0)
    for one in (phone, other):
        one.goto(f"{here}/")

    # one question at a time
    phone.get_by_label("What can you do").fill("Mend bicycles")
    phone.get_by_role("button", name="Put it on the board").click()
    expect(phone.locator(".saved")).to_contain_text("Mend bicycles")
    expect(phone.locator("main")).to_contain_text("Question 2 of 6")
    phone.get_by_role("link", name="Next question").click()
    phone.get_by_role("link", name="Next question").click()
    phone.get_by_role("button", name="A dry garage").click()
    expect(phone.locator("main")).to_contain_text("Question 5 of 6")
    other.get_by_label("What can you do").fill("Mend bicycles")
    other.get_by_role("button", name="Put it on the board").click()
    expect(other.locator(".saved")).to_contain_text("You and 1 other")
    other.get_by_role("button", name="Take my name off").click()
    expect(other.locator(".saved")).to_contain_text("Taken off")

    # a card before everybody
    desk.goto(f"{here}/desk")
    go_to(fay, 2, 1)
    desk.get_by_role("button", name="Show one card: Mend bicycles").click()
    expect(wall.locator(".one-card")).to_contain_text("Mend bicycles")
    expect(other.locator("#board-spotlight")).to_contain_text("Mend bicycles")
    other.locator("#board-spotlight").get_by_role("button").click()
    expect(wall.locator(".one-card")).to_contain_text("Bo")
    expect(other.locator("#board-spotlight").get_by_role("button")).to_have_attribute("aria-pressed", "true")
    desk.get_by_role("button", name="Next card: A dry garage").click()
    expect(wall.locator(".one-card")).to_contain_text("A dry garage")
    desk.get_by_role("button", name="Back to the whole board").click()
    expect(wall.locator(".shelves")).to_be_visible()

    # a need without a name finds its match
    go_to(fay, 3, 2)
    other.goto(f"{here}/")
    other.get_by_label("What would help you or your street?").fill("A garage for my work")
    other.get_by_label("Keep no name with it").check()
    other.get_by_role("button", name="Put it on the wall").click()
    expect(other.locator(".saved")).to_contain_text("A garage for my work")
    expect(wall.locator(".needed")).to_contain_text("A dry garage")
    phone.goto(f"{here}/")
    desk.goto(f"{here}/desk/needs")
    desk.locator("li", has_text="A dry garage").get_by_role("button", name="Ask both sides").click()
    expect(desk.locator("#needs-moderation")).to_contain_text("Both are asked on their phones")
    for one in (phone, other):
        expect(one.locator(".ask")).to_contain_text("Could this fit?")
        one.locator(".ask").get_by_role("button", name="Yes").click()
    expect(wall.locator("footer")).to_contain_text("1 need found its match")
    other.goto(f"{here}/me")
    expect(other.locator(".ask.agreed")).to_contain_text("Ana")
    phone.goto(f"{here}/me")
    expect(phone.locator(".ask.agreed")).not_to_contain_text("Bo")

    # cards that go together, and one star
    go_to(fay, 4, 3)
    phone.goto(f"{here}/")
    for words in ("Mend bicycles", "A dry garage"):
        phone.get_by_role("checkbox", name=words).check()
    phone.get_by_label("Together we could").fill("Run a repair café")
    phone.get_by_role("button", name="Put it on the wall").click()
    expect(phone.locator(".saved")).to_contain_text("Run a repair café")
    expect(wall.locator(".clusters")).to_contain_text("2 people · 2 cards")
    go_to(fay, 5, 4)
    other.goto(f"{here}/")
    star = other.get_by_role("button", name="Run a repair café")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(wall.locator("footer")).to_contain_text("1 of 2 gave a star")
    desk.goto(f"{here}/desk")
    desk.get_by_role("button", name="Show the top three").click()
    expect(wall.locator(".top-stars")).to_contain_text("Run a repair café")
    expect(other.locator("main")).to_contain_text("The stars are counted")
    desk.get_by_role("button", name="Make it a proposal").click()
    expect(desk.locator(".stages")).to_contain_text("It is proposal 1 now")


def test_needs_clusters_and_stars_without_javascript(server: Server, open_page: Callable[..., Page]) -> None:
    fay = whole_evening(server)
    ana = come_in(fay, "Ana")
    here = f"{server.url}/g/{fay.slug}"
    phone = signed_in(open_page(PHONE, java_script_enabled=False), ana)
    go_to(fay, 1, 0)
    phone.goto(f"{here}/")
    for question, words in enumerate(("Cook for fifty", "Bake bread")):
        expect(phone.locator("main")).to_contain_text(f"Question {question + 1} of 6")
        phone.locator("#words").fill(words)
        phone.get_by_role("button", name="Put it on the board").click()
    for step in (2, 3):
        go_to(fay, step, step - 1)
    phone.goto(f"{here}/")
    phone.locator("#words").fill("A kitchen")
    phone.get_by_role("button", name="Put it on the wall").click()
    expect(phone.locator(".saved")).to_contain_text("A kitchen")
    go_to(fay, 4, 3)
    phone.goto(f"{here}/")
    for words in ("Cook for fifty", "Bake bread"):
        phone.get_by_role("checkbox", name=words).check()
    phone.locator("#words").fill("Feed the street")
    phone.get_by_role("button", name="Put it on the wall").click()
    expect(phone.locator(".saved")).to_contain_text("Feed the street")
    go_to(fay, 5, 4)
    phone.goto(f"{here}/")
    phone.get_by_role("button", name="Feed the street").click()
    expect(phone.get_by_role("button", name="Feed the street")).to_have_attribute("aria-pressed", "true")
