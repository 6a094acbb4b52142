"""Allocation: everything a round needs to divide its pot, under one roof."""

from .cures import Cure, cure, one_more_hour
from .points import Settings, Support, Terms, count
from .shares import Outcome, Share, check_settings, share_out

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
