"""The columns of a page: their shapes first, then their words."""

from dataclasses import replace
from functools import cached_property

from assembly.rounds.readings.chart.drawing import Column
from assembly.rounds.readings.chart.inscriptions import Inscriptions
from assembly.rounds.readings.chart.key import Key
from assembly.rounds.readings.chart.leaf import Leaf
from assembly.rounds.readings.chart.levels import Levels
from assembly.rounds.readings.chart.names import Names
from assembly.rounds.readings.chart.paper import TEAR
from assembly.rounds.readings.chart.scale import Scale
from assembly.rounds.readings.chart.sight import number
from assembly.rounds.rules.allocation import Share


class Columns:
    def __init__(self, leaf: Leaf, scale: Scale, below: Names | Key, levels: Levels) -> None:
        self.leaf = leaf
        self.scale = scale
        self.below = below
        self.levels = levels
        self.inscriptions = Inscriptions(leaf, scale, levels)

    @cached_property
    def all(self) -> list[Column]:
        shapes = [self._shape(share, *place) for share, place in zip(self.leaf.here, self.scale.places, strict=True)]
        return [
            replace(shape, words=(*self.inscriptions.inside(share, shape), *self.below.under(place, share, shape)))
            for place, (share, shape) in enumerate(zip(self.leaf.here, shapes, strict=True))
        ]

    def _shape(self, share: Share, left: float, room: float) -> Column:
        top = self.levels.base - self.levels.headroom
        wide = share.points * self.scale.per_point
        ask, water = self.levels.height(share.terms.ask, share), self.levels.height(share.amount, share)
        dash, line = self.levels.height(share.terms.minimum, share), self.levels.line
        torn, beyond = ask > top + 1, water > top + 1
        return Column(
            number=number(share),
            x=round(left + (room - wide) / 2, 1),
            width=round(wide, 1),
            frame=round(min(ask, top), 1),
            water=round(min(water, top), 1),
            lid=share.amount == share.terms.ask and not beyond,
            dash=round(dash, 1) if wide > 40 and self._has_dash(share, dash, top - 2 * TEAR * torn) else None,
            crossing=line if line is not None and water > line + 16 else None,
            torn=torn,
            beyond=beyond,
        )

    def _has_dash(self, share: Share, dash: float, top: float) -> bool:
        """Whether the minimum is a line of its own: not the ask, not the water's surface, not under the water line."""
        ask, water = self.levels.height(share.terms.ask, share), self.levels.height(share.amount, share)
        return dash < top and all(abs(dash - level) > 11 for level in (0, ask, water, (self.levels.line or 0) - 4))

    @property
    def told(self) -> set[int]:
        """Numbers of columns that say why they have nothing."""
        return {column.number for column in self.all if column.number in self.inscriptions.said}
