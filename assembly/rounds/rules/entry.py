"""Entry: what a proposal may ask, before the round opens and while it is open."""

from assembly.kernel.rules import N_, RuleBroken


def check_terms(minimum: int, ask: int, divided: int, step: int, all_or_nothing: bool) -> None:
    """Check one proposal's minimum and ask against what is divided tonight, all in minor units. Raises RuleBroken.

    Both are whole steps; the minimum is at least one step and never above the ask; an ask of 0, with minimum 0, is
    welcome. So that no minimum is padded, the ask is at most half of what is divided and the minimum at most half the
    ask, unless the proposal is marked "all or nothing" for everybody to see. When nothing is divided, any ask may be
    written down: the evening then shows people and hours against what each proposal needs.
    Source: funding rule, Inputs.
    """
    if minimum < 0 or ask < 0:
        raise RuleBroken(N_("Money cannot be below zero."))
    if minimum % step or ask % step:
        raise RuleBroken(N_("Please round the money: this gathering counts in bigger steps."))
    if not ask and minimum:
        raise RuleBroken(N_("A proposal that asks for no money has no minimum either."))
    if ask and not minimum:
        raise RuleBroken(N_("Say the smallest sum this can start with, or ask for no money at all."))
    if minimum > ask:
        raise RuleBroken(N_("The minimum is more than the ask. It can be the same or less."))
    if not all_or_nothing:
        check_room_for_others(minimum, ask, divided)


def check_room_for_others(minimum: int, ask: int, divided: int) -> None:
    if divided and 2 * ask > divided:
        raise RuleBroken(
            N_("Ask for half of tonight's money at most, or mark this all or nothing for everybody to see.")
        )
    if 2 * minimum > ask:
        raise RuleBroken(N_("Keep the minimum to half the ask, or mark this all or nothing for everybody to see."))


def check_lowering(old_minimum: int, new_minimum: int, step: int) -> None:
    """Check a new minimum in an open round, in minor units: only ever lower, in whole steps, one step at least.

    The same minimum again is no harm. Raises RuleBroken. Source: funding rule, Floors first.
    """
    if new_minimum > old_minimum:
        raise RuleBroken(N_("While the round is open a minimum can only come down."))
    if new_minimum % step:
        raise RuleBroken(N_("Please round the money: this gathering counts in bigger steps."))
    if new_minimum < min(step, old_minimum):
        raise RuleBroken(N_("This is as low as a minimum can go: one step, and no less."))


def out_of_reach(minimum: int, divided: int) -> bool:
    """Is this minimum (minor units) more than all that is divided, so that no people and no hours can bring it?

    Every rule pays a minimum whole or not at all. Where nothing is divided, nothing is out of reach. It is no error:
    an ask marked "all or nothing" may go over all limits, and while the round is open its minimum can come down.
    """
    return 0 < divided < minimum


def check_wave_terms(minimum: int, ask: int, step: int) -> None:
    """In a round over what is left, in minor units: an ask may be more than half of it. RuleBroken."""
    check_terms(minimum, ask, 0, step, all_or_nothing=True)
