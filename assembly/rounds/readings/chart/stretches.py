"""Where words may still stand inside a column."""

from collections.abc import Sequence

from assembly.rounds.readings.chart.paper import AIR, CAPITAL, SMALLEST


class Free:
    """Heights inside a column that no line passes and no word has taken: stretches (low, high), topmost first."""

    def __init__(self, top: float, marks: Sequence[tuple[float, float]]) -> None:
        self.stretches: list[tuple[float, float]] = [(0, top)]
        for low, high in marks:
            self.take(low, high)

    def take(self, low: float, high: float) -> None:
        rest = []
        for bottom, top in self.stretches:
            if high <= bottom or top <= low:
                rest.append((bottom, top))
            else:
                rest += [(high, top)] * (top > high) + [(bottom, low)] * (low > bottom)
        self.stretches = rest

    @property
    def largest(self) -> tuple[float, float]:
        return max(self.stretches, key=lambda stretch: stretch[1] - stretch[0], default=(0, 0))

    def topmost(self, low: float, high: float, needed: float) -> float | None:
        """The upper end of the first stretch between two heights that is high enough."""
        for bottom, top in self.stretches:
            top = min(top, high)
            if bottom >= low - 1 and top - bottom >= needed:
                return top
        return None

    def for_figures(self, water: float, wanted: float) -> tuple[float, float] | None:
        """The first stretch under water that holds figures of nearly the size wanted, else the one that holds most."""
        wet = [(low, high) for low, high in self.stretches if high <= water]
        good = (pair for pair in wet if pair[1] - pair[0] - 2 * AIR >= 0.8 * wanted * CAPITAL)
        widest = max(wet, key=lambda pair: pair[1] - pair[0], default=(0.0, 0.0))
        holds = widest[1] - widest[0] - 2 * AIR >= SMALLEST * CAPITAL
        return next(good, widest if holds else None)
