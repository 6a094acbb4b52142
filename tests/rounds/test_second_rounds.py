"""A second round, a reopening and what was decided: nothing that happens between them bends the first result."""

from pathlib import Path

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.forgetting.actions import purge
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.ledger import LedgerRow, Move
from assembly.rounds.models.round import Closure, Reopening
from tests.rounds.test_rounds import close, crowd, evening, run_out, wrong
from tests.support.cast import Person, come_in, refusal


@pytest.fixture
def fay(app: Flask) -> Person:
    """One winner at its ask, one at its ask, and 2,400 left; the third lacked people."""
    fay = evening(app)
    crowd(app, fay, 1, 1, 1, 2, 2, 2, hours=2)
    close(app, fay)
    return fay


def test_the_list_stands_still_until_a_second_round_opens(app: Flask, fay: Person, tmp_path: Path) -> None:
    assert fay.post("/allocation/wave").status_code == 303
    for place, form in (("withdrawal", {}), ("merging", {"into": 2, "sure": 2})):
        refused = fay.post(f"/proposals/1/{place}", **form)
        assert refused.status_code == 422
        assert "second round is being prepared" in refusal(refused)
    assert fay.post("/allocation/wave/withdrawal").status_code == 303
    assert wrong(app, fay.slug, tmp_path / "export") == []


def test_what_leaves_the_list_later_still_stands_in_the_round_that_gave_it_money(
    app: Flask, fay: Person, tmp_path: Path
) -> None:
    fay.post("/allocation/wave")
    assert fay.post("/allocation/wave/opening").status_code == 303
    assert fay.post("/proposals/1/withdrawal").status_code == 303
    assert "Night-watch kitchen" in fay.page("/rounds/1/how")
    assert wrong(app, fay.slug, tmp_path / "export") == []
    assert "Night-watch kitchen" in (tmp_path / "export" / "allocation.csv").read_text()


def test_limits_only_become_larger_where_promises_come_along(fay: Person) -> None:
    fay.post("/allocation/wave")
    settings = {"divided": 2400, "hours_each": 6, "proposals_each": 2}
    refused = fay.post("/allocation", **{**settings, "hours_each": 2})
    assert refused.status_code == 422
    assert "can only become larger" in refusal(refused)
    assert fay.post("/allocation", **{**settings, "hours_each": 8}).status_code == 303


def test_a_second_round_never_books_money_that_nobody_gave(app: Flask, fay: Person) -> None:
    moved = fay.post("/desk/money/transfer", to="aside", amount=2400)
    with app.app_context():
        received = db.session.query(Move).filter_by(source="outside").count()
    fay.post("/allocation/wave")
    opened = fay.post("/allocation/wave/opening")
    with app.app_context():
        assert db.session.query(Move).filter_by(source="outside").count() == received
    assert moved.status_code == 303
    assert opened.status_code == 422
    assert "put more into the pot" in refusal(opened)


def test_what_left_the_list_in_a_round_that_was_called_off_stays_off_it(app: Flask, tmp_path: Path) -> None:
    fay = evening(app)
    close(app, fay)
    for place in ("/allocation/wave", "/allocation/wave/opening", "/proposals/2/withdrawal"):
        assert fay.post(place).status_code == 303
    assert fay.post("/step", to=0, at=1).status_code == 303, "nobody gave an hour, so it is not open any more"
    assert fay.post("/allocation/wave/withdrawal").status_code == 303
    assert fay.post("/allocation/reopening", sure="yes").status_code == 303
    run_out(app)
    assert fay.post("/allocation/closure/withdrawal").status_code == 303
    close(app, fay)
    assert wrong(app, fay.slug, tmp_path / "export") == []


def test_nothing_opens_again_once_its_promises_are_purged(app: Flask, fay: Person) -> None:
    assert fay.post("/step", to=3, at=2).status_code == 303
    assert fay.post("/allocation/reopening", sure="yes").status_code == 303
    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        purge(gathering)
    with app.app_context():
        assert db.session.query(Reopening).count() == 1
    run_out(app)
    refused = fay.post("/allocation/closure/withdrawal")
    assert refused.status_code == 422, refusal(refused)
    with app.app_context():
        assert db.session.query(Closure).one().ended_at is None


def test_a_press_of_the_first_round_that_comes_again_in_the_second_changes_nothing(app: Flask) -> None:
    fay = evening(app)
    crowd(app, fay, 1, 1, 1, 2, 2, 2, hours=2)
    ana = come_in(app, fay.slug, "Ana")
    form = {"key": "k" * 32, "hours": 3, "first_hour": "later"}
    assert ana.post("/proposals/1/pledge", **form).status_code == 303
    assert ana.post("/proposals/1/pledge/withdrawal").status_code == 303
    close(app, fay)
    assert fay.post("/allocation/wave").status_code == 303
    assert fay.post("/allocation/wave/opening").status_code == 303
    with app.app_context():
        rows = db.session.query(LedgerRow).count()
    assert ana.post("/proposals/1/pledge", **form).status_code == 303
    with app.app_context():
        assert db.session.query(LedgerRow).count() == rows
