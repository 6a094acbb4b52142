"""Programs that tests need and pip cannot bring: where they are, and what is done without them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FILES = ("/Applications/Chromium.app/Contents/MacOS/Chromium",)
POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")


def chromium_path() -> str | None:
    """The system's own Chromium."""
    found = [shutil.which(name) for name in CHROMIUM_NAMES]
    found += [file for file in CHROMIUM_FILES if Path(file).is_file()]
    return next((path for path in found if path), None)


def postgres_bin() -> str | None:
    """The folder that holds initdb and postgres, the newest if there are several."""
    folders = [folder for pattern in POSTGRES_FOLDERS for folder in Path("/").glob(pattern.lstrip("/"))]
    folders.sort(key=lambda folder: [int(number) for number in folder.parent.name.split("@")[-1:] if number.isdigit()])
    on_path = shutil.which("initdb")
    if on_path:
        folders.insert(0, Path(on_path).resolve().parent)
    return next((str(folder) for folder in reversed(folders) if (folder / "initdb").is_file()), None)


def redis_path() -> str | None:
    """What several processes speak through."""
    return shutil.which("redis-server")


def caddy_path() -> str | None:
    """The proxy that brings TLS."""
    return shutil.which("caddy")


def systemd_analyze_path() -> str | None:
    """What reads a unit as systemd would."""
    return shutil.which("systemd-analyze")


def need(tool: Callable[[], str | None]) -> str:
    """Where the tool is; without it the test is skipped, or fails where nothing may be missing (CI)."""
    path = tool()
    if path is None:
        reason = f"{tool.__name__.split('_')[0]} is not installed: python3 start.py test brings it, or says how"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return path
