"""Money in the book: every minor unit is somewhere, and no account but the outside falls below zero."""

import random
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow, Move, balance
from assembly.kernel.rules import RuleBroken
from assembly.kernel.rules.refusals import Missing
from assembly.money import actions as money
from assembly.money.models import MoneyReceived, received
from assembly.rounds.actions.rounds import lock_allocation
from tests.support.cast import Person, come_in, end_last_call, open_evening, start_gathering

pytestmark = pytest.mark.both_memories

DAY = date(2026, 1, 5)


def facilitator(gathering: Gathering) -> Grant:
    return db.session.query(Grant).filter_by(gathering_id=gathering.id, role="facilitator").one()


def holds(app: Flask, slug: str, account: str) -> int:
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=slug).one()
        mine = gathering if account.startswith("proposal") else None
        return balance(gathering.assembly_id, account, mine and mine.id)


def kinds(app: Flask) -> list[str]:
    with app.app_context():
        return [row.kind for row in db.session.query(LedgerRow).order_by(LedgerRow.id)]


def receive(slug: str, amount: int, source: str = "the city", on: date = DAY) -> int:
    with writing(Gathering, slug) as gathering:
        row = money.receive(facilitator(gathering), gathering, amount, source, on)
        assert row
        return row.seq


def correct(slug: str, number: int, amount: int, source: str = "the city") -> None:
    with writing(Gathering, slug) as gathering:
        money.correct(facilitator(gathering), gathering, number, amount, source, DAY)


def give_hours(app: Flask, slug: str) -> None:
    for name in ("Ana", "Bo", "Cleo"):
        come_in(app, slug, name).post("/proposals/1/pledge", hours=2, first_hour="later")


def close(app: Flask, fay: Person) -> None:
    fay.post("/step", to=2, at=1)
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    end_last_call(app)
    assert fay.post("/allocation/closure", sure="yes").status_code == 303


def test_what_nobody_wrote_down_before_a_round_was_said_tonight(app: Flask) -> None:
    fay = start_gathering(app, "Eastside", "Winter congress")
    with app.app_context():
        receive(fay.slug, 5_000_00)
    open_evening(fay, divided=8000, set_aside=1200)
    assert kinds(app)[-3:] == ["pot received", "round opened", "step moved"]
    assert holds(app, fay.slug, "pot") == 8_000_00
    assert holds(app, fay.slug, "aside") == 1_200_00
    with app.app_context():
        entry = db.session.query(MoneyReceived).order_by(MoneyReceived.id.desc()).first()
        assert entry
        assert (entry.source, entry.amount) == ("said tonight", 4_200_00)


def test_a_pot_that_holds_enough_is_not_filled_up(app: Flask) -> None:
    fay = start_gathering(app, "Eastside", "Winter congress")
    with app.app_context():
        receive(fay.slug, 20_000_00)
    open_evening(fay, divided=8000)
    assert kinds(app).count("pot received") == 1
    assert holds(app, fay.slug, "pot") == 20_000_00


def test_back_at_the_doors_nothing_was_set_aside_and_nothing_was_said(app: Flask) -> None:
    fay = start_gathering(app, "Eastside", "Winter congress")
    with app.app_context():
        receive(fay.slug, 5_000_00)
    open_evening(fay, divided=8000, set_aside=1200)
    fay.post("/step", to=0, at=1)
    assert kinds(app)[-3:] == ["round not open yet", "corrected", "step moved"]
    assert holds(app, fay.slug, "pot") == 5_000_00
    assert holds(app, fay.slug, "aside") == 0
    fay.post("/step", to=1, at=0)
    assert holds(app, fay.slug, "pot") == 8_000_00
    assert holds(app, fay.slug, "aside") == 1_200_00


def test_two_open_rounds_of_one_assembly_do_not_count_on_the_same_money(app: Flask, fay: Person) -> None:
    with app.app_context():
        gathering = db.session.query(Gathering).one()
        assert money.counted_on(gathering.assembly) == 8_000_00
        assert money.counted_on(gathering.assembly, but=gathering.allocation) == 0


def test_a_close_pays_from_the_pot_and_a_reopening_brings_it_all_back(app: Flask, fay: Person) -> None:
    give_hours(app, fay.slug)
    close(app, fay)
    got = holds(app, fay.slug, "proposal 1")
    assert got == 3_600_00
    assert holds(app, fay.slug, "pot") == 8_000_00 - got
    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        row = money.take_back(facilitator(gathering), gathering.allocation, seconds=60)
        assert row.told["facts"] == {"round": 1, "seconds": 60, "moves": [["proposal 1", "pot", got]]}
        db.session.commit()
    assert holds(app, fay.slug, "pot") == 8_000_00
    assert holds(app, fay.slug, "proposal 1") == 0


def test_a_reopening_moves_nothing_twice_that_was_returned_meanwhile(app: Flask, fay: Person) -> None:
    give_hours(app, fay.slug)
    close(app, fay)
    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        money.give_back(facilitator(gathering), gathering.proposals[0], 600_00)
    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        money.take_back(facilitator(gathering), gathering.allocation)
        db.session.commit()
    assert holds(app, fay.slug, "pot") == 8_000_00


def test_a_reopening_waits_while_what_was_left_is_elsewhere(app: Flask, fay: Person) -> None:
    give_hours(app, fay.slug)
    close(app, fay)
    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        money.transfer(facilitator(gathering), gathering, "pot", "aside", 100_00)
    with (
        app.app_context(),
        writing(Gathering, fay.slug) as gathering,
        pytest.raises(RuleBroken, match="counts on this money"),
    ):
        money.take_back(facilitator(gathering), gathering.allocation)
    assert holds(app, fay.slug, "proposal 1") == 3_600_00


def test_a_close_twice_pays_once(app: Flask, fay: Person) -> None:
    give_hours(app, fay.slug)
    close(app, fay)
    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        lock_allocation(facilitator(gathering), gathering.allocation)
    assert holds(app, fay.slug, "proposal 1") == 3_600_00


def test_a_correction_moves_the_difference_and_the_book_keeps_both(app: Flask) -> None:
    fay = start_gathering(app, "Eastside", "Winter congress")
    with app.app_context():
        first = receive(fay.slug, 5_000_00)
        correct(fay.slug, first, 4_500_00, "the city, after fees")
    assert holds(app, fay.slug, "pot") == 4_500_00
    with app.app_context():
        gathering = db.session.query(Gathering).one()
        [entry] = received(gathering.assembly)
        assert (entry.amount, entry.source) == (4_500_00, "the city, after fees")
        second = entry.number
    with app.app_context(), pytest.raises(Missing):
        correct(fay.slug, first, 1_00)
    with app.app_context():
        correct(fay.slug, second, 0)
    assert holds(app, fay.slug, "pot") == 0
    assert kinds(app)[-3:] == ["pot received", "corrected", "corrected"]


def test_money_an_open_round_counts_on_stays(app: Flask, fay: Person) -> None:
    with app.app_context():
        said = received(db.session.query(Gathering).one().assembly)[0].number
    with app.app_context(), pytest.raises(RuleBroken, match="counts on this money"):
        correct(fay.slug, said, 7_999_99)
    with (
        app.app_context(),
        writing(Gathering, fay.slug) as gathering,
        pytest.raises(RuleBroken, match="counts on this money"),
    ):
        money.transfer(facilitator(gathering), gathering, "pot", "aside", 1)
    assert holds(app, fay.slug, "pot") == 8_000_00


def test_money_that_makes_no_sense_leaves_no_trace(app: Flask, fay: Person) -> None:
    before = len(kinds(app))
    tomorrow = date.today() + timedelta(days=2)
    for wrong in ((0, "the city", DAY), (-5, "the city", DAY), (5, "  ", DAY), (5, "x" * 121, DAY), (5, "x", tomorrow)):
        with app.app_context(), pytest.raises(RuleBroken):
            receive(fay.slug, *wrong)
    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        for source, target in (("pot", "outside"), ("outside", "pot"), ("pot", "pot"), ("proposal 1", "aside")):
            with pytest.raises(RuleBroken):
                money.transfer(facilitator(gathering), gathering, source, target, 1)
    with app.app_context(), writing(Gathering, fay.slug) as gathering, pytest.raises(RuleBroken, match="Proposal 2"):
        money.give_back(facilitator(gathering), gathering.proposals[1], 1)
    assert len(kinds(app)) == before


def test_the_database_takes_no_move_of_nothing(app: Flask, fay: Person) -> None:
    with app.app_context():
        row = db.session.query(LedgerRow).first()
        assert row
        for source, target, amount in (("outside", "pot", 0), ("outside", "pot", -1), ("pot", "pot", 1)):
            places = {"assembly_id": row.assembly_id, "gathering_id": row.gathering_id or 0}
            db.session.add(Move(source=source, target=target, amount=amount, row=row, **places))
            with pytest.raises(IntegrityError):
                db.session.flush()
            db.session.rollback()
            row = db.session.query(LedgerRow).first()
            assert row


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_do_with_money_every_minor_unit_is_somewhere(app: Flask, fay: Person, seed: int) -> None:
    """Random deeds, sensible or not: no account below zero, all accounts and the outside together are nothing."""
    luck = random.Random(seed)
    give_hours(app, fay.slug)
    close(app, fay)
    done = refused = 0
    for _ in range(40):
        try:
            with app.app_context():
                _any_deed(fay.slug, luck)
            done += 1
        except (RuleBroken, Missing):
            refused += 1
        with app.app_context():
            assert _all_accounts_hold(fay.slug)
    assert done > 5
    assert refused > 0


def _any_deed(slug: str, luck: random.Random) -> None:
    with writing(Gathering, slug) as gathering:
        by, amount = facilitator(gathering), luck.choice((0, 1, luck.randrange(1, 4_000_00), 10**9))
        deed = luck.randrange(4)
        if deed == 0:
            money.receive(by, gathering, amount, "the city", DAY)
        elif deed == 1:
            entries = received(gathering.assembly)
            money.correct(by, gathering, luck.choice(entries).number, amount, "again", DAY)
        elif deed == 2:
            money.transfer(by, gathering, *luck.choice((("pot", "aside"), ("aside", "pot"))), amount)
        else:
            money.give_back(by, luck.choice(gathering.proposals), amount)


def _all_accounts_hold(slug: str) -> bool:
    gathering = db.session.query(Gathering).filter_by(slug=slug).one()
    accounts = [*(f"proposal {one.number}" for one in gathering.proposals), "pot", "aside"]
    held = [balance(gathering.assembly_id, account) for account in accounts]
    came = sum(entry.amount for entry in received(gathering.assembly))
    moved = db.session.scalar(select(func.sum(Move.amount)).where(Move.target == "outside")) or 0
    into = db.session.scalar(select(func.sum(Move.amount)).where(Move.source == "outside")) or 0
    return min(held) >= 0 and sum(held) == came == into - moved
