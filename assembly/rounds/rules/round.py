"""When things may happen in a round: opening, pledging, showing the money, last call, close."""

from assembly.kernel.rules import N_, RuleBroken


def check_unopened(opened: bool) -> None:
    """Settings, asks and texts are fixed once hours may be given. Source: funding rule, Inputs."""
    if opened:
        raise RuleBroken(N_("The round is open, so this is fixed now. Only a minimum can still be lowered."))


def check_unlocked(locked: bool) -> None:
    """What was decided stays as it was decided."""
    if locked:
        raise RuleBroken(N_("The round is closed. Nothing changed."))


def check_moving(held: bool) -> None:
    """What stands on the wall stands still now, so nothing can be added to it."""
    if held:
        raise RuleBroken(N_("The wall stands still until the close, so nothing can come back on the list now."))


def check_pledging(opened: bool, locked: bool) -> None:
    if locked:
        raise RuleBroken(N_("The round is closed. Nothing changed."))
    if not opened:
        raise RuleBroken(N_("Giving hours opens soon. Look up."))


def may_show_money(divided: int, hidden: bool, when: str, opened: bool, locked: bool, pressed: bool) -> bool:
    """May the room see amounts? `divided` in minor units; `when` is "always", "pressed" or "closed"."""
    if not divided or hidden:
        return False
    if when == "always":
        return opened
    return locked or (when == "pressed" and pressed)


def check_money_can_show(pot: int, opened: bool) -> None:
    """`pot` in minor units."""
    if not opened:
        raise RuleBroken(N_("Go to the step where people give hours first."))
    if not pot:
        raise RuleBroken(N_("There is no money in the pot tonight, so there is none to show."))


def check_what_if(money_shown: bool, locked: bool, counted_apart: bool) -> None:
    """One can play with a copy of the room while sums are shown and may still move."""
    check_unlocked(locked)
    if not money_shown:
        raise RuleBroken(N_("Money comes later. Then you can try what your hours would move."))
    if counted_apart:
        raise RuleBroken(N_("This rule takes too long to try things out. Give your hours, and look up."))


def check_reveal(opened: bool, sealed: bool) -> None:
    if not opened:
        raise RuleBroken(N_("Go to the step where people give hours first."))
    if not sealed:
        raise RuleBroken(N_("This round is not sealed, so there is nothing to reveal."))


def check_revealed(hidden: bool) -> None:
    """A sealed round has an open part, in which hours can change. Source: funding rule, Fair play."""
    if hidden:
        raise RuleBroken(N_("This round is still sealed. Reveal the hours first."))


def check_floor(presenting: bool) -> None:
    """One stands before the room while the room listens."""
    if not presenting:
        raise RuleBroken(N_("The floor is given in the step of lessons and proposals. The room is at another one now."))


def check_last_call(opened: bool, money_waits: bool) -> None:
    if not opened:
        raise RuleBroken(N_("Go to the step where people give hours first."))
    if money_waits:
        raise RuleBroken(N_("Show the money first, so that the room can see what the last call is about."))


SOFT_END = 60  # seconds before the end in which a change of who gets money makes the clock longer, and by how much
EXTENSIONS = 3
STANDS_STILL = 120  # seconds before the end from which amounts stand still, in a round that ends so
NOTICE = 60  # seconds before everybody until a closed round may be opened again


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


def check_room_told(quiet: bool) -> None:
    """A file of who gave what would tell of quiet proposals, too. RuleBroken."""
    if quiet:
        raise RuleBroken(N_("A quiet proposal is on the list, so nobody is told who gave what. The sums are on paper."))


class StillCounting(RuleBroken):
    """The split is older than the promises it should follow from."""


class CountedTooLong(RuleBroken):
    """The program that computes equal shares was stopped at its limit."""


def check_counted(counting: bool) -> None:
    """Only a split of the promises as they stand can be closed. Source: funding rule, equal shares."""
    if counting:
        raise StillCounting(N_("People are still changing their hours while we count. Nothing was closed."))


def check_reopening(locked: bool, newer: bool) -> None:
    """Only a close that stands, and that no later round was built on, can be taken back."""
    if not locked:
        raise RuleBroken(N_("The round is open, so there is nothing to open again."))
    if newer:
        raise RuleBroken(N_("Another round was begun over what is left. Call that one off first."))


def check_reopen(asked: bool, over: bool, second: bool, seconds_left: int) -> None:
    """A closed round opens again when everybody had notice, or when a second facilitator agrees. RuleBroken."""
    if not asked:
        raise RuleBroken(N_("Give everybody notice first: press “Open it again”."))
    if not over and not second:
        raise RuleBroken(
            N_(
                "The room has %(seconds)s seconds more to object. Another facilitator can agree at once, at their desk."
            ),
            seconds=seconds_left,
        )


def check_wave(locked: bool, reopening: bool, rest: int, wanting: bool) -> None:
    """Another round over what is left: after the close, while something is left and somebody still asks. RuleBroken."""
    if not locked:
        raise RuleBroken(N_("Close this round first; then what is left can be divided in another."))
    if reopening:
        raise RuleBroken(N_("The room was told that this round may be opened again. Call that off first."))
    if not rest:
        raise RuleBroken(N_("Nothing is left in the pot, so there is nothing more to divide."))
    if not wanting:
        raise RuleBroken(N_("Everybody has all they asked for. What is left stays in the pot."))


def check_list(locked: bool, wave: bool, opened: bool) -> None:
    """The list changes while its round is not closed; a second round that is not open yet takes it as it was."""
    check_unlocked(locked)
    if wave and not opened:
        raise RuleBroken(N_("A second round is being prepared. Open it or call it off first."))


def check_wave_unopened(wave: bool, opened: bool) -> None:
    if not wave or opened:
        raise RuleBroken(N_("There is no round to call off: this one is open, or it is the first."))


def check_pledges_kept(purged: bool) -> None:
    """Who gave how much cannot be told any more once it was forgotten. Raises RuleBroken."""
    if purged:
        raise RuleBroken(N_("Who gave how many hours was forgotten. The sums stand on the printed page."))
