"""Match offers: hours somebody adds once enough others have joined a proposal; all by themselves, before the close."""

from assembly.kernel.rules import N_, RuleBroken
from assembly.rounds.rules.pledges import Budget, check_pledge

MOST_PEOPLE = 500


def check_offer(hours: int, people: int, given: int, budget: Budget, already: bool) -> None:
    """Check an offer of whole `hours` on top of those `given` here, if `people` more join. RuleBroken.

    It fits into what its maker may still give, as if it were a pledge now; one at a time for each proposal.
    """
    if already:
        raise RuleBroken(N_("You have an offer here already. Take it back first to make another."))
    if not 1 <= people <= MOST_PEOPLE:
        raise RuleBroken(N_("How many more people should join? A number from 1 to %(most)s."), most=MOST_PEOPLE)
    if hours < 1:
        raise RuleBroken(N_("Offer at least one whole hour."))
    check_pledge(given + hours, budget)


def check_may_offer(hidden: bool, quiet: bool) -> None:
    """An offer tells who would give what, when. RuleBroken where that is not to be told."""
    if hidden:
        raise RuleBroken(N_("Offers come when the hours are revealed. Then everybody sees how many have joined."))
    if quiet:
        raise RuleBroken(N_("Of this proposal only counts are told, so nobody makes offers here."))


def is_met(needed: int, others: int) -> bool:
    """Do as many other people count behind it as the offer waits for?"""
    return others >= needed
