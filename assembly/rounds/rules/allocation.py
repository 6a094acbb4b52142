"""Allocation: everything a round needs to divide its pot, under one roof."""

from assembly.rounds.rules.equal_shares import Core
from assembly.rounds.rules.fixes import Fix, Line, fix, one_more_hour
from assembly.rounds.rules.points import Settings, Support, Terms, count
from assembly.rounds.rules.shares import Outcome, Share, check_settings, from_core, last_counted, share_out

__all__ = [
    "Core",
    "Fix",
    "Line",
    "Outcome",
    "Settings",
    "Share",
    "Support",
    "Terms",
    "check_settings",
    "count",
    "fix",
    "from_core",
    "last_counted",
    "one_more_hour",
    "share_out",
]
