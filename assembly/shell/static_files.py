"""Static files: addressed by what is in them, compressed once, cached for a year."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from assembly.config import ROOT

STATIC = ROOT / "static"
DAY = 24 * 3600
YEAR = 365 * DAY


def name_by_content(app: Flask) -> None:
    """Every static address carries the digest of all of them: a new version is a new address."""
    version = digest()

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["v"] = version


def serve_static_files(app: Flask) -> None:
    """Serve gzipped copies from the instance folder, before any other code is asked."""
    folder = app.config["INSTANCE"] / "static"
    copy = folder / digest()
    if not copy.exists():
        put_a_whole_copy(copy)
    take_off(old for old in folder.iterdir() if old != copy and old.stat().st_mtime < time.time() - DAY)
    noise = WhiteNoise(app.wsgi_app, max_age=YEAR, immutable_file_test=lambda path, url: True)
    noise.add_files(str(copy), prefix="static/")
    app.wsgi_app = noise  # type: ignore[method-assign]


def put_a_whole_copy(copy: Path) -> None:
    """Made aside and put in place at once: processes that share the folder may start at the same moment."""
    copy.parent.mkdir(exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=copy.parent))
    shutil.copytree(STATIC, aside, dirs_exist_ok=True)
    compressor = Compressor(use_brotli=False, log=lambda _: None)
    for file in files(aside):
        compressor.compress(str(file))
    try:
        aside.rename(copy)
    except OSError:
        take_off([aside])  # somebody was faster
    assert copy.is_dir()


def take_off(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def digest() -> str:
    hashed = hashlib.sha256()
    for file in files(STATIC):
        hashed.update(str(file.relative_to(STATIC)).encode() + file.read_bytes())
    return hashed.hexdigest()[:12]


def files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())
