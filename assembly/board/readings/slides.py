"""The wall while cards are put up and read, and at the end of an evening of cards."""

from assembly.board.readings.board import Board, Card, board
from assembly.gatherings.readings import Slide


class BoardSlide(Slide):
    """Four columns of cards."""

    template = "board/_board_slide.html"

    @property
    def board(self) -> Board:
        return self.reading.ask(board)

    @property
    def columns(self) -> dict[str, list[Card]]:
        """The cards of this page, by kind."""
        return self.board.page(self.page)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return self.board.pages


class TogetherSlide(Slide):
    """What we have together."""

    template = "board/_together_slide.html"

    @property
    def board(self) -> Board:
        return self.reading.ask(board)
