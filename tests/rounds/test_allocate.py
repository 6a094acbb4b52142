"""`assembly allocate`: the rule without a server."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text())
KNOWN = [vector for vector in VECTORS if vector["rule"] in ("floors_first", "common_rate")]


def allocate(written: str, *words: str) -> "subprocess.CompletedProcess[str]":
    typed = [sys.executable, "-m", "assembly", "allocate", *words]
    return subprocess.run(typed, input=written, capture_output=True, text=True, cwd=ROOT, check=False)


def test_a_room_on_standard_input_is_divided() -> None:
    vector = KNOWN[0]
    done = allocate(json.dumps(vector), "-")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == vector["expect"]


def test_a_room_in_a_file_is_divided(tmp_path: Path) -> None:
    vector = next(vector for vector in KNOWN if vector["rule"] == "floors_first")
    (tmp_path / "room.json").write_text(json.dumps(vector))
    done = allocate("", str(tmp_path / "room.json"))
    assert json.loads(done.stdout) == vector["expect"]


ROOM: dict[str, Any] = {
    "pot": 100,
    "proposals": [{"id": "a", "min": 10, "cap": 50, "lot": 1}],
    "pledges": {"p": {"a": 3}},
}


@pytest.mark.parametrize(
    "change",
    [
        {"pot": -1},
        {"pot": 1.5},
        {"rule": "the loudest wins"},
        {"pledges": {"p": {"b": 1}}},
        {"proposals": [{"id": "a", "min": 60, "cap": 50, "lot": 1}]},
        {"proposals": [*ROOM["proposals"], {"id": "a", "min": 1, "cap": 2, "lot": 2}]},
    ],
)
def test_a_malformed_room_is_one_sentence_and_exit_2(change: dict[str, Any]) -> None:
    done = allocate(json.dumps({**ROOM, **change}), "-")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("written", ["", "{", "[]", "null", "\x00"])
def test_what_is_no_room_at_all_is_one_sentence_and_exit_2(written: str) -> None:
    done = allocate(written, "-")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_file_that_is_not_there_is_said_so() -> None:
    done = allocate("", "nosuch.json")
    assert done.returncode == 2
    assert "nosuch.json" in done.stderr
