"""How the room feels: which check is open or was shown last, its columns, and the words that came with it."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import Slide
from assembly.kernel.rules import N_
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.readings.names import headcount
from assembly.rounds.readings.standing import Line, Standing, standing
from assembly.temperature.actions import checks_of, reading_of
from assembly.temperature.models import Concern, TemperatureCheck, TemperatureReading
from assembly.temperature.rules import FEW, LEVELS, LONGEST_CONCERN, LONGEST_QUESTION
from assembly.typesetting.sizes import largest

TALLEST = 1000  # thousandths: the highest column
ALONE, HEIGHT = 160.0, 34.0  # room for a question on the wall, in hundredths of its height
A_WALL_OF_CONCERN = 50.0

STEPS = {
    1: N_("strongly against"),
    2: N_("rather against"),
    3: N_("can live with it"),
    4: N_("rather for"),
    5: N_("fully for"),
}


@dataclass(frozen=True)
class Column:
    """How many people gave a step; `height` in thousandths of the highest column."""

    level: int
    words: str
    people: int
    height: int


@dataclass(frozen=True)
class Temperature:
    """`given`: how many answered the check that is open."""

    gathering: Gathering
    checks: list[TemperatureCheck]
    given: int
    headcount: int
    standing: Standing
    dom: str = "gathering"
    few: int = FEW
    longest: int = LONGEST_QUESTION
    longest_concern: int = LONGEST_CONCERN

    @property
    def steps(self) -> dict[int, str]:
        """The five steps in words."""
        return STEPS

    @cached_property
    def running(self) -> TemperatureCheck | None:
        return next((check for check in self.checks if check.running), None)

    @property
    def shown(self) -> TemperatureCheck | None:
        """What everybody sees: the newest that was closed, while none is open."""
        return self.checks[-1] if self.checks and not self.running else None

    @cached_property
    def columns(self) -> list[Column]:
        """Of what is shown; none when few answered."""
        levels = self.shown.totals.levels if self.shown else None
        if levels is None:
            return []
        most = max(1, *levels.values())
        return [Column(level, STEPS[level], levels[level], TALLEST * levels[level] // most) for level in LEVELS]

    @property
    def low(self) -> int | None:
        """How many have a concern, as far as it may be told."""
        return self.shown.totals.low if self.shown else None

    @property
    def concern(self) -> Concern | None:
        """The one that is read to the room."""
        return next((one for one in self.shown.concerns if one.on_wall), None) if self.shown else None

    @property
    def following(self) -> Line | None:
        """The first proposal that was not asked about yet."""
        asked = {check.proposal.number for check in self.checks if check.proposal}
        return next((line for line in self.standing.lines if line.number not in asked), None)


@dataclass(frozen=True)
class Feeling:
    """What a phone shows of its own reading."""

    temperature: Temperature
    mine: TemperatureReading | None
    saved: bool = False


def temperature(reading: Reading[Gathering]) -> Temperature:
    checks = checks_of(reading.place)
    open_now = [check.id for check in checks if check.running]
    given = select(func.count()).select_from(TemperatureReading).where(TemperatureReading.check_id.in_(open_now))
    return Temperature(
        gathering=reading.place,
        checks=checks,
        given=(db.session.scalar(given) or 0) if open_now else 0,
        headcount=reading.ask(headcount),
        standing=reading.ask(standing),
    )


def feeling(reading: Reading[Gathering], me: Participant, saved: bool = False) -> Feeling:
    now = reading.ask(temperature)
    return Feeling(now, reading_of(me, now.running) if now.running else None, saved)


class TemperatureSlide(Slide):
    """A question with its clock; then how the room feels, or one concern in its own words."""

    template = "temperature/_temperature_slide.html"

    @property
    def temperature(self) -> Temperature:
        return self.reading.ask(temperature)

    @property
    def size(self) -> int:
        """Of the question, or of the concern that is read."""
        shown = self.temperature
        if shown.concern:
            return largest((shown.concern.words,), ALONE, A_WALL_OF_CONCERN, (5, 4))
        return largest((shown.running.title if shown.running else "",), ALONE, HEIGHT, (5, 4, 3))
