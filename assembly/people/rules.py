"""Names: what somebody may be called tonight."""

from assembly.board.rules import names_a_contact
from assembly.kernel.rules import N_, RuleBroken


def check_name(forgotten: bool, name: str) -> None:
    """Every screen shows it, so it is no phone number or mail address; and none is kept once names were `forgotten`.

    RuleBroken.
    """
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
