"""The page one prints: every sum on it is the room's, and a pencil can redo it."""

import re

from flask import Flask

from tests.support.cast import Person, come_in, end_last_call


def crowd(fay: Person) -> None:
    people = [come_in(fay.app, fay.slug, f"Guest {number}") for number in range(8)]
    for person in people:
        person.post("/proposals/1/pledge", hours=3, first_hour="later")
    for person in people[:4]:
        person.post("/proposals/2/pledge", hours=2, first_hour="later")


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_before_the_money_shows_the_page_leaves_room_for_it(fay: Person) -> None:
    crowd(fay)
    said = text(fay.page("/paper"))
    assert "3 × 8 + 24 = 48" in said
    assert "$3,600" in said, "what it asks"
    assert said.count("$2,000") == 1, "what the library asks, not what it would get"


def test_the_closed_page_has_every_amount_every_turn_and_the_rest(app: Flask, fay: Person) -> None:
    crowd(fay)
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    end_last_call(app)
    fay.post("/allocation/closure", sure="yes")
    said = text(fay.page("/paper"))
    assert "closed" in said
    assert "Night-watch kitchen $8,000 − $1,400" in said
    assert "Tool library $6,600 − $500" in said
    assert "Left in the pot $2,400" in said


def test_only_a_facilitator_prints(fay: Person, ana: Person) -> None:
    assert ana.get("/paper").status_code == 403
    assert ana.get("/paper/card").status_code == 403
    assert "Join on your phone" in fay.page("/paper/card")


def test_an_empty_evening_prints_too(app: Flask) -> None:
    from tests.support.cast import start_gathering

    early = start_gathering(app, "Southside", "First evening")
    assert "No proposals yet" in early.page("/paper")
