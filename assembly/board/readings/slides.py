"""The wall while cards are put up and read, and at the end of an evening of cards."""

from functools import cached_property

from assembly.board.readings.board import Board, board
from assembly.board.readings.setting import Page, SetCard, rows
from assembly.gatherings.readings import Slide


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


class TogetherSlide(Slide):
    """What we have together."""

    template = "board/_together_slide.html"

    @property
    def board(self) -> Board:
        return self.reading.ask(board)
