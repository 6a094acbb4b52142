"""Caddy with TLS in front of two processes over one Postgres and Redis: an evening as on a server."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.postgres import Postgres
from tests.support.redis import Redis
from tests.support.server import Caller, Server, TypedServer, door_code, free_port, start_evening, wait_for
from tests.support.tools import caddy_path, need

from .conftest import PHONE
from .test_evening import give_hours

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.redis]


class Proxy:
    """The real Caddy with the file of deploy/, a port of its own and certificates it makes itself."""

    def __init__(self, folder: Path) -> None:
        self.port, self.memory = free_port(), ""
        self.url = f"https://localhost:{self.port}"
        self.file, self.log = folder / "Caddyfile", folder / "caddy.log"
        here = "{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tauto_https disable_redirects\n"
        self.file.write_text((ROOT / "deploy" / "Caddyfile").read_text().replace("{\n", here, 1))

    def start(self, *servers: Server) -> "Proxy":
        ports = " ".join(f"127.0.0.1:{server.port}" for server in servers)
        environ = {
            **os.environ,
            "ASSEMBLY_DOMAIN": self.url,
            "ASSEMBLY_PROCESSES": ports,
            "HOME": str(self.file.parent),
        }
        environ["XDG_DATA_HOME"] = environ["XDG_CONFIG_HOME"] = str(self.file.parent)
        command = [need(caddy_path), "run", "--adapter", "caddyfile", "--config", str(self.file)]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        self.operator_key = servers[0].operator_key
        wait_for(self.answers, "the proxy")
        return self

    def answers(self) -> bool:
        try:
            return bool(Caller(self.url).json("/healthz")["ok"])
        except OSError:
            return False

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture
def hall(tmp_path: Path, postgres: Postgres, redis: Redis) -> Iterator[tuple[Proxy, Server, Server]]:
    proxy, database = Proxy(tmp_path), postgres.fresh_database()
    known = {"ASSEMBLY_PUBLIC_URL": proxy.url, "ASSEMBLY_METRICS": "on"}
    first, second = (TypedServer(tmp_path / "instance", database, redis.url, **known) for _ in range(2))
    with first, second:
        proxy.start(first, second)
        try:
            yield proxy, first, second
        finally:
            proxy.stop()


def test_an_evening_behind_caddy_goes_on_when_a_process_is_killed(
    hall: tuple[Proxy, Server, Server], open_page: Callable[..., Page]
) -> None:
    proxy, first, second = hall
    fay = start_evening(proxy)
    ana, bo = (open_page(PHONE, ignore_https_errors=True) for _ in range(2))
    for phone, name in ((ana, "Ana"), (bo, "Bo")):
        phone.goto(f"{proxy.url}/j/{door_code(fay)}")
        phone.get_by_role("textbox").fill(name)
        phone.get_by_role("button", name="Come in").click()
        phone.wait_for_url("**/g/*/")
    assert f"wss://localhost:{proxy.port}" in ana.request.get(ana.url).headers["content-security-policy"]
    assert [cookie["secure"] for cookie in ana.context.cookies()] == [True]
    bo.goto(f"{proxy.url}/g/{fay.slug}/proposals/1")
    give_hours(proxy, fay, ana, 1, "3")
    expect(bo.locator("#proposal-1-tally")).to_contain_text("3")
    first.kill()
    give_hours(proxy, fay, bo, 1, "2")
    expect(ana.locator("#proposal-1-tally")).to_contain_text("5")
    assert ana.request.get(f"{proxy.url}/metrics").status == 404, "figures are for the machine itself"
    second.kill()
    assert ana.request.get(f"{proxy.url}/").status == 502
    written = proxy.log.read_text() + first.said() + second.said()
    assert "Chrome" not in written
    assert "remote_ip" not in written
