"""Front-end files are the ones we chose, and nothing loads from outside."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.vendor import check

ROOT = Path(__file__).resolve().parent.parent
LOADS = re.compile(
    r"""(?:src|href|action|poster|srcset)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""", re.I
)


def test_vendored_files_are_as_the_manifest_says_without_any_network():
    said = subprocess.run([sys.executable, ROOT / "scripts" / "vendor.py", "--check"], capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")


def test_a_changed_a_missing_and_a_strange_file_are_noticed(tmp_path):
    for folder in ("static/vendor", "tests/vendor"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    assert check(tmp_path) == []
    (tmp_path / "static/vendor/htmx.js").write_text("something else")
    (tmp_path / "static/vendor/socket.io.LICENSE").unlink()
    (tmp_path / "static/vendor/stranger.js").write_text("")
    assert check(tmp_path) == [
        "static/vendor/htmx.js is not what the manifest says: its sha512 differs.",
        "static/vendor/socket.io.LICENSE, the licence of socket.io-client, is missing.",
        "static/vendor/stranger.js is in no manifest: nobody knows where it came from.",
    ]


def test_nothing_is_loaded_from_outside():
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/**/*.css"), *ROOT.glob("static/**/*.js")]
    ours = [file for file in files if "vendor" not in file.parts]
    assert [f"{file}: {line}" for file in ours for line in file.read_text().splitlines() if LOADS.search(line)] == []
