"""What the machine says: processor time and memory of a server, which core one runs on, what it is."""

import os
import platform
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER_CORE, CROWD_CORE = 0, 1
FILES = 20_000


def seconds(group: int) -> float:
    """Processor time that all living processes of a group have used."""
    ticks = sum(int(word) for stat in _stats(group) for word in stat[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(group: int) -> int:
    """Bytes of memory that a group holds."""
    return sum(int(stat[21]) for stat in _stats(group)) * os.sysconf("SC_PAGE_SIZE")


def _stats(group: int) -> Iterator[list[str]]:
    """/proc/N/stat of each process, from the state on."""
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(stat[2]) == group:
            yield stat


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """What is started meanwhile runs on this core; nothing is pinned where there is only one."""
    before = os.sched_getaffinity(0)
    if {SERVER_CORE, CROWD_CORE} <= before:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def raise_limits() -> int:
    """As many open files as may be; how many that are."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = FILES if most == resource.RLIM_INFINITY else min(most, FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (target, most))
    return target


def described(node: str | None) -> dict[str, str]:
    cores = sorted(os.sched_getaffinity(0))
    pinned = {SERVER_CORE, CROWD_CORE} <= set(cores)
    return {
        "processor": _processor(),
        "cores": f"{len(cores)}, " + ("server on one, crowd on another" if pinned else "nothing pinned"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "node": subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        if node
        else "none",
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()
