"""What a small desk shows of the evening: counts and clocks, never more than its role needs."""

from dataclasses import dataclass

from assembly.gatherings.models import Gathering, Presentation
from assembly.gatherings.readings import DoorSign, StepClock, door, evening_pace, step_clock
from assembly.gatherings.rules.clock import Pace
from assembly.live.reading import Reading
from assembly.people.readings.names import headcount


@dataclass(frozen=True)
class TimeKept:
    """The clock of the step, of whoever has the floor, and how far the evening is behind its plan."""

    gathering: Gathering
    clock: StepClock | None
    pace: Pace
    dom: str = "gathering"

    @property
    def presentation(self) -> Presentation | None:
        return self.gathering.presentation


def time_kept(reading: Reading[Gathering]) -> TimeKept:
    return TimeKept(reading.place, reading.ask(step_clock), reading.ask(evening_pace))


@dataclass(frozen=True)
class DoorKept:
    """How many came in, and whether anybody new may."""

    gathering: Gathering
    sign: DoorSign
    headcount: int
    dom: str = "gathering"


def door_kept(reading: Reading[Gathering]) -> DoorKept:
    return DoorKept(reading.place, reading.ask(door), reading.ask(headcount))
