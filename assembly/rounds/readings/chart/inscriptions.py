"""The words inside a column: its sum and its ask, or why it has nothing."""

from collections.abc import Iterator

from assembly.rounds.readings.chart.drawing import Column, Words
from assembly.rounds.readings.chart.leaf import Leaf
from assembly.rounds.readings.chart.levels import Levels
from assembly.rounds.readings.chart.paper import AIR, CAPITAL, ROW, SMALLEST, TEAR
from assembly.rounds.readings.chart.scale import Scale
from assembly.rounds.readings.chart.sentences import WAITS, not_now, why_nothing
from assembly.rounds.readings.chart.stretches import Free
from assembly.rounds.readings.chart.text_lines import across, amount, fitting, wrapped
from assembly.rounds.rules.allocation import Share


class Inscriptions:
    """`said` collects the numbers of columns that hold their reason, as they are written."""

    def __init__(self, leaf: Leaf, scale: Scale, levels: Levels) -> None:
        self.leaf = leaf
        self.scale = scale
        self.levels = levels
        self.said = set[int]()

    def inside(self, share: Share, column: Column) -> list[Words]:
        free = Free(column.frame, list(self._marks(column)))
        if share.amount:
            return [*self._sum(share, column, free), *self._asks(share, column, free)]
        elif self.scale.named and share.status != WAITS:
            return self._nothing(share, column, free)
        else:
            return []

    def _marks(self, column: Column) -> Iterator[tuple[float, float]]:
        """What no word may touch: low and high ends."""
        for mark in (column.dash, column.crossing, self.levels.line):
            if mark is not None:
                yield mark - 10, mark + 4
        if column.water:
            yield column.water - 2, column.water + 2
        if column.lid:
            yield column.frame - 8, column.frame
        if column.torn:
            yield column.frame - TEAR - 6, column.frame

    def _sum(self, share: Share, column: Column, free: Free) -> list[Words]:
        """The amount in its water, as large as √money lets it be; above, where the water cannot hold it."""
        text, wanted = self.leaf.sight.amount(share.amount), self.scale.sum_size(share)
        stretch = free.for_figures(column.water, wanted) if wanted else None
        if wanted is None or stretch is None:
            return [self._sum_above(text, column, free)] if self.scale.named else []
        low, high = stretch
        size = round(min(wanted, (high - low - 2 * AIR) / CAPITAL), 1)
        y = high - AIR - size * CAPITAL
        free.take(y - AIR, high)
        beside = self._beside_sum(share, column)
        return [amount(column.width / 2, -y, size, text), *self._label(beside, column, free, low, y, "on-water")]

    def _sum_above(self, text: str, column: Column, free: Free) -> Words:
        """On the water in its frame, else on the frame, clear of the water line."""
        if across(text, SMALLEST) < column.width:
            for low, high in reversed(free.stretches):
                if low >= column.water and high - low >= SMALLEST * CAPITAL + AIR:
                    free.take(low, low + SMALLEST * CAPITAL + AIR)
                    return Words(column.width / 2, -(low + AIR / 2), SMALLEST, text, look="title")
        y = column.frame + AIR
        if self.levels.line is not None and y - 12 < self.levels.line < y + SMALLEST:
            y = self.levels.line + AIR
        return Words(round(column.width / 2, 1), -round(y, 1), SMALLEST, text, look="title")

    def _beside_sum(self, share: Share, column: Column) -> str:
        """What the sum means, in as many words as the width holds."""
        if share.amount == share.terms.ask:
            words = [self.leaf.sight.gettext("all it asked"), self.leaf.sight.gettext("all")]
        elif share.amount == share.terms.minimum:
            words = [self.leaf.sight.gettext("its minimum"), self.leaf.sight.gettext("minimum")]
        else:
            words = []
        return fitting(words, column.width)

    def _asks(self, share: Share, column: Column, free: Free) -> list[Words]:
        """The ask in its frame; in the first column also what the dash means."""
        sight = self.leaf.sight
        ask = sight.amount(share.terms.ask)
        asks = [sight.gettext("asks %(amount)s", amount=ask), sight.gettext("of %(amount)s", amount=ask)]
        words = self._label(fitting(asks, column.width), column, free, column.water, column.frame)
        if share is self.leaf.here[0] and column.dash is not None:
            needs = sight.gettext("needs %(amount)s", amount=sight.amount(share.terms.minimum))
            words += self._label(needs, column, free, 0, column.dash, "on-water")
        return words

    def _label(
        self, text: str, column: Column, free: Free, low: float, high: float, look: str = "plain"
    ) -> list[Words]:
        """A line of the smallest size, at the top of what is free between two heights; nothing if it does not go in."""
        if not self.scale.named or not text or across(text, SMALLEST) > column.width:
            return []
        y = free.topmost(low, high, SMALLEST * CAPITAL + 1.5 * AIR)
        if y is None:
            return []
        y -= 0.75 * AIR + SMALLEST * CAPITAL
        free.take(y - 0.75 * AIR, y + SMALLEST)
        return [Words(round(column.width / 2, 1), round(-y, 1), SMALLEST, text, look=look)]

    def _nothing(self, share: Share, column: Column, free: Free) -> list[Words]:
        """Not yet, and why, in the largest free stretch; the reason moves to the foot if it does not go in."""
        low, high = free.largest
        rows = int((high - low - AIR) // ROW)
        heads = wrapped(not_now(self.leaf.sight), column.width - AIR, SMALLEST, rows) or []
        why = self._reason(share, column, rows - len(heads)) if heads else []
        y = SMALLEST * CAPITAL + AIR - high
        styles = ["title"] * len(heads) + ["plain"] * len(why)
        return [
            Words(round(column.width / 2, 1), round(y + ROW * row, 1), SMALLEST, line, look=style)
            for row, (line, style) in enumerate(zip([*heads, *why], styles, strict=True))
        ]

    def _reason(self, share: Share, column: Column, rows: int) -> list[str]:
        why = wrapped(why_nothing(share, self.leaf.outcome, self.leaf.sight), column.width - AIR, SMALLEST, rows)
        self.said |= {column.number} if why else set()
        return why or []
