"""Pledges: how many hours one person may give, and to how many proposals."""

from dataclasses import dataclass

from assembly.kernel.rules import N_, RuleBroken


@dataclass(frozen=True, slots=True)
class Budget:
    """What one person has promised to OTHER proposals than this one, and what the round allows.

    `given`: whole hours there. `backed`: how many of them. `limit`: hours in all. `most`: proposals in all.
    """

    given: int
    backed: int
    limit: int
    most: int

    @property
    def left(self) -> int:
        """How many hours this person could give to this proposal."""
        return max(0, self.limit - self.given)


def check_pledge(hours: int, budget: Budget) -> None:
    """Check whole hours for one proposal, replacing what the same person gave it before. Raises RuleBroken.

    Source: funding rule, Inputs. Hours at home count the same as hours anywhere else.
    """
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
