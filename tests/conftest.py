"""The stage: a fresh memory for each test, on SQLite and where asked on Postgres, and the cast on it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import make_url

from assembly import create_app
from assembly.cli.server import spare_the_collector
from assembly.extensions import db
from assembly.live import fragments
from tests.support.cast import Person, come_in, open_evening, start_gathering
from tests.support.postgres import Postgres, running_postgres
from tests.support.redis import Redis, running_redis
from tests.support.socket_client import hang_up

for name in [name for name in os.environ if name.startswith("ASSEMBLY_") and name != "ASSEMBLY_LONG"]:
    del os.environ[name]


def pytest_collection_finish() -> None:
    """What was imported stays until the end: look for rings of garbage seldom, and never there. It took a sixth."""
    spare_the_collector()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of today's shape, copied for every test."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate(make_app(folder))
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real server of our own; empty databases on demand."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """As `migrated`, on Postgres: the name of the database."""
    url = postgres.fresh_database()
    migrate(make_app(tmp_path_factory.mktemp("migrated"), ASSEMBLY_DATABASE_URL=url))
    return str(make_url(url).database)


@pytest.fixture
def postgres_url(postgres: Postgres, migrated_postgres: str) -> str:
    """An empty database of today's shape, of this test alone."""
    return postgres.fresh_database(like=migrated_postgres)


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    """A real server of our own."""
    with running_redis() as server:
        yield server


@pytest.fixture(autouse=True)
def nothing_is_drawn_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests move clocks by hand; how texts are kept for a moment is tested on its own (live/test_fragments.py)."""
    monkeypatch.setattr(fragments, "A_MOMENT", 0.0)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Deeds are tried on both memories: SQLite and Postgres."""
    if "app" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_memories"):
        metafunc.parametrize("app", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def app(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[Flask]:
    """Assembly on SQLite, or where it is asked for on Postgres."""
    shutil.copytree(migrated, tmp_path / "instance")
    settings = {}
    if getattr(request, "param", "sqlite") == "postgres":
        settings["ASSEMBLY_DATABASE_URL"] = request.getfixturevalue("postgres_url")
    app = make_app(tmp_path / "instance", **settings)
    yield app
    hang_up()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


COMPILED = tempfile.TemporaryDirectory(prefix="assembly-templates-")
ONCE = FileSystemBytecodeCache(COMPILED.name)  # a hundred templates, compiled once for all tests, not once for each


def make_app(instance: Path, **settings: str) -> Flask:
    app = create_app({"ASSEMBLY_INSTANCE": str(instance), "ASSEMBLY_HOST": "127.0.0.1", **settings}, TESTING=True)
    app.jinja_env.bytecode_cache = ONCE
    return app


def migrate(app: Flask) -> None:
    """Bring its memory to today's shape, and let go of it."""
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def fay(app: Flask) -> Person:
    """Facilitates an evening with three proposals and 8,000 in the pot; people may give hours."""
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    open_evening(fay)
    return fay


@pytest.fixture
def ana(app: Flask, fay: Person) -> Person:
    return come_in(app, fay.slug, "Ana")


@pytest.fixture
def bo(app: Flask, fay: Person) -> Person:
    return come_in(app, fay.slug, "Bo")


@pytest.fixture
def elle(app: Flask) -> Person:
    """Is at a gathering of another assembly."""
    other = start_gathering(app, "Westside Assembly", "Spring congress")
    open_evening(other)
    return come_in(app, other.slug, "Elle")


@pytest.fixture
def wall(app: Flask, fay: Person) -> Person:
    """The facilitator's browser, listening as the wall."""
    wall = Person(app, fay.slug)
    wall.browser = fay.browser
    wall.token = fay.token
    wall.listen("wall")
    return wall
