"""The wall's six sizes of letters, and which of them words go into. All lengths are hundredths of the wall's height."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from assembly.typesetting.text_width import width

SIZES = {1: 3.15, 2: 4.1, 3: 5.2, 4: 8.0, 5: 13.0, 6: 23.0}
LEADING = 1.15
PART = re.compile(r"[^-]*-+|[^-]+")  # of a word, up to a hyphen

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


@lru_cache(maxsize=20_000)
def lines(text: str, room: float, size: int) -> int:
    """How many lines a text takes; it may break behind a hyphen, and anywhere in a part wider than the room."""
    letters, taken, used = SIZES[size], 1, 0.0
    for space, part in _parts(text):
        wide = width(part, letters)
        before = width(" ", letters) if space else 0.0
        if used and used + before + wide <= room:
            used += before + wide
        else:
            taken += (used > 0) + int(wide / room)
            used = min(wide, room)  # what comes after a broken part begins a line
    return taken


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """What is never broken unless it must be; is there a space before it?"""
    for word in text.split():
        for place, part in enumerate(PART.findall(word)):
            yield place == 0, part
