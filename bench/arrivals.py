"""A hall that scans at once: python bench/arrivals.py [--people 1000] [--at-once 200]

Everybody opens the door page, says a name, is shown the evening and listens; meanwhile ten who are inside give hours.
Printed: the server's CPU for one arrival, seconds until the last was in, and how long those inside waited.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.crowd.machine import seconds  # noqa: E402
from bench.crowd.servers import LIFTED  # noqa: E402
from tests.support.rawsocket import RawPhone  # noqa: E402
from tests.support.server import Caller, TypedServer, come_in, door_code, start_evening  # noqa: E402

INSIDE = 10


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=1000)
    asked.add_argument("--at-once", type=int, default=200)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, TypedServer(Path(folder) / "instance", **LIFTED) as server:
        assert server.process
        group, fay = server.process.pid, start_evening(server)
        assert fay.post("/expectation", people=5000).status == 303
        inside = [come_in(fay, f"Inside {number}") for number in range(INSIDE)]
        everybody_in, waited = threading.Event(), []
        giving = threading.Thread(target=give, args=(inside, everybody_in, waited))
        used, began, code = seconds(group), time.monotonic(), door_code(fay)
        giving.start()
        with ThreadPoolExecutor(options.at_once) as crowd:
            phones = list(crowd.map(lambda number: arrive(fay, code, number), range(options.people)))
        everybody_in.set()
        giving.join()
        took, each = time.monotonic() - began, (seconds(group) - used) / options.people * 1000
        print(f"{options.people} arrivals: the last was in after {took:.1f} s; {each:.1f} ms of CPU for each")
        p50, p95 = statistics.median(waited), statistics.quantiles(waited, n=20)[-1]
        told = f"half within {p50:.0f} ms, 95 of 100 within {p95:.0f} ms, the slowest {max(waited):.0f} ms"
        print(f"{len(waited)} pledges from inside meanwhile: {told}")
        for phone in phones:
            phone.close()


def arrive(fay: Caller, code: str, number: int) -> RawPhone:
    me = Caller(fay.url, fay.slug)
    Caller(fay.url).get(f"/j/{code}")
    assert me.post("/people", code=code, name=f"Guest {number}").status == 303
    me.get("/")
    phone = RawPhone(me)
    phone.event("hello")
    return phone


def give(inside: list[Caller], everybody_in: threading.Event, waited: list[float]) -> None:
    """One press after the other, ten a second at most; milliseconds until each was answered."""
    press = 0
    while not everybody_in.wait(0.1):
        guest, press = inside[press % INSIDE], press + 1
        began = time.monotonic()
        assert guest.post("/proposals/1/pledge", hours=press // INSIDE % 6 + 1, first_hour="later").status == 303
        waited.append((time.monotonic() - began) * 1000)


if __name__ == "__main__":
    main()
