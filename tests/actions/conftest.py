"""Deeds are tried on both memories: SQLite and Postgres."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from assembly.extensions import db
from tests.conftest import make_app


@pytest.fixture(params=["sqlite", "postgres"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    if request.param == "sqlite":
        yield from _on(tmp_path, {}, request.getfixturevalue("migrated"))
    else:
        url = request.getfixturevalue("postgres").fresh_database()
        yield from _on(tmp_path, {"ASSEMBLY_DATABASE_URL": url}, None)


def _on(folder: Path, settings: dict[str, str], migrated: Path | None) -> Iterator[Flask]:
    if migrated:
        import shutil

        shutil.copytree(migrated, folder / "instance")
    app = make_app(folder / "instance", **settings)
    with app.app_context():
        upgrade()
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
