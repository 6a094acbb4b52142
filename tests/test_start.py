"""The first command: it explains itself, notices half-made work, and needs the internet once."""

import ast
import os
import sys
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def pip(monkeypatch):
    """What start.py asked the system for; pip answers what `pip.says` holds."""
    return Heard(monkeypatch)


class Heard:
    def __init__(self, monkeypatch):
        self.commands, self.says = [], (0, "")
        monkeypatch.setattr(start, "hear", self.hear)

    def hear(self, command):
        self.commands.append("venv" if "venv" in command else "pip")
        if "venv" in command:
            python = Path(start.python_in(command[-1]))
            python.parent.mkdir(parents=True)
            python.symlink_to(sys.executable)
            return 0, ""
        return self.says


@pytest.fixture
def folder(tmp_path):
    (tmp_path / start.RUN_LOCK).write_text("flask==3.1 \\\n    --hash=sha256:00\n    # via assembly\n")
    (tmp_path / start.TEST_LOCK).write_text("flask==3.1 \\\n    --hash=sha256:00\npytest==9.0 ; os_name == 'x' \\\n")
    return tmp_path


@pytest.fixture
def ready(folder, pip):
    start.make_ready(str(folder), start.RUN_LOCK)
    assert pip.commands == ["venv", "pip"]
    pip.commands.clear()
    return folder


def test_what_a_command_prints_stays_its_own(folder, pip, capsys):
    """`allocate -` prints JSON, on a first start too."""
    start.make_ready(str(folder), start.RUN_LOCK)
    said = capsys.readouterr()
    assert said.out == ""
    assert "Making things ready" in said.err


def test_an_old_python_is_told_what_is_needed():
    with pytest.raises(start.NotReady, match=r"^Assembly needs Python 3\.11 or newer; this is 3\.9\.$"):
        start.check_python((3, 9, 2))
    start.check_python((3, 11, 0))


def test_an_old_python_can_read_it():
    ast.parse((ROOT / "start.py").read_text(), feature_version=(3, 6))


def test_it_imports_nothing_but_the_standard_library():
    tree = ast.parse((ROOT / "start.py").read_text())
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported <= sys.stdlib_module_names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_a_second_start_asks_for_nothing(ready, pip):
    assert start.make_ready(str(ready), start.RUN_LOCK) == start.python_in(str(ready / ".venv"))
    assert pip.commands == []


def test_tests_add_to_what_runs_and_running_is_content_with_it(ready, pip):
    start.make_ready(str(ready), start.TEST_LOCK)
    assert pip.commands == ["pip"]
    start.make_ready(str(ready), start.RUN_LOCK)
    assert pip.commands == ["pip"]


def test_a_newer_lock_is_installed(ready, pip):
    (ready / start.RUN_LOCK).write_text("flask==3.2 \\\n")
    start.make_ready(str(ready), start.RUN_LOCK)
    assert pip.commands == ["pip"]


def test_a_half_made_folder_is_made_again(folder, pip):
    (folder / ".venv" / "bin").mkdir(parents=True)
    start.make_ready(str(folder), start.RUN_LOCK)
    assert pip.commands == ["venv", "pip"]


def test_what_was_cut_short_is_made_again(ready, pip):
    (ready / start.RUN_LOCK).write_text("flask==3.2 \\\n")
    pip.says = None  # the plug is pulled while pip works
    with pytest.raises(TypeError):
        start.make_ready(str(ready), start.RUN_LOCK)
    assert start.installed(str(ready / ".venv")) == set()
    pip.says = (0, "")
    pip.commands.clear()
    start.make_ready(str(ready), start.RUN_LOCK)
    assert pip.commands == ["venv", "pip"]


def test_without_internet_what_ran_before_still_runs(ready, pip):
    pip.says = (1, "Retrying after NewConnectionError\nERROR: No matching distribution\n")
    with pytest.raises(start.NotReady) as said:
        start.make_ready(str(ready), start.TEST_LOCK)
    assert str(said.value).startswith("The first start needs the internet, and it could not be reached. pip says:\n")
    assert str(said.value).endswith("\n    ERROR: No matching distribution")
    pip.commands.clear()
    start.make_ready(str(ready), start.RUN_LOCK)
    assert pip.commands == []


def test_a_venv_whose_python_was_replaced_is_made_again(ready, pip):
    stamp = ready / ".venv" / start.STAMP
    stamp.write_text(stamp.read_text().replace(os.path.realpath(sys.executable), "/usr/bin/python3.10"))
    start.make_ready(str(ready), start.RUN_LOCK)
    assert pip.commands == ["venv", "pip"]


def test_a_folder_that_cannot_be_written_is_named(folder, pip, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(start.NotReady, match=f"^Assembly cannot write into {folder}: "):
        start.make_ready(str(folder), start.RUN_LOCK)


def test_a_python_without_venv_names_the_package(folder, pip, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    monkeypatch.setattr(os.path, "exists", lambda path: path == "/etc/debian_version")
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    with pytest.raises(start.NotReady, match=rf"sudo apt install python{version}-venv$"):
        start.check_venv()


@pytest.mark.parametrize(
    ("words", "lock", "passed_on"),
    [
        ([], start.RUN_LOCK, ["serve"]),
        (["--port", "9000"], start.RUN_LOCK, ["serve", "--port", "9000"]),
        (["--help"], start.RUN_LOCK, ["--help"]),
        (["allocate", "-"], start.RUN_LOCK, ["allocate", "-"]),
        (["test", "--long", "-k", "pledge"], start.TEST_LOCK, ["test", "--long", "-k", "pledge"]),
        (["bench"], start.TEST_LOCK, ["bench"]),
    ],
)
def test_every_word_is_passed_on(words, lock, passed_on, monkeypatch):
    monkeypatch.setattr(start, "make_ready", lambda folder, lock: lock)
    monkeypatch.setattr(start, "become", lambda python, words: (python, words))
    assert start.main(words) == (lock, passed_on)


def test_a_sentence_and_no_traceback(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    assert start.main(["serve"]) == 1
    assert capsys.readouterr().err == "Assembly needs Python 3.11 or newer; this is 3.10.\n"


def test_on_a_server_the_drivers_come_along():
    assert start.lock_for("serve", {}) == start.RUN_LOCK
    assert start.lock_for("serve", {"ASSEMBLY_DATABASE_URL": "sqlite:///here.db"}) == start.RUN_LOCK
    assert start.lock_for("migrate", {"ASSEMBLY_DATABASE_URL": "postgresql://there/assembly"}) == start.SERVER_LOCK
    assert start.lock_for("serve", {"ASSEMBLY_REDIS_URL": "redis://there"}) == start.SERVER_LOCK
    assert start.lock_for("test", {"ASSEMBLY_REDIS_URL": "redis://there"}) == start.TEST_LOCK
