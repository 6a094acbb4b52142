"""The export's table of temperature checks: totals alone, for a spreadsheet."""

from collections.abc import Iterable, Iterator

from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.temperature.actions import checks_of
from assembly.temperature.rules import LEVELS


def temperatures(reading: Reading[Gathering]) -> Iterator[Iterable[object]]:
    """Closed ones. Where fewer than five people answered, the steps are empty."""
    yield "check", "proposal", "asked", "people", "passed", *(f"step {level} of 5" for level in LEVELS)
    for check in checks_of(reading.place):
        if not check.running:
            levels = check.totals.levels or {}
            about = check.proposal.number if check.proposal else ""
            given = [levels.get(level, "") for level in LEVELS]
            yield check.number, about, check.title, check.people, check.passed, *given
