"""Numbers as people write them. Whole hours, money to the minor unit; nothing is rounded behind anybody's back."""

import re
from datetime import date

from assembly.kernel.rules import N_, RuleBroken

MOST = 1_000_000_000_000  # minor units: more than any hall will share, less than a 64-bit column holds
MOST_LETTERS = 40  # nobody writes an amount longer than that
WHOLE = re.compile(r"[0-9]{1,18}", re.ASCII)
SMALL = re.compile(r"[0-9]{1,9}", re.ASCII)
GROUPED = re.compile(r"[0-9]{1,3}(?:[ ,.'\u2019\u00a0\u202f][0-9]{3})+|[0-9]+", re.ASCII)


def whole(written: str, sentence: str) -> int:
    """A whole number of at most 18 digits, zero or more; else RuleBroken(`sentence`)."""
    if not WHOLE.fullmatch(written.strip()):
        raise RuleBroken(sentence)
    return int(written.strip())


def small(written: str) -> int | None:
    """A number of one to nine plain digits, as an address may carry; None for anything else."""
    return int(written) if SMALL.fullmatch(written) else None


def hours(written: str) -> int:
    """Whole hours to pledge, 1 or more; RuleBroken otherwise."""
    number = whole(written, N_("Hours are whole numbers here, such as 2. Please pick one."))
    if number < 1:
        raise RuleBroken(N_("Give at least one whole hour."))
    return number


def day(written: str) -> date:
    """The day of "2026-12-20"; RuleBroken otherwise."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError as error:
        raise RuleBroken(N_("Please write the date like 2026-12-20.")) from error


def money(written: str, exponent: int) -> int:
    """Minor units of "1200", "1,200" or "1 200.50" in a currency with `exponent` decimals; RuleBroken otherwise.

    The last mark is decimal when 1 to `exponent` digits follow it that are no group of three; with three decimals, only
    a point or a second mark is.
    """
    typed = written.strip()
    if len(typed) > MOST_LETTERS:
        raise RuleBroken(N_("That amount is larger than any pot here can hold."))
    if typed.startswith(("-", "\u2212")):
        raise RuleBroken(N_("An amount cannot be less than nothing. Write it like 1200."))
    units, decimals = _parted(typed, exponent)
    if not GROUPED.fullmatch(units):
        raise RuleBroken(N_("“%(typed)s” is not an amount. Write it like 1200."), typed=typed[:40])
    minor: int = int(re.sub(r"\D", "", units)) * 10**exponent + int(decimals.ljust(exponent, "0") or 0)
    if minor > MOST:
        raise RuleBroken(N_("That amount is larger than any pot here can hold."))
    return minor


def _parted(typed: str, exponent: int) -> tuple[str, str]:
    if exponent == 3 and re.fullmatch(r"[0-9]{1,3},[0-9]{3}", typed, re.ASCII):
        raise RuleBroken(
            N_("“%(typed)s” can be read in two ways. Write 1200 for twelve hundred, or 1.200 with a point."),
            typed=typed,
        )
    ending = re.search(r"[.,]([0-9]+)$", typed)
    if not ending or (len(ending[1]) == 3 and exponent != 3):
        return typed, ""
    if len(ending[1]) > exponent:
        raise RuleBroken(
            N_("“%(typed)s” has more decimals than this currency, which has %(exponent)s."),
            typed=typed[:40],
            exponent=exponent,
        )
    return typed[: ending.start()], ending[1]
