"""Tranches: how much of an award is paid out while the promised hours are being kept."""

from dataclasses import dataclass

from assembly.kernel.rules import N_, RuleBroken


@dataclass(frozen=True, slots=True)
class Tranches:
    """The published percentages: the first part, hours confirmed before it, hours kept for all of it; parts between."""

    start_pct: int = 40
    confirm_pct: int = 60
    full_at_pct: int = 80
    steps: int = 4


def released(award: int, pledged: int, confirmed: int, verified: int, tranches: Tranches | None = None) -> int:
    """What of an award (minor units) may be paid out by now, rounded down; hours in one unit. RuleBroken on nonsense.

    Nothing before confirm_pct of pledged hours are confirmed, then the first part, then steps up to the whole where
    full_at_pct were verified. Source: funding rule, From pledge to kept promise.
    """
    tranches = tranches or Tranches()
    check(award, pledged, confirmed, verified, tranches)
    if not pledged or 100 * confirmed < tranches.confirm_pct * pledged:
        return 0
    start = award * tranches.start_pct // 100
    need = -(-tranches.full_at_pct * pledged // 100)
    steps = min(verified, need) * tranches.steps // need
    return start + (award - start) * steps // tranches.steps


def check(award: int, pledged: int, confirmed: int, verified: int, tranches: Tranches) -> None:
    if min(award, pledged, confirmed, verified) < 0:
        raise RuleBroken(N_("Money and hours cannot be below zero."))
    if not (0 <= tranches.start_pct <= 100 and 0 <= tranches.confirm_pct <= 100 and 1 <= tranches.full_at_pct <= 100):
        raise RuleBroken(N_("The parts of an award are percentages up to 100."))
    if tranches.steps < 1:
        raise RuleBroken(N_("An award is paid out in one step at least."))
