"""The database's steps: up, nothing missing, down, up again, on both memories."""

from pathlib import Path

import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from assembly.extensions import db
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
