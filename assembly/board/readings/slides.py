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
