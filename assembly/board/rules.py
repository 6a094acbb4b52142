"""Cards: what may stand on the board, and when two say the same."""

from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import names_a_contact

KINDS = ("skills", "spaces", "tools", "connections")
SEEN_NEARBY = ("spaces", "tools")  # what can be there without being ours
VISIBILITIES = ("room", "members", "public")
LONGEST_WORDS = 60  # characters of a card; the column and the forms know it too
PLENTY = 3  # cards of one person; from then on the page says so
MOST_CARDS = 30  # of one person: more is a flood


def check_card(
    kind: str, words: str, note: str, nearby: bool, visibility: str, sure: bool, available: str = ""
) -> None:
    """Check a card's words and audience. RuleBroken; contact details need a second press (`sure`)."""
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


def check_spotlight(reading: bool, in_view: bool) -> None:
    """One card is put before everybody while they read the wall, and only one they may read. RuleBroken."""
    if not reading:
        raise RuleBroken(N_("A card is put before everybody while they read the wall. Go to that step first."))
    if not in_view:
        raise RuleBroken(N_("This card is off the wall. Pick another one."))
