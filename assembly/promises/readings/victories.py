"""Victories, as the room and the desk see them."""

from dataclasses import dataclass

from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.promises.actions.victories import victories_of
from assembly.promises.models import Victory


@dataclass(frozen=True)
class Victories:
    gathering: Gathering
    told: tuple[Victory, ...]
    dom: str = "gathering"

    @property
    def shown(self) -> list[Victory]:
        """Those the room sees."""
        return [each for each in self.told if each.withdrawn_at is None and not each.waiting]

    @property
    def waiting(self) -> list[Victory]:
        return [each for each in self.told if each.waiting and each.withdrawn_at is None]

    def mine(self, me: Participant) -> list[Victory]:
        return [each for each in self.told if each.teller_id == me.id]


def victories(reading: Reading[Gathering]) -> Victories:
    return Victories(reading.place, tuple(victories_of(reading.place)))
