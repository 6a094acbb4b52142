"""The wall while people say what would help: each need beside the cards that may answer it."""

from functools import cached_property
from typing import NamedTuple

from assembly.board.readings.board import Card
from assembly.gatherings.readings import Slide
from assembly.needs.models import Need
from assembly.needs.readings.needs import Needs, needs
from assembly.typesetting.sizes import largest

A_PAGE, CARDS_EACH = 5, 2
ROOM, HEIGHT = 78.0, 68.0  # for the needs of a page, in hundredths of the wall's height


class Line(NamedTuple):
    need: Need
    cards: list[Card]
    more: int


class NeedsSlide(Slide):
    template = "needs/_needs_slide.html"

    @property
    def needs(self) -> Needs:
        return self.reading.ask(needs)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return max(1, -(-self.needs.count // A_PAGE))

    @cached_property
    def lines(self) -> list[Line]:
        first = (self.page - 1) * A_PAGE
        return [self._line(need) for need in self.needs.standing[first : first + A_PAGE]]

    @property
    def size(self) -> int:
        """Few needs stand large."""
        words = [line.need.words for line in self.lines]
        return largest(words, ROOM, HEIGHT / max(1, len(words)), (4, 3, 2, 1)) if words else 4

    def _line(self, need: Need) -> Line:
        pairs = self.needs.beside(need)
        return Line(need, [pair.card for pair in pairs[:CARDS_EACH]], len(pairs[CARDS_EACH:]))
