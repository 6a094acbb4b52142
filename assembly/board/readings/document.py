"""What the shared document tells of the board: cards, how many people stand beside each, names as people allowed."""

from dataclasses import dataclass

from assembly.board.readings.board import Board, Card, board
from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.people.readings.names import published_names


@dataclass(frozen=True)
class CardsTold:
    """`published`: names that may stand there, by person (database ids)."""

    board: Board
    published: dict[int, str]

    def names(self, card: Card) -> list[str]:
        """None beside a card that everybody may see: that was promised to its owner."""
        if card.asset.visibility == "public":
            return []
        return [self.published[person.id] for person in card.people if person.id in self.published]


def cards_told(reading: Reading[Gathering]) -> tuple[CardsTold] | None:
    whole = reading.ask(board)
    return (CardsTold(whole, reading.ask(published_names)),) if whole.count else None
