"""Hours as bars, people as dots: the proposals of one wall, larger and with more words where they are few."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext

from assembly.people.readings.names import NAMES_ON_A_WALL
from assembly.rounds.readings.standing import Line
from assembly.typesetting.sizes import LEADING, SIZES, largest, tall
from assembly.typesetting.text_width import cut, width

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
BESIDE, NARROW_BESIDE = 150.0, 74.0  # room for that line
CHANGE_SIZES, CHANGE_LINES = {1: 3, 2: 2, 3: 1}, 6


@dataclass(frozen=True)
class Bar:
    """One proposal. Lengths are thousandths of the longest bar in the room; one dot is one person, always.

    `beside`: how many are from outside its pod, and names of those who let theirs be shown, on one line.
    """

    line: Line
    beside: str = ""

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

    def __init__(self, lines: Sequence[Line], most: int, names: Mapping[int, Sequence[str]] | None = None) -> None:
        self.lines = lines
        self.most = most
        self.names = names or {}

    @property
    def few(self) -> bool:
        return self.most <= FEW

    @property
    def two(self) -> bool:
        return self.most > ONE_COLUMN

    @property
    def columns(self) -> list[list[Bar]]:
        """One or two, each read from top to bottom."""
        bars = [Bar(line, self._beside(line)) for line in self.lines]
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
            return largest(titles, NARROW_TITLE, self._row - NARROW_BAR - AIR - self._names_line, NARROW_SIZES)
        else:
            return largest(titles, TITLE, self._row - AIR - self._names_line, TITLE_SIZES)

    @property
    def change_size(self) -> int:
        return CHANGE_SIZES.get(self.most, 1)

    @property
    def change_lines(self) -> int:
        """How many lines of what it would change go between title and bar."""
        title = max((tall(line.title, FEW_TITLE, self.title_size) for line in self.lines), default=0)
        return max(1, min(CHANGE_LINES, int((self._words - title) / self._change_line)))

    @property
    def beside_size(self) -> int:
        """Where there are few, it stands larger."""
        return 2 if self.few else 1

    @property
    def _names_line(self) -> float:
        """Height of the line beside, where any row of this page has one."""
        told = any(line.tells_outside or self.names.get(line.number) for line in self.lines)
        return SIZES[self.beside_size] * LEADING if told else 0.0

    def _beside(self, line: Line) -> str:
        """As many names as fit, so that a page never shows more than a wall can; how many more behind them."""
        room, most = (NARROW_BESIDE if self.two else BESIDE), max(2, NAMES_ON_A_WALL // max(1, len(self.lines)))
        names = self.names.get(line.number, ())
        shown = list(names[:most])
        while len(shown) > 1 and width(_told(line, shown, names), SIZES[self.beside_size]) > room:
            shown.pop()
        return cut(_told(line, shown, names), room, SIZES[self.beside_size])

    @property
    def _row(self) -> float:
        tallest = HEIGHT if self.few else TALLEST_OF_TWO if self.two else TALLEST
        return min(tallest, HEIGHT / self.rows)

    @property
    def _words(self) -> float:
        """Height for title and change, where they are few."""
        return self._row - FEW_BAR - 3.2 - self._names_line

    @property
    def _change_line(self) -> float:
        return SIZES[self.change_size] * LEADING * 1.05


def _told(line: Line, shown: Sequence[str], names: Sequence[str]) -> str:
    """How many from outside the pod, then names, and how many more."""
    more = f" +{len(names) - len(shown)}" if len(names) > len(shown) else ""
    outside = gettext("%(number)s from outside the pod", number=line.outside) if line.tells_outside else ""
    return " · ".join(part for part in (outside, ", ".join(shown) + more) if part)


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
