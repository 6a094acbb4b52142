"""The pile of paper cards: how many are numbered, and which were not typed yet."""

from dataclasses import dataclass

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.helping.models import PaperCard

NAMED = 8  # numbers that are missing, said one by one


@dataclass(frozen=True)
class Pile:
    """`numbers` on paper, in order, and those `typed`."""

    numbers: tuple[int, ...]
    typed: frozenset[int]

    @property
    def numbered(self) -> int:
        return len(self.numbers)

    @property
    def entered(self) -> int:
        return len(self.typed)

    @property
    def missing(self) -> list[int]:
        """The first that nobody typed."""
        return [number for number in self.numbers if number not in self.typed][:NAMED]

    @property
    def more_missing(self) -> int:
        return self.numbered - self.entered - len(self.missing)

    def between(self, first: int, last: int) -> list[int]:
        return [number for number in self.numbers if first <= number <= last]


def pile(gathering: Gathering) -> Pile:
    cards = select(PaperCard.number, PaperCard.typed_at).where(PaperCard.gathering_id == gathering.id)
    rows = db.session.execute(cards.order_by(PaperCard.number)).all()
    return Pile(tuple(number for number, _ in rows), frozenset(number for number, typed in rows if typed))
