"""Pledges: how many hours one person may give, and to how many proposals."""

from dataclasses import dataclass

from assembly.kernel.rules import N_, RuleBroken

PROMISES = ("hours pledged", "pledge changed", "pledge withdrawn", "pledge moved", "pledge carried")  # rows of the book
LATER = "later"
FIRST_HOURS = ("this week", "next week", LATER)


@dataclass(frozen=True, slots=True)
class Budget:
    """Promised to OTHER proposals: `given` hours, `backed` how many. The round's `limit` of hours, `most` proposals."""

    given: int
    backed: int
    limit: int
    most: int

    @property
    def left(self) -> int:
        """How many hours this person could give to this proposal."""
        return max(0, self.limit - self.given)


def check_pledge(hours: int, budget: Budget) -> None:
    """Check whole hours for one proposal, replacing what was there. RuleBroken. Source: funding rule, Inputs."""
    if hours < 1:
        raise RuleBroken(N_("Give at least one whole hour."))
    if budget.backed >= budget.most:
        raise RuleBroken(
            N_(
                "Your hours are with as many other proposals as they may be: %(most)s. Take them back from one to move"
                " them here."
            ),
            most=budget.most,
        )
    if budget.left < 1:
        raise RuleBroken(
            N_("All your hours are given: %(limit)s in all. Take some back elsewhere to move them here."),
            limit=budget.limit,
        )
    if hours > budget.left:
        raise RuleBroken(
            N_("That is more than you have: %(limit)s hours in all, so up to %(left)s here."),
            limit=budget.limit,
            left=budget.left,
        )


def check_first_hour(when: str) -> None:
    """The commonest cure for no-shows is asking at once when one begins. RuleBroken."""
    if when not in FIRST_HOURS:
        raise RuleBroken(N_("Please pick when your first hour is: this week, next week or later."))
