"""The export's tables of a round, for a spreadsheet: the first row names the columns, and nobody's name is in them."""

from collections.abc import Iterable, Iterator

from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.rounds.readings.standing import standing_of

Row = Iterable[object]


def roles(reading: Reading[Gathering]) -> Iterator[Row]:
    """What each proposal asks for by name, and how many people promised how many hours to it, in each round."""
    yield "round", "number", "role", "skill", "hours wanted", "people", "hours"
    for allocation in reading.place.allocations:
        standing = standing_of(allocation)
        for line in standing.lines:
            for role in standing.roles(line):
                wanted, (people, hours) = role.wanted, role.promised or ("", "")
                yield allocation.number, line.number, wanted.title, wanted.skill, wanted.hours, people, hours
