"""Who listens at a place, here and at other processes."""

from collections.abc import Iterable
from dataclasses import dataclass

LATE = 5  # seconds: a phone that is so far behind is worth a look


@dataclass(frozen=True)
class Live:
    """Sockets open now; `slowest` is how many seconds the phone furthest behind is late. `away`: phones that were here
    a moment ago, as all are while they turn to the next page."""

    phones: int
    walls: int
    slowest: int
    away: int = 0

    @property
    def late(self) -> bool:
        return self.slowest >= LATE


NOBODY = Live(phones=0, walls=0, slowest=0)


def together(heard: Iterable[Live]) -> Live:
    """As if they were one; nobody at all is NOBODY."""
    all_of_them = [NOBODY, *heard]
    return Live(
        phones=sum(live.phones for live in all_of_them),
        walls=sum(live.walls for live in all_of_them),
        slowest=max(live.slowest for live in all_of_them),
        away=sum(live.away for live in all_of_them),
    )
