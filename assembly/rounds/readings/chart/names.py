"""Names under the columns, with their people and hours."""

from collections.abc import Iterator
from functools import cached_property

from assembly.rounds.readings.chart.drawing import Column, Words
from assembly.rounds.readings.chart.leaf import Leaf
from assembly.rounds.readings.chart.paper import DIMENSION, SMALLEST, TITLES
from assembly.rounds.readings.chart.scale import Scale
from assembly.rounds.readings.chart.sentences import people_and_hours
from assembly.rounds.readings.chart.text_lines import across, wrapped
from assembly.rounds.rules.allocation import Share


class Names:
    """What stands below the base where columns are named."""

    def __init__(self, leaf: Leaf, scale: Scale) -> None:
        self.leaf = leaf
        self.scale = scale

    def under(self, place: int, share: Share, column: Column) -> list[Words]:
        middle, y = round(column.width / 2, 1), DIMENSION
        said = people_and_hours(share, self.leaf.sight)
        heads = [", ".join(said)] if self.heads == 1 else list(said)
        words = [Words(middle, y + 44 + 40 * row, SMALLEST, line, look="heads") for row, line in enumerate(heads)]
        size, titles = self.titles
        y += 44 + 40 * (self.heads - 1) + 14 + size
        return words + [
            Words(middle, round(y + size * 1.08 * row, 1), size, line, look="title")
            for row, line in enumerate(titles[place])
        ]

    @cached_property
    def heads(self) -> int:
        """Lines of people and hours under each column."""
        one_line = (
            across(", ".join(people_and_hours(share, self.leaf.sight)), SMALLEST) <= room
            for share, (_, room) in zip(self.leaf.here, self.scale.places, strict=True)
        )
        return 1 if all(one_line) else 2

    @cached_property
    def titles(self) -> tuple[float, list[list[str]]]:
        """All names in one size: the largest at which each takes two lines, or three of the size they were promised."""
        for size, most in [
            *((size, 2) for size in TITLES if size >= (self.scale.naming or 0)),
            (self.scale.naming or SMALLEST, 3),
        ]:
            lines = [
                wrapped(self.leaf.sight.title(share), room, size, most)
                for share, (_, room) in zip(self.leaf.here, self.scale.places, strict=True)
            ]
            if all(lines):
                break
        return size, [line or [] for line in lines]

    @property
    def height(self) -> float:
        size, titles = self.titles
        lines = max(len(lines) for lines in titles)
        return DIMENSION + 44 + 40 * (self.heads - 1) + 14 + size + size * 1.08 * (lines - 1) + size * 0.3

    def words(self, base: float) -> list[Words]:
        """Below the columns together: nothing, every column names itself."""
        return []

    def rules(self, base: float) -> Iterator[tuple[float, float, float]]:
        return iter(())
