"""Match offers: hours that come by themselves once enough others have joined, and what is still missing."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from assembly.book.export import verify
from assembly.extensions import db
from assembly.gatherings.actions import EVENINGS, Planned
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.rules import RuleBroken
from assembly.rounds.models.offer import MatchOffer
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.round import LastCall
from assembly.rounds.rules.offers import check_offer, is_met
from assembly.rounds.rules.pledges import Budget
from tests.rounds.test_roles import exported, verified, wall
from tests.support.cast import Person, come_in, end_evening, end_last_call, propose, refusal, start_gathering

GAPS = (Planned("doors"), Planned("gaps"), Planned("allocation"), Planned("closing"))
ROLES = {"role_title_1": "Driver", "role_hours_1": 4}


@pytest.fixture
def fay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Facilitates an evening at the step that shows what is missing; two proposals."""
    monkeypatch.setitem(EVENINGS, "round", GAPS)
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    fay.post("/allocation", divided=8000, min_people=2, min_hours=2)
    propose(fay, "Kitchen", 1000, 3000, **ROLES)
    propose(fay, "Tool library", 500, 2000)
    assert fay.post("/step", to=1, at=0).status_code == 303
    return fay


@pytest.fixture
def people(app: Flask, fay: Person) -> list[Person]:
    return [come_in(app, fay.slug, name) for name in ("Ana", "Bo", "Cleo", "Dan", "Eve")]


def give(person: Person, number: int = 1, hours: int = 1, status: int = 303, **more: object) -> None:
    given = person.post(f"/proposals/{number}/pledge", hours=hours, first_hour="later", **more)
    assert given.status_code == status, refusal(given)


def offer(person: Person, hours: int = 3, people: int = 1, number: int = 1, status: int = 303, **more: object) -> str:
    typed = {"offered": hours, "joining": people, "first_hour": "later", **more}
    made = person.post(f"/proposals/{number}/offer", **typed)
    assert made.status_code == status, refusal(made)
    return refusal(made)


def hours_of(app: Flask) -> dict[int, int]:
    """By person's number, to all proposals."""
    given: dict[int, int] = {}
    with app.app_context():
        for pledge in db.session.query(Pledge):
            given[pledge.participant.number] = given.get(pledge.participant.number, 0) + pledge.hours
    return given


def states(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [(one.state, one.reason) for one in db.session.scalars(select(MatchOffer).order_by(MatchOffer.number))]


def kinds(app: Flask) -> list[str]:
    with app.app_context():
        return [row.kind for row in db.session.query(LedgerRow).order_by(LedgerRow.seq)]


def test_an_offer_fits_into_what_its_maker_may_still_give() -> None:
    check_offer(3, 4, 1, Budget(2, 1, 6, 2), already=False)
    for hours, people, given, budget, already in (
        (3, 4, 2, Budget(2, 1, 6, 2), False),
        (0, 4, 0, Budget(0, 0, 6, 2), False),
        (3, 0, 0, Budget(0, 0, 6, 2), False),
        (3, 501, 0, Budget(0, 0, 6, 2), False),
        (3, 4, 0, Budget(2, 2, 6, 2), False),
        (3, 4, 0, Budget(0, 0, 6, 2), True),
    ):
        with pytest.raises(RuleBroken):
            check_offer(hours, people, given, budget, already)
    assert [is_met(4, others) for others in (3, 4, 5)] == [False, True, True]


def test_an_offer_comes_true_with_the_pledge_it_waited_for_in_one_transaction(app: Flask, people: list[Person]) -> None:
    ana, bo, cleo, *_ = people
    give(ana, hours=1)
    offer(ana, hours=3, people=2)
    assert "0 of 2" in bo.page("/proposals/1")
    give(bo)
    assert "1 of 2" in bo.page("/proposals/1")
    assert hours_of(app) == {1: 1, 2: 1}
    before = len(kinds(app))
    give(cleo)
    assert kinds(app)[before:] == ["hours pledged", "match offer met", "pledge changed"]
    assert hours_of(app) == {1: 4, 2: 1, 3: 1}
    assert states(app) == [("met", "")]
    assert "3 hours were added, because enough people joined." in bo.page("/proposals/1")
    assert "Receipt" in ana.page("/proposals/1")
    assert ana.get("/proposals/1/receipt").status_code == 200
    give(people[3])
    assert hours_of(app)[1] == 4, "at most once"


def test_ones_own_hours_do_not_bring_ones_own_offer_about(app: Flask, people: list[Person]) -> None:
    offer(people[0], hours=3, people=1)
    give(people[0], hours=2)
    assert states(app) == [("open", "")]
    give(people[1], number=2)
    assert states(app) == [("open", "")]


def test_an_offer_that_brings_about_another_does_so_in_order_and_it_ends(app: Flask, people: list[Person]) -> None:
    """Dan waits for two, Cleo for three, Ana for two: Eve's hour is the second."""
    ana, bo, cleo, dan, eve = people
    offer(cleo, hours=2, people=3)
    offer(dan, hours=2, people=2)
    offer(ana, hours=2, people=2)
    give(bo)
    before = len(kinds(app))
    give(eve)
    rows = kinds(app)[before:]
    assert rows == ["hours pledged", *["match offer met", "hours pledged"] * 3]
    assert hours_of(app) == {1: 2, 2: 1, 3: 2, 4: 2, 5: 1}
    with app.app_context():
        met = [row.told["facts"]["offer"] for row in db.session.query(LedgerRow).filter_by(kind="match offer met")]
    assert met == [2, 1, 3], "Dan's is the oldest that is fulfilled; it fulfils Cleo's, which is older than Ana's"


def test_two_offers_that_wait_for_each_other_wait(app: Flask, people: list[Person]) -> None:
    offer(people[0], hours=2, people=1)
    offer(people[1], hours=2, people=1)
    assert states(app) == [("open", ""), ("open", "")]
    give(people[2])
    assert states(app) == [("met", ""), ("met", "")]


def test_whose_hours_went_elsewhere_lapses_with_a_reason(app: Flask, people: list[Person]) -> None:
    ana, bo, *_ = people
    offer(ana, hours=3, people=1)
    give(ana, number=2, hours=5)
    give(bo)
    assert states(app) == [("lapsed", "no hours")]
    assert hours_of(app) == {1: 5, 2: 1}
    assert kinds(app)[-2:] == ["hours pledged", "match offer lapsed"]


def test_an_offer_is_refused_in_a_sentence_with_what_was_typed(people: list[Person]) -> None:
    ana = people[0]
    assert "up to 6" in offer(ana, hours=7, status=422)
    assert "How many more people" in offer(ana, people=0, status=422)
    assert "first hour" in offer(ana, status=422, first_hour="")
    typed = ana.post("/proposals/1/offer", offered="4", joining="x", first_hour="later")
    assert typed.status_code == 422
    page = typed.get_data(as_text=True)
    assert 'name="offered" value="4"' in page
    assert 'name="joining" value="x"' in page
    assert page.count('id="refusal"') == 1
    offer(ana)
    assert "already" in offer(ana, status=422)
    assert ana.post("/proposals/1/offer/withdrawal").status_code == 303
    assert ana.post("/proposals/1/offer/withdrawal").status_code == 303
    offer(ana)
    assert "nothing here" in offer(ana, number=9, status=404)


def test_the_same_press_twice_is_one_offer(app: Flask, people: list[Person]) -> None:
    for _ in range(2):
        offer(people[0], key="k" * 32)
    assert states(app) == [("open", "")]


def test_while_hours_are_sealed_nobody_offers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENINGS, "round", GAPS)
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    fay.post("/allocation", divided=8000, sealed="yes")
    propose(fay, "Kitchen", 1000, 3000)
    assert fay.post("/step", to=1, at=0).status_code == 303
    ana = come_in(app, fay.slug, "Ana")
    assert "revealed" in offer(ana, status=422)
    assert "sealed until everybody has chosen" in ana.page("/")
    assert "Sealed" in wall(fay)
    assert "Needs" not in wall(fay)


def test_the_close_ends_open_offers_and_a_stranger_finds_all_of_it_right(
    app: Flask, fay: Person, people: list[Person], tmp_path: Path
) -> None:
    ana, bo, cleo, dan, _ = people
    offer(ana, hours=3, people=2)
    offer(dan, hours=1, people=9)
    give(bo)
    give(cleo)
    end_evening(app, fay)
    assert states(app) == [("met", ""), ("lapsed", "closed")]
    book = verified(exported(app, fay, tmp_path))
    assert book.wrong == []
    assert "proposal 1: 3 people, 5 hours" in "\n".join(book.said)


def test_in_the_last_minute_hours_that_come_by_themselves_move_the_clock_too(
    app: Flask, fay: Person, people: list[Person]
) -> None:
    ana, bo, *_ = people
    offer(ana, hours=3, people=1)
    assert fay.post("/step", to=2, at=1).status_code == 303
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    end_last_call(app)
    with app.app_context():
        call = db.session.query(LastCall).one()
        call.started_at += timedelta(seconds=30)
        db.session.commit()
    give(bo)
    assert kinds(app)[-4:] == ["hours pledged", "match offer met", "hours pledged", "last call extended"]


def test_a_proposal_off_the_list_ends_its_offers_and_one_put_together_brings_people(
    app: Flask, fay: Person, people: list[Person]
) -> None:
    ana, bo, cleo, *_ = people
    offer(ana, hours=2, people=1, number=1)
    offer(bo, hours=2, people=1, number=2)
    give(cleo, number=2)
    assert states(app) == [("open", ""), ("met", "")]
    assert fay.post("/proposals/2/merging", into=1, sure="1").status_code == 303
    assert states(app) == [("met", ""), ("met", "")]
    assert hours_of(app) == {1: 2, 2: 2, 3: 1}
    offer(people[3], hours=2, people=5, number=1)
    assert fay.post("/proposals/1/withdrawal").status_code == 303
    assert states(app)[-1] == ("lapsed", "off the list")


def forged(lines: list[str], change: object) -> list[str]:
    """The same book with some bodies changed, chained anew."""
    out, prev = [lines[0]], verify.BEGINNING
    for line in lines[1:-1]:
        row = json.loads(line)
        body = verify.canonical(change(row["body"]))  # type: ignore[operator]
        body_hash = verify.sha256(body)
        hash = verify.sha256(f"{verify.TAG}|{prev}|{row['seq']}|{body_hash}")
        out.append(f'{{"body":{body},"body_hash":"{body_hash}","hash":"{hash}","prev":"{prev}","seq":{row["seq"]}}}')
        prev = hash
    head = json.loads(lines[0])
    out[0] = verify.canonical({**head, "head": prev})
    return [*out, ""]


def test_a_stranger_hears_of_hours_that_came_before_their_time(
    app: Flask, fay: Person, people: list[Person], tmp_path: Path
) -> None:
    ana, bo, *_ = people
    offer(ana, hours=3, people=1)
    give(bo)
    lines = (exported(app, fay, tmp_path) / "ledger.jsonl").read_text().split("\n")

    def changed(kind: str, **facts: object) -> list[str]:
        def change(body: dict[str, object]) -> dict[str, object]:
            known = body["facts"]
            assert isinstance(known, dict)
            return {**body, "facts": {**known, **facts}} if body["kind"] == kind else body

        book = verify.Book()
        book.read(forged(lines, change))
        return book.wrong

    assert changed("nothing") == []
    assert any("cannot wait for" in wrong for wrong in changed("match offer made", needed=0))
    assert any("waited for 3 others" in wrong for wrong in changed("match offer made", needed=3, people=3))
    assert any("should stand here" in wrong for wrong in changed("match offer made", hours=4))
    assert any("no such offer" in wrong for wrong in changed("match offer met", offer=7))


# What is still missing


def test_only_what_is_missing_stands_on_phone_and_wall(fay: Person, people: list[Person]) -> None:
    ana, bo, cleo, dan, _ = people
    for page in (ana.page("/"), wall(fay)):
        assert "Kitchen" in page
        assert "Tool library" in page
        assert "Needs 2 more people." in page
    give(ana, number=2)
    give(bo, number=2)
    for page in (ana.page("/"), wall(fay)):
        assert "Tool library" not in page
    give(ana, hours=1, role=1)
    give(bo, hours=1)
    assert "<bdi>Driver</bdi>: 3 hours" in ana.page("/")
    assert "<bdi>Driver</bdi> 3 h" in wall(fay)
    offer(dan, hours=2, people=4)
    for page in (ana.page("/"), wall(fay)):
        assert "2 hours more if 4 more people join: <b>0 of 4</b>" in page
    give(cleo, hours=3, role=1)
    assert "Nothing is missing. Look up." in ana.page("/")
    assert "Nothing is missing." in wall(fay)


def test_phones_hear_at_once_what_is_missing_no_more(fay: Person, people: list[Person]) -> None:
    ana, bo, *_ = people
    ana.listen()
    give(bo, number=2)
    heard = dict(part for news in ana.heard() for part in news["fragments"])
    assert "Needs 1 more person." in heard["round-gaps"]
    give(ana, number=2)
    heard = dict(part for news in ana.heard() for part in news["fragments"])
    assert "Tool library" not in heard["round-gaps"]
