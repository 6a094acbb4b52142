"""What is printed: words, columns and the page they stand on. Lengths are units of the SVG, heights count upwards."""

from dataclasses import dataclass

from assembly.rounds.readings.chart.paper import CAPITAL, HEIGHT, OFF, SIGN, TEAR, WIDTH
from assembly.typesetting.text_width import width


@dataclass(frozen=True)
class Words:
    """One line of text. `anchor` as in SVG, `look` is a class, `sign` a currency sign set small before the text."""

    x: float
    y: float
    size: float
    text: str
    anchor: str = "middle"
    look: str = "plain"
    sign: str = ""

    @property
    def sign_size(self) -> float:
        return round(self.size * SIGN, 1)

    @property
    def sign_rise(self) -> float:
        return round(self.size * (CAPITAL - SIGN * CAPITAL), 1)

    @property
    def across(self) -> float:
        """How wide it will be, by the table."""
        return width(self.sign, self.sign_size) + width(self.text, self.size)


@dataclass(frozen=True)
class Column:
    """One proposal: heights above the base, words counted from `x`, its left edge. `dash`: its minimum.

    `crossing`: where the water line passes through higher water. `torn`: the frame, and `beyond`: the water, leave the
    paper; only then area is not money.
    """

    number: int
    x: float
    width: float
    frame: float
    water: float
    lid: bool
    dash: float | None
    crossing: float | None
    torn: bool
    beyond: bool
    words: tuple[Words, ...] = ()

    @property
    def dom(self) -> str:
        return f"column-{self.number}"

    @property
    def off(self) -> float:
        return round(min(OFF, self.width / 12), 1)

    @property
    def tear(self) -> str:
        """The torn upper edge as path data."""
        return f"M-2 {-self.frame:.1f}{self._teeth}"

    @property
    def beyond_tear(self) -> str:
        """The paper above the torn edge, over the frame's upper end."""
        return f"M-8 {-self.frame - 4:.1f}v4h6{self._teeth}h4v-4z"

    @property
    def _teeth(self) -> str:
        count = max(1, round(self.width / 52))
        half, depth = (self.width + 4) / count / 2, min(TEAR, self.width / 3)
        return f"l{half:.2f} {depth:.1f}l{half:.2f} {-depth:.1f}" * count


@dataclass(frozen=True)
class Drawing:
    """A page of the picture. `line` (height) is None when no column is between its minimum and its ask."""

    title: str
    description: tuple[str, ...]
    base: float = HEIGHT - 130
    columns: tuple[Column, ...] = ()
    line: float | None = None
    line_x: float = 0
    arrow: float | None = None
    arrow_x: float = 0
    square: float = 0
    square_y: float = 0
    words: tuple[Words, ...] = ()
    rules: tuple[tuple[float, float, float], ...] = ()
    page: int = 1
    pages: int = 1
    dom: str = "round"
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def line_y(self) -> float:
        return round(self.base - (self.line or 0), 1)
