"""Quiet proposals: only counts are told of their promises, and after the close nobody can tell more."""

import json
from collections.abc import Collection

from assembly.kernel.rules import N_, RuleBroken
from assembly.rounds.rules.pledges import PROMISES


def tells_of_quiet(kind: str, body: str, quiet: Collection[int]) -> bool:
    """Does a row of the book tell of a promise to one of these proposals (numbers)? A shredded body tells of one."""
    if kind not in PROMISES or not quiet:
        return False
    return not body or json.loads(body)["facts"].get("proposal") in quiet


def check_quiet_together(one: bool, other: bool) -> None:
    """Hours of a quiet proposal would be seen moving to one that is not, or the other way. RuleBroken."""
    if one != other:
        raise RuleBroken(N_("Only counts are told of one of them, so these two cannot be put together."))


def check_quiet_move(one: bool, other: bool) -> None:
    """May hours go from one to the other after the close? The book would tell who gave them. RuleBroken."""
    if one != other:
        raise RuleBroken(N_("Only counts are told of one of them, so hours cannot be moved between these two."))


def check_quiet_rule(quiet: bool, counted_apart: bool) -> None:
    """Equal shares follows each person's hours, which a quiet proposal does not tell. RuleBroken."""
    if quiet and counted_apart:
        raise RuleBroken(
            N_("“Equal shares” follows each person's hours, and a quiet proposal tells none. Pick another rule.")
        )
