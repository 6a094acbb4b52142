"""What was promised last time and what came of it, by project; and the budget in three numbers."""

from dataclasses import dataclass
from functools import cached_property

from assembly.budget.readings import Budget
from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.promises.actions.promises import last_round, promised_last_time, reads_of
from assembly.promises.models import PromiseRead


@dataclass(frozen=True)
class PromiseLine:
    """A project of the last congress; whole hours. `widest`: the most that was promised to one."""

    number: int
    title: str
    promised: int
    read: PromiseRead | None
    widest: int

    @property
    def dom(self) -> str:
        return f"promise-{self.number}"

    @property
    def whole(self) -> int:
        """Thousandths of the longest bar."""
        return 1000 * self.promised // self.widest

    @property
    def kept(self) -> int:
        """Thousandths, too."""
        return 1000 * self.read.kept // self.widest if self.read else 0

    @property
    def moved(self) -> int:
        """Thousandths, too."""
        return 1000 * self.read.moved // self.widest if self.read else 0


@dataclass(frozen=True)
class LastPromises:
    """`before`: the congress they were made at, None when this is the first."""

    gathering: Gathering
    before: Gathering | None
    lines: tuple[PromiseLine, ...]
    dom: str = "gathering"

    @property
    def promised(self) -> int:
        return sum(line.promised for line in self.lines)

    @property
    def kept(self) -> int:
        return sum(line.read.kept for line in self.lines if line.read)

    @property
    def moved(self) -> int:
        return sum(line.read.moved for line in self.lines if line.read)

    @property
    def dropped(self) -> int:
        return sum(line.read.dropped for line in self.lines if line.read)

    @property
    def unread(self) -> list[PromiseLine]:
        return [line for line in self.lines if line.read is None]

    @property
    def read(self) -> list[PromiseLine]:
        return [line for line in self.lines if line.read]

    @cached_property
    def budget(self) -> Budget:
        return Budget(self.gathering.assembly)

    @property
    def left(self) -> int:
        """Minor units: in the pot, and set aside."""
        return self.budget.left + self.budget.aside


def last_promises(reading: Reading[Gathering]) -> LastPromises:
    gathering, round = reading.place, last_round(reading.place)
    promised = promised_last_time(gathering)
    reads = {read.proposal_id: read for read in reads_of(gathering)}
    widest = max((each.hours for each in promised), default=0)
    lines = tuple(
        PromiseLine(each.proposal.number, each.proposal.title, each.hours, reads.get(each.proposal.id), widest)
        for each in promised
    )
    return LastPromises(gathering, round.gathering if round else None, lines)
