"""The gutter: how to read the height, and how much money an area is."""

from functools import cached_property
from math import sqrt

from assembly.rounds.readings.chart.columns import Columns
from assembly.rounds.readings.chart.drawing import Words
from assembly.rounds.readings.chart.leaf import Leaf
from assembly.rounds.readings.chart.levels import Levels
from assembly.rounds.readings.chart.paper import AIR, DIMENSION, HEADROOM, ROW, SMALL_SQUARE, SMALLEST, SQUARE
from assembly.rounds.readings.chart.scale import Scale
from assembly.rounds.readings.chart.text_lines import across, wrapped


class Gutter:
    """`heads` lines of people and hours stand under numbered columns, and are named here."""

    def __init__(self, leaf: Leaf, scale: Scale, levels: Levels, columns: Columns, heads: int) -> None:
        self.leaf = leaf
        self.scale = scale
        self.levels = levels
        self.columns = columns
        self.heads = heads

    @cached_property
    def square(self) -> tuple[int, float]:
        """A round sum (minor units) whose true-scale square is well visible, and the side it has."""
        area = self.scale.per_point * self.levels.per_unit / self.leaf.sight.step
        sums = [digit * 10**zeros for zeros in range(18) for digit in (1, 2, 5)]
        side = SQUARE if self.scale.named else SMALL_SQUARE
        minor = max((minor for minor in sums if sqrt(minor * area) <= side), default=1)
        return minor, round(sqrt(minor * area), 1)

    @cached_property
    def square_at(self) -> float | None:
        """Upper end of the square: on the base under a high line, at the top over a low one; None if neither goes."""
        side, needed = self.square[1], self.square[1] + 2 * ROW + 60
        if self.levels.line is None or self.levels.line > needed:
            return round(self.levels.base - side, 1)
        return HEADROOM if self.levels.base - self.levels.line > needed else None

    @property
    def arrow(self) -> float | None:
        height = self.levels.line or max((column.water for column in self.columns.all), default=0)
        return round(height - 12, 1) if height > 80 else None

    def words(self) -> list[Words]:
        minor, side = self.square
        top = self.square_at
        y = self.levels.base - side - 18 if top != HEADROOM else HEADROOM + side + 78
        amount = self.leaf.sight.gettext("is %(amount)s", amount=self.leaf.sight.money(minor))
        words = [
            Words(0, round(y - 40, 1), SMALLEST, self.leaf.sight.gettext("this much"), "start"),
            Words(0, round(y, 1), SMALLEST, amount, "start"),
        ]
        if self.levels.line is not None and top is not None:
            y = round(self.levels.base - self.levels.line - 16, 1)
            words.append(Words(0, y, SMALLEST, self._line_name(), "start", "title"))
        words += self._arrow_words()
        if not self.scale.named and self.heads:
            y = self.levels.base + DIMENSION + 92
            words.append(Words(0, round(y, 1), SMALLEST, self.leaf.sight.gettext("people"), "start"))
            words.append(Words(0, round(y + 40, 1), SMALLEST, self.leaf.sight.gettext("hours"), "start"))
        return words

    def _line_name(self) -> str:
        """Every hour is one point, so the line is what an hour brings; only its name where that cannot be explained."""
        about = self.leaf.sight.gettext("about %(amount)s", amount=self.leaf.sight.amount(self._brought_by(1)))
        explained = self._brought_by(1) and self._arrow_words() and across(about, SMALLEST) < self.scale.gutter
        return about if explained else self.leaf.sight.gettext("water line")

    def _brought_by(self, points: int) -> int:
        """Money for so many points, to the nearest unit; 0 without a line."""
        return round(self.leaf.outcome.rate[0] * points / self.leaf.outcome.rate[1]) if self.leaf.outcome.rate else 0

    @property
    def _person(self) -> int:
        """Points that a person adds to the hours given."""
        return max((share.points - share.support.hours) // max(1, share.support.people) for share in self.leaf.drawn)

    def _arrow_words(self) -> list[Words]:
        """What height means, beside the arrow, if there is room between the square's label and the arrow's head."""
        lines = wrapped(self._height_means(), self.scale.gutter - 42, SMALLEST, 4)
        low = 0 if self.square_at == HEADROOM else self.square[1] + 2 * ROW + 24
        if not lines or self.arrow is None or self.square_at is None or self.arrow - low < ROW * len(lines) + AIR:
            return []
        y = self.levels.base - self.arrow + 36
        return [Words(0, round(y + 40 * row, 1), SMALLEST, line, "start") for row, line in enumerate(lines)]

    def _height_means(self) -> str:
        person = self.leaf.sight.amount(self._brought_by(self._person))
        if not self._brought_by(1):
            return self.leaf.sight.gettext("money for people and hours")
        elif self._person:
            return self.leaf.sight.gettext("an hour, and %(amount)s a person", amount=person)
        else:
            return self.leaf.sight.gettext("for each hour")
