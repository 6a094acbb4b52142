"""What a full hall costs: Assembly, the stock emit and Node socket.io in turn. Writes docs/a-full-hall.md.

Run: python3 start.py bench hall [--quick] [--phones 200 1000] [--rounds 3] [--anew]

A crowd of phones that are only sockets runs on one core, the server on another. Every result is kept in a file as soon
as it stands, so a run that was cut short goes on where it was. --quick is 200 phones and 20 presses a second, once.
"""

import argparse
import asyncio
import gc
import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.crowd.machine import CROWD_CORE, described, memory, on_core, raise_limits, seconds  # noqa: E402
from bench.crowd.phones import Hall, come  # noqa: E402
from bench.crowd.report import ASIDES, report  # noqa: E402
from bench.crowd.servers import Assembly, Node, Press, Stock, Visited, node_there  # noqa: E402

RESULTS, SHEET = ROOT / "docs" / "a-full-hall.json", ROOT / "docs" / "a-full-hall.md"
PHONES, PACES, SECONDS, ROUNDS = (200, 1000, 3000, 5000), (20, 200), 5, 3
PROPOSALS, MORE_PROPOSALS, MONEY_AT = 20, 40, 1000  # with the money on every screen only at one size of hall
PAGES_UP_TO = 1000  # phones that open the page, too, before their socket, in the first round
PAGES_AT_ONCE = 100
WARM = 20  # presses nobody measures


class Unit(NamedTuple):
    """One server's turn with one hall."""

    server: str
    phones: int
    proposals: int
    money: bool
    round: int

    @property
    def name(self) -> str:
        return f"{self.server}, {self.hall}, round {self.round}"

    @property
    def hall(self) -> str:
        return f"{self.phones} phones, {self.proposals} proposals{', money shown' if self.money else ''}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--phones", type=int, nargs="+", default=PHONES)
    asked.add_argument("--paces", type=int, nargs="+", default=PACES, help="presses a second")
    asked.add_argument("--seconds", type=float, default=SECONDS, help="of pressing at each pace")
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--servers", nargs="+", default=["assembly", "stock", "node"])
    asked.add_argument("--results", type=Path, default=RESULTS)
    asked.add_argument("--sheet", type=Path, default=SHEET)
    asked.add_argument("--anew", action="store_true", help="forget earlier results")
    options = asked.parse_args()
    if not hasattr(os, "sched_setaffinity"):
        raise SystemExit("This benchmark reads /proc and pins processes to cores, which only Linux lets it do.")
    if options.quick:
        options.phones, options.paces, options.rounds, options.seconds = [200], [20], 1, min(options.seconds, 3)
    run(options)


def run(options: argparse.Namespace) -> None:
    raise_limits()
    node = node_there() if "node" in options.servers else None
    results = Results(options.results, options.anew)
    for unit in units(options, bool(node)):
        if unit.name not in results.units and (unit.server.startswith("assembly") or unit.hall in results.recorded):
            began = time.monotonic()
            result = asyncio.run(measured(unit, options, results))
            results.keep(unit, result, described(node))
            print(f"{unit.name}: {time.monotonic() - began:.0f} s; {told(result)}", flush=True)
    options.sheet.write_text(report(results.kept))
    print(f"\n{options.sheet.read_text()}")


def units(options: argparse.Namespace, with_node: bool) -> list[Unit]:
    """Round by round, hall by hall; who goes first changes, but for the first round, which records the messages."""
    servers = [name for name in options.servers if name != "node" or with_node]
    halls = [(phones, PROPOSALS, False) for phones in options.phones]
    if MONEY_AT in options.phones:
        halls += [(MONEY_AT, PROPOSALS, True), (MONEY_AT, MORE_PROPOSALS, True)]
    found = []
    for number in range(1, options.rounds + 1):
        turn = (number - 1) % len(servers)
        in_turn = [*servers[turn:], *servers[:turn]]
        found += [Unit(server, *hall, number) for hall in halls for server in in_turn]
    if MONEY_AT in options.phones and "assembly" in servers:
        found += [Unit(aside, MONEY_AT, PROPOSALS, False, 1) for aside in ASIDES]
    return found


class Results:
    """Kept in one file after every unit; the recorded messages beside it."""

    def __init__(self, file: Path, anew: bool) -> None:
        self.file, self.recordings = file, file.with_suffix(".messages.json")
        there = file.exists() and not anew
        self.kept: dict[str, Any] = json.loads(file.read_text()) if there else {"units": {}}
        self.recorded: dict[str, Any] = (
            json.loads(self.recordings.read_text()) if self.recordings.exists() and there else {}
        )

    @property
    def units(self) -> dict[str, Any]:
        found: dict[str, Any] = self.kept["units"]
        return found

    def keep(self, unit: Unit, result: dict[str, Any], machine: dict[str, str]) -> None:
        self.units[unit.name] = {**unit._asdict(), "date": date.today().isoformat(), **result}
        self.kept["machine"] = machine
        _write(self.file, self.kept)
        _write(self.recordings, self.recorded)


async def measured(unit: Unit, options: argparse.Namespace, results: Results) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        server = opened(unit, Path(folder), results)
        hall = Hall(server.catch_up)
        try:
            with on_core(CROWD_CORE):
                await server.prepare(unit.phones, unit.proposals, unit.money)
                look = unit.phones <= PAGES_UP_TO and not unit.money and unit.round == 1
                result: dict[str, Any] = {"arrivals": await arrivals(server, hall, unit.phones, look)}
                recording: dict[str, Any] = {"page": (await server.page(0)).decode()}
                paces = options.paces if unit.server != "assembly within its budget" else options.paces[:1]
                result["paces"] = {}
                for pace in paces:
                    await server.play(hall, str(pace))
                    result["paces"][str(pace)] = await pressed(server, hall, pace, options.seconds)
                    recording[str(pace)] = hall.recorded
                if unit.server == "assembly":
                    results.recorded.setdefault(unit.hall, recording)
        finally:
            hall.close()
            server.stop()
    return result


def opened(unit: Unit, folder: Path, results: Results) -> Visited:
    if unit.server == "assembly":
        return Assembly(folder)
    elif unit.server == "assembly within its budget":
        return Assembly(folder, ASSEMBLY_BYTES_BUDGET="10")
    else:
        return {"stock": Stock, "node": Node}[unit.server](folder, results.recorded[unit.hall])


async def arrivals(server: Visited, hall: Hall, phones: int, look: bool) -> dict[str, float]:
    """Everybody at once: first the page, if they `look` at it, then the socket."""
    found: dict[str, float] = {}
    if look:
        used, began = seconds(server.group), time.perf_counter()
        gate = asyncio.Semaphore(PAGES_AT_ONCE)

        async def open_page(number: int) -> None:
            async with gate:
                await server.page(number)

        await asyncio.gather(*map(open_page, range(phones)))
        found["page_seconds"], found["page_cpu"] = time.perf_counter() - began, seconds(server.group) - used
    held, used = memory(server.group), seconds(server.group)
    found["socket_seconds"] = await come(hall, server.address, server.headers, server.wish(), phones)
    found["socket_cpu"] = seconds(server.group) - used
    found["memory_each"] = (memory(server.group) - held) / phones
    return found


async def pressed(server: Visited, hall: Hall, pace: int, duration: float) -> dict[str, Any]:
    """Press whether or not earlier presses were answered, until every screen shows the last one.

    As many in every stretch of time, each at any moment of its own: an even pace would keep step with a server's ticks.
    """
    moments = Random(pace)
    warm = server.versions([await one_press(server, hall, number) for number in range(WARM)])
    await hall.all_at(max(press.version for press in warm))
    await asyncio.sleep(1)  # a fetch or a heartbeat that is still on its way
    gc.collect()
    gc.freeze()
    hall.listen_anew()
    used, own, began = seconds(server.group), time.process_time(), time.perf_counter()
    pressing = []
    for number in range(round(pace * duration)):
        await asyncio.sleep(max(0.0, began + (number + moments.random()) / pace - time.perf_counter()))
        pressing.append(asyncio.create_task(one_press(server, hall, WARM + number)))
    presses = server.versions(list(await asyncio.gather(*pressing)))
    last = max(press.version for press in presses)
    await hall.all_at(last)
    cpu, took, crowd = seconds(server.group) - used, time.perf_counter() - began, time.process_time() - own
    gc.unfreeze()
    phones = len(hall.phones)
    screens = hall.waits((press.began, press.version) for press in presses)
    return {
        "cpu_us": cpu / max(1, hall.messages) * 1e6,
        "cpu_share": cpu / took,
        "crowd_share": crowd / took,
        "presses": len(presses),
        "messages": hall.messages,
        "ticks": hall.messages / phones / took,
        "bytes": hall.volume / max(1, hall.messages),
        "payload": hall.payload / max(1, hall.messages),
        "ack": [quantile(sorted(press.took * 1000 for press in presses), part) for part in (0.5, 0.95, 0.99)],
        "screen": [counted(screens, part) for part in (0.5, 0.95, 0.99)],
        "unseen": len(presses) * phones - screens.total(),
        "lost": hall.missing(last),
        "regressions": hall.regressions,
        "fetches": hall.fetches,
        "cut_off": hall.cut_off,
    }


async def one_press(server: Visited, hall: Hall, number: int) -> Press:
    began = time.perf_counter()
    version, key = await server.press(hall, number)
    return Press(began, time.perf_counter() - began, version, key)


def quantile(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def counted(found: dict[int, int], part: float) -> int:
    """The quantile of values that come with how often they occurred."""
    left = part * sum(found.values())
    for value, times in sorted(found.items()):
        left -= times
        if left < 0:
            return value
    return max(found, default=0)


def told(result: dict[str, Any]) -> str:
    paces = result["paces"].items()
    return "; ".join(
        f"{pace}/s {cell['cpu_us']:.0f} µs, screen p95 {cell['screen'][1]} ms, lost {cell['lost']}"
        for pace, cell in paces
    )


def _write(file: Path, content: dict[str, Any]) -> None:
    new = file.with_suffix(".new")
    new.write_text(json.dumps(content, indent=1, ensure_ascii=False, default=float) + "\n")
    new.replace(file)


if __name__ == "__main__":
    main()
