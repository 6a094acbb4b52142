"""The database's steps: up, nothing missing, down, up again, on both memories."""

from pathlib import Path

import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, select, text

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from tests.conftest import make_app


@pytest.mark.parametrize("memory", ["sqlite", "postgres"])
def test_the_steps_lead_to_todays_shape_and_back(memory: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    where = {}
    if memory == "postgres":
        where["ASSEMBLY_DATABASE_URL"] = request.getfixturevalue("postgres").fresh_database()
    app = make_app(tmp_path / "instance", **where)
    with app.app_context():
        upgrade()
        check()
        tables = set(inspect(db.engine).get_table_names())
        assert {"assembly", "gathering", "pledge", "ledger_row"} <= tables
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
        upgrade()
        assert set(inspect(db.engine).get_table_names()) == tables
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("memory", ["sqlite", "postgres"])
def test_what_stood_before_a_step_stands_after_it(memory: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    where = {}
    if memory == "postgres":
        where["ASSEMBLY_DATABASE_URL"] = request.getfixturevalue("postgres").fresh_database()
    app = make_app(tmp_path / "instance", **where)
    with app.app_context():
        upgrade(revision="0001")
        for row in AN_EVENING_OF_ISSUE_TWO:
            db.session.execute(text(row))
        db.session.commit()
        db.session.remove()
        upgrade()
        gathering = db.session.scalars(select(Gathering)).one()
        assert (gathering.name, gathering.kind, gathering.wifi_name) == ("Winter congress", "round", "")
        assert [step.title for step in gathering.steps] == ["Come in"]
        assert [proposal.lesson for proposal in gathering.proposals] == [""]
        db.session.remove()
        db.engine.dispose()


AN_EVENING_OF_ISSUE_TWO = (
    "INSERT INTO assembly (id, name, currency, exponent, time_zone, slug, seq, head)"
    " VALUES (1, 'Eastside', 'USD', 2, 'UTC', 'a', 0, 'h')",
    "INSERT INTO gathering (id, name, code, assembly_id, slug, ledger_id, salt, position, page, version)"
    " VALUES (1, 'Winter congress', 'MOSS 38', 1, 'g', 'l', 's', 0, 1, 0)",
    "INSERT INTO step (id, position, kind, title, say, minutes, gathering_id)"
    " VALUES (1, 0, 'doors', 'Come in', 'Find a seat.', 30, 1)",
    "INSERT INTO proposal (id, number, title, change, gathering_id, salt) VALUES (1, 1, 'Kitchen', 'Meals', 1, 's')",
)
