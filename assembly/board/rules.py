"""Cards: what may stand on the board, and when two say the same."""

import re
import unicodedata

from assembly.kernel.rules import N_, RuleBroken

KINDS = ("skills", "spaces", "tools", "connections")
SEEN_NEARBY = ("spaces", "tools")  # what can be there without being ours
VISIBILITIES = ("room", "members", "public")
MOST_CARDS = 30  # of one person: more is a flood

# seven digits with whatever people put between them, or an @ between two words
NUMBER = re.compile(r"(?:\d[^\w]{0,4}){7,}")
HOUR = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])")  # "10:00-12:00" is no phone number
MAIL = re.compile(r"\w\s?@\s?\w")


def check_card(
    kind: str, words: str, note: str, nearby: bool, visibility: str, sure: bool, available: str = ""
) -> None:
    """Check a card's words and where it may be seen. RuleBroken.

    Words must be sayable: a letter or a digit at least. A phone number or a mail address needs a second press (`sure`),
    because contacts never stand on a wall by accident.
    """
    if kind not in KINDS:
        raise RuleBroken(N_("Please pick what kind of card this is."))
    if visibility not in VISIBILITIES:
        raise RuleBroken(N_("Please pick who may see this card."))
    if nearby and kind not in SEEN_NEARBY:
        raise RuleBroken(N_("Only spaces and things can be seen nearby."))
    if not any(letter.isalnum() for letter in words):
        raise RuleBroken(N_("Please say it in a word or two, so that it can be read aloud."))
    if not sure and any(names_a_contact(text) for text in (words, note, available)):
        raise RuleBroken(
            N_("This looks like a phone number or an address. It will be on the wall: leave it out, or press again.")
        )


def check_enough(cards: int) -> None:
    """`cards` this person has on the board already."""
    if cards >= MOST_CARDS:
        raise RuleBroken(N_("You have %(most)s cards on the board: leave some room for others."), most=MOST_CARDS)


def names_a_contact(written: str) -> bool:
    """However it is spelled: wide letters and keycaps count as the plain ones."""
    plain = unicodedata.normalize("NFKC", written)
    return bool(NUMBER.search(HOUR.sub("", plain)) or MAIL.search(plain))


def folded(words: str) -> str:
    """Words without case, punctuation and spaces: what two people mean when they type the same.

    Letters, vowel signs and numbers count, and symbols such as + and #: they make another word.
    """
    plain = unicodedata.normalize("NFC", words.casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LMNS" or letter in "#&@%")
