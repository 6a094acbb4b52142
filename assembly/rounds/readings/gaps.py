"""What is still missing in a round: people and hours to take part, hours of roles, a minimum that fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.rounds.readings.standing import Line, OfferLine, RoleHours, Standing, standing
from assembly.rounds.rules.allocation import Fix


@dataclass(frozen=True)
class Gap:
    """A proposal that is not complete. `fix`: what would bring it its money, once the room sees money."""

    line: Line
    roles: Sequence[RoleHours]
    fix: Fix | None
    offers: Sequence[OfferLine]


@dataclass(frozen=True)
class Gaps:
    standing: Standing
    all: tuple[Gap, ...]
    dom: str = "round"


def gaps(reading: Reading[Gathering]) -> Gaps:
    """By number. Nothing while hours are sealed."""
    return gaps_of(reading.ask(standing))


def gaps_of(round: Standing) -> Gaps:
    if round.hidden:
        return Gaps(round, ())
    found = (Gap(line, missing(round, line), round.fix(line), round.offers(line)) for line in round.lines)
    return Gaps(round, tuple(gap for gap in found if is_open(gap)))


def missing(round: Standing, line: Line) -> list[RoleHours]:
    """Roles with hours to go."""
    return [role for role in round.roles(line) if role.missing]


def is_open(gap: Gap) -> bool:
    return bool(gap.line.people_needed or gap.line.hours_needed or gap.roles or gap.fix)
