"""What would help a proposal: the rule is asked once for each room, and a room that has not changed costs nothing."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assembly.rounds.rules.allocation import Fix, Line, Settings, Share, Support, Terms, one_more_hour

ROOMS = 64  # kept at a time: with every pledge a room becomes another one


@dataclass(frozen=True)
class RuleInput:
    """All that the rule's answers depend on, in units (minor units ÷ step). `shares`: what it gives here, if known."""

    pot: int
    terms: tuple[Terms, ...]
    supports: tuple[Support, ...]
    settings: Settings
    shares: tuple[Share, ...] | None = field(default=None, compare=False)


class Fixes:
    """The answers about one room. A proposal nobody looks at is never asked about."""

    def __init__(self, room: RuleInput) -> None:
        self._room = room
        self._supports = {terms.id: support for terms, support in zip(room.terms, room.supports, strict=True)}
        self._fixes: dict[int, Fix | None] = {}
        self._hours: dict[int, int] = {}

    def fix(self, number: int) -> Fix | None:
        if number not in self._fixes:
            self._fixes[number] = self._line.fix(number)
        return self._fixes[number]

    def one_more_hour(self, number: int) -> int:
        """In units."""
        if number not in self._hours:
            room = self._room
            self._hours[number] = one_more_hour(room.pot, room.terms, self._supports, room.settings, number)
        return self._hours[number]

    @cached_property
    def _line(self) -> Line:
        room = self._room
        return Line(room.pot, room.terms, self._supports, room.settings, room.shares)


@lru_cache(maxsize=ROOMS)
def fixes(room: RuleInput) -> Fixes:
    """The answers so far about a room equal to this one, whoever asked."""
    return Fixes(room)
