"""Bring the front-end's few parts into the tree, pinned and hashed; --check says offline whether they are as they were.

    python3 scripts/vendor.py            needs node and npm
    python3 scripts/vendor.py --check    needs neither, nor the internet

static/vendor/manifest.json says what is taken, of which version, and what was made of it. To take a newer version,
change it there and empty its "integrity" and "sha512": both are filled in, and are the law from then on.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "static" / "vendor" / "manifest.json"


def main(options: list[str]) -> int:
    if options == ["--check"]:
        complaints = check()
    elif options:
        complaints = ["Say nothing, or --check."]
    else:
        complaints = bring()
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


def check(root: Path = ROOT) -> list[str]:
    """What is wrong with the vendored files, a sentence each."""
    parts = json.loads((root / MANIFEST.relative_to(ROOT)).read_text())["parts"]
    wrong = []
    for part in parts:
        file = root / part["file"]
        if not file.is_file():
            wrong.append(f"{part['file']} is missing.")
        elif sha512(file.read_bytes()) != part["sha512"]:
            wrong.append(f"{part['file']} is not what the manifest says: its sha512 differs.")
        for licence in part["licence_files"].values():
            if not (root / licence).is_file() or not (root / licence).read_text().strip():
                wrong.append(f"{licence}, the licence of {part['package']}, is missing.")
    return wrong + strangers(parts, root)


def strangers(parts: list[dict], root: Path) -> list[str]:
    known = {MANIFEST.relative_to(ROOT).as_posix()}
    known.update(part["file"] for part in parts)
    known.update(licence for part in parts for licence in part["licence_files"].values())
    found = [
        file.relative_to(root).as_posix()
        for folder in ("static/vendor", "tests/vendor")
        for file in sorted((root / folder).rglob("*"))
        if file.is_file()
    ]
    return [f"{file} is in no manifest: nobody knows where it came from." for file in found if file not in known]


def bring() -> list[str]:
    manifest = json.loads(MANIFEST.read_text())
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        npm(
            "install",
            "--prefix",
            str(place),
            "--no-audit",
            "--no-fund",
            "--silent",
            f"esbuild@{manifest['esbuild']}",
            cwd=place,
        )
        wrong = [complaint for part in manifest["parts"] for complaint in bring_one(part, place)]
    if not wrong:
        MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n")
    return wrong


def bring_one(part: dict, place: Path) -> list[str]:
    package = unpack(part, place)
    if isinstance(package, str):
        return [package]
    made = make((package / part["taken"]).read_bytes(), part["made"], place)
    if part["sha512"] not in ("", sha512(made)):
        return [f"What was made of {part['package']} is not what the manifest says: nothing was changed."]
    part["sha512"] = sha512(made)
    (ROOT / part["file"]).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / part["file"]).write_bytes(made)
    for there, here in part["licence_files"].items():
        (ROOT / here).write_bytes((package / there).read_bytes())
    return []


def unpack(part: dict, place: Path) -> Path | str:
    name = f"{part['package']}@{part['version']}"
    said = json.loads(npm("pack", "--json", "--silent", name, cwd=place))
    parcel = place / said[0]["filename"]
    if part["integrity"] not in ("", sha512(parcel.read_bytes())):
        return f"{name} is not the parcel the manifest knows: nothing was changed."
    part["integrity"] = sha512(parcel.read_bytes())
    with tarfile.open(parcel) as tar:
        tar.extractall(place / part["package"])
    return place / part["package"] / "package"


def make(text: bytes, options: list[str], place: Path) -> bytes:
    if not options:
        return text
    esbuild = place / "node_modules" / ".bin" / ("esbuild.cmd" if sys.platform == "win32" else "esbuild")
    return subprocess.run([esbuild, "--charset=utf8", *options], input=text, stdout=subprocess.PIPE, check=True).stdout


def npm(*words: str, cwd: Path) -> str:
    program = "npm.cmd" if sys.platform == "win32" else "npm"
    return subprocess.run([program, *words], cwd=cwd, stdout=subprocess.PIPE, check=True, text=True).stdout


def sha512(content: bytes) -> str:
    """As browsers and npm write it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
