"""What is told when people come in, or their names change."""

from collections.abc import Iterable

from assembly.gatherings.news import GONE, SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell
from assembly.people.models import Participant
from assembly.people.readings.names import others_called_so


def came_in(me: Participant) -> None:
    """Who has my name, too, is called by a number from now on."""
    phones = ["gathering-arrivals", *_cards_of(others_called_so(me))]
    tell(me.gathering, {PHONES: phones, WALL: SLIDE, DESK: ["gathering-counts", "gathering-health"]})


def name_hidden(me: Participant) -> None:
    """Off every wall, one that is held still too."""
    name_changed(me, GONE)


def name_changed(me: Participant, wall: tuple[str, ...] = SLIDE) -> None:
    """Said, changed or shown again: beside the cards too."""
    cards = _cards_of([me, *others_called_so(me)])
    tell(
        me.gathering,
        {PHONES: ["gathering-arrivals", *cards], WALL: wall, DESK: ["round-rows"]},
        {DESK: ["moderation", "people"]},
    )


def _cards_of(people: Iterable[Participant]) -> list[str]:
    """The cards that they stand beside."""
    offers = (offer for person in people for offer in person.offers if offer.standing)
    return sorted({f"asset-{offer.asset.together.number}-card" for offer in offers})
