"""Forgetting: when the names of an evening may go, and when all but its proposals and sums."""

from assembly.kernel.rules import N_, RuleBroken


def check_over(last_step: bool, has_round: bool, locked: bool) -> None:
    """An evening is over at its last step, and with its round closed, if it has one. Raises RuleBroken."""
    if has_round and not locked:
        raise RuleBroken(N_("The round is still open. Close it first: nothing was forgotten."))
    if not last_step:
        raise RuleBroken(N_("This evening is still going on. Go to its last step first: nothing was forgotten."))
