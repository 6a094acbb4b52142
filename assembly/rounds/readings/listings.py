"""Lists on a wall: how many proposals go on a page, and how large their titles may stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembly.rounds.readings.standing import Line
from assembly.typesetting.sizes import SIZES, largest
from assembly.typesetting.text_width import width

CALLS_A_PAGE, FEW_CALLS, GAPS_A_PAGE = 4, 3, 3
RESULTS_A_PAGE, LONG_RESULTS_A_PAGE = 8, 6

CALL_TITLE, FEW_CALL_TITLE, RESULT_TITLE = 72.0, 150.0, 66.0
GAP_TITLE = 58.0


@dataclass(frozen=True)
class Listing:
    """A page of proposals, all titles in one size. `few` have the wall to themselves."""

    lines: Sequence[Line]
    title_size: int
    few: bool = False


def calls(lines: Sequence[Line], most: int) -> Listing:
    """Those at nothing, each with what would help."""
    few, row = most <= FEW_CALLS, 72.0 / max(1, most)
    if few:
        return Listing(lines, _size(lines, FEW_CALL_TITLE, row - (15.5 if most > 2 else 20.0), (4, 3, 2, 1)), few)
    else:
        return Listing(lines, _size(lines, CALL_TITLE, row - 5.0, (3, 2, 1)))


def wanted(lines: Sequence[Line], most: int) -> Listing:
    """Those with gaps, each beside what is missing."""
    return Listing(lines, _size(lines, GAP_TITLE, 72.0 / max(1, most) - 10.0, (4, 3, 2, 1)))


def results(lines: Sequence[Line], most: int) -> Listing:
    """Who gets what, beside the hours of the whole room."""
    row = min(20.0, 73.0 / max(1, most))
    return Listing(lines, _size(lines, RESULT_TITLE, row - 4.8, (4, 3, 2, 1)))


def results_a_page(lines: Sequence[Line]) -> int:
    """Fewer where a title takes more than one line of the smallest letters."""
    long = any(width(line.title, SIZES[1]) > RESULT_TITLE for line in lines)
    return LONG_RESULTS_A_PAGE if long else RESULTS_A_PAGE


def evenly(count: int, most: int) -> int:
    """How many on each page, so that all pages are about as full."""
    pages = max(1, -(-count // most))
    return max(1, -(-count // pages))


def _size(lines: Sequence[Line], room: float, height: float, among: Sequence[int]) -> int:
    return largest((line.title for line in lines), room, height, among)
