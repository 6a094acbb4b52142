"""Looking back: hours that add up, figures as people count them, and lines short enough to be read aloud."""

import re

from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import names_a_contact

LONGEST_WHAT, LONGEST_UNIT, LONGEST_MEANING, LONGEST_COUNTER = 60, 30, 120, 60  # characters of a figure's card
LONGEST_VICTORY = 100  # characters; the column and the form know it too
MOST_VICTORIES = 3  # of one person, so that everybody's are read aloud
MOST_METRICS = 24
MOST = 10**15  # hundredths
A_HUNDRED = 100
FIGURE = re.compile(r"(-?)([0-9]{1,3}(?:[, \u00a0\u202f][0-9]{3})+|[0-9]{1,13})(?:\.([0-9]{1,2}))?", re.ASCII)


def check_read_back(promised: int, kept: int, moved: int, dropped: int) -> None:
    """Whole hours: what was kept, moved and dropped is what was promised. RuleBroken."""
    if kept + moved + dropped != promised:
        raise RuleBroken(
            N_("Kept, moved and dropped have to make %(promised)s hours together; these make %(sum)s."),
            promised=promised,
            sum=kept + moved + dropped,
        )


def hundredths(written: str) -> int:
    """Hundredths of "1,200", "12.5" or "-3"; RuleBroken otherwise."""
    found = FIGURE.fullmatch(written.strip().replace("\u2212", "-"))
    if not found:
        raise RuleBroken(N_("“%(typed)s” is not a figure. Write it like 1200 or 12.5."), typed=written.strip()[:40])
    sign, units, decimals = found.groups()
    counted = int(re.sub(r"\D", "", units)) * A_HUNDRED + int((decimals or "").ljust(2, "0") or 0)
    if counted > MOST:
        raise RuleBroken(N_("That figure is larger than a wall can hold."))
    return -counted if sign else counted


def check_metrics(cards: int) -> None:
    """`cards` that stand already."""
    if cards >= MOST_METRICS:
        raise RuleBroken(N_("That is enough for one evening: take a card off first."))


def check_victory(words: str, told: int) -> None:
    """`told`: lines of this person that stand already. RuleBroken."""
    if told >= MOST_VICTORIES:
        raise RuleBroken(N_("You told %(most)s victories: leave some room for others."), most=MOST_VICTORIES)
    if names_a_contact(words):
        raise RuleBroken(N_("This looks like a phone number or an address. It would be on the wall: leave it out."))
