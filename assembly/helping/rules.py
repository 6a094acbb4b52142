"""Cards of paper: how many there may be, and when one may be typed."""

from assembly.kernel.rules import N_, RuleBroken

MOST_AT_ONCE, MOST_IN_A_PILE = 96, 960


def check_paper(many: int) -> None:
    """How many paper cards are numbered at one press. RuleBroken."""
    if not 1 <= many <= MOST_AT_ONCE:
        raise RuleBroken(N_("Type how many paper cards to number, from 1 to %(most)s."), most=MOST_AT_ONCE)


def check_pile(cards: int) -> None:
    """How many there would be in all. RuleBroken."""
    if cards > MOST_IN_A_PILE:
        raise RuleBroken(
            N_("There are %(most)s paper cards at most. Print some of the old ones again."), most=MOST_IN_A_PILE
        )


def check_paper_card(number: int, known: bool, typed: bool) -> None:
    """May paper card `number` be typed? RuleBroken when nobody printed it, or somebody typed it before."""
    if not known:
        raise RuleBroken(N_("There is no paper card %(number)s. Look at its corner once more."), number=number)
    if typed:
        raise RuleBroken(N_("Paper card %(number)s was typed already. Is there another number on it?"), number=number)
