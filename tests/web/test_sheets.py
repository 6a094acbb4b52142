"""Pages drawn once for a hall: the same bytes as a page drawn for one, and nobody's own words in another's."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader, UndefinedError

from assembly import language as words
from assembly.board.readings.board import board
from assembly.extensions import db
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.readings.visitor import Visitor, visitor_of
from assembly.people.web import sheets
from tests.support.cast import Person, code_of, come_in, end_last_call, propose, start_gathering
from tests.support.ears import Ears
from tests.support.statements import listening

ONE_DRAWING = re.compile(r'(name="(?:csrf_token|key)" value=")[^"]+')
LONG = 3600.0  # seconds: a slow machine must not draw anew what a test says is kept
STEPS = {
    "congress": ("doors", "board", "presenting", "pledging", "allocation", "closing"),
    "mapping": ("doors", "board", "reading", "closing"),
}
PLACES = {
    "congress": ("/", "/proposals/", "/proposals/1", "/proposals/2", "/allocation", "/board/tools", "/board/tools/new"),
    "mapping": ("/", "/board/skills", "/board/spaces", "/board/skills/new"),
}


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The templates of sheets, as often as they were drawn; all are kept until the test is over."""
    found: list[str] = []
    draw = sheets._drawn

    def seen(template: str, *how: object) -> str:
        found.append(template)
        return draw(template, *how)  # type: ignore[arg-type]

    monkeypatch.setattr(sheets, "_drawn", seen)
    monkeypatch.setattr(sheets.sheets, "seconds", LONG)
    monkeypatch.setattr(sheets.pieces, "seconds", LONG)
    yield found
    for memo in (sheets.sheets, sheets.pieces):
        memo._kept.clear()


@pytest.mark.parametrize("kind", PLACES)
def test_every_step_is_the_same_page_drawn_for_all_or_for_one(
    app: Flask, drawn: list[str], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(words, "LANGUAGES", ("en", "de"))
    fay = evening(app, kind)
    busy, others = come_in(app, fay.slug, "Ana & Bo"), [come_in(app, fay.slug, name) for name in ("Cem", "")]
    for at, step in enumerate(STEPS[kind]):
        do_what_is_done_at(app, step, fay, busy)
        for place, language in product(PLACES[kind], words.LANGUAGES):
            for person in (busy, *others):
                assert seen(person, place, language) == seen(person, f"{place}?drawn=alone", language), (step, place)
            before = list(drawn)
            for person in others:
                seen(person, place, language)
            assert drawn == before, "it was kept"
        assert fay.post("/step", to=at + 1, at=at).status_code == (303 if at + 1 < len(STEPS[kind]) else 422)


def do_what_is_done_at(app: Flask, step: str, fay: Person, busy: Person) -> None:
    if step == "reading":
        busy.post("/board/skills", words="Mend <bicycles>")
    elif step == "presenting":
        busy.post("/board/tools", words="A van")
    elif step == "pledging":
        busy.post("/proposals/1/pledge", hours=3, first_hour="later")
        busy.post("/proposals/2/wants/1")
    elif step == "allocation":
        fay.post("/allocation/money")
        fay.post("/allocation/last-call")
        end_last_call(app)
        assert fay.post("/allocation/closure", sure="yes").status_code == 303


def test_the_door_is_the_same_page_drawn_for_all_or_for_one(app: Flask, fay: Person, drawn: list[str]) -> None:
    door = f"/j/{code_of(app, fay.slug).replace(' ', '')}"
    pages = [seen(Person(app), place, "en") for place in (door, door, f"{door}?drawn=alone")]
    assert pages[0] == pages[1] == pages[2]
    assert drawn == ["people/come_in.html"] * 2


@pytest.mark.parametrize(("place", "asks"), [("/", 1), ("/proposals/", 1), ("/proposals/1", 1), ("/allocation", 1)])
def test_the_second_who_comes_is_asked_for_once(app: Flask, ana: Person, bo: Person, place: str, asks: int) -> None:
    ana.page(place)
    assert len(asked_by(bo, place)) == asks
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert len(asked_by(bo, place)) > asks, "a new version is drawn anew"
    assert len(asked_by(bo, place)) == asks


def test_who_promised_is_asked_for_that_too(app: Flask, ana: Person, bo: Person) -> None:
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    bo.page("/")
    assert len(asked_by(ana, "/")) == 2
    assert "You promised 2 hours" in ana.page("/")
    assert "You promised" not in bo.page("/")


def test_the_socket_asks_once_who_comes(app: Flask, ana: Person) -> None:
    wish = {"slug": ana.slug, "audience": "phones"}
    with listening(app) as asked:
        ears = Ears(app, ana.browser, wish)
    assert not ears.refused
    assert len(without_begin(asked)) == 1
    ears.close()


def test_who_comes_in_is_counted_on_a_page_that_is_not_drawn_again(app: Flask, drawn: list[str]) -> None:
    fay = evening(app, "mapping")
    ana = come_in(app, fay.slug, "Ana")
    assert ">Bo</li>" not in ana.page("/")
    bo = come_in(app, fay.slug, "Bo")
    assert "<b>2</b> people here" in bo.page("/")
    assert ">Bo</li>" in ana.page("/")
    assert drawn == ["people/here.html"]
    assert version(ana.page("/")) == version(ana.page("/?drawn=alone")) > 0


def test_coming_in_again_under_another_name_is_no_arrival(app: Flask, drawn: list[str]) -> None:
    fay = evening(app, "mapping")
    ana, bo = come_in(app, fay.slug, "Ana"), come_in(app, fay.slug, "Bo")
    assert fay.post("/step", to=1, at=0).status_code == 303
    bo.post("/board/skills", words="Mend bicycles")
    assert ">Bo<" in ana.page("/board/skills")
    bo.post("/people", code=code_of(app, fay.slug), name="Beatrice")
    assert ">Beatrice<" in ana.page("/board/skills")


def test_a_name_that_was_hidden_or_forgotten_does_not_come_back(app: Flask) -> None:
    fay = evening(app, "mapping")
    ana, cleo, dan = (come_in(app, fay.slug, name) for name in ("Ana", "Cleo", "Dan"))
    assert ">Cleo</li>" in ana.page("/")
    assert fay.post("/people/2/hiding").status_code == 303
    assert "Cleo" not in ana.page("/")
    assert ">Dan</li>" in ana.page("/")
    dan.post("/me/forgetting")
    come_in(app, fay.slug, "Eva")
    assert "Dan" not in ana.page("/")
    assert ">Eva</li>" in ana.page("/")
    assert "Cleo" in cleo.page("/"), "its owner still sees it"


def test_every_form_has_a_token_and_a_key_of_its_own_and_works(app: Flask, ana: Person, bo: Person) -> None:
    hers, his = hidden(ana.page("/proposals/1")), hidden(bo.page("/proposals/1"))
    assert hers["csrf_token"] != his["csrf_token"]
    assert hers["key"] != his["key"] != hidden(bo.page("/proposals/1"))["key"]
    wish = {"hours": 2, "first_hour": "later"}
    address = f"/g/{ana.slug}/proposals/1/pledge"
    assert ana.browser.post(address, data={**wish, **his}).status_code == 400
    assert ana.browser.post(address, data={**wish, **hers}).status_code == 303
    assert bo.browser.post(address, data={**wish, **his}).status_code == 303
    assert "<b>4</b> hours" in ana.page("/proposals/")


def test_a_card_is_posted_from_a_page_that_was_drawn_for_all(app: Flask) -> None:
    fay = evening(app, "mapping")
    ana, bo = come_in(app, fay.slug, "Ana"), come_in(app, fay.slug, "Bo")
    assert fay.post("/step", to=1, at=0).status_code == 303
    ana.page("/")
    posted = bo.browser.post(f"/g/{bo.slug}/board/skills", data={"words": "Mend bicycles", **hidden(bo.page("/"))})
    assert posted.status_code == 303
    shown = " ".join(bo.browser.get(posted.location).text.split())
    assert 'On the board: <b dir="auto">Mend bicycles</b>' in shown
    assert "On the board:" not in ana.page("/board/skills/new")


def test_what_somebody_typed_stays_on_their_own_page(app: Flask, ana: Person, bo: Person) -> None:
    bo.page("/proposals/1")
    answered = ana.post("/proposals/1/pledge", hours="other", other="77", first_hour="later").text
    assert 'value="77"' in answered
    assert 'role="alert" tabindex="-1"' in answered
    assert 'value="77"' not in bo.page("/proposals/1")
    assert 'role="alert" tabindex="-1"' not in bo.page("/proposals/1")


def test_a_refusal_without_a_form_stands_on_ones_own_page(fay: Person, ana: Person, bo: Person) -> None:
    fay.post("/allocation/money")
    bo.page("/proposals/1")
    answered = ana.get("/proposals/1/what-if")
    assert answered.status_code == 422
    assert "Please pick a number of hours." in answered.text
    assert "Please pick a number of hours." not in bo.page("/proposals/1")


def test_the_cards_i_stand_beside_are_those_of_the_board(app: Flask) -> None:
    fay = evening(app, "mapping")
    ana, bo = come_in(app, fay.slug, "Ana"), come_in(app, fay.slug, "Bo")
    assert fay.post("/step", to=1, at=0).status_code == 303
    for card in ("Cook", "Mend bicycles", "Mend bikes", "Sing"):
        ana.post("/board/skills", words=card)
    fay.post("/board/3/merging", into="2")
    fay.post("/board/4/hiding")
    bo.post("/board/names", card=2)
    ana.post("/board/names", take_off=1)
    with app.test_request_context("/"):
        for name in ("Ana", "Bo"):
            me = db.session.query(Participant).filter_by(name=name).one()
            mine = [card.number for card in board(me.gathering).mine(me)]
            assert mine
            assert f'data-numbers="{" ".join(map(str, mine))}"' in {"Ana": ana, "Bo": bo}[name].page("/board/skills")


def test_a_kept_page_has_the_headers_of_every_page(app: Flask, ana: Person, bo: Person) -> None:
    ana.page("/")
    kept, alone = bo.get("/").headers, bo.get("/?drawn=alone").headers
    names = ("Cache-Control", "Assembly-Version", "Content-Security-Policy", "Content-Type", "Vary")
    assert [kept[name] for name in names] == [alone[name] for name in names]
    assert kept["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", sheets.OUT_OF_REACH)
def test_a_sheet_that_reaches_for_a_person_breaks(app: Flask, ana: Person, name: str) -> None:
    template = DictLoader({"reaches.html": f"{{{{ {name}.anything }}}}"})
    app.jinja_env.loader = ChoiceLoader([template, app.jinja_env.loader])  # type: ignore[list-item]
    with app.test_request_context(f"/g/{ana.slug}/"), pytest.raises(UndefinedError, match=name):
        sheets.sheet("reaches.html", visiting(ana.slug), lambda reading: {})


def visiting(slug: str) -> Visitor:
    found = visitor_of(slug, "")
    assert found
    return found


def evening(app: Flask, kind: str) -> Person:
    """At its doors."""
    fay = start_gathering(app, "Eastside Assembly", f"An evening, {kind}", kind=kind)
    if kind == "congress":
        assert fay.post("/allocation", divided=8000).status_code == 303
        propose(fay, "Night-watch <kitchen>", 1400, 3600)
        propose(fay, "Food run", 500, 2000, wants="a van, two pots")
    return fay


def seen(person: Person, place: str, language: str) -> str:
    """A page, but for what is of this one drawing."""
    response = person.get(place, headers={"Accept-Language": language})
    assert response.status_code == 200, (place, response.status)
    assert f'lang="{language}"' in response.text
    return ONE_DRAWING.sub(r"\1", response.text)


def asked_by(person: Person, place: str) -> list[str]:
    with listening(person.app) as asked:
        person.page(place)
    return without_begin(asked)


def without_begin(asked: list[str]) -> list[str]:
    return [statement for statement in asked if not statement.startswith("BEGIN")]


def hidden(page: str) -> dict[str, str]:
    """What a form of the page sends along."""
    return dict(re.findall(r'name="(csrf_token|key)" value="([^"]+)"', page))


def version(page: str) -> int:
    found = re.search(r'data-version="(\d+)"', page)
    assert found
    return int(found[1])


def test_a_page_of_the_old_step_never_says_it_is_of_the_new_one(
    fay: Person, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Next is pressed between the look at the door and the reading: the phone must find out that the room goes on."""
    real, pressed = sheets.read, []

    def read(slug: str) -> Reading | None:
        if not pressed:
            pressed.append(fay.post("/step", to=2, at=1).status_code)
        return real(slug)

    monkeypatch.setattr(sheets, "read", read)
    page = ana.page("/")
    assert pressed == [303]
    assert "round-cards" in page
    assert body_step(page) == "pledging"
    assert body_step(ana.page("/")) == "allocation"


def body_step(page: str) -> str:
    """The step that a page is of."""
    return page[page.index("<body") :].split('data-step="')[1].split('"')[0]
