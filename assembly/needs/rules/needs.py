"""Needs: how long, how many, and when a match may be proposed or answered."""

from collections.abc import Iterable

from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import names_a_contact

LONGEST_NEED = 80  # characters
LONGEST_SYNONYMS = 4000  # characters of an assembly's whole list
MOST_NEEDS = 12  # of one person: more is a flood


def check_need(words: str, sure: bool) -> None:
    """Words one can read aloud; a contact in them needs a second press (`sure`). RuleBroken."""
    if not any(letter.isalnum() for letter in words):
        raise RuleBroken(N_("Please say it in a word or two, so that it can be read aloud."))
    if not sure and names_a_contact(words):
        raise RuleBroken(
            N_("This looks like a phone number or an address. It will be on the wall: leave it out, or press again.")
        )


def check_enough_needs(needs: int) -> None:
    """`needs` of this person stand already. RuleBroken."""
    if needs >= MOST_NEEDS:
        raise RuleBroken(N_("You have written %(most)s needs: take one back to write another."), most=MOST_NEEDS)


def check_both_stand(need: bool, card: bool) -> None:
    """Only what the room sees is brought together. RuleBroken."""
    if not need:
        raise RuleBroken(N_("This need is off the wall. Nobody was asked."))
    if not card:
        raise RuleBroken(N_("This card is off the wall. Nobody was asked."))


def check_not_declined(declined: bool) -> None:
    """A no stays one. RuleBroken."""
    if declined:
        raise RuleBroken(N_("This was asked before, and it did not fit. Nobody is asked twice."))


def declined(need_answer: bool | None, answers: Iterable[bool | None]) -> bool:
    """Does it not fit? The answers are of everybody beside the card, None for those who have not said."""
    said = list(answers)
    return need_answer is False or (bool(said) and all(answer is False for answer in said))


def agreed(need_answer: bool | None, answers: Iterable[bool | None]) -> bool:
    """Did whoever needs it say yes, and somebody beside the card?"""
    return need_answer is True and any(answer is True for answer in answers)
