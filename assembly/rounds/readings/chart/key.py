"""The key: where there are too many columns for names, numbers stand below them, and here number, name and sum."""

from collections.abc import Iterator
from functools import cached_property

from assembly.rounds.readings.chart.drawing import Column, Words
from assembly.rounds.readings.chart.leaf import Leaf
from assembly.rounds.readings.chart.paper import A_PAGE, DIMENSION, HEIGHT, KEY_ROW, SMALLEST, TITLES
from assembly.rounds.readings.chart.sentences import not_now
from assembly.rounds.readings.chart.sight import number
from assembly.rounds.readings.chart.text_lines import across, cell, shortened
from assembly.rounds.rules.allocation import Share


class Key:
    """What stands below the base where columns are numbered."""

    def __init__(self, leaf: Leaf) -> None:
        self.leaf = leaf

    def under(self, place: int, share: Share, column: Column) -> list[Words]:
        middle, y = round(column.width / 2, 1), DIMENSION
        words = [Words(middle, y + 46, TITLES[1], str(number(share)), look="title")]
        figures = [share.support.people, share.support.hours] if self.heads else []
        rows = [Words(middle, y + 92 + 40 * row, SMALLEST, str(figure)) for row, figure in enumerate(figures)]
        return words + rows

    @cached_property
    def heads(self) -> int:
        """Lines of people and hours under each number: only where the picture can spare them."""
        return 2 if HEIGHT - self._top_with(2) - self.rows * self._row >= 370 else 0

    @cached_property
    def columns(self) -> int:
        room = self._name_room(3)
        return 3 if all(across(self.leaf.sight.title(share), SMALLEST) <= room for share in self.leaf.drawn) else 2

    @property
    def rows(self) -> int:
        return -(-min(len(self.leaf.drawn), A_PAGE) // self.columns)

    @cached_property
    def _name_lines(self) -> int:
        """Long names take two lines where there are few rows."""
        room, title = self._name_room(self.columns), self.leaf.sight.title
        return 1 if self.rows > 3 or all(across(title(share), SMALLEST) <= room for share in self.leaf.drawn) else 2

    @property
    def _row(self) -> float:
        return KEY_ROW + 40 * (self._name_lines - 1)

    @property
    def height(self) -> float:
        return self._top + self.rows * self._row

    @property
    def _top(self) -> float:
        return self._top_with(self.heads)

    def _top_with(self, heads: int) -> float:
        return DIMENSION + 58 + 44 * heads

    def _name_room(self, columns: int) -> float:
        return cell(columns) - 60 - self._widest_sum - 16

    @cached_property
    def _widest_sum(self) -> float:
        return max(across(self._gets(share), SMALLEST) for share in self.leaf.drawn)

    def _gets(self, share: Share) -> str:
        return self.leaf.sight.amount(share.amount) if share.amount else not_now(self.leaf.sight)

    def _places(self, base: float) -> list[tuple[float, float, Share]]:
        """Left end and first baseline of each entry, down the columns by rank."""
        y = base + self._top + 36
        rows, step = self.rows, cell(self.columns) + 44
        return [
            (round(step * (place // rows), 1), round(y + self._row * (place % rows), 1), share)
            for place, share in enumerate(self.leaf.here)
        ]

    def words(self, base: float) -> list[Words]:
        """Number, name, sum."""
        words = []
        for x, y, share in self._places(base):
            room = self._name_room(self.columns)
            words += [Words(x, y, SMALLEST, str(number(share)), "start", "title")]
            words += [
                Words(x + 60, y + 40 * row, SMALLEST, line, "start")
                for row, line in enumerate(shortened(self.leaf.sight.title(share), room, self._name_lines))
            ]
            look = "title" if share.amount else "plain"
            end = round(x + cell(self.columns), 1)
            words.append(Words(end, y, SMALLEST, self._gets(share), "end", look))
        return words

    def rules(self, base: float) -> Iterator[tuple[float, float, float]]:
        """Hairlines between rows: from x, to x, y."""
        for x, y, _ in self._places(base):
            yield x, round(x + cell(self.columns), 1), round(y - 35, 1)
