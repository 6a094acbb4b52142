"""Questions: who asks next, how many, and how long one in writing may be. Source: the progressive stack."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from assembly.kernel.rules import N_, RuleBroken

LONGEST_QUESTION = 140  # characters; the column and the forms know it too
MOST_TURNS = 4  # questions that are asked aloud about one proposal
MOST_OF_ONE = 5  # questions in writing by one person about one proposal
MOST_WRITTEN = 60  # about one proposal, by everybody


class Waiting(Protocol):
    """A hand that is up: `spoken` is whether its owner asked something tonight already, `skips` how often it waited."""

    @property
    def skips(self) -> int: ...
    @property
    def spoken(self) -> bool: ...
    @property
    def number(self) -> int: ...


Hand = TypeVar("Hand", bound=Waiting)


def in_turn(hands: Iterable[Hand]) -> list[Hand]:
    """Who was passed over waits behind the others; else who has not spoken yet comes first; then by time."""
    return sorted(hands, key=lambda hand: (hand.skips, hand.spoken, hand.number))


def turns_left(turns: int) -> int:
    """Questions that can still be asked aloud, after `turns` of them."""
    return max(0, MOST_TURNS - turns)


def check_hand(has_floor: bool, turns: int) -> None:
    """A hand goes up for whoever has the floor, while questions are left. RuleBroken."""
    if not has_floor:
        raise RuleBroken(N_("Nobody presents this one now. Raise your hand when it has the floor."))
    if not turns_left(turns):
        raise RuleBroken(N_("Its questions were asked. Ask in writing, or in the break."))


def check_turn(turns: int) -> None:
    """RuleBroken when as many asked as may."""
    if not turns_left(turns):
        raise RuleBroken(N_("%(most)s questions were asked. The others come in the break."), most=MOST_TURNS)


def check_waiting(up: bool) -> None:
    """RuleBroken when a hand went down meanwhile."""
    if not up:
        raise RuleBroken(N_("This hand is down again. The list shows who is next."))


def check_written(presenting: bool, mine: int, written: int) -> None:
    """`mine`: how many I wrote about this proposal; `written`: how many there are. RuleBroken."""
    if not presenting:
        raise RuleBroken(N_("Questions are asked while somebody presents. Now: ask them yourself, in the break."))
    if mine >= MOST_OF_ONE or written >= MOST_WRITTEN:
        raise RuleBroken(N_("There are many questions in writing already. Ask them yourself, in the break."))
