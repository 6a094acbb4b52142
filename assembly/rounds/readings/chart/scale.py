"""The scale across: units for each point, one for all pages, and every column's place."""

from collections.abc import Sequence
from functools import cached_property
from math import sqrt

from assembly.rounds.readings.chart.leaf import Leaf
from assembly.rounds.readings.chart.paper import (
    AIR,
    AMOUNT,
    GAP,
    GENEROUS,
    GUTTER,
    NAMED,
    SMALLEST,
    SQUEEZED,
    TITLES,
    WIDTH,
)
from assembly.rounds.readings.chart.sentences import people_and_hours
from assembly.rounds.readings.chart.sight import number
from assembly.rounds.readings.chart.text_lines import across, wrapped
from assembly.rounds.rules.allocation import Share
from assembly.typesetting.text_width import fit


class Scale:
    """`per_point` is slow to find among hundreds of proposals and the same on every page: give it where it is known."""

    def __init__(self, leaf: Leaf, per_point: float | None = None) -> None:
        self.leaf = leaf
        self._known_per_point = per_point

    @cached_property
    def gutter(self) -> float:
        """Left of the columns: wide enough for a sum as large as the pot."""
        sum_in_square = self.leaf.sight.gettext("is %(amount)s", amount=self.leaf.sight.amount(self.leaf.outcome.pot))
        return min(330.0, max(GUTTER, across(sum_in_square, SMALLEST) + 10))

    @property
    def named(self) -> bool:
        """Names stand under the columns: few enough, and not at the price of the picture. Else numbers, and a key."""
        return self.naming is not None

    @cached_property
    def naming(self) -> float | None:
        """The largest size in which names cost the scale little, the smallest if they cost more; None if too much."""
        if len(self.leaf.drawn) > NAMED:
            return None
        freely = self._room(self.leaf.drawn) / points(self.leaf.drawn)
        for size, price in ((TITLES[1], 0.9), (TITLES[2], 0.8), (SMALLEST, SQUEEZED)):
            needs = [self._need(share, size) for share in self.leaf.drawn]
            if all(needs) and self._spread(self.leaf.drawn, needs) >= price * freely:
                return size
        return None

    @cached_property
    def per_point(self) -> float:
        if self._known_per_point is not None:
            return self._known_per_point
        pages = [self.leaf.of(page) for page in range(1, self.leaf.pages + 1)]
        return min(self._spread(page, [self._least(share) for share in page]) for page in pages)

    def _spread(self, shares: Sequence[Share], least: Sequence[float]) -> float:
        """The largest scale at which all stand side by side, each in a place of at least so much; 0 if none."""
        room = self._room(shares)
        low, high = 0.0, room
        for _halving in range(40):
            middle = (low + high) / 2
            places = (max(share.points * middle, need) for share, need in zip(shares, least, strict=True))
            low, high = (middle, high) if sum(places) <= room else (low, middle)
        return low

    def _room(self, shares: Sequence[Share]) -> float:
        return WIDTH - self.gutter - GAP * (len(shares) - 1)

    def _least(self, share: Share) -> float:
        """The narrowest place a column can stand in."""
        if self.naming is not None:
            return self._need(share, self.naming)
        figures = [str(share.support.people), str(share.support.hours)]
        return max(across(str(number(share)), TITLES[1]), *(across(figure, SMALLEST) for figure in figures)) + 4

    def _need(self, share: Share, size: float) -> float:
        """What its words below and its sum take; 0 when its title is too long."""
        title = next((room for room in range(120, 700, 20) if wrapped(self.leaf.sight.title(share), room, size, 3)), 0)
        words = [*people_and_hours(share, self.leaf.sight), self.leaf.sight.amount(share.amount)]
        return max(title, *(across(line, SMALLEST) for line in words)) if title else 0

    @cached_property
    def places(self) -> list[tuple[float, float]]:
        """Left edge and width of each column's place."""
        places, x = [], self.gutter
        for share in self.leaf.here:
            room = max(share.points * self.per_point, self._least(share))
            places.append((x, room))
            x += room + GAP
        return places

    def sum_size(self, share: Share) -> float | None:
        """The size √money gives its sum, or what its column's width leaves of it."""
        most = max(other.amount for other in self.leaf.measured)
        wanted = max(SMALLEST, AMOUNT * sqrt(share.amount / most))
        room = (share.points * self.per_point - 1.5 * AIR) / GENEROUS
        return fit(self.leaf.sight.amount(share.amount), room, wanted, SMALLEST)


def points(shares: Sequence[Share]) -> int:
    return sum(share.points for share in shares)
