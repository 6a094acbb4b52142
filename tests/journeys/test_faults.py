"""What goes wrong in a hall, against the real server: it dies, a body never ends, a key is retried."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.phones import SocketPhone
from tests.support.server import ROOT, Server, TypedServer, come_in, start_evening, wait_for

CANARY = "canary-browser/1.0"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """From nothing: no folder, no database, no program that has read us before."""
    with TypedServer(tmp_path / "instance") as server:
        yield server


def test_killed_and_restarted_it_remembers_and_everybody_comes_back(server: Server) -> None:
    fay = start_evening(server)
    ana, bo = come_in(fay, "Ana"), come_in(fay, "Bo")
    phone = SocketPhone(bo)
    wait_for(lambda: phone.hellos == 1, "the first hello")
    assert ana.post("/proposals/1/pledge", key="a" * 32, hours=3, first_hour="later").status == 303
    wait_for(lambda: "proposal-1-tally" in phone.parts(), "the news of a pledge")
    server.kill()
    server.start()
    wait_for(lambda: phone.hellos == 2, "the phone to come back by itself")
    assert ana.json("/fragments?id=proposal-1-tally")["fragments"][0][1].count("<b>3</b>") == 1
    again = ana.post("/proposals/1/pledge", key="a" * 32, hours=3, first_hour="later")
    assert again.status == 303, "a retry with the same key is answered as before"
    assert sum(fay.json("/allocation/room.json")["pledges"].popitem()[1].values()) == 3
    phone.heard.clear()
    assert bo.post("/proposals/2/pledge", hours=1, first_hour="later").status == 303
    wait_for(lambda: "proposal-2-tally" in phone.parts(), "news after the restart")
    phone.close()


def test_a_body_that_never_ends_holds_nobody_up(server: Server) -> None:
    fay = start_evening(server)
    ana = come_in(fay, "Ana")
    head = (
        f"POST /g/{ana.slug}/proposals/1/pledge HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Cookie: {ana.cookies()}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    with _connection(server) as dribbling, _connection(server) as endless:
        dribbling.sendall(f"{head}Content-Length: 300\r\n\r\nhou".encode())
        endless.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(12):
            endless.sendall(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
        assert come_in(fay, "Bo").post("/proposals/1/pledge", hours=1, first_hour="later").status == 303
        assert b" 411 " in endless.recv(4000).split(b"\r\n")[0]


def test_no_address_and_no_browser_name_is_ever_written(server: Server) -> None:
    fay = start_evening(server)
    ana = come_in(fay, "Ana")
    ana.opener.addheaders = [
        ("User-Agent", CANARY),
        ("Referer", "http://canary.example/"),
        ("X-Forwarded-For", "203.0.113.77"),
    ]
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    ana.post("/proposals/1/pledge", hours="abc", first_hour="later")
    ana.post("/proposals/99/pledge", hours=1, first_hour="later")
    with _connection(server) as rude:
        rude.sendall(b"NONSENSE\r\n\r\n")
        rude.recv(1000)
    server.stop()
    _, *log = server.said().split("Operator key:")
    written = b"".join(file.read_bytes() for file in server.instance.iterdir() if file.is_file())
    written += "".join(log).split("stays saved.")[-1].encode()
    for trace in (CANARY.encode(), b"canary.example", b"203.0.113.77", b"127.0.0.1"):
        assert trace not in written, trace


def test_a_taken_port_is_one_sentence(server: Server, tmp_path: Path) -> None:
    typed = [sys.executable, "-m", "assembly", "serve", "--port", str(server.port), "--host", "127.0.0.1"]
    environ = {**os.environ, "ASSEMBLY_INSTANCE": str(tmp_path / "second")}
    second = subprocess.run(typed, capture_output=True, text=True, cwd=ROOT, env=environ, check=False)
    assert second.returncode == 2
    assert second.stderr.startswith(f"Port {server.port} is taken")
    assert second.stderr.count("\n") == 1


def _connection(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=10)
