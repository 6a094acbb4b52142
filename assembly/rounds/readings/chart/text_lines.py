"""Lines of letters, measured for the widest face they may be set in."""

import re
from collections.abc import Sequence

from assembly.rounds.readings.chart.drawing import Words
from assembly.rounds.readings.chart.paper import GENEROUS, SIGN, SMALLEST, WIDTH
from assembly.typesetting.text_width import cut, width, wrap


def across(text: str, size: float) -> float:
    """How wide a line may become in the widest of the letters it may be set in."""
    return width(text, size) * GENEROUS


def wrapped(text: str, room: float, size: float, most: int) -> list[str] | None:
    return wrap(text, room / GENEROUS, size, most) if most > 0 else None


def shortened(text: str, room: float, most: int) -> list[str]:
    """As many lines as allowed, the last one cut where the text goes on."""
    lines = wrapped(text, room, SMALLEST, 99)
    if not lines:
        return [cut(text, room / GENEROUS, SMALLEST)]
    rest = " ".join(lines[most - 1 :])
    return [*lines[: most - 1], *([cut(rest, room / GENEROUS, SMALLEST)] if rest else [])]


def fitting(texts: Sequence[str], room: float) -> str:
    """The first that the room is wide enough for."""
    return next((text for text in texts if across(text, SMALLEST) <= room), "")


def amount(x: float, y: float, size: float, text: str) -> Words:
    """A sum, its currency sign small and high where one stands before it and stays readable."""
    parts = re.fullmatch(r"(\D{1,2})(\d.*)", text)
    sign, figures = parts.groups() if parts and size * SIGN >= SMALLEST else ("", text)
    return Words(round(x, 1), round(y, 1), size, figures, look="amount", sign=sign)


def cell(columns: int) -> float:
    """How wide each of so many columns of text is."""
    return (WIDTH - 44 * (columns - 1)) / columns
