"""The scale upwards: units for each unit of money a point has, from the base line."""

from functools import cached_property

from assembly.rounds.readings.chart.leaf import Leaf
from assembly.rounds.readings.chart.paper import ABOVE, ABOVE_THE_FRAME, AIR, HEADROOM, HEIGHT, ROW, TOWERING
from assembly.rounds.readings.chart.scale import Scale, points
from assembly.rounds.rules.allocation import Share


class Levels:
    """`below` is what names or key take, `foot` the lines kept free for notes under them."""

    def __init__(self, leaf: Leaf, scale: Scale, below: float, foot: int) -> None:
        self.leaf = leaf
        self.scale = scale
        self.below = below
        self.foot = foot

    @cached_property
    def base(self) -> float:
        return round(HEIGHT - self.below - (AIR + ROW * self.foot if self.foot else 0), 1)

    @cached_property
    def per_unit(self) -> float:
        """Height of one unit of money for each point."""
        return (self.base - self.headroom) / self._ceiling

    @cached_property
    def headroom(self) -> float:
        too_narrow = (share.amount and self.scale.sum_size(share) is None for share in self.leaf.here)
        return ABOVE_THE_FRAME if self.scale.named and any(too_narrow) else HEADROOM

    @property
    def _ceiling(self) -> float:
        """Money for each point at the top of the paper."""
        measured, rated = self.leaf.measured, self.leaf.ruler.rate
        frames = max(share.terms.ask / share.points for share in measured)
        funded = [share for share in measured if share.amount]
        if not funded:
            return min(frames, 1.6 * sum(share.terms.ask for share in measured) / points(measured))
        water = max(share.amount / share.points for share in funded)
        middle = sum(share.amount for share in funded) / points(funded)
        rate = rated[0] / rated[1] if rated else 0
        return max(1.1 * rate, min(frames, ABOVE * min(water, max(rate, TOWERING * middle))))

    def height(self, units: float, share: Share) -> float:
        return units / share.points * self.per_unit

    @cached_property
    def line(self) -> float | None:
        rate = self.leaf.outcome.rate
        return round(rate[0] / rate[1] * self.per_unit, 1) if rate else None
