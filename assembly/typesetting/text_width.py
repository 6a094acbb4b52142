"""How wide words will be, guessed generously: systems differ in their fonts, and nothing on the wall wraps by hand."""

from functools import lru_cache

# widths in ems of a bold slab; a sans of the same size is narrower, so it fits too
NARROW = dict.fromkeys("ijlIft.,:;'’|!()[]·", 0.36)
WIDE = dict.fromkeys("mwMW@—…", 0.95)
USUAL, CAPITAL, DIGIT, SPACE = 0.58, 0.72, 0.62, 0.3


def width(words: str, size: float) -> float:
    """Width of a line of `size` units."""
    return size * _ems(words)


def fit(words: str, room: float, largest: float, smallest: float) -> float | None:
    """The largest size at which the words stand on one line of `room` units; None when even `smallest` is too wide."""
    size = min(largest, room / max(width(words, 1), 0.01))
    return round(size, 1) if size >= smallest else None


def wrap(words: str, room: float, size: float, most: int) -> list[str] | None:
    """The words on at most `most` lines of `room` units; None when they do not go in."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        elif width(word, size) <= room:
            lines.append(word)
        else:
            return None
    return lines if len(lines) <= most else None


def cut(words: str, room: float, size: float) -> str:
    """The words, shortened with … where they would be wider than `room`."""
    if width(words, size) <= room:
        return words
    while words and width(f"{words}…", size) > room:
        words = words[:-1].rstrip()
    return f"{words}…"


@lru_cache(maxsize=20_000)
def _ems(words: str) -> float:
    return sum(_em(letter) for letter in words)


def _em(letter: str) -> float:
    if letter.isdigit():
        return DIGIT
    if letter.isspace():
        return SPACE
    return NARROW.get(letter) or WIDE.get(letter) or (CAPITAL if letter.isupper() or ord(letter) > 0x2E80 else USUAL)
