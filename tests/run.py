"""All that must pass: linter, formatter, types, tests. `python3 start.py test` runs this; more words go to pytest.

Without more words the tests run side by side, one more than there are cores: many wait for a browser or a server.

`--long` adds the heavy ones; `--gallery` takes a picture of every page, light and dark, and hangs them on one page.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.tools import caddy_path, chromium_path, postgres_bin, redis_path, systemd_analyze_path  # noqa: E402

CHECKS = {
    "linter": ["ruff", "check", "--quiet"],
    "formatter": ["ruff", "format", "--check", "--quiet"],
    "types": ["mypy", "assembly"],
}
LETTERS = Path("/usr/share/fonts/truetype/dejavu/DejaVuSansCondensed.ttf")


def main(words: list[str]) -> int:
    os.chdir(ROOT)
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    side_by_side = [] if set(words) - {"--long"} else ["-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal"]
    if "--long" in words:
        words = [word for word in words if word != "--long"] + ["-m", "long or not long"]
        os.environ["ASSEMBLY_LONG"] = "1"
    gallery = "--gallery" in words
    if gallery:
        words = ["tests/journeys/test_pictures.py", "tests/journeys/test_board.py", "-m", "long or not long"]
    bring_tools()
    if gallery:
        return run("pictures", ["pytest", *words]) or hang_pictures()
    failed = [name for name, command in CHECKS.items() if run(name, command)]
    if run("tests", ["pytest", *side_by_side, *words]):
        failed.append("tests")
    if failed and failed != ["tests"]:
        print(f"Not everything passed: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def hang_pictures() -> int:
    """All pictures on one page, to look at: pictures/index.html."""
    pictures = sorted((ROOT / "pictures").glob("*.png"))
    hung = "".join(
        f'<figure><a href="{one.name}"><img src="{one.name}" height="320" loading="lazy" alt=""></a>'
        f"<figcaption>{one.stem}</figcaption></figure>"
        for one in pictures
    )
    page = ROOT / "pictures" / "index.html"
    page.write_text(
        '<!doctype html><meta charset="utf-8"><title>Every page of Assembly</title>'
        "<style>body{display:flex;flex-wrap:wrap;gap:16px;font:14px sans-serif}figure{margin:0}</style>" + hung
    )
    print(f"{len(pictures)} pictures hang in {page}")
    return 0


def run(name: str, command: list[str]) -> int:
    print(f"== {name}", flush=True)
    return subprocess.call([sys.executable, "-m", *command])


def bring_tools() -> None:
    """Install browser, letters, PostgreSQL, Redis and Caddy where apt may; else say what is missing and go on."""
    missing = missing_packages()
    if not missing:
        return
    apt = way_to_apt()
    if apt:
        print(f"== installing for the tests: {' '.join(missing)}", flush=True)
        subprocess.call([*apt, "update", "-qq"], stdout=subprocess.DEVNULL)
        subprocess.call([*apt, "install", "-y", "-qq", "--no-install-recommends", *missing], stdout=subprocess.DEVNULL)
        missing = missing_packages()
    if missing:
        print(
            f"Missing for the tests: {', '.join(missing)}. On Debian: sudo apt install {' '.join(missing)}. "
            "Elsewhere install Chromium, PostgreSQL, Redis and Caddy. "
            "Without them their tests are skipped, or fail where CI is set.",
            flush=True,
        )


def missing_packages() -> list[str]:
    missing = []
    if not chromium_path():
        missing.append("chromium")
    if not postgres_bin():
        missing.append("postgresql")
    if os.environ.get("CI"):  # not elsewhere: Debian would start them on somebody's laptop
        missing += [name for name, found in (("caddy", caddy_path), ("redis-server", redis_path)) if not found()]
    if sys.platform == "linux" and not systemd_analyze_path():
        missing.append("systemd")
    if shutil.which("apt-get") and not LETTERS.exists():
        missing += ["fonts-dejavu-core", "fonts-dejavu-extra"]
    return missing


def way_to_apt() -> list[str] | None:
    """How apt-get can be run without anybody typing a password."""
    if not shutil.which("apt-get"):
        return None
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return quietly
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n", *quietly]
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
