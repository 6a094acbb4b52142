"""Things of several cells in a grid that is filled densely, as the browser fills it."""

from collections.abc import Iterable


def going_in(cells: Iterable[tuple[int, int]], columns: int, rows: int) -> int:
    """How many of the things (each so many cells wide and deep) go in, in their order, until one does not."""
    taken: set[tuple[int, int]] = set()
    count = 0
    for wide, deep in cells:
        places = (
            {(row + down, column + across) for down in range(deep) for across in range(wide)}
            for row in range(rows - deep + 1)
            for column in range(columns - wide + 1)
        )
        free = next((place for place in places if not place & taken), None)
        if free is None:
            return count
        taken |= free
        count += 1
    return count
