"""The wall while people say what would help: each need beside the cards that may answer it."""

from functools import cached_property
from typing import NamedTuple

from assembly.board.readings.board import Card
from assembly.gatherings.readings import Slide
from assembly.needs.models import Need
from assembly.needs.readings.needs import Needs, needs
from assembly.typesetting.sizes import largest, shared_out, tall

A_PAGE, CARDS_EACH = 4, 2
ROOM, HEIGHT = 78.0, 72.0  # for the needs of a page, or their cards, in hundredths of the wall's height
DOT, GAP = 4.0, 1.4  # before a card, and between two


class Line(NamedTuple):
    """A need, the cards that may answer it, and the size of these."""

    need: Need
    cards: list[Card]
    size: int


class NeedsSlide(Slide):
    template = "needs/_needs_slide.html"

    @property
    def needs(self) -> Needs:
        return self.reading.ask(needs)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return max(1, -(-self.needs.count // A_PAGE))

    @cached_property
    def shown(self) -> list[Need]:
        return shared_out(self.needs.standing, self.pages)[self.page - 1]

    @cached_property
    def lines(self) -> list[Line]:
        found = [(need, [pair.card for pair in self.needs.beside(need)[:CARDS_EACH]]) for need in self.shown]
        return [Line(need, cards, self._size_of(cards)) for need, cards in found]

    @property
    def height(self) -> float:
        """Of one need with its cards."""
        return HEIGHT / max(1, len(self.shown))

    @cached_property
    def size(self) -> int:
        """Few needs stand large."""
        return largest([need.words for need in self.shown], ROOM, self.height, (5, 4, 3, 2, 1))

    def _size_of(self, cards: list[Card]) -> int:
        """Of the cards beside a need, each on as many lines as it takes, and never larger than the needs."""
        sizes = (size for size in (4, 3, 2) if size <= self.size)
        return next((size for size in sizes if self._height_of(cards, size) <= self.height), 1)

    @staticmethod
    def _height_of(cards: list[Card], size: int) -> float:
        return sum(tall(text_of(card), ROOM - DOT, size) + GAP for card in cards)


def text_of(card: Card) -> str:
    """As wide as a card and those beside it stand."""
    return f"{card.words} {', '.join(card.few_names)} +00"
