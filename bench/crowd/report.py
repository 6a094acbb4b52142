"""The report of results in words and tables, written from the file of results alone."""

from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

Kept = dict[str, Any]
SERVERS = {"assembly": "Assembly", "stock": "stock emit", "node": "Node"}
ASIDES = {  # measured once, for one size of hall
    "assembly within its budget": "With the usual byte budget of 10 Mbit/s",
}
TOP = """# A full hall

How much one laptop carries when everybody presses at once. `python3 start.py bench hall` writes this page; every figure
comes from `a-full-hall.json` beside it, the median of its rounds, losses included.

{machine}

**What is compared.** Three servers take turns on one core; a crowd of phones that are only sockets runs on the other,
over the loopback. It presses as often in every stretch of time, each press at any moment of its own stretch (an even
pace would keep step with a server's ticks), whether or not earlier presses were answered, and every screen that shows a
press is counted.

- **Assembly**: the real server, its byte budget lifted. Guests came in by the door. A press is a form over HTTP, as in
  a browser: token, who it is, key, rule, row in the book, commit at `synchronous=FULL`, and the answer is the piece of
  page that the phone swaps in. Flask-SocketIO carries the sockets; news is one prebuilt frame for the whole room.
- **stock emit**: Flask-SocketIO on gevent, one emit to the room every 100 ms. A press is an event on the socket and one
  bare insert at FULL.
- **Node**: socket.io 4.8.4, websocket only, no compression, otherwise as the stock emit. Both send messages with as
  many bytes on the wire as Assembly's ticks had in the same hall at the same pace, with versions of their own.

Browsers offer to unpack, and so does the crowd. Assembly packs a message once for the whole hall; to pack it for each
phone would cost the others more than it saves them, so they send what is already as short as Assembly's.

So Assembly does more for each press than the others, and its cost per message holds all of it. Ratios below 1 are in
Assembly's favour. Up to ten phones share a cookie, since one browser may hold a dozen sockets.
"""
NOTES = """
**How to read it.** *CPU* is user and system time of the server's processes during the pressing and until every screen
showed the last press, divided by the messages that arrived; heartbeats are not counted as messages, though they are
paid for. *Acknowledged* is from the press to its answer, *screen* from the press to each of the screens, both in
milliseconds as p50 / p95 / p99. *Busy* is the share of a core that the server, and that the crowd used: with a crowd
near 1.0 the crowd, not the server, sets the milliseconds. *Ticks* are messages that a phone heard in a second.
"""

TAKES = """
**Where the time goes.** At five thousand phones nearly all of a message's CPU is its send, nearly all of that the
kernel's (4 to 5 µs on the processor above, 7 to 9 on an older one). In smaller halls a press, about 2 ms as a form over
HTTP, and the tick are shared by fewer messages. With the money on every screen a tick draws the split, about 0.9 ms,
and a message is four times as long. Node sends its page from memory and looks nobody up. A tick with two hundred
proposals: `python3 start.py bench tick`. A hall that outgrows one core is shared by several processes
(docs/deployment.md).
"""
ARRIVING = """Everybody at once (500 handshakes on their way): seconds of CPU, and until the last was inside and up to
date. In brackets the page itself, where it was measured; Node and the stock emit send it from memory. Ratios are of the
sockets' CPU.
"""
CORRECT = """*Lost* are phones that had not reached the last version a minute after the last press; *fetched* is how
often a phone was told that it is behind, or found a gap, and caught up. Every acknowledged pledge was in the book.
"""


def report(kept: Kept) -> str:
    units = list(kept["units"].values())
    plain, money = [unit for unit in units if not unit["money"]], [unit for unit in units if unit["money"]]
    parts = [TOP.format(machine=_machine(kept, units)), _targets(units), TAKES, NOTES]
    parts += _pressing("Giving hours: a press moves one proposal's tally", plain)
    if money:
        parts += _pressing("The money on every screen: a press can move every amount", money)
    parts += [_aside(units), _arrivals(plain), _correct(units)]
    return "\n".join(part for part in parts if part) + "\n"


def _machine(kept: Kept, units: list[Kept]) -> str:
    machine, dates = kept["machine"], sorted({unit["date"] for unit in units})
    when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    rounds = max(unit["round"] for unit in units)
    node = f"Node {machine['node']}" if machine["node"] != "none" else "without Node"
    return (
        f"Measured {when}, {rounds} round{'s' if rounds > 1 else ''}: {machine['processor']}, cores: {machine['cores']}"
        f"; {machine['system']}, Python {machine['python']}, {node}."
    )


def _pressing(title: str, units: list[Kept]) -> list[str]:
    """Tables of what pressing cost; a row for each hall and pace."""
    rows = [(hall, pace) for hall in _halls(units) for pace in _paces(units, hall)]
    return [
        f"\n## {title}\n",
        "CPU, µs per delivered message:\n",
        _table(
            ["phones", "proposals", "presses/s", *SERVERS.values(), "÷ Node", "÷ stock"],
            (
                [*_named(hall), pace, *_each(units, hall, pace, _cpu), *_ratios(units, hall, pace, _cpu)]
                for hall, pace in rows
            ),
        ),
        "\nAcknowledged, ms:\n",
        _table(
            ["phones", "proposals", "presses/s", *SERVERS.values()],
            ([*_named(hall), pace, *_threes(units, hall, pace, "ack")] for hall, pace in rows),
        ),
        "\nPress to screen, ms (the ratio is of the p95):\n",
        _table(
            ["phones", "proposals", "presses/s", *SERVERS.values(), "÷ Node", "÷ stock"],
            (
                [*_named(hall), pace, *_threes(units, hall, pace, "screen"), *_ratios(units, hall, pace, _screen)]
                for hall, pace in rows
            ),
        ),
        "\nBytes of a message (before packing), ticks a second, busy (server, crowd):\n",
        _table(
            ["phones", "proposals", "presses/s", *SERVERS.values()],
            ([*_named(hall), pace, *(_load(units, server, hall, pace) for server in SERVERS)] for hall, pace in rows),
        ),
    ]


def _arrivals(units: list[Kept]) -> str:
    """All at once: the page (as one who has come in before), then the socket with the first word heard."""

    def row(hall: tuple[int, int]) -> list[str]:
        told = []
        for server in SERVERS:
            page = _value(units, server, hall, lambda unit: unit["arrivals"].get("page_cpu"))
            page_took = _value(units, server, hall, lambda unit: unit["arrivals"].get("page_seconds"))
            cpu = _value(units, server, hall, lambda unit: unit["arrivals"]["socket_cpu"])
            took = _value(units, server, hall, lambda unit: unit["arrivals"]["socket_seconds"])
            if cpu is None or took is None:
                told.append("")
            elif page is None or page_took is None:
                told.append(f"{cpu:.1f} s of CPU in {took:.1f} s")
            else:
                told.append(f"{cpu:.1f} in {took:.1f} (page {page:.1f} in {page_took:.1f})")
        return [str(hall[0]), *told, *_ratios(units, hall, None, _arriving)]

    memory = (
        [str(hall[0]), *_each(units, hall, None, lambda unit, _: unit["arrivals"]["memory_each"] / 1000)]
        for hall in _halls(units)
    )
    return "\n".join(
        [
            "\n## Arrivals\n",
            ARRIVING,
            _table(["phones", *SERVERS.values(), "÷ Node", "÷ stock"], map(row, _halls(units))),
            "\nMemory of a connection, kB:\n",
            _table(["phones", *SERVERS.values()], memory),
        ]
    )


def _correct(units: list[Kept]) -> str:
    """What must be nothing."""
    rows = []
    for server in dict.fromkeys(unit["server"] for unit in units):
        cells = [cell for unit in units if unit["server"] == server for cell in unit["paces"].values()]
        sums = [sum(cell[name] for cell in cells) for name in ("messages", "lost", "regressions", "cut_off", "fetches")]
        rows.append([SERVERS.get(server, server.capitalize()), *map(str, sums)])
    return "\n".join(
        [
            "\n## Nothing lost, nothing older after newer\n",
            CORRECT,
            _table(["server", "messages", "lost", "regressions", "cut off", "fetched"], rows),
        ]
    )


def _aside(units: list[Kept]) -> str:
    """What the usual budget of bytes makes of it."""
    lines = []
    for unit in units:
        told = ASIDES.get(unit["server"])
        for pace, cell in unit["paces"].items() if told else ():
            waits = " / ".join(f"{wait:.0f}" for wait in cell["screen"])
            lines.append(
                f"{told}, {unit['phones']} phones and {pace} presses a second: press to screen {waits} ms, "
                f"{cell['cpu_us']:.0f} µs a message, {cell['ticks']:.1f} ticks a second of {cell['bytes']:.0f} bytes. "
                "No target.\n"
            )
    return "\n".join(["", *lines]) if lines else ""


def _targets(units: list[Kept]) -> str:
    """The targets that this benchmark can judge; what was not measured says so."""
    plain, money = [unit for unit in units if not unit["money"]], [unit for unit in units if unit["money"]]
    thousand, five = (1000, 20), (5000, 20)

    def against(units: list[Kept], other: str, hall: tuple[int, int], pace: str | None, what: Measure) -> float | None:
        return _divided(_cell(units, "assembly", hall, pace, what), _cell(units, other, hall, pace, what))

    flat = _divided(_cell(plain, "assembly", five, "20", _cpu), _cell(plain, "assembly", (200, 20), "20", _cpu))
    rows = [
        _judged("CPU a message, 1,000 phones, 20/s", against(plain, "node", thousand, "20", _cpu), 0.85, "× Node"),
        _judged("the same, against the stock emit", against(plain, "stock", thousand, "20", _cpu), 0.35, "× stock"),
        _judged("the same, money shown", against(money, "node", thousand, "20", _cpu), 0.85, "× Node"),
        _judged("CPU a message, 1,000 phones, 200/s", against(plain, "node", thousand, "200", _cpu), 2, "× Node"),
        _judged("the same, money shown", against(money, "node", thousand, "200", _cpu), 2, "× Node"),
        _judged("CPU a message, 5,000 phones, 20/s", against(plain, "node", five, "20", _cpu), 0.7, "× Node"),
        _judged(
            "press to screen p95, 1,000 phones, 20/s", against(plain, "node", thousand, "20", _screen), 1.1, "× Node"
        ),
        _judged("the same, in milliseconds", _cell(plain, "assembly", thousand, "20", _screen), 250, "ms", "{:.0f}"),
        _judged("the same, money shown", _cell(money, "assembly", thousand, "20", _screen), 250, "ms", "{:.0f}"),
        _judged("CPU of 1,000 arrivals, sockets", against(plain, "stock", thousand, None, _arriving), 1, "× stock"),
        _judged(
            "CPU of 1,000 arrivals, page and socket",
            against(plain, "node", thousand, None, _whole_arrival),
            2.5,
            "× Node",
        ),
        _judged("CPU a message, 5,000 phones against 200", flat, 1.1, "× (flat)"),
        _judged(
            "a phone's tick, 20 proposals, 20/s",
            _cell(plain, "assembly", thousand, "20", _bytes),
            2000,
            "bytes",
            "{:.0f}",
        ),
        _judged("the same, money shown", _cell(money, "assembly", thousand, "20", _bytes), 2000, "bytes", "{:.0f}"),
        _judged("lost and regressions, everywhere", float(_wrong(units)), 0, "", "{:.0f}"),
    ]
    return "\n".join(["## Targets\n", _table(["what", "target", "measured", ""], rows)])


def _judged(what: str, found: float | None, most: float, unit: str, form: str = "{:.2f}") -> list[str]:
    target = f"{'≤ ' if most else ''}{most:g} {unit}".strip()
    if found is None:
        return [what, target, "", "not measured"]
    shown = form.format(found)
    return [what, target, shown, "met" if float(shown) <= most else "**not met**"]


def _wrong(units: list[Kept]) -> int:
    ours = [unit for unit in units if unit["server"].startswith("assembly")]
    return sum(cell["lost"] + cell["regressions"] for unit in ours for cell in unit["paces"].values())


Measure = Callable[[Kept, str | None], float | None]


def _cpu(unit: Kept, pace: str | None) -> float | None:
    return float(unit["paces"][pace]["cpu_us"]) if pace in unit["paces"] else None


def _screen(unit: Kept, pace: str | None) -> float | None:
    return float(unit["paces"][pace]["screen"][1]) if pace in unit["paces"] else None


def _bytes(unit: Kept, pace: str | None) -> float | None:
    return float(unit["paces"][pace]["bytes"]) if pace in unit["paces"] else None


def _arriving(unit: Kept, _: str | None) -> float | None:
    return float(unit["arrivals"]["socket_cpu"])


def _whole_arrival(unit: Kept, _: str | None) -> float | None:
    came = unit["arrivals"]
    return float(came["socket_cpu"] + came["page_cpu"]) if "page_cpu" in came else None


def _halls(units: list[Kept]) -> list[tuple[int, int]]:
    return sorted({(unit["phones"], unit["proposals"]) for unit in units if unit["server"] in SERVERS})


def _paces(units: list[Kept], hall: tuple[int, int]) -> list[str]:
    found = {pace for unit in units if (unit["phones"], unit["proposals"]) == hall for pace in unit["paces"]}
    return sorted(found, key=int)


def _named(hall: tuple[int, int]) -> list[str]:
    return [str(hall[0]), str(hall[1])]


def _value(units: list[Kept], server: str, hall: tuple[int, int], what: Callable[[Kept], float | None]) -> float | None:
    """The median over the rounds."""
    here = [what(unit) for unit in units if (unit["server"], unit["phones"], unit["proposals"]) == (server, *hall)]
    found = [value for value in here if value is not None]
    return median(found) if found else None


def _cell(units: list[Kept], server: str, hall: tuple[int, int], pace: str | None, what: Measure) -> float | None:
    return _value(units, server, hall, lambda unit: what(unit, pace))


def _each(units: list[Kept], hall: tuple[int, int], pace: str | None, what: Measure) -> list[str]:
    return [_shown(_cell(units, server, hall, pace, what), "{:.0f}") for server in SERVERS]


def _ratios(units: list[Kept], hall: tuple[int, int], pace: str | None, what: Measure) -> list[str]:
    ours = _cell(units, "assembly", hall, pace, what)
    return [_shown(_divided(ours, _cell(units, other, hall, pace, what)), "{:.2f}") for other in ("node", "stock")]


def _threes(units: list[Kept], hall: tuple[int, int], pace: str, name: str) -> list[str]:
    """p50 / p95 / p99 of each server."""

    def part(number: int) -> Measure:
        return lambda unit, pace: float(unit["paces"][pace][name][number]) if pace in unit["paces"] else None

    told = []
    for server in SERVERS:
        three = [_shown(_cell(units, server, hall, pace, part(number)), "{:.0f}") for number in range(3)]
        told.append(" / ".join(three) if all(three) else "")
    return told


def _load(units: list[Kept], server: str, hall: tuple[int, int], pace: str) -> str:
    def named(name: str) -> Measure:
        return lambda unit, pace: unit["paces"].get(pace, {}).get(name)

    bytes_, payload, ticks, busy, crowd = (
        _cell(units, server, hall, pace, named(name))
        for name in ("bytes", "payload", "ticks", "cpu_share", "crowd_share")
    )
    if bytes_ is None or ticks is None:
        return ""
    packed = f"{bytes_:.0f} B ({payload:.0f})" if payload and payload > bytes_ else f"{bytes_:.0f} B"
    return f"{packed}, {ticks:.1f}/s, {busy:.2f}, {crowd:.2f}"


def _divided(ours: float | None, theirs: float | None) -> float | None:
    return ours / theirs if ours is not None and theirs else None


def _shown(value: float | None, form: str) -> str:
    return "" if value is None else form.format(value)


def _table(heads: list[str], rows: Iterable[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
