"""Needs in the export: no names, and of hidden ones the number only."""

from collections.abc import Iterable, Iterator

from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.needs.readings.needs import Needs, needs

Row = Iterable[object]


def table(reading: Reading[Gathering]) -> Iterator[Row]:
    yield "number", "words", "shown", "matches proposed", "matches agreed"
    all_of_them = reading.ask(needs)
    for need in reversed(all_of_them.everything):
        shown = "yes" if need.stands else "waiting" if need in all_of_them.waiting else "hidden"
        proposed = [match for match in all_of_them.matches if match.need is need and not match.match.ended_at]
        agreed = sum(match.state == "agreed" for match in proposed)
        yield need.number, need.words if shown != "hidden" else "", shown, len(proposed), agreed


def in_the_document(reading: Reading[Gathering]) -> tuple[Needs] | None:
    """For the page that everybody is given afterwards."""
    found = reading.ask(needs)
    return (found,) if found.standing else None
