"""The export's table of objections: in their own words, without names."""

from collections.abc import Iterable, Iterator

from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.objections.readings import objections


def objected(reading: Reading[Gathering]) -> Iterator[Iterable[object]]:
    """Those that were taken back or off the list are not there."""
    yield "number", "objection", "status", "note"
    for one in reading.ask(objections).listed:
        yield one.number, one.words, one.state, one.note
