"""A state has one meaning: what a row's property says in Python is what the database says of it."""

import pytest
from flask import Flask
from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.ledger import LedgerRow
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Proposal
from tests.support.cast import Person, end_last_call

pytestmark = pytest.mark.both_memories

ASKED = [
    *((Allocation, name) for name in ("newest", "opened", "locked", "hidden", "money_pressed", "called")),
    *((Gathering, name) for name in ("has_round", "has_board", "door_closed", "purged")),
    (Allocation, "counted_apart"),
    (Pledge, "standing"),
    (Proposal, "withdrawn"),
    (LedgerRow, "is_head"),
]


def answers(app: Flask) -> dict[str, list[bool]]:
    """What the database says of every row, by question; it and the row itself agree."""
    found: dict[str, list[bool]] = {}
    with app.app_context():
        for kind, name in ASKED:
            rows = list(db.session.scalars(select(kind).order_by(kind.id)))
            found[name] = list(db.session.scalars(select(getattr(kind, name)).select_from(kind).order_by(kind.id)))
            assert [getattr(row, name) for row in rows] == found[name], name
    return found


def test_a_row_and_the_database_say_the_same_all_evening(app: Flask, fay: Person, ana: Person) -> None:
    before = answers(app)
    assert (before["opened"], before["hidden"], before["called"]) == ([True], [False], [False])
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    ana.post("/proposals/2/pledge", hours=2, first_hour="later")
    ana.post("/proposals/2/pledge/withdrawal")
    assert answers(app)["standing"] == [True, False]
    fay.post("/door/closure")
    assert answers(app)["door_closed"] == [True]
    fay.post("/door/closure/withdrawal")
    assert answers(app)["door_closed"] == [False]
    fay.post("/proposals/3/withdrawal")
    assert answers(app)["withdrawn"] == [False, False, True]
    with app.app_context():
        db.session.query(Allocation).one().sealed = True
        db.session.commit()
    assert answers(app)["hidden"] == [True]
    fay.post("/allocation/reveal")
    assert answers(app)["hidden"] == [False]
    assert fay.post("/step", to=2, at=1).status_code == 303
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    called = answers(app)
    assert (called["money_pressed"], called["called"], called["locked"]) == ([True], [True], [False])
    end_last_call(app)
    fay.post("/allocation/closure", sure="yes")
    assert answers(app)["locked"] == [True]
    fay.post("/allocation/wave")
    after = answers(app)
    assert (after["newest"], after["opened"]) == ([False, True], [True, False])
