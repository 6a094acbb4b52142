"""What is said to the driver directly means the same as when SQLAlchemy says it, on both memories."""

from typing import Any

import gevent
import pytest
from flask import Flask
from sqlalchemy import Connection, bindparam, event, exists, insert, literal, select, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import table
from assembly.kernel.models.identity import Device
from assembly.people.readings import visitor
from assembly.prepared import Prepared, say
from assembly.rounds.actions import moment
from assembly.rounds.models.allocation import Allocation, _sums
from assembly.rounds.models.pledge import Pledge
from tests.support.cast import Person

DEVICE, GATHERING, ROUND = table(Device), table(Gathering), table(Allocation)
NEW = Prepared(insert(DEVICE), "token_hash")
FIND = Prepared(select(DEVICE.c.token_hash).where(DEVICE.c.token_hash == bindparam("one")))


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (moment.BY_PHONE, {"number": 1, "key": "", "token_hash": "ana"}),
        (visitor.BY_ADDRESS, {"place": "slug", "token_hash": "ana"}),
        (visitor.BY_ADDRESS, {"place": "slug", "token_hash": "nobody"}),
        (visitor.BY_ADDRESS, {"place": "nowhere", "token_hash": "ana"}),
        (_sums(capped=False), {"round": 1, "person_from": 1}),
        (_sums(capped=True), {"round": 1, "person_from": 2, "cap": 2}),
    ],
)
def test_rows_are_as_sqlalchemy_reads_them(app: Flask, ana: Person, asked: Prepared, known: dict[str, Any]) -> None:
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    with app.app_context():
        devices = list(db.session.scalars(select(DEVICE.c.token_hash)))
        [of_ana] = [one for one in devices if _came_in(one)]
        places = {"ana": of_ana, "slug": ana.slug}
        known = {"slug": ana.slug, **{name: places.get(str(value), value) for name, value in known.items()}}
        rows = asked.rows(db.session.connection(), **known)
        expected = db.session.connection().execute(asked.statement, known).all()
    assert [tuple(row) for row in rows] == [tuple(row) for row in expected]
    assert [list(map(type, row)) for row in rows] == [list(map(type, row)) for row in expected]
    assert all(list(row._fields) == list(told._fields) for row, told in zip(rows, expected, strict=True))


def _came_in(token_hash: str) -> bool:
    return db.session.query(Pledge).join(Pledge.participant).filter_by(device_id=_device(token_hash)).count() == 1


def _device(token_hash: str) -> int:
    return db.session.query(Device.id).filter_by(token_hash=token_hash).scalar()


def test_days_and_answers_are_read_as_such(app: Flask, fay: Person) -> None:
    day = update(ROUND).values(period_end=bindparam("day"))
    look = Prepared(select(ROUND.c.period_end, exists().where(ROUND.c.id > 0).label("any"), literal("x").label("word")))
    with app.app_context():
        when = moment.date(2027, 3, 1)
        Prepared(day).do(db.session.connection(), {"day": when})
        row = look.row(db.session.connection())
    assert (row.period_end, row.any, row.word) == (when, True, "x")


def test_it_writes_in_the_transaction_that_runs_and_only_there(app: Flask, fay: Person) -> None:
    with app.app_context():
        NEW.do(db.session.connection(), *({"token_hash": name} for name in ("a" * 64, "b" * 64)))
        assert FIND.row(db.session.connection(), one="a" * 64).token_hash == "a" * 64
        NEW.do(db.session.connection())
        db.session.rollback()
        assert FIND.row(db.session.connection(), one="a" * 64) is None


def test_a_word_that_is_missing_is_not_guessed(app: Flask, fay: Person) -> None:
    with app.app_context(), pytest.raises((KeyError, ProgrammingError)):
        FIND.rows(db.session.connection(), another="a")


def test_what_the_database_refuses_is_told_as_sqlalchemy_tells_it(app: Flask, fay: Person) -> None:
    """Without the words that were said; and the connection is good for the next one."""
    with app.app_context():
        NEW.do(db.session.connection(), {"token_hash": "secret" * 10})
        with pytest.raises(IntegrityError) as refused:
            NEW.do(db.session.connection(), {"token_hash": "secret" * 10})
        db.session.rollback()
        assert not db.session.connection().invalidated
        with pytest.raises((OperationalError, ProgrammingError)):
            say(db.session.connection(), "SELECT nothing FROM nowhere")
        db.session.rollback()
        assert FIND.row(db.session.connection(), one="secret" * 10) is None
    assert "parameters" not in str(refused.value)
    assert "RETURNING" not in str(refused.value), "nobody reads it"


def test_who_listens_to_cursors_hears_it(app: Flask, fay: Person) -> None:
    heard: list[str] = []

    def hear(_: Connection, cursor: Any, text: str, *more: Any) -> None:
        heard.append(text)

    with app.app_context():
        connection = db.session.connection()
        event.listen(db.engine, "before_cursor_execute", hear)
        FIND.rows(connection, one="a")
        event.remove(db.engine, "before_cursor_execute", hear)
        FIND.rows(connection, one="a")
    assert len(heard) == 1
    assert "token_hash" in heard[0]


def test_a_connection_that_was_left_in_the_middle_is_used_no_more(app: Flask, fay: Person) -> None:
    """Somebody's time was up while the database worked."""

    def leave(*_: Any) -> None:
        raise gevent.Timeout

    with app.app_context():
        connection = db.engine.connect()
        event.listen(db.engine, "before_cursor_execute", leave)
        with pytest.raises(gevent.Timeout):
            say(connection, "SELECT 1")
        event.remove(db.engine, "before_cursor_execute", leave)
        assert connection.invalidated
        connection.close()


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_a_database_that_hung_up_is_told_as_such(app: Flask, fay: Person) -> None:
    with app.app_context():
        ours, other = db.engine.connect(), db.engine.connect()
        own = ours.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        other.exec_driver_sql(f"SELECT pg_terminate_backend({own}, 1000)")
        with pytest.raises(OperationalError) as gone:
            FIND.rows(ours, one="a")
        assert gone.value.connection_invalidated
        assert ours.invalidated
        ours.close()
        other.close()
