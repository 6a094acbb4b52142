"""What stands in deploy/: read by the programs it is for, and each of its commands runs."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assembly.config import KNOWN
from tests.support.server import Server
from tests.support.tools import caddy_path, need, systemd_analyze_path

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "deployment.md").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SETTING = re.compile(r"\bASSEMBLY_[A-Z_]+")
OF_THE_FILES_THEMSELVES = {"ASSEMBLY_DOMAIN", "ASSEMBLY_PROCESSES"}  # what compose and Caddy ask for, not Assembly


@pytest.mark.parametrize("file", sorted(file.name for file in DEPLOY.iterdir()))
def test_every_setting_named_there_is_one(file):
    named = set(SETTING.findall((DEPLOY / file).read_text()))
    assert named <= KNOWN | OF_THE_FILES_THEMSELVES


def test_every_service_that_is_waited_for_is_there():
    services = COMPOSE["services"]
    assert set(services) == {"app", "postgres", "redis", "caddy"}
    for service in services.values():
        assert set(service.get("depends_on", [])) <= set(services)
        named = [volume.split(":")[0] for volume in service.get("volumes", []) if not volume.startswith(".")]
        assert set(named) <= set(COMPOSE["volumes"])


def test_what_is_healthy_is_asked():
    waited_for = COMPOSE["services"]["app"]["depends_on"]
    asked = {name for name, how in waited_for.items() if how["condition"] == "service_healthy"}
    assert asked == {name for name in waited_for if "healthcheck" in COMPOSE["services"][name]}


def test_only_the_proxy_can_be_reached_from_outside():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["caddy"]


def test_every_value_asked_for_is_named_on_the_page():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    assert asked == {"ASSEMBLY_DOMAIN", "POSTGRES_PASSWORD"}
    assert all(name in PAGE for name in asked)


def test_every_file_there_is_on_the_page():
    assert [file.name for file in DEPLOY.iterdir() if f"deploy/{file.name}" not in PAGE] == ["Dockerfile.dockerignore"]


def test_what_the_image_copies_is_all_that_runs():
    copied = [line.split()[1:-1] for line in (DEPLOY / "Dockerfile").read_text().splitlines() if line[:4] == "COPY"]
    names = {name for line in copied for name in line}
    assert all((ROOT / name).exists() for name in names)
    assert {"start.py", "assembly", "migrations", "static", "templates", "requirements-server.txt"} <= names


def test_the_image_serves_with_nothing_but_what_it_copies(tmp_path):
    """Its command, run by hand beside the parts that are here already."""
    for line in (DEPLOY / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY"):
            for name in line.split()[1:-1]:
                copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
                copy(ROOT / name, tmp_path / name)
    typed = re.findall(r"^CMD \[(.+)\]$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)[-1]
    command = [word.strip().strip('"') for word in typed.split(",")]
    assert command[:2] == ["python3", "start.py"]
    with Typed(tmp_path / "instance", [sys.executable, "-P", "-m", "assembly", *command[2:]], tmp_path) as server:
        assert server.answers()


def test_the_proxys_file_is_one(tmp_path):
    caddy = need(caddy_path)
    checked = subprocess.run(
        [caddy, "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile"],
        env={"ASSEMBLY_DOMAIN": "assembly.example", "HOME": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    assert "Valid configuration" in checked.stdout + checked.stderr, checked.stderr


def test_the_unit_is_one(tmp_path):
    """The programs it names are put where this machine has them, so that only the unit itself can be wrong."""
    unit = (DEPLOY / "assembly@.service").read_text().replace("/srv/assembly", str(ROOT)).replace("%i", "8000")
    (tmp_path / "assembly.service").write_text(unit.replace("/usr/bin/python3", sys.executable))
    checked = subprocess.run(
        [need(systemd_analyze_path), "verify", "--man=no", tmp_path / "assembly.service"],
        capture_output=True, text=True, env={"SYSTEMD_LOG_LEVEL": "warning"},
    )  # fmt: skip
    said = [line for line in checked.stderr.splitlines() if "assembly.service" in line]
    assert (checked.returncode, said) == (0, []), checked.stderr


def test_the_units_command_runs(tmp_path):
    unit = (DEPLOY / "assembly@.service").read_text()
    typed = shlex.split(re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)[0])
    assert typed[:2] == ["/usr/bin/python3", "/srv/assembly/start.py"]
    with Typed(tmp_path / "instance", [sys.executable, "-P", "-m", "assembly", *typed[2:]], ROOT) as server:
        assert server.answers()


def test_nothing_of_the_example_is_a_secret_or_a_machine_of_ours():
    settings = dict(line.split("=", 1) for line in (DEPLOY / "assembly.env").read_text().splitlines() if "=" in line)
    assert set(settings) <= KNOWN
    assert settings["ASSEMBLY_PUBLIC_URL"] == "https://assembly.example"


class Typed(Server):
    """The server as those files start it, on a free port of this machine."""

    def __init__(self, instance: Path, typed: list[str], folder: Path) -> None:
        super().__init__(instance)
        self.typed, self.folder = [word.replace("%i", str(self.port)) for word in typed], folder

    def command(self) -> list[str]:
        return self.typed

    def environ(self) -> dict[str, str]:
        return super().environ() | {"ASSEMBLY_PORT": str(self.port), "PYTHONPATH": str(self.folder)}
