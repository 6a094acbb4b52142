"""Sweeping the files after something was forgotten: nothing waits for ever, and who reads on is noticed."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.kernel.database import sweep, sweep_lately
from assembly.people.models import Participant
from tests.conftest import make_app
from tests.support.cast import Person, come_in, start_gathering
from tests.support.postgres import Postgres
from tests.support.traces import found


@pytest.fixture
def instance(app: Flask) -> Path:
    return Path(app.config["INSTANCE"])


@pytest.fixture
def reader(instance: Path) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a look at the database."""
    with closing(sqlite3.connect(instance / "assembly.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM participant").fetchone()
        yield reader


@pytest.fixture
def forgotten(app: Flask, ana: Person) -> str:
    """A name that was overwritten and not yet swept out."""
    ana.post("/me/name", name="Canary of the hall")
    with app.app_context():
        db.session.query(Participant).one().name = None
        db.session.commit()
        db.session.remove()
    return "Canary of the hall"


def test_overwriting_a_name_is_not_enough(instance: Path, forgotten: str) -> None:
    assert found(instance, forgotten) == [forgotten]


@pytest.mark.parametrize("broom", [sweep_lately, sweep])
def test_a_sweep_takes_it_out(app: Flask, instance: Path, forgotten: str, broom: Callable[..., bool]) -> None:
    with app.app_context():
        db.session.query(Participant).one()  # our own look keeps nobody up
        assert broom()
    assert found(instance, forgotten) == []


@pytest.mark.parametrize("broom", [sweep_lately, sweep])
def test_somebody_who_reads_on_is_noticed_and_the_next_sweep_finds_it(
    app: Flask, instance: Path, forgotten: str, reader: sqlite3.Connection, broom: Callable[..., bool]
) -> None:
    with app.app_context():
        assert not broom(patience=0.05)
        assert found(instance, forgotten) == [forgotten]
        reader.execute("COMMIT")
        assert broom(patience=0.05)
    assert found(instance, forgotten) == []


def test_somebody_who_writes_on_is_noticed(app: Flask, instance: Path, forgotten: str) -> None:
    with closing(sqlite3.connect(instance / "assembly.db", isolation_level=None)) as writer, app.app_context():
        writer.execute("BEGIN IMMEDIATE")
        assert not sweep(patience=0.05)
        writer.execute("ROLLBACK")
        assert sweep(patience=0.05)


def test_postgres_writes_its_tables_anew(postgres: Postgres, postgres_url: str, tmp_path: Path) -> None:
    app = make_app(tmp_path / "instance", ASSEMBLY_DATABASE_URL=postgres_url)
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    come_in(app, fay.slug, "Canary of the hall")
    cluster = Path(postgres.folder) / "cluster" / "base"
    with app.app_context():
        checkpoint(postgres)
        assert found(cluster, "Canary of the hall") == ["Canary of the hall"]
        db.session.query(Participant).one().name = None
        db.session.commit()
        assert sweep()
        checkpoint(postgres)
        assert found(cluster, "Canary of the hall") == []
        db.session.remove()
        db.engine.dispose()


def checkpoint(postgres: Postgres) -> None:
    with closing(postgres.connect()) as connection:
        connection.execute("CHECKPOINT")
