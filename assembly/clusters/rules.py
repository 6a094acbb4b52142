"""Clusters: how many cards go together, and when a star may be given."""

from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import names_a_contact

LONGEST_CLUSTER = 80  # characters
FEWEST_CARDS, MOST_CARDS = 2, 4
MOST_CLUSTERS = 12  # of one person: more is a flood
TOP, MOST_TOP = 3, 5  # shown on the wall; as many more as have as many stars as the last of them


def check_cluster(words: str, cards: int, in_view: bool, sure: bool) -> None:
    """Two to four cards that the room sees, and a few words. RuleBroken; a contact in them needs `sure`."""
    if cards < FEWEST_CARDS or cards > MOST_CARDS:
        raise RuleBroken(N_("Pick two, three or four cards that go together."))
    if not in_view:
        raise RuleBroken(N_("One of these cards was taken off the wall meanwhile. Please pick another one."))
    if not any(letter.isalnum() for letter in words):
        raise RuleBroken(N_("Please say it in a few words, so that it can be read aloud."))
    if not sure and names_a_contact(words):
        raise RuleBroken(
            N_("This looks like a phone number or an address. It will be on the wall: leave it out, or press again.")
        )


def check_enough_clusters(clusters: int) -> None:
    """`clusters` of this person stand already. RuleBroken."""
    if clusters >= MOST_CLUSTERS:
        raise RuleBroken(N_("You have put up %(most)s of these: take one back first."), most=MOST_CLUSTERS)


def check_star(at_step: bool, shown: bool, stands: bool) -> None:
    """A star is given at its step, until the first three are shown, to what the room sees. RuleBroken."""
    if not at_step:
        raise RuleBroken(N_("Stars are given later tonight, or were given already. Look up."))
    if shown:
        raise RuleBroken(N_("The stars are on the wall now, so nobody moves them any more."))
    if not stands:
        raise RuleBroken(N_("This was taken off the wall meanwhile. Please give your star to something else."))


def places(stars: list[int]) -> int:
    """How many of a list with the most stars first are the top: three, and more while the next has as many."""
    some = [number for number in stars if number]
    if len(some) <= TOP:
        return len(some)
    return min(MOST_TOP, sum(number >= some[TOP - 1] for number in some))
