"""First shifts: who said that their first hour is soon says once more whether they come."""

from assembly.kernel.rules import N_, RuleBroken
from assembly.rounds.rules.pledges import LATER

ANSWERS = ("yes", "no")
LONGEST = 120  # letters of when and where


def is_soon(first_hour: str) -> bool:
    """Is the first hour this week or next week?"""
    return first_hour != LATER


def check_answer(answer: str, hours: int, first_hour: str, hidden: bool) -> None:
    """A yes or a no to a promise that stands and begins soon, once the room knows where hours go. RuleBroken."""
    if hidden:
        raise RuleBroken(N_("First shifts come when the hours are revealed."))
    if answer not in ANSWERS:
        raise RuleBroken(N_("Please say yes or no."))
    if not hours or not is_soon(first_hour):
        raise RuleBroken(N_("There is no promise of yours here with a first hour this week or next week."))


def check_may_tell(withdrawn: bool, purged: bool) -> None:
    """When and where is told as long as there is somebody to come. RuleBroken."""
    if withdrawn or purged:
        raise RuleBroken(N_("Nobody comes to this any more, so there is nothing to tell."))
