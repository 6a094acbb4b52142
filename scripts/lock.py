"""Write the locks anew from pyproject.toml: to run, to run on a server, to test; with the same versions in each.

python3 scripts/lock.py              the versions stay unless pyproject.toml says otherwise
python3 scripts/lock.py --upgrade    every part as new as pyproject.toml allows
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"  # it resolves for every system at once; pip, which installs the result, cannot
OLDEST_PYTHON = "3.11"

SAYING = """\
# Written by scripts/lock.py from pyproject.toml: change that, then run it again.
# Every version for every system, each with its hashes; installed with pip install --require-hashes.
"""


def main(options: list[str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        uv = fetch_uv(Path(place))
        compile_lock(uv, "requirements-test.txt", "--extra", "server", "--group", "test", *options)
        same = ("--constraint", "requirements-test.txt")
        compile_lock(uv, "requirements-server.txt", "--extra", "server", *same, *options)
        compile_lock(uv, "requirements.txt", *same, *options)


def fetch_uv(place: Path) -> Path:
    venv.create(place, with_pip=True)
    programs = place / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", UV], check=True)
    return programs / "uv"


def compile_lock(uv: Path, name: str, *options: str) -> None:
    subprocess.run(
        [uv, "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes", "--no-header", "--quiet",
         "--python-version", OLDEST_PYTHON, "--output-file", name, *options],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    lock = ROOT / name
    lock.write_text(SAYING + without_constraints(lock.read_text()))


def without_constraints(text: str) -> str:
    """The test lock, named as a constraint, would stand below every line of the other."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("#   -c "))


if __name__ == "__main__":
    main(sys.argv[1:])
