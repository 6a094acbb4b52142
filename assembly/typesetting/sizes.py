"""The wall's six sizes of letters, and which of them words go into. All lengths are hundredths of the wall's height."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from assembly.typesetting.text_width import width, wrap

SIZES = {1: 3.15, 2: 4.1, 3: 5.2, 4: 8.0, 5: 13.0, 6: 23.0}
LEADING = 1.15

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """A sum or a count, and the size it is set in."""

    text: str
    size: int


def figure(text: str, room: float, among: Sequence[int]) -> Figure:
    """In the largest size in which it goes on one line, else in the smallest there is."""
    fitting = (size for size in sorted(among, reverse=True) if width(text, SIZES[size]) <= room)
    return Figure(text, next(fitting, min(SIZES)))


def largest(texts: Iterable[str], room: float, height: float, among: Sequence[int]) -> int:
    """The largest size in which each of the texts goes into the same room; the smallest of them if none does."""
    texts = list(texts)
    sizes = sorted(among, reverse=True)
    return next((size for size in sizes if all(tall(text, room, size) <= height for text in texts)), sizes[-1])


def shared_out(things: Sequence[T], pages: int) -> list[list[T]]:
    """As many on each page as on the others, give or take one: the last page is not left with one of them."""
    each, more = divmod(len(things), pages)
    starts = [page * each + min(page, more) for page in range(pages + 1)]
    return [list(things[start:end]) for start, end in pairwise(starts)]


def tall(text: str, room: float, size: int) -> float:
    """How high a text stands when it may wrap."""
    return lines(text, room, size) * SIZES[size] * LEADING


def lines(text: str, room: float, size: int) -> int:
    """How many lines a text takes; a word wider than the room is broken anywhere."""
    wrapped = wrap(text, room, SIZES[size], len(text))
    return len(wrapped) if wrapped is not None else 1 + int(width(text, SIZES[size]) / room)
