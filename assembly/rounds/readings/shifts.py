"""The first shifts: how many of those who promised soon said that they come, for each proposal. Counts, no names."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.readings.standing import Line, Standing, standing
from assembly.rounds.rules.pledges import LATER

ANSWERED = (
    select(Proposal.number, Pledge.shift, func.count(), func.sum(Pledge.hours))
    .join(Pledge, Pledge.proposal_id == Proposal.id)
    .where(Pledge.allocation_id == bindparam("round"), Pledge.standing, Pledge.first_hour != LATER)
    .group_by(Proposal.number, Pledge.shift)
)


@dataclass(frozen=True)
class Shift:
    """Of one proposal: people and hours that promised a first hour soon, and how many of them said yes, or no."""

    line: Line
    people: int
    hours: int
    confirmed: int
    confirmed_hours: int
    declined: int

    @property
    def unsaid(self) -> int:
        """People who said neither."""
        return self.people - self.confirmed - self.declined

    @property
    def share(self) -> int:
        """Confirmed hours as thousandths of those promised."""
        return 1000 * self.confirmed_hours // self.hours if self.hours else 0


@dataclass(frozen=True)
class Shifts:
    """Those proposals to which somebody promised a first hour soon, by number; none while hours are sealed."""

    standing: Standing
    all: tuple[Shift, ...]
    dom: str = "round"

    @property
    def people(self) -> int:
        return sum(shift.people for shift in self.all)

    @property
    def confirmed(self) -> int:
        return sum(shift.confirmed for shift in self.all)

    @property
    def unsaid(self) -> int:
        return sum(shift.unsaid for shift in self.all)


def shifts(reading: Reading[Gathering]) -> Shifts:
    round = reading.ask(standing)
    if round.hidden:
        return Shifts(round, ())
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for number, answer, people, hours in db.session.execute(ANSWERED, {"round": round.allocation.id}):
        found.setdefault(number, {})[answer] = (int(people), int(hours))
    lines = (line for line in round.lines if line.number in found)
    return Shifts(round, tuple(shift_of(line, found[line.number]) for line in lines))


def shift_of(line: Line, answered: dict[str, tuple[int, int]]) -> Shift:
    """`answered`: people and hours by their answer, "" for none."""
    (yes, yes_hours), (no, _) = answered.get("yes", (0, 0)), answered.get("no", (0, 0))
    people, hours = (sum(figures) for figures in zip(*answered.values(), strict=True))
    return Shift(line, people, hours, yes, yes_hours, no)
