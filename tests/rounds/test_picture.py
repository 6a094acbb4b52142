"""The level picture: area is money, nothing overlaps, everything is said in words too."""

import random
from collections.abc import Iterator
from itertools import combinations

import pytest
from flask import Flask

from assembly.rounds.readings.chart import CAPITAL, HEIGHT, WIDTH, Drawing, Sight, Words, draw
from assembly.rounds.rules.allocation import Outcome, Settings, Support, Terms, share_out

LONG = "A neighbourhood kitchen that cooks three nights a week for everybody who knocks"
UNBROKEN = "Gemeinschaftsdachgartenbewässerungsanlagengenossenschaft"
RIGHT_TO_LEFT = "مطبخ الليل الشعبي لكل الجيران في الحي"


def dollars(minor: int) -> str:
    return f"${minor / 100:,.0f}"


def hall(asks: int, pot: int = 8000) -> Outcome:
    """Proposals of falling support; every third asks a high minimum."""
    terms = [Terms(n, 1500 if n % 3 == 0 else 300 + n, 2000 + 50 * n, n) for n in range(1, asks + 1)]
    supports = {n: Support(people=3 + (asks - n) % 9, hours=60 - n) for n in range(1, asks + 1)}
    return share_out(pot, terms, supports, Settings())


def any_hall(seed: int) -> Outcome:
    """What no one would plan: gates not passed, no support at all, asks of nothing, one giant among dwarves."""
    chance = random.Random(seed)
    terms, supports = [], {}
    for n in range(1, chance.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 14, 40]) + 1):
        minimum = chance.choice([0, 1, 40, 300, 900, 1500])
        terms.append(Terms(n, minimum, minimum and minimum + chance.choice([0, 1, 500, 4000]), n))
        people = chance.choice([0, 1, 3, 9, 12, 400 if seed % 5 == 0 else 15])
        supports[n] = Support(people, people * chance.randrange(1, 6))
    rule = chance.choice(["floors_first", "common_rate"])
    return share_out(chance.choice([1, 500, 6000, 30_000]), terms, supports, Settings(rule=rule))


def seen(outcome: Outcome, title: str = "Courtyard garden", page: int = 1, locked: bool = False) -> Drawing:
    titles = {int(str(share.terms.id)): f"{title} {share.terms.id}" for share in outcome.shares}
    return draw(outcome, Sight(titles, dollars, 100, locked), page)


# the data


@pytest.mark.parametrize("asks", [1, 2, 5, 6, 8, 9, 12, 40])
def test_area_is_money_on_one_scale(asks: int) -> None:
    outcome = hall(asks, pot=1200 * asks)
    assert any(share.amount for share in outcome.shares)
    per_unit = set()
    for page in range(1, seen(outcome).pages + 1):
        drawing = seen(outcome, page=page)
        assert not any(column.beyond for column in drawing.columns)
        per_unit.add(round(drawing.square**2 / money_in_square(drawing), 2))
        for column in drawing.columns:
            area = column.width * column.water * money_in_square(drawing) / drawing.square**2
            assert area == pytest.approx(outcome.share(column.number).amount, rel=0.01)
    assert len(per_unit) == 1, "the same on every page"


def test_width_is_people_and_hours() -> None:
    outcome = hall(6)
    first, *others = seen(outcome).columns
    for column in others:
        points = outcome.share(first.number).points / outcome.share(column.number).points
        assert first.width / column.width == pytest.approx(points, rel=0.01)


def test_the_water_line_stands_at_the_rate() -> None:
    outcome = hall(6)
    drawing = seen(outcome)
    assert outcome.rate
    assert drawing.line
    rate, points = outcome.rate
    for column in drawing.columns:
        share = outcome.share(column.number)
        earned = min(max(rate * share.points / points, share.terms.minimum), share.terms.ask)
        assert column.water * earned == pytest.approx(column.water * share.amount, rel=0.01)
        assert column.frame == pytest.approx(
            drawing.line * share.terms.ask * points / share.points / rate, rel=0.01
        ) or (column.torn)


def test_a_column_lifted_to_its_minimum_stands_above_the_line_and_the_line_shows_through() -> None:
    outcome = hall(6)
    lifted = [column for column in seen(outcome).columns if outcome.share(column.number).terms.minimum == 1500]
    assert [outcome.share(column.number).amount for column in lifted] == [1500, 1500]
    for column in lifted:
        assert column.crossing == seen(outcome).line
        assert column.water > (seen(outcome).line or 0)


def test_no_line_is_drawn_when_nobody_is_between_minimum_and_ask() -> None:
    outcome = hall(2, pot=1_000_000)
    assert outcome.rate is None
    assert seen(outcome).line is None
    assert all(column.lid for column in seen(outcome).columns)


def test_a_frame_far_above_the_line_is_torn_off_and_still_says_what_it_asks() -> None:
    terms = [Terms(1, 100, 900, 1), Terms(2, 100, 90_000, 2)]
    drawing = seen(share_out(1000, terms, {1: Support(9, 40), 2: Support(9, 39)}, Settings()))
    assert [column.torn for column in drawing.columns] == [True, True]
    assert "asks $90,000" in said_in(drawing, 2)


# the words


@pytest.mark.parametrize("asks", [1, 2, 5, 6, 8, 9, 12, 40])
@pytest.mark.parametrize("title", ["Radio", LONG, UNBROKEN, "Ⅲ", RIGHT_TO_LEFT])
def test_words_of_any_length_stay_apart_and_on_the_sheet(asks: int, title: str) -> None:
    check_sheet(seen(hall(asks), title))


@pytest.mark.parametrize("seed", range(60))
def test_words_stay_apart_in_any_hall(seed: int) -> None:
    outcome = any_hall(seed)
    for page in range(1, seen(outcome).pages + 1):
        check_sheet(seen(outcome, page=page, locked=seed % 2 == 0))


def test_huge_sums_fit() -> None:
    terms = [Terms(n, 1_000_000, 15_000_000, n) for n in (1, 2, 3)]
    outcome = share_out(30_000_000, terms, {n: Support(30 * n, 90 * n) for n in (1, 2, 3)}, Settings())
    drawing = seen(outcome)
    check_sheet(drawing)
    assert "15,000,000" in said_in(drawing, 3)


def test_an_empty_column_says_what_the_pot_had_and_what_it_needed() -> None:
    outcome = share_out(
        1000, [Terms(1, 700, 900, 1), Terms(2, 400, 800, 2)], {1: Support(9, 40), 2: Support(8, 39)}, Settings()
    )
    assert outcome.share(2).status == "passed"
    assert "not yet the pot had $300 left, it needed $400" in said_in(seen(outcome), 2)
    assert "not this time the pot had $300 left" in said_in(seen(outcome, locked=True), 2)


def test_among_many_the_reason_stands_at_the_foot() -> None:
    outcome = hall(12, pot=4000)
    passed = [share for share in outcome.shares if share.status == "passed"]
    assert passed
    drawing = seen(outcome)
    notes = " ".join(words.text for words in drawing.words)
    for share in passed[:6]:
        assert f"{share.terms.id} the pot had" in notes
        assert f"left, it needed ${share.terms.minimum:,}" in notes


def test_a_gate_is_a_sentence_about_people() -> None:
    outcome = share_out(
        1000, [Terms(1, 70, 90, 1), Terms(2, 40, 80, 2)], {1: Support(9, 40), 2: Support(1, 39)}, Settings()
    )
    assert "not yet still needs 2 more people" in said_in(seen(outcome), 2)
    assert "not this time it needed 2 more people" in said_in(seen(outcome, locked=True), 2)


def test_the_line_says_what_an_hour_and_a_person_bring() -> None:
    outcome = hall(2, pot=3000)
    assert outcome.rate
    money, points = outcome.rate
    notes = " ".join(words.text for words in seen(outcome).words)
    assert f"about ${round(money / points)} an hour, and ${round(3 * money / points)} a person" in notes


def test_no_hard_word_is_ever_read_out() -> None:
    for seed in range(60):
        read = " ".join(
            [*seen(any_hall(seed)).description, *(words.text for words in every_word(seen(any_hall(seed))))]
        )
        for hard in ("passed", "short", "fail", "gate", "point"):
            assert hard not in read.lower()


def test_the_words_for_those_who_cannot_see_it_name_every_proposal_and_sum() -> None:
    outcome = hall(40, pot=60_000)
    read = " ".join(seen(outcome, page=2).description)
    for share in outcome.shares:
        assert f"Courtyard garden {share.terms.id}: {share.support.people} people, {share.support.hours} hours." in read
        assert not share.amount or dollars(share.amount * 100) in read


def test_who_asks_for_no_money_and_who_has_no_hours_stands_beside() -> None:
    terms = [Terms(1, 70, 90, 1), Terms(2, 0, 0, 2), Terms(3, 40, 80, 3)]
    drawing = seen(share_out(1000, terms, {1: Support(9, 40), 2: Support(8, 9)}, Settings()))
    assert [column.number for column in drawing.columns] == [1]
    notes = " ".join(words.text for words in drawing.words)
    assert "Has its people: Courtyard garden 2" in notes
    assert "No hours yet: Courtyard garden 3" in notes


def test_forty_proposals_page_by_rank() -> None:
    outcome = hall(40, pot=60_000)
    pages = [seen(outcome, page=page) for page in (1, 2, 3, 4)]
    assert {drawing.pages for drawing in pages} == {4}
    assert [drawing.page for drawing in pages] == [1, 2, 3, 4]
    numbers = [column.number for drawing in pages for column in drawing.columns]
    assert numbers == [share.terms.id for share in outcome.shares]
    assert seen(outcome, page=99).page == 4


def test_where_there_is_nothing_to_draw_it_invites() -> None:
    asked = [Terms(1, 100, 200, 1)]
    nobody = seen(share_out(1000, asked, {}, Settings()))
    no_pot = seen(share_out(0, asked, {1: Support(5, 5)}, Settings()))
    no_asks = seen(share_out(1000, [], {}, Settings()))
    assert [drawing.title for drawing in (nobody, no_pot, no_asks)] == [
        "No hours yet.",
        "Tonight there is no pot.",
        "Nobody asks for money yet.",
    ]
    for drawing in (nobody, no_pot, no_asks):
        assert not drawing.columns
        check_sheet(drawing)


def test_it_speaks_the_language_it_is_given() -> None:
    outcome = hall(2, pot=3000)
    sight = Sight(
        {1: "Radio", 2: "Beete"},
        dollars,
        100,
        False,
        gettext=lambda text, **values: (
            text.replace("an hour, and %(amount)s a person", "die Stunde, je Mensch %(amount)s") % values
        ),
        ngettext=lambda one, many, num, **_: f"{num} Leute" if "people" in many else f"{num} Stunden",
    )
    words = " ".join(words.text for words in every_word(draw(outcome, sight)))
    assert "die Stunde," in words
    assert "Leute" in words
    assert "people," not in words


# the page


def test_elements_keep_their_names_while_the_room_moves(app: Flask) -> None:
    before, after = printed(app, seen(hall(6, 8000))), printed(app, seen(hall(6, 9000)))
    for number in range(1, 7):
        for part in ("shape", "words"):
            assert f'id="column-{number}-{part}"' in before
            assert f'id="column-{number}-{part}"' in after
    assert 'id="round-line"' in before
    assert "style=" not in before


def test_a_title_is_text_and_nothing_else(app: Flask) -> None:
    assert "<script" not in printed(app, seen(hall(2), "<script>"))


def check_sheet(drawing: Drawing) -> None:
    """Everything large enough, on the sheet, apart from each other, and clear of water line, key lines and dashes."""
    edges = [edge for column in drawing.columns for edge in (column.x, column.x + column.width)]
    assert edges == sorted(edges), "columns never overlap"
    assert not edges or edges[-1] <= WIDTH + 1
    for words in every_word(drawing):
        assert min(words.size, words.sign_size if words.sign else words.size) >= 34
        left, right, top, bottom = box(words)
        assert left >= -1, words
        assert right <= WIDTH + 1, words
        assert top >= -1, words
        assert bottom <= HEIGHT, words
        assert drawing.line is None or right < drawing.line_x or bottom < drawing.line_y or top > drawing.line_y + 9, (
            words
        )
    for one, other in combinations(every_word(drawing), 2):
        assert apart(box(one), box(other)), (one, other)
    for column in drawing.columns:
        for words in column.words:
            left, right, *_ = box(words)
            inside = -column.frame < words.y < 0
            assert not inside or (left >= 0 and right <= column.width), words
            assert column.dash is None or not words.y - words.size * CAPITAL < -column.dash < words.y, words


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]


def box(words: Words) -> tuple[float, float, float, float]:
    """Left, right, top of the capitals, base line."""
    left = words.x - {"start": 0, "middle": 0.5, "end": 1}[words.anchor] * words.across
    return left, left + words.across, words.y - words.size * CAPITAL, words.y


def every_word(drawing: Drawing) -> list[Words]:
    return [*drawing.words, *in_columns(drawing)]


def in_columns(drawing: Drawing) -> Iterator[Words]:
    for column in drawing.columns:
        for words in column.words:
            x, y = column.x + words.x, drawing.base + words.y
            yield Words(x, y, words.size, words.text, words.anchor, words.look, words.sign)


def said_in(drawing: Drawing, number: int) -> str:
    return " ".join(words.text for column in drawing.columns if column.number == number for words in column.words)


def money_in_square(drawing: Drawing) -> int:
    label = next(words.text for words in drawing.words if words.text.startswith("is $"))
    return int(label.removeprefix("is $").replace(",", ""))


def printed(app: Flask, drawing: Drawing) -> str:
    with app.test_request_context("/"):
        return str(app.jinja_env.get_template("rounds/_picture.html").module.picture(drawing))  # type: ignore[attr-defined]
