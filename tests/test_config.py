"""Bad configuration stops the start, by name; good configuration is kept."""

import os
import stat
from pathlib import Path

import pytest

from assembly.config import BadConfiguration, settings


def configured(tmp_path: Path, **environ: str) -> dict[str, object]:
    return settings({"ASSEMBLY_INSTANCE": str(tmp_path / "instance"), **environ})


def test_without_any_setting_it_is_sqlite_in_the_instance_folder(tmp_path: Path) -> None:
    made = configured(tmp_path)
    assert made["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path / 'instance' / 'assembly.db'}"
    assert made["PORT"] == 8000


def test_the_budget_is_typed_in_megabits_and_kept_in_bytes(tmp_path: Path) -> None:
    assert configured(tmp_path)["BYTES_BUDGET"] == 1_250_000
    assert configured(tmp_path, ASSEMBLY_BYTES_BUDGET="0.8")["BYTES_BUDGET"] == 100_000
    assert configured(tmp_path, ASSEMBLY_BYTES_BUDGET="0")["BYTES_BUDGET"] == 0


def test_the_secret_is_drawn_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first, second = configured(tmp_path), configured(tmp_path)
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(str(first["SECRET_KEY"])) == 64
    assert stat.S_IMODE((tmp_path / "instance" / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700


def test_a_secret_that_got_lost_is_said_so(tmp_path: Path) -> None:
    configured(tmp_path)
    (tmp_path / "instance" / "secret").write_text("")
    with pytest.raises(BadConfiguration, match="secret"):
        configured(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSEMBLY_PORT", "eighty"),
        ("ASSEMBLY_PORT", "0"),
        ("ASSEMBLY_PORT", "70000"),
        ("ASSEMBLY_PORT", "²"),
        ("ASSEMBLY_DATABASE_URL", "mysql://nobody"),
        ("ASSEMBLY_PUBLIC_URL", "assembly.example"),
        ("ASSEMBLY_PROT", "8000"),
        ("ASSEMBLY_BYTES_BUDGET", "fast"),
        ("ASSEMBLY_BYTES_BUDGET", "-1"),
        ("ASSEMBLY_SOCKETS", "0"),
        ("ASSEMBLY_METRICS", "yes"),
    ],
)
def test_nonsense_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadConfiguration, match=name):
        configured(tmp_path, **{name: value})


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_folder_it_may_not_write_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadConfiguration, match="ASSEMBLY_INSTANCE"):
        settings({"ASSEMBLY_INSTANCE": str(tmp_path / "file" / "instance")})


@pytest.mark.parametrize("written", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_every_spelling_of_postgres_is_understood(tmp_path: Path, written: str) -> None:
    made = configured(tmp_path, ASSEMBLY_DATABASE_URL=written)
    assert made["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u@h/d"
