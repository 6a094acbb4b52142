"""The last minute of a last call: who gets money changes, and the clock gets longer, at most three times."""

from datetime import timedelta

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.kernel.models.base import now
from assembly.kernel.models.ledger import LedgerRow
from assembly.rounds.models.round import LastCall
from tests.support.cast import Person, come_in

pytestmark = pytest.mark.both_memories


@pytest.fixture
def crowd(app: Flask, fay: Person) -> list[Person]:
    """Ten people; seven of them have given hours, so that the van stands at nothing. The last call runs."""
    people = [come_in(app, fay.slug, f"Guest {number}") for number in range(10)]
    for person in people[:7]:
        person.post("/proposals/1/pledge", hours=3, first_hour="later")
    for person in people[:4]:
        person.post("/proposals/2/pledge", hours=2, first_hour="later")
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    return people


def leave(app: Flask, seconds: int) -> None:
    with app.app_context():
        call = db.session.query(LastCall).one()
        call.started_at -= (call.ends_at - now()) - timedelta(seconds=seconds)
        db.session.commit()


def extensions(app: Flask) -> int:
    with app.app_context():
        return len(db.session.query(LastCall).one().extensions)


def bring_the_van_money(crowd: list[Person]) -> None:
    for person in crowd[7:]:
        person.post("/proposals/3/pledge", hours=1, first_hour="later")


def test_a_change_of_who_gets_money_in_the_last_minute_gives_a_minute_more(app: Flask, crowd: list[Person]) -> None:
    leave(app, 40)
    bring_the_van_money(crowd)
    assert extensions(app) == 1
    with app.app_context():
        call = db.session.query(LastCall).one()
        assert 90 < (call.ends_at - now()).total_seconds() <= 100
        assert db.session.query(LedgerRow).filter_by(kind="last call extended").count() == 1


def test_before_the_last_minute_nothing_gets_longer(app: Flask, crowd: list[Person]) -> None:
    leave(app, 90)
    bring_the_van_money(crowd)
    assert extensions(app) == 0


def test_more_hours_that_change_nobodys_funding_give_no_time(app: Flask, crowd: list[Person]) -> None:
    leave(app, 40)
    crowd[0].post("/proposals/1/pledge", hours=4, first_hour="later")
    assert extensions(app) == 0


def test_it_gets_longer_three_times_at_most(app: Flask, crowd: list[Person]) -> None:
    bring_the_van_money(crowd)
    for _ in range(3):
        leave(app, 30)
        crowd[9].post("/proposals/3/pledge/withdrawal")
        leave(app, 30)
        crowd[9].post("/proposals/3/pledge", hours=1, first_hour="later")
    assert extensions(app) == 3


def test_a_lowered_minimum_counts_too(app: Flask, fay: Person, crowd: list[Person]) -> None:
    fay.post("/proposals/3", minimum=1600)
    leave(app, 40)
    bring_the_van_money(crowd)
    assert extensions(app) == 1
