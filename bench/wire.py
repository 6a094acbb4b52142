"""What one delivered message costs: python bench/wire.py [--phones 1000] [--rounds 3] [--code FOLDER]

Starts the server of FOLDER (this one by default; another checkout to compare with) with the byte budget lifted, lets
phones in that are only sockets, presses pledges, and divides the server's CPU time by the messages that arrived.
"""

import argparse
import os
import selectors
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support import server as support  # noqa: E402
from tests.support.rawsocket import RawPhone  # noqa: E402

A_BROWSER = 10  # phones that share one cookie
NEWS, PING = b'42["news"', b"\x81\x012"


class Hall:
    """Reads all phones in one thread and counts what they hear."""

    def __init__(self, phones: list[RawPhone]) -> None:
        self.phones, self.messages, self.open = phones, 0, True
        self.selector = selectors.DefaultSelector()
        for phone in phones:
            phone.sock.setblocking(False)
            self.selector.register(phone.sock, selectors.EVENT_READ, phone)
        self.thread = threading.Thread(target=self._read)
        self.thread.start()

    def _read(self) -> None:
        while self.open:
            for key, _ in self.selector.select(0.2):
                heard = key.data.sock.recv(262_144)
                if not heard:
                    self.selector.unregister(key.data.sock)
                    print("a phone was cut off", file=sys.stderr)
                self.messages += heard.count(NEWS)
                for _ in range(heard.count(PING)):
                    key.data.say("3")

    def close(self) -> None:
        self.open = False
        self.thread.join()
        for phone in self.phones:
            phone.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--phones", type=int, default=1000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--pledges", type=int, default=100)
    asked.add_argument("--pace", type=float, default=20, help="pledges a second")
    asked.add_argument("--code", type=Path, default=ROOT)
    wished = asked.parse_args()
    support.ROOT = wished.code
    with tempfile.TemporaryDirectory() as folder, LiftedServer(Path(folder) / "instance") as server:
        fay = support.start_evening(server)
        guests = [support.come_in(fay, f"Guest {number}") for number in range(-(-wished.phones // A_BROWSER))]
        phones = [RawPhone(guests[number % len(guests)]) for number in range(wished.phones)]
        for phone in phones:
            phone.event("hello")
        hall = Hall(phones)
        try:
            for number in range(wished.rounds):
                print(measure(server, hall, guests, number, wished.pledges, wished.pace), flush=True)
        finally:
            hall.close()


class LiftedServer(support.Server):
    """Without a budget of bytes, where the code knows one."""

    def environ(self) -> dict[str, str]:
        wished = {"ASSEMBLY_BYTES_BUDGET": "0", "ASSEMBLY_SOCKETS": "20000"}
        known = (support.ROOT / "assembly" / "config.py").read_text()
        return {
            **super().environ(),
            "PYTHONPATH": str(support.ROOT),
            **{name: value for name, value in wished.items() if name in known},
        }


def measure(
    server: support.Server, hall: Hall, guests: list[support.Caller], number: int, pledges: int, pace: float
) -> str:
    heard, used, began = hall.messages, cpu(server), time.monotonic()
    for press in range(pledges):
        guest = guests[press % len(guests)]
        guest.post("/proposals/1/pledge", hours=1 + (press // len(guests) + number) % 4, first_hour="later")
        time.sleep(max(0.0, began + (press + 1) / pace - time.monotonic()))
    time.sleep(1)  # the last of it arrives
    messages, seconds = hall.messages - heard, cpu(server) - used
    cost = seconds / max(1, messages) * 1e6
    return f"{len(hall.phones)} phones: {messages} messages, {seconds:.2f} s of CPU, {cost:.0f} µs a message"


def cpu(server: support.Server) -> float:
    """Seconds the server and its worker have used."""
    assert server.process
    used = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.getpgid(int(name)) == server.process.pid:
                used += sum(map(int, Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
        except (ProcessLookupError, FileNotFoundError):
            continue
    return used / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
