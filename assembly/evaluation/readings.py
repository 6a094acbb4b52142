"""Check-out in sums, and the list for later, as phone, wall, desk and the shared document show them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from assembly.evaluation.models import CheckOut, ParkedItem
from assembly.evaluation.rules import FEW, TAPS
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import Slide
from assembly.kernel.actions.ledger import sha256
from assembly.kernel.readings import numbered
from assembly.live.reading import Reading
from assembly.people.readings.names import headcount
from assembly.typesetting.sizes import Figure, figure

Row = Iterable[object]


@dataclass(frozen=True)
class Evaluation:
    """Answers in no order that tells who gave them when."""

    gathering: Gathering
    answers: tuple[CheckOut, ...]
    headcount: int
    dom: str = "gathering"

    @property
    def count(self) -> int:
        return len(self.answers)

    @property
    def paper(self) -> int:
        return sum(answer.paper for answer in self.answers)

    @property
    def good(self) -> list[str]:
        return [answer.good for answer in self.answers if answer.good]

    @property
    def next_time(self) -> list[str]:
        # in another order than the first question's: nothing joins two lines of one person
        return sorted((answer.next_time for answer in self.answers if answer.next_time), key=sha256)

    @cached_property
    def taps(self) -> int:
        return sum(answer.tap is not None for answer in self.answers)

    @property
    def told(self) -> bool:
        """Did enough people tap, so that a sum tells of nobody?"""
        return self.taps >= FEW

    @cached_property
    def by_tap(self) -> list[tuple[int, int, int]]:
        """Each number of the scale, most first: how many tapped it, and thousandths of the longest bar."""
        found = Counter(answer.tap for answer in self.answers if answer.tap)
        most = max(found.values(), default=1)
        return [(tap, found[tap], 1000 * found[tap] // most) for tap in reversed(TAPS)]

    @property
    def middle(self) -> str:
        """The average, to a tenth."""
        return f"{sum(answer.tap or 0 for answer in self.answers) / max(1, self.taps):.1f}"


def evaluation(reading: Reading[Gathering]) -> Evaluation:
    mine = select(CheckOut).where(CheckOut.gathering_id == reading.place.id)
    answers = sorted(db.session.scalars(mine), key=lambda answer: sha256(answer.handle))
    return Evaluation(reading.place, tuple(answers), reading.ask(headcount))


def parked(reading: Reading[Gathering]) -> list[ParkedItem]:
    """All that was kept for later, what was taken off the list too."""
    mine = select(ParkedItem).where(ParkedItem.gathering_id == reading.place.id)
    return list(db.session.scalars(mine.order_by(ParkedItem.number)))


def listed(reading: Reading[Gathering]) -> list[ParkedItem]:
    return [item for item in reading.ask(parked) if item.withdrawn_at is None]


def item_of(gathering: Gathering, number: int) -> ParkedItem:
    return numbered(ParkedItem, gathering, number)


class CheckOutSlide(Slide):
    """How many answered, and when we meet again."""

    template = "evaluation/_checkout_slide.html"

    @property
    def evaluation(self) -> Evaluation:
        return self.reading.ask(evaluation)

    @property
    def count(self) -> Figure:
        return figure(str(self.evaluation.count), 60.0, (6, 5))


def for_later_told(reading: Reading[Gathering]) -> tuple[list[str]] | None:
    """For the shared document."""
    words = [item.words for item in reading.ask(listed)]
    return (words,) if words else None


def evaluation_told(reading: Reading[Gathering]) -> tuple[Evaluation] | None:
    """For the shared document."""
    told = reading.ask(evaluation)
    return (told,) if told.count else None


def for_later_table(reading: Reading[Gathering]) -> Iterator[Row]:
    yield "number", "words"
    for item in reading.ask(listed):
        yield item.number, item.words


def check_out_table(reading: Reading[Gathering]) -> Iterator[Row]:
    """Sums of taps, unless so few that they would tell who; then the lines."""
    yield "question", "answer", "people"
    told = reading.ask(evaluation)
    if told.told:
        for tap, people, _ in told.by_tap:
            yield "How much did tonight give you?", tap, people
    yield from (("What was good tonight?", line, 1) for line in told.good)
    yield from (("What should we change next time?", line, 1) for line in told.next_time)
