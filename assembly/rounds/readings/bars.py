"""Hours as bars, people as dots: the proposals of one wall, larger and with more words where they are few."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assembly.rounds.readings.standing import Line
from assembly.typesetting.sizes import LEADING, SIZES, largest, tall

BARS_A_PAGE, LONG_BARS_A_PAGE = 12, 10
FEW, ONE_COLUMN = 3, 7  # up to so many proposals say what they would change, and stand in one column
HEIGHT = 73.0  # between the heads and the foot
UNDER_POT, UNDER_SMALL_POT, QUIET_ROW = 34.0, 45.0, 15.0
QUIET_A_PAGE, LONG_QUIET_A_PAGE, ONE_QUIET_COLUMN, SMALL_POT = 10, 6, 4, 7  # from so many on, the pot is set smaller
TALLEST, TALLEST_OF_TWO = 19.0, 15.0  # rows of one column and of two
AIR = 0.9  # above and below the words of a row
BESIDE_NEEDS, ALONE = 380, 980  # room for dots
DOT, THINNEST_DOT = 27, 8  # from dot to dot

# how wide titles may be, and in which sizes they may stand
FEW_TITLE, FEW_SIZES, FEW_BAR = 108.0, (4, 3, 2, 1), 7.2
TITLE, TITLE_SIZES = 72.0, (3, 2, 1)
QUIET_TITLE, NARROW_QUIET_TITLE, QUIET_SIZES = 140.0, 58.0, (4, 3, 2, 1)
NARROW_TITLE, NARROW_SIZES, NARROW_BAR = 51.0, (2, 1), 2.6
CHANGE_SIZES, CHANGE_LINES = {1: 3, 2: 2, 3: 1}, 6


@dataclass(frozen=True)
class Bar:
    """One proposal. Lengths are thousandths of the longest bar in the room; one dot is one person, always."""

    line: Line

    @property
    def length(self) -> int:
        """Something to see wherever there is an hour."""
        return max(8, self.line.bar) if self.line.hours else 0

    @property
    def says_needs(self) -> bool:
        line = self.line
        return bool(line.people_needed or line.hours_needed or line.enough_hands or line.out_of_reach)

    @property
    def dots(self) -> list[int]:
        """Their centres: closer together in a full hall, and none where they would melt into a line."""
        return [14 + dot * self._step for dot in range(self.line.people)] if self._step >= THINNEST_DOT else []

    @property
    def dot(self) -> float:
        """Half of its width."""
        return round(self._step / 3, 1)

    @property
    def _step(self) -> int:
        return min(DOT, (BESIDE_NEEDS if self.says_needs else ALONE) // max(1, self.line.people))


class Bars:
    """A page of them; a last page that is not full looks like the others. `most` is how many a full page holds."""

    def __init__(self, lines: Sequence[Line], most: int) -> None:
        self.lines = lines
        self.most = most

    @property
    def few(self) -> bool:
        return self.most <= FEW

    @property
    def two(self) -> bool:
        return self.most > ONE_COLUMN

    @property
    def columns(self) -> list[list[Bar]]:
        """One or two, each read from top to bottom."""
        bars = [Bar(line) for line in self.lines]
        return [column for column in (bars[: self.rows], bars[self.rows :]) if column]

    @property
    def rows(self) -> int:
        return -(-self.most // 2) if self.two else max(1, self.most)

    @cached_property
    def title_size(self) -> int:
        titles = [line.title for line in self.lines]
        if self.few:
            return largest(titles, FEW_TITLE, self._words - self._change_line, FEW_SIZES)
        elif self.two:
            return largest(titles, NARROW_TITLE, self._row - NARROW_BAR - AIR, NARROW_SIZES)
        else:
            return largest(titles, TITLE, self._row - AIR, TITLE_SIZES)

    @property
    def change_size(self) -> int:
        return CHANGE_SIZES.get(self.most, 1)

    @property
    def change_lines(self) -> int:
        """How many lines of what it would change go between title and bar."""
        title = max((tall(line.title, FEW_TITLE, self.title_size) for line in self.lines), default=0)
        return max(1, min(CHANGE_LINES, int((self._words - title) / self._change_line)))

    @property
    def _row(self) -> float:
        tallest = HEIGHT if self.few else TALLEST_OF_TWO if self.two else TALLEST
        return min(tallest, HEIGHT / self.rows)

    @property
    def _words(self) -> float:
        """Height for title and change, where they are few."""
        return self._row - FEW_BAR - 3.2

    @property
    def _change_line(self) -> float:
        return SIZES[self.change_size] * LEADING * 1.05


def bars_a_page(lines: Sequence[Line]) -> int:
    """Fewer where a title takes more than two lines of the smallest letters."""
    return LONG_BARS_A_PAGE if _long(lines, NARROW_TITLE) else BARS_A_PAGE


def quiet_bars_a_page(lines: Sequence[Line]) -> int:
    return LONG_QUIET_A_PAGE if _long(lines, NARROW_QUIET_TITLE) else QUIET_A_PAGE


def _long(lines: Sequence[Line], room: float) -> bool:
    return any(tall(line.title, room, 1) > 2.1 * SIZES[1] * LEADING for line in lines)


class QuietBars(Bars):
    """Under the pot, before it is divided: hours only, each bar under its title."""

    @property
    def few(self) -> bool:
        return False

    @property
    def two(self) -> bool:
        return self.most > ONE_QUIET_COLUMN

    @cached_property
    def title_size(self) -> int:
        room = NARROW_QUIET_TITLE if self.two else QUIET_TITLE
        return largest((line.title for line in self.lines), room, self._row - NARROW_BAR - AIR, QUIET_SIZES)

    @property
    def _row(self) -> float:
        return min(QUIET_ROW, (UNDER_POT if self.most < SMALL_POT else UNDER_SMALL_POT) / self.rows)
