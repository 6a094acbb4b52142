"""The foot: reasons that found no place in their column, and those that have no column."""

from collections.abc import Iterator
from functools import cached_property

from assembly.rounds.readings.chart.columns import Columns
from assembly.rounds.readings.chart.drawing import Words
from assembly.rounds.readings.chart.leaf import Leaf
from assembly.rounds.readings.chart.paper import GENEROUS, HEIGHT, NOTES, ROW, SMALLEST, WIDTH
from assembly.rounds.readings.chart.scale import Scale
from assembly.rounds.readings.chart.sentences import WAITS, Note, beside, why_nothing
from assembly.rounds.readings.chart.sight import number
from assembly.rounds.readings.chart.text_lines import across, cell
from assembly.typesetting.text_width import cut


class Notes:
    def __init__(self, leaf: Leaf, scale: Scale, columns: Columns) -> None:
        self.leaf = leaf
        self.scale = scale
        self.columns = columns

    @cached_property
    def lines(self) -> list[list[tuple[float, Note]]]:
        """Lines of notes with their left ends: two on a line where they are short, NOTES lines at most."""
        lines: list[list[tuple[float, Note]]] = []
        half = cell(2)
        for note in [*self._unsaid(), *beside(self.leaf.outcome, self.leaf.sight)]:
            short = _note_across(note) <= half
            if short and lines and len(lines[-1]) == 1 and _note_across(lines[-1][0][1]) <= half:
                lines[-1].append((half + 44, note))
            else:
                lines.append([(0, note)])
        return lines[:NOTES]

    def _unsaid(self) -> Iterator[Note]:
        """Why, for those whose column does not say it; first those the pot could not hold."""
        told = self.columns.told if self.scale.named else set()
        empty = [
            share
            for share in self.leaf.here
            if not share.amount and share.status != WAITS and number(share) not in told
        ]
        for share in sorted(empty, key=lambda share: share.status.startswith("gate")):
            about = f"{self.leaf.sight.title(share)}:" if self.scale.named else str(number(share))
            yield about, why_nothing(share, self.leaf.outcome, self.leaf.sight)

    def words(self) -> Iterator[Words]:
        for row, line in enumerate(self.lines):
            y = HEIGHT - 8 - ROW * (len(self.lines) - 1 - row)
            for x, (about, text) in line:
                start = x + max(60 if about.isdigit() else 0, across(about, SMALLEST) + 8)
                room = (WIDTH if len(line) == 1 else x + cell(2)) - start
                yield Words(x, y, SMALLEST, about, "start", "title")
                yield Words(round(start, 1), y, SMALLEST, cut(text, room / GENEROUS, SMALLEST), "start")


def _note_across(note: Note) -> float:
    return across(" ".join(note), SMALLEST) + 60
