"""The throwaway PostgreSQL is ours alone and leaves nothing behind."""

import os

import pytest
from sqlalchemy import create_engine, text

from .postgres import running_postgres


@pytest.mark.postgres
def test_a_database_is_fresh_and_its_server_goes_away():
    with running_postgres() as postgres:
        for _ in range(2):
            engine = create_engine(postgres.fresh_database())
            with engine.begin() as connection:
                assert (
                    connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar() == 0
                )
                connection.execute(text("CREATE TABLE pledge (hours integer)"))
            engine.dispose()
    assert not os.path.exists(postgres.folder)


@pytest.mark.postgres
def test_it_stops_even_when_a_test_breaks():
    with pytest.raises(ZeroDivisionError), running_postgres() as postgres:
        raise ZeroDivisionError
    assert not os.path.exists(postgres.folder)
