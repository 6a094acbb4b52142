"""The level picture: area is money, nothing overlaps, everything is said in words too."""

from collections.abc import Iterator

import pytest
from flask import Flask, current_app

from assembly.live.letters import width
from assembly.live.picture import GUTTER, HEIGHT, SMALLEST, WIDTH, Drawing, Sight, Words, draw
from assembly.rules.allocation import Outcome, Settings, Support, Terms, share_out
from assembly.words import money


class Dollars:
    currency, exponent = "USD", 2


@pytest.fixture(autouse=True)
def reader(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def hall(asks: int, pot: int = 8000) -> Outcome:
    """Proposals of falling support; every third asks a high minimum."""
    terms = [Terms(n, 1500 if n % 3 == 0 else 300 + n, 2000 + 50 * n, n) for n in range(1, asks + 1)]
    supports = {n: Support(people=3 + (asks - n) % 9, hours=60 - n) for n in range(1, asks + 1)}
    return share_out(pot, terms, supports, Settings())


def seen(outcome: Outcome, title: str = "Courtyard garden", page: int = 1) -> Drawing:
    titles = {int(str(share.terms.id)): f"{title} {share.terms.id}" for share in outcome.shares}
    drawing = draw(outcome, Sight(titles, lambda minor: money(minor, Dollars), 100, False), page)  # type: ignore[arg-type]
    assert drawing
    return drawing


@pytest.mark.parametrize("asks", [1, 2, 5, 6, 12])
def test_area_is_money_on_one_scale(asks: int) -> None:
    outcome = hall(asks)
    drawing = seen(outcome)
    for column in drawing.columns:
        share = outcome.share(column.number)
        if share.amount:
            area = column.width * column.water_height
            unit = drawing.square**2 / money_in(drawing)
            assert area == pytest.approx(share.amount * unit, rel=0.02)


@pytest.mark.parametrize("asks", [1, 2, 5, 6, 8, 9, 12, 40])
@pytest.mark.parametrize(
    "title", ["Radio", "A very long name for a project that mends all the bicycles", "Ⅲ", "مطبخ الليل"]
)
def test_everything_stays_on_the_sheet_and_is_large_enough(asks: int, title: str) -> None:
    drawing = seen(hall(asks), title)
    ends = [GUTTER, *(edge for column in drawing.columns for edge in (column.x, column.x + column.width))]
    assert ends == sorted(ends), "columns never overlap"
    assert ends[-1] <= WIDTH + 1
    for words in every_word(drawing):
        left = words.x - {"start": 0, "middle": 0.5, "end": 1}[words.anchor] * width(words.text, words.size)
        assert words.size >= SMALLEST
        assert left >= -1
        assert left + width(words.text, words.size) <= WIDTH + 8
        assert 0 <= words.y <= HEIGHT


def test_the_water_line_stands_at_the_rate() -> None:
    outcome = hall(6)
    drawing = seen(outcome)
    assert outcome.rate
    assert drawing.line_y
    between = [column for column in drawing.columns if outcome.share(column.number).status == "part" and column.dash_y]
    assert between
    for column in between:
        assert column.water_y == pytest.approx(drawing.line_y, abs=drawing.base * 0.02)


def test_no_line_is_drawn_when_nobody_is_between_minimum_and_ask() -> None:
    outcome = hall(2, pot=1_000_000)
    assert outcome.rate is None
    assert seen(outcome).line_y is None
    assert all(column.lid for column in seen(outcome).columns)


def test_an_empty_column_says_what_the_pot_had_and_what_it_needed() -> None:
    terms = [Terms(1, 700, 900, 1), Terms(2, 400, 800, 2)]
    outcome = share_out(1000, terms, {1: Support(9, 40), 2: Support(8, 39)}, Settings())
    drawing = seen(outcome)
    said = " ".join(words.text for words in drawing.columns[1].words)
    assert "not yet" in said
    assert "$300" in said
    assert "$400" in said
    for hard in ("passed", "short", "failed", "gate"):
        assert hard not in " ".join(drawing.description)


def test_the_words_for_those_who_cannot_see_it_name_every_proposal_and_sum() -> None:
    outcome = hall(12)
    said = " ".join(seen(outcome).description)
    for share in outcome.shares:
        assert f"Courtyard garden {share.terms.id}:" in said
        if share.amount:
            assert money(share.amount * 100, Dollars) in said  # type: ignore[arg-type]


def test_forty_proposals_page_by_rank() -> None:
    outcome = hall(40, pot=60_000)
    pages = [seen(outcome, page=page) for page in (1, 2, 3, 4)]
    assert {drawing.pages for drawing in pages} == {4}
    numbers = [column.number for drawing in pages for column in drawing.columns]
    assert numbers == [share.terms.id for share in outcome.shares]


def test_without_money_or_points_there_is_no_picture() -> None:
    nothing = share_out(1000, [Terms(1, 100, 200, 1)], {}, Settings())
    no_pot = share_out(0, [Terms(1, 100, 200, 1)], {1: Support(5, 5)}, Settings())
    sight = Sight({1: "Radio"}, str, 1, False)
    assert draw(nothing, sight) is None
    assert draw(no_pot, sight) is None


def test_elements_keep_their_names_while_the_room_moves() -> None:
    before, after = printed(seen(hall(6, 8000))), printed(seen(hall(6, 9000)))
    names = {f'id="column-{number}-column"' for number in range(1, 7)}
    assert all(name in before and name in after for name in names)
    assert "style=" not in before


def printed(drawing: Drawing) -> str:
    return str(current_app.jinja_env.get_template("allocation/_picture.html").module.picture(drawing))  # type: ignore[attr-defined]


def every_word(drawing: Drawing) -> list[Words]:
    return [*drawing.words, *(words for column in drawing.columns for words in column.words)]


def money_in(drawing: Drawing) -> int:
    label = next(words.text for words in drawing.words if words.text.startswith("is $"))
    return int(label.removeprefix("is $").replace(",", ""))
