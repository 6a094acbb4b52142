"""Check-out: what an answer is, and when so few answered that a sum would tell who."""

from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import names_a_contact

LONGEST_ANSWER, LONGEST_PARKED = 140, 140  # characters; columns and forms know them too
MOST_PARKED = 60
TAPS = (1, 2, 3, 4, 5)
FEW = 5  # taps; below it only their number is told


def check_answer(good: str, next_time: str, tap: int | None) -> None:
    """One of the three at least; `tap` from 1 to 5. RuleBroken."""
    if not (good or next_time or tap):
        raise RuleBroken(N_("Please answer one of the three: a line, or a tap."))
    if tap is not None and tap not in TAPS:
        raise RuleBroken(N_("Please tap a number from 1 to 5."))
    if names_a_contact(good) or names_a_contact(next_time):
        raise RuleBroken(N_("This looks like a phone number or an address. Others will read it: leave it out."))


def check_parked(items: int) -> None:
    """`items` that stand already."""
    if items >= MOST_PARKED:
        raise RuleBroken(N_("That is a long list already: take something off first."))
