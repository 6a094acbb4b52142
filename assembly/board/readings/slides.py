"""The wall while cards are put up and read, and at the end of an evening of cards."""

from functools import cached_property

from assembly.board.readings.board import Board, Card, board, spotlights
from assembly.board.readings.setting import Page, SetCard, rows
from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import Slide
from assembly.live.reading import Reading
from assembly.typesetting.sizes import tall

ROOM, HEIGHT = 138.0, 72.0  # for one card with its names, in hundredths of the wall's height


class BoardSlide(Slide):
    """Four columns of cards."""

    template = "board/_board_slide.html"

    @property
    def board(self) -> Board:
        return self.reading.ask(board)

    @property
    def columns(self) -> dict[str, list[SetCard]]:
        """The cards of this page, by kind."""
        first = (self.page - 1) * self.rows
        here = {kind: cards[first : first + self.rows] for kind, cards in self.board.columns.items()}
        return Page(here, self.rows).set()

    @cached_property
    def rows(self) -> int:
        """How many cards a column holds on each wall."""
        return rows(self.board.columns)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return max(1, -(-max(map(len, self.board.columns.values())) // self.rows))


class SpotlightSlide(Slide):
    """One card large, with the names beside it."""

    template = "board/_spotlight_slide.html"
    NAMES = 24

    @property
    def card(self) -> Card:
        card = self.reading.ask(spotlights).card
        assert card
        return card

    @property
    def names(self) -> list[str]:
        return self.card.names[: self.NAMES]

    @property
    def more(self) -> int:
        """People beside it who are not among the names."""
        return len(self.card.people) - len(self.names)

    @cached_property
    def sizes(self) -> tuple[int, int]:
        """Of its words and of the names, as large as they go in together."""
        pairs = ((words, names) for words in (6, 5, 4) for names in (4, 3, 2))
        return next((pair for pair in pairs if self._height(*pair) <= HEIGHT), (3, 2))

    def _height(self, words: int, names: int) -> float:
        beside = f"{', '.join(self.names)} and 100 more" if self.more else ", ".join(self.names)
        note = tall(self.card.asset.note, ROOM, 3) if self.card.asset.note else 0
        return tall(self.card.words, ROOM, words) + note + tall(beside, ROOM, names)


def reading_slide(reading: Reading[Gathering]) -> Slide:
    """While people read the wall: the board, or the card they look at together."""
    return SpotlightSlide(reading) if reading.ask(spotlights).card else BoardSlide(reading)


class TogetherSlide(Slide):
    """What we have together; on the second page the way to the shared document."""

    template = "board/_together_slide.html"
    pages = 2

    @property
    def hands_out(self) -> bool:
        """Is this the page that shows where the document is?"""
        return self.page == self.pages

    @property
    def board(self) -> Board:
        return self.reading.ask(board)
