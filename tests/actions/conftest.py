"""Deeds are tried on both memories: SQLite and Postgres."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from assembly.extensions import db
from tests.conftest import make_app


@pytest.fixture(params=["sqlite", "postgres"])
def app(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[Flask]:
    shutil.copytree(migrated, tmp_path / "instance")
    settings = {}
    if request.param == "postgres":
        settings["ASSEMBLY_DATABASE_URL"] = request.getfixturevalue("postgres_url")
    app = make_app(tmp_path / "instance", **settings)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
