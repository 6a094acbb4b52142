"""Where money may go: from outside into the pot, aside, to proposals, and back. Amounts are minor units."""

from collections.abc import Iterable, Mapping
from datetime import date

from assembly.kernel.rules import N_, RuleBroken

OUTSIDE, POT, ASIDE = "outside", "pot", "aside"
PROPOSAL = "proposal "

Moved = tuple[str, str, int]  # from which account, to which, how many minor units


def proposal_account(number: int) -> str:
    """The account of proposal `number` of a gathering."""
    return f"{PROPOSAL}{number}"


def balances_after(balances: Mapping[str, int], moves: Iterable[Moved]) -> dict[str, int]:
    """Balances after all moves, in minor units. RuleBroken below one unit, or with an account but "outside" below 0."""
    held = dict(balances)
    for source, target, amount in moves:
        check_amount(amount)
        if source == target:
            raise RuleBroken(N_("Money has to go from one place to another."))
        held[source] = held.get(source, 0) - amount
        held[target] = held.get(target, 0) + amount
        if source != OUTSIDE and held[source] < 0:
            raise too_little(source)
    return held


def back(moves: Iterable[Moved]) -> list[Moved]:
    """The exact reverse: last move first, each the other way."""
    return [(target, source, amount) for source, target, amount in reversed(list(moves))]


def check_amount(amount: int) -> None:
    """One minor unit at least."""
    if amount < 1:
        raise RuleBroken(N_("Please write an amount of more than nothing."))


def check_on(day: date, today: date) -> None:
    """Money that came in came in on a day that has begun."""
    if day > today:
        raise RuleBroken(N_("That day is still to come. Write the day the money came in."))


def check_counted_on(pot: int, counted_on: int) -> None:
    """What an open round divides stays in the pot until it is closed; both in minor units."""
    if pot < counted_on:
        raise RuleBroken(N_("An open round counts on this money. Close it first, or put more into the pot."))


def too_little(account: str) -> RuleBroken:
    """The sentence for an account that does not hold that much."""
    if account == POT:
        return RuleBroken(N_("The pot does not hold that much."))
    if account == ASIDE:
        return RuleBroken(N_("Less than that is set aside."))
    return RuleBroken(N_("Proposal %(number)s does not hold that much."), number=account.removeprefix(PROPOSAL))
