"""The clock of a step: when it turns amber, and how far the evening is behind its plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LAST_PART = 5  # amber begins with the last fifth of a step
A_MINUTE = timedelta(minutes=1)


def amber_at(started: datetime, minutes: int) -> datetime:
    """When the clock of a step of so many `minutes` turns amber: in its last fifth, one minute before its end at
    least."""
    whole = timedelta(minutes=minutes)
    return started + whole - min(whole, max(A_MINUTE, whole / LAST_PART))


@dataclass(frozen=True)
class Timed:
    """A step that is not skipped: its planned `minutes`, and when the room came to it (None: not yet)."""

    minutes: int
    started: datetime | None
    is_break: bool = False


@dataclass(frozen=True)
class Pace:
    """How an evening keeps its time. `behind` in whole minutes, never below 0.

    `planned` and `expected`: when the protected second half should begin and when it will; None once it has begun, or
    before the evening has.
    """

    behind: int
    planned: datetime | None
    expected: datetime | None


def pace(steps: Sequence[Timed], here: int, now: datetime) -> Pace:
    """Of an evening whose room is at `steps[here]`; the first is the door, whose minutes bind nobody.

    The second half begins after the first break; without one, at the step in which half of the planned minutes are
    over. Source: real gatherings, section 1: entering is time-boxed, the second half is protected.
    """
    begun = steps[1].started if len(steps) > 1 else None
    if here < 1 or begun is None:
        return Pace(0, None, None)
    planned_end = begun + timedelta(minutes=sum(step.minutes for step in steps[1 : here + 1]))
    started = steps[here].started or now
    own_end = max(now, started + timedelta(minutes=steps[here].minutes))
    late = max(timedelta(0), own_end - planned_end)
    second = second_half(steps)
    if second <= here:
        return Pace(late // A_MINUTE, None, None)
    planned = begun + timedelta(minutes=sum(step.minutes for step in steps[1:second]))
    return Pace(late // A_MINUTE, planned, planned + late)


def second_half(steps: Sequence[Timed]) -> int:
    """Where in `steps` it begins."""
    pause = next((place for place, step in enumerate(steps) if step.is_break), None)
    if pause is not None:
        return pause + 1
    half, passed = sum(step.minutes for step in steps[1:]) / 2, 0
    for place, step in enumerate(steps[1:], 1):
        if passed >= half:
            return place
        passed += step.minutes
    return len(steps)
