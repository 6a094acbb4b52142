"""A temperature check: which steps there are, when figures may be shown, and how long words may be."""

from collections.abc import Iterable
from typing import NamedTuple

from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import names_a_contact

PASS = 0
LEVELS = (1, 2, 3, 4, 5)  # strongly against … fully for
LOW = (1, 2)  # those who may want to say why
FEW = 5  # readings below which only their number is shown: figures would tell who felt what
A_MINUTE = 60  # seconds
LONGEST_QUESTION, LONGEST_CONCERN = 120, 140  # characters; columns and forms know them too


class Totals(NamedTuple):
    """`people` gave one of the five steps, `passed` passed; `levels` how many gave each, None when they are few."""

    people: int
    passed: int
    levels: dict[int, int] | None

    @property
    def low(self) -> int | None:
        """How many have a concern, as far as it may be told."""
        return None if self.levels is None else sum(self.levels[level] for level in LOW)


def totals(readings: Iterable[int]) -> Totals:
    """Counted, and of fewer than five readings the steps are dropped for good."""
    given = list(readings)
    people = sum(level != PASS for level in given)
    levels = {level: given.count(level) for level in LEVELS} if people >= FEW else None
    return Totals(people, len(given) - people, levels)


def check_level(level: int) -> None:
    """RuleBroken for anything but a step or pass."""
    if level not in (PASS, *LEVELS):
        raise RuleBroken(N_("Please press one of the five steps, or pass."))


def check_open(running: bool) -> None:
    """RuleBroken once it is closed."""
    if not running:
        raise RuleBroken(N_("This check is closed. Look up: the wall shows how the room feels."))


def check_opening(here: bool, running: bool) -> None:
    """One check at a time, in its own step. RuleBroken."""
    if not here:
        raise RuleBroken(N_("Temperature is taken in its own step. The room is at another one now."))
    if running:
        raise RuleBroken(N_("A check is open already. Close it first; then everybody sees it."))


def check_concern(words: str) -> None:
    """It is read aloud, maybe on the wall. RuleBroken for a phone number or mail address."""
    if names_a_contact(words):
        raise RuleBroken(N_("This looks like a phone number or an address. It is read aloud: leave it out."))


def check_typing(answered: bool) -> None:
    """May a helper press for somebody? RuleBroken where they `answered` on a phone of their own."""
    if answered:
        raise RuleBroken(N_("They answered on a phone of their own, and can change it there."))
