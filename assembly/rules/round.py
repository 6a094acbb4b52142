"""When things may happen in a round: opening, pledging, showing the money, last call, close."""

from . import N_, RuleBroken


def check_unopened(opened: bool) -> None:
    """Settings, asks and texts are fixed once hours may be given. Source: funding rule, Inputs."""
    if opened:
        raise RuleBroken(N_("The round is open, so this is fixed now. Only a minimum can still be lowered."))


def check_unlocked(locked: bool) -> None:
    """What was decided stays as it was decided."""
    if locked:
        raise RuleBroken(N_("The round is closed. Nothing changed."))


def check_pledging(opened: bool, locked: bool) -> None:
    if locked:
        raise RuleBroken(N_("The round is closed. Nothing changed."))
    if not opened:
        raise RuleBroken(N_("Giving hours opens soon. Look up."))


def check_money_can_show(pot: int, opened: bool) -> None:
    """`pot` in minor units."""
    if not opened:
        raise RuleBroken(N_("Go to the step where people give hours first."))
    if not pot:
        raise RuleBroken(N_("There is no money in the pot tonight, so there is none to show."))


def check_what_if(money_shown: bool, locked: bool) -> None:
    """One can play with a copy of the room while sums are shown and may still move."""
    check_unlocked(locked)
    if not money_shown:
        raise RuleBroken(N_("Money comes later. Then you can try what your hours would move."))


def check_last_call(opened: bool, has_money: bool, money_shown: bool) -> None:
    if not opened:
        raise RuleBroken(N_("Go to the step where people give hours first."))
    if has_money and not money_shown:
        raise RuleBroken(N_("Show the money first, so that the room can see what the last call is about."))


SOFT_END = 60  # seconds before the end in which a change of who gets money makes the clock longer, and by how much
EXTENSIONS = 3


def is_near_the_end(seconds_left: float, extended: int) -> bool:
    """May a change now still make the last call longer? Source: funding rule, The last call."""
    return 0 < seconds_left <= SOFT_END and extended < EXTENSIONS


def check_closing_step(locked: bool) -> None:
    """What was decided can be told once it is decided."""
    if not locked:
        raise RuleBroken(N_("Close the round first: start the last call, and close when its clock is at 0:00."))


def check_close(called: bool, over: bool) -> None:
    """Closing is possible only after a last call. Source: funding rule, The last call."""
    if not called:
        raise RuleBroken(N_("Start the last call first. The round can be closed when it is over."))
    if not over:
        raise RuleBroken(N_("The last call is still running. You can close the round when it is over."))
