"""Allocation: everything a round needs to divide its pot, under one roof."""

from assembly.rules.cures import Cure, cure, one_more_hour
from assembly.rules.points import Settings, Support, Terms, count
from assembly.rules.shares import Outcome, Share, check_settings, share_out

__all__ = [
    "Cure",
    "Outcome",
    "Settings",
    "Share",
    "Support",
    "Terms",
    "check_settings",
    "count",
    "cure",
    "one_more_hour",
    "share_out",
]
