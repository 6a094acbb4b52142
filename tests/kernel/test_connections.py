"""What a database refuses names nobody, and a connection that broke is used no more."""

import gevent
import pytest
from flask import Flask
from sqlalchemy import event, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from assembly.extensions import db
from assembly.kernel.models.identity import Device
from tests.support.cast import Person


@pytest.mark.both_memories
def test_what_the_database_refuses_is_told_without_what_was_said(app: Flask, fay: Person) -> None:
    """And the connection is good for the next one."""
    secret = {"token_hash": "secret" * 10}
    with app.app_context():
        db.session.execute(insert(Device), secret)
        with pytest.raises(IntegrityError) as refused:
            db.session.execute(insert(Device), secret)
        db.session.rollback()
        assert not db.session.connection().invalidated
        assert db.session.scalar(select(Device).where(Device.token_hash == secret["token_hash"])) is None
    assert "hide_parameters=True" in str(refused.value)
    assert "[parameters:" not in str(refused.value)


@pytest.mark.both_memories
def test_a_connection_that_was_left_in_the_middle_is_used_no_more(app: Flask, fay: Person) -> None:
    """Somebody's time was up while the database worked."""

    def leave(*_: object) -> None:
        raise gevent.Timeout

    with app.app_context(), db.engine.connect() as connection:
        connection.begin()
        event.listen(db.engine, "do_execute", leave)
        with pytest.raises(gevent.Timeout):
            connection.exec_driver_sql("SELECT 1")
        event.remove(db.engine, "do_execute", leave)
        assert connection.invalidated


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_a_database_that_hung_up_is_told_as_such(app: Flask, fay: Person) -> None:
    with app.app_context(), db.engine.connect() as ours, db.engine.connect() as other:
        own = ours.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        other.exec_driver_sql(f"SELECT pg_terminate_backend({own}, 1000)")
        with pytest.raises(OperationalError) as gone:
            ours.execute(select(Device.id))
        assert gone.value.connection_invalidated
        assert ours.invalidated
