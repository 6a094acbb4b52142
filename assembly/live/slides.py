"""What the wall shows: one idea a screen, chosen by the step and by what has happened in it."""

from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext, ngettext

from ..models import Assembly, Gathering, Participant
from ..words import money
from .addresses import DoorSign
from .picture import Drawing, Sight, draw
from .reading import Reading
from .standing import Standing


@dataclass(frozen=True)
class Desk:
    """Counts for the facilitator; never names. `connected` and `walls` are sockets open now."""

    gathering: Gathering
    standing: Standing
    headcount: int
    connected: int
    walls: int
    door: DoorSign

    @property
    def givers(self) -> int:
        return self.standing.givers

    @property
    def not_yet(self) -> int:
        return max(0, self.headcount - self.givers)

    @property
    def frozen(self) -> bool:
        return self.gathering.frozen


class Slide:
    """The wall's record."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.gathering: Gathering = reading.gathering
        self.assembly: Assembly = reading.gathering.assembly
        self.kind = reading.gathering.step.kind

    @property
    def standing(self) -> Standing:
        return self._reading.standing

    @property
    def door(self) -> DoorSign:
        return self._reading.door

    @property
    def headcount(self) -> int:
        return self._reading.headcount

    @property
    def names(self) -> list[Participant]:
        return self._reading.names

    @property
    def more(self) -> int:
        """People who came in and are not among the names: the nameless and the earlier ones."""
        return max(0, self.headcount - len(self.names))

    @cached_property
    def drawing(self) -> Drawing | None:
        """The level picture, once the room may see money."""
        if not self.standing.money_shown:
            return None
        allocation = self.standing.allocation
        sight = Sight(
            titles={line.number: line.title for line in self.standing.lines},
            money=lambda minor: money(minor, self.assembly),
            step=allocation.step,
            locked=allocation.locked,
            gettext=gettext,
            ngettext=ngettext,
        )
        return draw(self.standing.outcome, sight)
