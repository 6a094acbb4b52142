"""Names: what somebody may be called tonight."""

from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import names_a_contact

MOST_SLIPS = 96  # printed at one press


def check_name(forgotten: bool, name: str) -> None:
    """RuleBroken for a phone number or mail address, and for any name once names were `forgotten`."""
    if forgotten:
        raise RuleBroken(N_("The names of this evening were forgotten, so no new one is kept. Leave it empty."))
    if names_a_contact(name):
        raise RuleBroken(
            N_("This looks like a phone number or an address. It would be on the wall: say another name, or none.")
        )


def check_may_come_in(purged: bool) -> None:
    """RuleBroken once all that was known of an evening's people is gone."""
    if purged:
        raise RuleBroken(N_("Everything about the people of this evening was forgotten. Nobody comes in any more."))


def check_pretend(rehearsal: bool) -> None:
    """Pretend people stay out of evenings that count. RuleBroken."""
    if not rehearsal:
        raise RuleBroken(N_("Pretend phones may only come to a rehearsal. This evening counts."))


def check_slips(many: int) -> None:
    """How many slips for the door one press makes. RuleBroken."""
    if not 1 <= many <= MOST_SLIPS:
        raise RuleBroken(N_("Type how many slips to make, from 1 to %(most)s."), most=MOST_SLIPS)


def called(name: str, number: int) -> str:
    """What lists call somebody whose name another has, too, by a number that stays theirs."""
    return f"{name} {number}"
