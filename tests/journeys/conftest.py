"""One browser for all journeys, and the pages it opens."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.server import Server
from tests.support.tools import chromium_path, need

PICTURES = Path(__file__).resolve().parents[2] / "pictures"
PHONE = {"width": 360, "height": 640}
LAPTOP = {"width": 1366, "height": 768}
PROJECTOR = {"width": 1920, "height": 1080}
# as root in a container Chromium has no sandbox of its own; and it asks nobody outside anything
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = need(chromium_path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


# on Postgres and Redis too, always; the others there with --long
ON_BOTH = ("test_evening", "test_at_the_same_moment", "test_next", "test_sockets", "test_arrivals")
# what SQLite keeps on disk, and programs that open that file
ON_FILES = ("test_forgetting", "test_faults", "test_pictures", "test_rehearsal")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The database of `server`, where a test takes it."""
    name = metafunc.module.__name__.rpartition(".")[2]
    if "server" in metafunc.fixturenames and name not in ON_FILES:
        marks = [pytest.mark.postgres, pytest.mark.redis, *([] if name in ON_BOTH else [pytest.mark.long])]
        metafunc.parametrize("server", ["sqlite", pytest.param("postgres", marks=marks)], indirect=True)


@pytest.fixture
def server(migrated: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    database = redis = ""
    if getattr(request, "param", "sqlite") == "postgres":
        database = request.getfixturevalue("postgres_url")
        redis = request.getfixturevalue("redis").url
    else:
        shutil.copytree(migrated, tmp_path / "instance")
    with Server(tmp_path / "instance", database, redis) as server:
        yield server


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a browser context of its own; whatever it complains about fails the test at the end."""
    contexts, complaints = [], []

    def opened(size: dict[str, int], **options: Any) -> Page:
        context = browser.new_context(viewport=size, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def is_complaint(said: Any) -> bool:
    """Everything but the line going away, which some tests cause."""
    quiet = ("net::ERR", "Failed to fetch", "WebSocket connection", "status of 4", "status of 5")
    return said.type in ("error", "warning") and not any(word in said.text for word in quiet)


def picture(page: Page, name: str) -> None:
    """A screenshot for people to look at."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")
