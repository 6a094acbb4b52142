"""The open book, receipts, and the budget: readable by anybody, and nothing in them leads to a person."""

import csv
import io
import re
from dataclasses import dataclass

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import RuleBroken
from assembly.kernel.rules.codes import WORDS, words_of
from assembly.kernel.rules.numbers import money
from assembly.people.models import Participant
from tests.support.cast import Person, come_in, end_evening, open_evening, propose, refusal, start_gathering


def stranger(app: Flask) -> Person:
    return Person(app)


def address(app: Flask, place: str) -> str:
    with app.app_context():
        return f"/a/{db.session.query(Assembly).order_by(Assembly.id).first().slug}{place}"  # type: ignore[union-attr]


def decide(app: Flask, fay: Person) -> None:
    for name in ("Ana", "Bo", "Cleo"):
        come_in(app, fay.slug, name).post("/proposals/1/pledge", hours=2, first_hour="later")
    end_evening(app, fay)


def test_words_for_the_eyes_come_from_the_whole_mark() -> None:
    assert len(set(WORDS)) == len(WORDS) > 200
    one, other = words_of("0" * 63 + "1"), words_of("0" * 63 + "2")
    assert one != other
    assert all(word in WORDS for word in one.split())
    assert len(one.split()) == 4
    assert words_of("f" * 64) == words_of("f" * 64)


def test_a_pledge_has_a_receipt_and_the_open_book_has_the_same_words(app: Flask, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    with app.app_context():
        row = db.session.query(LedgerRow).filter_by(kind="hours pledged").one()
        number, words, mark = row.seq, row.words, row.hash
    mine = ana.page("/proposals/1/receipt")
    assert f"<b>{number}</b>" in mine
    assert [word in mine for word in words.split()] == [True] * 4
    assert f'data-hash="{mark}"' in mine
    assert address(app, f"/book/{number}") in mine
    assert f"{number}:{mark}" in ana.page("/me"), "the phone keeps the whole mark"
    found = stranger(app).page(address(app, f"/book/{number}"))
    assert words in found
    assert mark in found
    assert "Hours pledged, proposal 1, 2 hours" in found


def test_a_receipt_follows_the_last_change(app: Flask, ana: Person, bo: Person) -> None:
    assert ana.get("/proposals/1/receipt").status_code == 404
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    ana.post("/proposals/1/pledge/withdrawal")
    with app.app_context():
        number = db.session.query(LedgerRow).filter_by(kind="pledge withdrawn").one().seq
    assert f"<b>{number}</b>" in ana.page("/proposals/1/receipt")
    assert bo.get("/proposals/1/receipt").status_code == 404, "a receipt is its giver's"


def test_the_open_book_names_nobody_and_joins_nothing(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    with app.app_context():
        me = db.session.query(Participant).one()
        secrets = ["Ana", "Night-watch", me.handle, fay.slug]
        rows = db.session.query(LedgerRow).count()
    pages = [stranger(app).page(address(app, "/book"))]
    pages += [stranger(app).page(address(app, f"/book/{number}")) for number in range(1, rows + 1)]
    assert [secret for secret in secrets if secret in "".join(pages)] == []


def test_open_pages_draw_no_cookie(app: Flask, fay: Person) -> None:
    for place in ("/book", "/book/1", "/budget", "/budget/moves.csv", "/budget/allocations.csv"):
        answered = stranger(app).get(address(app, place))
        assert answered.status_code == 200, place
        assert "Set-Cookie" not in answered.headers


def test_the_book_is_paged_to_its_first_row(app: Flask, fay: Person, ana: Person) -> None:
    for hours in range(1, 60):
        ana.post("/proposals/1/pledge", hours=hours % 6 + 1, first_hour="later")
    seen: list[int] = []
    place: str | None = address(app, "/book")
    while place:
        page = stranger(app).page(place)
        seen += [int(number) for number in re.findall(r"<b>(\d+)</b><span", page)]
        older = re.search(r'href="([^"]+)">Older rows', page)
        place = older[1] if older else None
    assert seen == list(range(seen[0], 0, -1))
    assert len(seen) > 60
    assert "Newer rows" in page


@pytest.mark.parametrize("place", ["/book/0", "/book/99999", "/book/99999999999999999999", "/nothing"])
def test_what_is_not_in_the_book_is_not_there(app: Flask, fay: Person, place: str) -> None:
    assert stranger(app).get(address(app, place)).status_code == 404
    assert stranger(app).get("/a/nosuch/book").status_code == 404
    assert stranger(app).get("/a/nosuch/budget").status_code == 404


@pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 30, "٣"])
def test_a_nonsense_page_of_the_book_is_still_a_page(app: Flask, fay: Person, before: str) -> None:
    assert stranger(app).get(address(app, f"/book?before={before}")).status_code == 200


def test_the_wall_and_the_phones_are_told_where_the_book_stood_at_each_step(
    app: Flask, fay: Person, ana: Person, wall: Person
) -> None:
    with app.app_context():
        step = db.session.query(LedgerRow).filter_by(kind="step moved").one()
        number, words, mark = step.seq, step.words, step.hash
    assert f"row {number}:" in fay.page("/wall")
    assert words in fay.page("/wall")
    assert f"{number}:{mark}" in ana.page("/")
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert words in fay.page("/wall"), "a pledge does not move it"
    fay.post("/step", to=2, at=1)
    assert words not in fay.page("/wall")
    assert f"{number}:{mark}" in ana.page("/"), "phones hear the earlier ones too"


def test_the_budget_adds_up_and_says_why(app: Flask, fay: Person) -> None:
    decide(app, fay)
    page = stranger(app).page(address(app, "/budget"))
    sums = re.findall(r"<dd>(?:<b[^>]*>)?([^<]+)", page)
    assert sums == ["$8,000", "$3,600", "$0", "$4,400"]
    assert "Night-watch kitchen" in page
    assert "It got all it asked for." in page
    assert "Not this time: it still needed 3 more people." in page
    assert "said tonight" in page
    how = re.search(r'href="([^"]+)">How this was divided', page)
    assert how
    assert "Night-watch kitchen" in stranger(app).page(how[1])


def test_an_open_round_says_only_what_it_divides(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    page = stranger(app).page(address(app, "/budget"))
    assert "is dividing $8,000 right now" in page
    assert "Night-watch" not in page


def test_the_tables_say_what_the_page_says(app: Flask) -> None:
    fay = start_gathering(app, "=cmd()", "Winter congress")
    propose(fay, "=HYPERLINK(1)", 0, 0)
    open_evening(fay)
    decide(app, fay)
    moves = read(stranger(app).page(address(app, "/budget/moves.csv")))
    assert [line[4:] for line in moves[1:]] == [["outside", "pot", "8000", "USD"]]
    lines = read(stranger(app).page(address(app, "/budget/allocations.csv")))
    assert lines[0][4] == "proposal"
    assert "'=HYPERLINK(1)" in [line[4] for line in lines]


def read(page: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.lstrip("\ufeff"))))


# ---- at the desk


def test_money_that_came_in_is_written_shown_and_corrected(app: Flask, fay: Person) -> None:
    answered = fay.post("/desk/money", amount="1,250.50", source="the <b>city</b>", on="2026-01-05")
    assert answered.status_code == 303
    page = fay.page("/desk/money")
    assert "$9,250.50" in page
    assert "the &lt;b&gt;city&lt;/b&gt;" in page
    with app.app_context():
        number = db.session.query(LedgerRow).filter_by(kind="pot received").order_by(LedgerRow.id.desc()).first().seq  # type: ignore[union-attr]
    assert fay.post(f"/desk/money/{number}/correction", amount="1,200", source="the city").status_code == 303
    assert "$9,200" in fay.page("/desk/money")
    assert fay.post(f"/desk/money/{number}/correction", amount="1", source="x").status_code == 404
    with app.app_context():
        assert "city" not in "".join(row.body for row in db.session.query(LedgerRow))


def test_the_same_press_twice_is_one_receipt(app: Flask, fay: Person) -> None:
    for _ in range(2):
        assert fay.post("/desk/money", key="m" * 32, amount="10", source="the city").status_code == 303
    assert "$8,010" in fay.page("/desk/money")


def test_money_is_set_aside_put_back_and_given_back(app: Flask, fay: Person) -> None:
    decide(app, fay)
    assert fay.post("/desk/money/transfer", amount="400", to="aside").status_code == 303
    assert fay.post("/desk/money/transfer", amount="100", to="pot").status_code == 303
    assert fay.post("/desk/money/return", amount="600", proposal="1").status_code == 303
    page = stranger(app).page(address(app, "/budget"))
    assert re.findall(r"<dd>(?:<b[^>]*>)?([^<]+)", page) == ["$8,000", "$3,000", "$300", "$4,700"]


@pytest.mark.parametrize(
    ("place", "form", "sentence"),
    [
        ("", {"amount": "-5", "source": "x"}, "less than nothing"),
        ("", {"amount": "0", "source": "x"}, "more than nothing"),
        ("", {"amount": "", "source": "x"}, "not an amount"),
        ("", {"amount": "1.5.5", "source": "x"}, "not an amount"),
        ("", {"amount": "5", "source": ""}, "where the money came from"),
        ("", {"amount": "5", "source": "x", "on": "yesterday"}, "date like"),
        ("", {"amount": "5", "source": "x", "on": "2999-01-01"}, "still to come"),
        ("/transfer", {"amount": "5", "to": "moon"}, "pick one of the two"),
        ("/transfer", {"amount": "999999", "to": "aside"}, "pot does not hold"),
        ("/transfer", {"amount": "1", "to": "pot"}, "Less than that is set aside"),
        ("/return", {"amount": "1", "proposal": "2"}, "Proposal 2 does not hold"),
        ("/return", {"amount": "1", "proposal": "two"}, "pick a proposal"),
    ],
)
def test_what_the_desk_types_wrongly_gets_a_sentence(
    app: Flask, fay: Person, place: str, form: dict[str, str], sentence: str
) -> None:
    with app.app_context():
        before = db.session.query(LedgerRow).count()
    answered = fay.post(f"/desk/money{place}", **form)
    assert answered.status_code == 422
    assert sentence in refusal(answered)
    with app.app_context():
        assert db.session.query(LedgerRow).count() == before


def test_money_is_the_facilitators(app: Flask, fay: Person, ana: Person) -> None:
    assert ana.get("/desk/money").status_code == 403
    for place in ("", "/1/correction", "/transfer", "/return"):
        assert ana.post(f"/desk/money{place}", amount="5", source="x", proposal="1", to="pot").status_code == 403


# ---- currencies without decimals, and with three


@dataclass(frozen=True)
class Coin:
    """A currency, and sums in it as people type and read them."""

    code: str
    pot: str
    step: str
    minimum: str
    ask: str
    shows: str
    got: str
    too_fine: str


COINS = (
    Coin("JPY", "800,000", "1000", "100000", "400000", "¥800,000", "¥400,000", "1500.5"),
    Coin("KWD", "800.250", "0.250", "100.250", "400", "KWD 800.250", "KWD 400", "1.2345"),
    Coin("USD", "1,800", "1", "100", "400.00", "$1,800", "$400", "15.0055"),
)


@pytest.mark.parametrize("coin", COINS, ids=lambda coin: coin.code)
def test_an_evening_in_every_kind_of_currency(app: Flask, coin: Coin) -> None:
    fay = start_gathering(app, "Eastside", "Winter congress", coin.code)
    for place in ("/allocation", "/desk/money"):
        refused = fay.post(place, divided=coin.too_fine, amount=coin.too_fine, source="the city")
        assert refused.status_code == 422
        assert re.search("decimals|not an amount", refusal(refused)), place
    assert fay.post("/allocation", divided=f"-{coin.pot}").status_code == 422
    assert fay.post("/allocation", divided=coin.pot, step=coin.step).status_code == 303
    for minimum, ask in ((coin.ask, coin.minimum), (coin.too_fine, coin.ask)):
        refused = fay.post("/proposals/", title="Kitchen", change="Meals.", minimum=minimum, ask=ask)
        assert refused.status_code == 422
        assert re.search("more than the ask|decimals|not an amount", refusal(refused))
    for title in ("Kitchen", "Garden"):
        added = fay.post("/proposals/", title=title, change="Meals.", minimum=coin.minimum, ask=coin.ask)
        assert added.status_code == 303, refusal(added)
    assert fay.post("/step", to=1, at=0).status_code == 303
    for name in ("Ana", "Bo", "Cleo"):
        ana = come_in(app, fay.slug, name)
        ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    end_evening(app, fay)
    budget = stranger(app).page(address(app, "/budget"))
    for page in (fay.page("/wall"), ana.page("/allocation"), fay.page("/paper"), budget):
        assert coin.got in page.replace("\xa0", " ")
    assert coin.shows in budget.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("typed", "exponent", "minor"),
    [
        ("1.250", 3, 1250),
        ("1,200.500", 3, 1_200_500),
        ("1200", 3, 1_200_000),
        ("1,200", 2, 1_200_00),
        ("1.200", 0, 1200),
    ],
)
def test_money_is_read_as_it_is_meant(typed: str, exponent: int, minor: int) -> None:
    assert money(typed, exponent) == minor


@pytest.mark.parametrize(
    ("typed", "exponent", "words"),
    [
        ("1,200", 3, "two ways"),
        ("1.5", 0, "which has 0"),
        ("1.505", 2, ""),
        ("1.5055", 3, "which has 3"),
        ("-1", 2, "less than nothing"),
        ("\u22121", 0, "less than nothing"),
        ("9" * 16, 0, "larger than any pot"),
    ],
)
def test_money_that_could_be_meant_otherwise_is_not_guessed(typed: str, exponent: int, words: str) -> None:
    if words:
        with pytest.raises(RuleBroken, match=words):
            money(typed, exponent)
    else:
        assert money(typed, exponent) == 1505_00, "a group of three is thousands where no coin is that small"
