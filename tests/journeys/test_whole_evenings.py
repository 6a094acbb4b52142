"""Both evenings whole, from doors to printed sheets: a desk that presses, guests who join in, screens that follow."""

import random
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from assembly.rehearsal.phones.guests import Guest, Rehearsal
from tests.journeys.conftest import LAPTOP, PHONE, PROJECTOR
from tests.journeys.test_pictures import signed_in
from tests.support.server import Caller, Server, come_in, door_code, end_last_call

pytestmark = pytest.mark.browser
MOST_PRESSES = 30  # on the desk, in a whole evening
GUESTS = 10  # beside two phones in browsers


class Evening:
    """One rehearsal with its desk, its wall, two phones and a room of guests. `presses`: on the desk."""

    def __init__(self, server: Server, open_page: Callable[..., Page], kind: str) -> None:
        self.fay = rehearsal_of(server, kind)
        here = f"{server.url}/g/{self.fay.slug}"
        self.desk = signed_in(open_page(LAPTOP), self.fay)
        self.wall = signed_in(open_page(PROJECTOR), self.fay)
        self.phones = [signed_in(open_page(PHONE), come_in(self.fay, name)) for name in ("Ana", "Bo")]
        self.desk.goto(f"{here}/desk")
        self.wall.goto(f"{here}/wall")
        for phone in self.phones:
            phone.goto(f"{here}/")
        self.second = facilitator_by_link(self.fay, server)
        self.room = Rehearsal(server.url, door_code(self.fay), GUESTS, random.Random(7))
        while len(self.room.inside) < GUESTS:
            self.room.arrive()
        self.presses = 0
        self.steps = ["doors"]

    @property
    def step(self) -> str:
        return self.steps[-1]

    def press(self, button: str) -> None:
        """A button of the desk, by the words it begins with, until the server has answered."""
        self.presses += 1
        with self.desk.expect_response(lambda answer: answer.request.method == "POST"):
            self.desk.locator("main").get_by_role("button", name=re.compile(f"^{button}")).first.click()

    def next(self) -> None:
        """One Next; every screen shows what the desk says."""
        here = self.desk.locator(".sheet [aria-current] .title").text_content()
        self.press("Next:")
        expect(self.desk.locator(".sheet [aria-current] .title")).not_to_have_text(here or "")
        self.steps.append(step_of(self.fay))
        expect(self.wall.locator(f"main[data-step={self.step}]")).to_be_visible()
        for phone in self.phones:
            expect(phone.locator(f"#gathering-step[data-step={self.step}]")).to_be_attached()

    def two_press_next(self) -> None:
        """Two facilitators at once: one wins, the other is told, and the room moved by one step."""
        at = re.search(r'name="at" value="(\d+)"', self.fay.get("/desk"))
        to = re.search(r'name="to" value="(\d+)"', self.fay.get("/desk"))
        assert at
        assert to
        answers = [who.post("/step", to=to[1], at=at[1]) for who in (self.second, self.fay)]
        assert [answer.status for answer in answers] == [303, 409]
        assert "Somebody else moved first" in answers[1].text
        self.steps.append(step_of(self.fay))
        expect(self.wall.locator(f"main[data-step={self.step}]")).to_be_visible()
        self.desk.reload()

    def join_in(self) -> None:
        """Everybody once: a page Now that asks for something takes what they say."""
        for guest in self.room.inside:
            said = self.room.join_in(guest, self.step)
            assert said or not asks(guest), f"{guest.name} could not join in at {self.step}"


def rehearsal_of(server: Server, kind: str) -> Caller:
    fay = Caller(server.url)
    fay.memory = server.memory
    assert fay.post("/key", key=server.operator_key()).status == 303
    made = fay.post("/rehearsals", time_zone="UTC", kind=kind)
    assert made.status == 303, made.text
    fay.slug = made.location.split("/")[2]
    return fay


def facilitator_by_link(fay: Caller, server: Server, role: str = "facilitator", place: str = "/links") -> Caller:
    """Somebody whose browser opened a link that the desk made."""
    assert fay.post(place, role=role).status == 303
    link = re.search(r'class="secret"><a href="[^"#]*#([^"]+)"', fay.get("/desk/links"))
    assert link
    other = Caller(server.url)
    assert other.post("/key", key=link[1]).status == 303
    other.slug = fay.slug
    return other


def step_of(fay: Caller) -> str:
    found = re.search(r'data-step="([\w-]+)"', fay.get("/wall"))
    assert found
    return found[1]


def asks(guest: Guest) -> bool:
    """Does the page Now have a field or a choice in its main part?"""
    main = guest.here("/").partition("<main")[2].partition("</main>")[0]
    return "<form" in main


def steps_until(evening: Evening, last: str) -> Iterator[str]:
    """Each step as the room comes to it, up to `last`."""
    while evening.step != last:
        evening.next()
        yield evening.step


def test_a_mapping_gathering_from_doors_to_printed_sheets(server: Server, open_page: Callable[..., Page]) -> None:
    evening = Evening(server, open_page, "mapping-gathering")
    evening.two_press_next()
    helper = facilitator_by_link(evening.fay, server, "helper")
    assert helper.post("/help", name="Old Maria").status == 303
    for step in steps_until(evening, "closing"):
        if step == "board":
            assert helper.post("/help/13/cards", kind="skills", words="Forty years of baking").status == 303
            for guest in evening.room.inside:
                evening.room.share(guest, step)
            evening.phones[0].reload()
        elif step == "needs":
            evening.join_in()
            evening.wall.context.set_offline(True)
            evening.wall.context.set_offline(False)
        elif step == "stars":
            evening.join_in()
            evening.press("Show the top three")
        elif step in ("clusters", "pods", "checkout"):
            evening.join_in()
    assert evening.steps == [
        "doors", "welcome", "pairs", "board", "reading", "needs", "break", "clusters", "stars", "pods", "readback",
        "checkout", "closing",
    ]  # fmt: skip
    assert evening.presses <= MOST_PRESSES
    printed_and_shared(evening)


def test_a_congress_from_doors_to_printed_sheets(server: Server, open_page: Callable[..., Page]) -> None:
    evening = Evening(server, open_page, "quarterly-congress")
    presenter = facilitator_by_link(evening.fay, server, place="/proposals/1/presenter")
    for step in steps_until(evening, "allocation"):
        if step == "presenting":
            assert "You present:" in presenter.get("/presenter/1")
            for _ in range(3):
                evening.press("Give the floor to")
                expect(evening.wall.locator(".clock").first).to_be_visible()
            evening.join_in()
        elif step == "temperature":
            evening.press("Ask")
            evening.join_in()
            evening.press("Close it")
        elif step == "pledging":
            for guest in evening.room.inside:
                assert evening.room.promise(guest, step)
            evening.phones[0].reload()
    evening.press("Show the money")
    evening.press("Start the last call")
    end_last_call(evening.fay)
    evening.desk.reload()
    evening.desk.locator("#close-round summary").click()
    evening.press("Yes, close the round")
    for step in steps_until(evening, "closing"):
        if step in ("objections", "rotation", "victories", "checkout"):
            evening.join_in()
    assert evening.presses <= MOST_PRESSES
    printed_and_shared(evening)


def printed_and_shared(evening: Evening) -> None:
    """What is left on paper and on the page that everybody may read."""
    assert evening.fay.look("/paper").status == 200
    assert "/desk/document" in evening.fay.get("/desk")
    link = re.search(r'href="(?:https?://[^/"]+)?/g/[\w-]+(/document/[\w-]+)"', evening.fay.get("/desk/document"))
    assert link, "the desk leads to the shared document"
    document = Caller(evening.fay.url, evening.fay.slug).look(link[1])
    assert document.status == 200
    names = [guest.name for guest in evening.room.inside]
    assert not [name for name in names if f">{name}<" in document.text], "nobody asked to be named"
