"""What would help a proposal: the rule is asked once for each room, and a room that has not changed costs nothing."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assembly.rounds.rules.allocation import Cure, Line, Settings, Share, Support, Terms, one_more_hour

ROOMS = 64  # kept at a time: with every pledge a room becomes another one


@dataclass(frozen=True)
class RuleInput:
    """All that the rule's answers depend on, in units (minor units ÷ step). `shares`: what it gives here, if known."""

    pot: int
    terms: tuple[Terms, ...]
    supports: tuple[Support, ...]
    settings: Settings
    shares: tuple[Share, ...] | None = field(default=None, compare=False)


class Cures:
    """The answers about one room. A proposal nobody looks at is never asked about."""

    def __init__(self, room: RuleInput) -> None:
        self._room = room
        self._supports = {terms.id: support for terms, support in zip(room.terms, room.supports, strict=True)}
        self._cures: dict[int, Cure | None] = {}
        self._hours: dict[int, int] = {}

    def cure(self, number: int) -> Cure | None:
        if number not in self._cures:
            self._cures[number] = self._line.cure(number)
        return self._cures[number]

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
def cures(room: RuleInput) -> Cures:
    """The answers so far about a room equal to this one, whoever asked."""
    return Cures(room)
