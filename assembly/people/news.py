"""What is told when people come in, or their names change."""

from assembly.gatherings.news import GONE, SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell
from assembly.people.models import Participant


def came_in(me: Participant) -> None:
    tell(me.gathering, {PHONES: ["gathering-arrivals"], WALL: SLIDE, DESK: ["gathering-counts", "gathering-health"]})


def name_hidden(me: Participant) -> None:
    """Off every wall, one that is held still too."""
    name_changed(me, GONE)


def name_changed(me: Participant, wall: tuple[str, ...] = SLIDE) -> None:
    """Said, changed or shown again: beside the cards too."""
    cards = [f"asset-{offer.asset.together.number}-card" for offer in me.offers if offer.standing]
    marks = {PHONES: ["gathering-arrivals", *cards], WALL: wall, DESK: ["round-rows"]}
    tell(me.gathering, marks, {DESK: ["moderation", "people"]})
