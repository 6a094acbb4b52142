"""The wall at the doors: the way in, and the names that arrive, as large and as many as there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assembly.gatherings.readings import Slide
from assembly.people.readings.names import Named, first_timers, headcount, newest_names
from assembly.typesetting.grid import going_in
from assembly.typesetting.sizes import SIZES, lines
from assembly.typesetting.text_width import width

GAP, PADDING = 2.0, 2.2  # between columns and around a name, in hundredths of the wall's height
MORE = (2, 1)  # cells of "and 12 more"


@dataclass(frozen=True)
class Grid:
    """So many columns and rows of names in one of the wall's sizes; `across` all of it is wide."""

    size: int
    columns: int
    rows: int
    across: float

    def cells(self, name: str) -> tuple[int, int]:
        """How many columns a name takes, and how many lines where all of them are not enough."""
        wide = width(name, SIZES[self.size]) + PADDING
        one = (self.across + GAP) / self.columns
        columns = min(self.columns, max(1, -int(-(wide + GAP) // one)))
        return columns, lines(name, self.across - PADDING, self.size) if wide > self.across else 1

    def holds(self, names: Sequence[str], more: bool) -> int:
        """How many of the names go in, and "and 12 more" behind them."""
        cells = [self.cells(name) for name in names]
        if not more and going_in(cells, self.columns, self.rows) == len(cells):
            return len(cells)
        counts = range(len(cells), 0, -1)
        return next((n for n in counts if going_in([*cells[:n], MORE], self.columns, self.rows) > n), 0)


GRIDS = (Grid(4, 2, 2, 106.0), Grid(3, 3, 4, 106.0), Grid(2, 4, 5, 106.0))
BESIDE_WIFI = (Grid(3, 1, 4, 52.0), Grid(2, 2, 5, 52.0))


@dataclass(frozen=True)
class Arrival:
    """A name on the wall, and the cells it takes."""

    named: Named
    wide: int
    deep: int


class DoorsSlide(Slide):
    template = "people/_doors_slide.html"

    @property
    def headcount(self) -> int:
        return self.reading.ask(headcount)

    @property
    def first_timers(self) -> int:
        return self.reading.ask(first_timers)

    @cached_property
    def grid(self) -> Grid:
        """The largest in which everybody's name stands, else the one that holds most."""
        grids = BESIDE_WIFI if self.door.wifi else GRIDS
        return next((grid for grid in grids if self._held(grid) == len(self._newest)), grids[-1])

    @cached_property
    def names(self) -> list[Arrival]:
        """The newest names, as many as stand there whole."""
        here = self._newest[: self._held(self.grid)]
        return [Arrival(each, *self.grid.cells(each.called)) for each in here]

    @property
    def more(self) -> int:
        """People who came in and are not among the names: the nameless and the earlier ones."""
        return max(0, self.headcount - len(self.names))

    @property
    def _newest(self) -> list[Named]:
        return self.reading.ask(newest_names)

    def _held(self, grid: Grid) -> int:
        names = [each.called for each in self._newest]
        return grid.holds(names, more=self.headcount > len(names))
