"""An objection: how long it may be, when it can be raised, and how many."""

from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import names_a_contact

LONGEST_OBJECTION, LONGEST_NOTE = 200, 140  # characters; columns and forms know them too
MOST_OF_ONE, MOST = 3, 60


def check_moment(round_is_open: bool) -> None:
    """The room is asked about what was decided. RuleBroken while a round is open."""
    if round_is_open:
        raise RuleBroken(N_("Close the round first: people object to what was decided, not to what still moves."))


def check_objection(here: bool, words: str, mine: int, others: int) -> None:
    """`mine` and `others`: how many there are. RuleBroken outside the step, for contacts, and for a flood."""
    if not here:
        raise RuleBroken(N_("Objections are heard in their own step. Tell a host what you object to."))
    if names_a_contact(words):
        raise RuleBroken(N_("This looks like a phone number or an address. It may be on the wall: leave it out."))
    if mine >= MOST_OF_ONE or mine + others >= MOST:
        raise RuleBroken(N_("There are many objections already. Say yours aloud."))


def check_note(words: str) -> None:
    """How it was resolved stands in the minutes. RuleBroken for a phone number or mail address."""
    if names_a_contact(words):
        raise RuleBroken(N_("This looks like a phone number or an address. It stands in the minutes: leave it out."))
