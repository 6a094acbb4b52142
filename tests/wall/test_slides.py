"""The wall's slides: sizes by length, pages about as full, and what the closing slide says to everybody."""

import re
from typing import Any

import pytest
from flask import Flask

from assembly.rounds.readings import fixes as kept
from assembly.rounds.readings.listings import CALLS_A_PAGE, evenly
from assembly.rounds.rules.allocation import Line
from assembly.typesetting.sizes import SIZES, figure, largest, lines
from tests.support.cast import Person, end_last_call
from tests.support.evenings import TITLE, Evening, call_last, close, put_on_the_table, show_the_money, show_the_pot


def test_a_sum_takes_the_largest_size_it_fits_in() -> None:
    assert figure("$8,000", 45, (5, 4, 3, 2)).size == 5
    assert figure("IDR987,654,000", 45, (5, 4, 3, 2)).size == 3
    assert figure("IDR999,999,999,999,999", 1, (5, 4)).size == min(SIZES)


def test_a_title_of_sixty_letters_is_given_the_lines_it_needs() -> None:
    assert largest(["Radio"], 72, 10, (3, 2, 1)) == 3
    assert largest(["Radio", TITLE], 72, 10, (3, 2, 1)) == 2
    assert lines("W" * 60, 50, 1) == 1 + int(60 * 0.95 * 3.15 / 50)


@pytest.mark.parametrize(("count", "most", "each"), [(0, 12, 1), (12, 12, 12), (13, 12, 7), (16, 12, 8), (40, 12, 10)])
def test_pages_are_about_as_full(count: int, most: int, each: int) -> None:
    assert evenly(count, most) == each


def test_the_closing_slide_says_what_stays_and_where_to_meet_and_who_has_people(app: Flask) -> None:
    fay = put_on_the_table(app, Evening(8, people=20))
    show_the_pot(fay)
    show_the_money(fay)
    call_last(fay)
    close(fay)
    wall = fay.page("/wall")
    assert "Meet here" not in wall, "nobody said where"
    assert fay.post("/meeting-place", meeting_place="the kitchen").status_code == 303
    wall = fay.page("/wall")
    assert "Not this time? Meet here: the kitchen." in wall
    assert re.search(r"\$[\d,]+ stays in the pot\.", wall)
    assert "it has its people" in wall
    assert re.search(r"it needed \d more", wall)
    assert "still needs" not in wall


def test_the_foot_leaves_the_address_away_where_a_second_line_would_take_room_from_the_picture(app: Flask) -> None:
    app.config["PUBLIC_URL"] = "http://192.168.178.20:8000"
    fay = put_on_the_table(app, Evening(8, people=20))
    show_the_pot(fay)
    assert "Join at <b>192.168.178.20:8000</b>" in fay.page("/wall")
    show_the_money(fay)
    assert "Join with <b>" in fay.page("/wall"), "the sentence here is a long one"


def test_every_wall_calls_a_proposal_by_the_number_phones_show(app: Flask, fay: Person) -> None:
    number = re.compile(r'<b class="number">2</b> <span><bdi>Tool library')
    assert number.search(fay.page("/wall"))
    show_the_pot(fay)
    assert number.search(fay.page("/wall"))
    show_the_money(fay)
    call_last(fay)
    assert number.search(fay.page("/wall"))
    end_last_call(app)
    close(fay)
    assert number.search(fay.page("/wall"))


def test_the_last_call_asks_the_rule_about_its_page_only(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fay = put_on_the_table(app, Evening(20, people=2))
    show_the_pot(fay)
    show_the_money(fay)
    call_last(fay)
    asked: list[int] = []

    fix = Line.fix

    def counted(line: Line, number: Any) -> Any:
        asked.append(number)
        return fix(line, number)

    monkeypatch.setattr(Line, "fix", counted)
    kept.fixes.cache_clear()
    fay.page("/wall")
    assert 0 < len(asked) <= CALLS_A_PAGE
    fay.page("/wall")
    assert len(asked) <= CALLS_A_PAGE
