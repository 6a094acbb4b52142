"""How cards are set on a wall: as large as there is room for, with whole names, and at most one size apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assembly.board.readings.board import Card
from assembly.typesetting.sizes import SIZES, tall
from assembly.typesetting.text_width import wrap

A_COLUMN, FEWER = 3, 2  # cards of one kind on one wall; fewer where one of them needs more room
NAMES_A_WALL = 24
# in hundredths of the wall's height: room for words, for names beside their dot, and for all cards of a column
WORDS, NAMES, SHELF = 37.4, 33.6, 55.0
AIR = 2.2  # above, below and between the words and the names of a card
WORD_SIZES, NAME_SIZES = (4, 3, 2, 1), (3, 2, 1)
SMALLEST = min(SIZES)


@dataclass(frozen=True)
class SetCard:
    """A card as it stands on the wall: the size of its words, and the names that stand there, whole, in their size."""

    card: Card
    size: int
    names: tuple[str, ...]
    names_size: int

    @property
    def more(self) -> int:
        """People beside it whose names do not stand there."""
        return len(self.card.people) - len(self.names)


def rows(columns: Mapping[str, Sequence[Card]]) -> int:
    """How many cards a column holds on each wall: as many as there are, three at most."""
    fullest = max(map(len, columns.values()))
    tight = fullest >= A_COLUMN and not all(_goes_in(card, A_COLUMN) for column in columns.values() for card in column)
    return max(1, min(FEWER if tight else A_COLUMN, fullest))


def _goes_in(card: Card, rows: int) -> bool:
    return _least(card, SMALLEST) <= SHELF / rows - AIR


def _least(card: Card, size: int) -> float:
    """How high its words stand in this size, with one whole name below them."""
    return tall(card.words, WORDS, size) + tall(_beside(card, card.names[:1]), NAMES, SMALLEST)


class Page:
    """The cards of one wall by kind. `rows`: how many a column holds."""

    def __init__(self, columns: Mapping[str, Sequence[Card]], rows: int) -> None:
        self.columns = columns
        cards = [card for column in columns.values() for card in column]
        self.height = SHELF / rows - AIR
        self.most_names = NAMES_A_WALL // max(1, len(cards))
        self.smallest = min(map(self._largest, cards), default=SMALLEST)

    def set(self) -> dict[str, list[SetCard]]:
        return {kind: [self._set(card) for card in cards] for kind, cards in self.columns.items()}

    def _set(self, card: Card) -> SetCard:
        """A short card is not drowned by a long one, nor the other way round."""
        size = min(self._largest(card), self.smallest + 1)
        room = self.height - tall(card.words, WORDS, size)
        names, names_size = next(self._names(card, size, room))
        return SetCard(card, size, tuple(names), names_size)

    def _names(self, card: Card, size: int, room: float) -> Iterator[tuple[list[str], int]]:
        """Ways to set the names, the best first: as many as may stand there, never larger than the words."""
        for count in range(min(self.most_names, len(card.names)), 0, -1):
            for names_size in NAME_SIZES:
                names = card.names[:count]
                if names_size <= size and tall(_beside(card, names), NAMES, names_size) <= room:
                    yield names, names_size
        yield [], SMALLEST if card.names else min(size, 2)

    def _largest(self, card: Card) -> int:
        """The largest size of its words in which no word is broken and a whole name has room."""
        fitting = (
            size
            for size in WORD_SIZES
            if _least(card, size) <= self.height and wrap(card.words, WORDS, SIZES[size], len(card.words)) is not None
        )
        return next(fitting, SMALLEST)


def _beside(card: Card, names: Sequence[str]) -> str:
    more = len(card.people) - len(names)
    said = ", ".join(names)
    return f"{said} +{more}" if more and names else said
