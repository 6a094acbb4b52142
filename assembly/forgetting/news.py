"""What is told when names are forgotten: they leave every screen, a wall that is held still too."""

from collections.abc import Iterable

from assembly.board.models import Asset
from assembly.gatherings.models import Gathering
from assembly.gatherings.news import GONE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell
from assembly.people.models import Participant


def person_forgotten(me: Participant, cards: Iterable[Asset]) -> None:
    """A name and its cards."""
    shown = [f"asset-{card.number}-card" for card in cards]
    tell(
        me.gathering,
        {
            PHONES: ["gathering-arrivals", *shown, "board-tabs", "proposal-*-wants"],
            WALL: GONE[:1],
            DESK: ["gathering-counts", "round-rows"],
        },
        {DESK: ["people", "moderation"]},
    )


def names_forgotten(gathering: Gathering) -> None:
    """Every name."""
    tell(
        gathering,
        {
            PHONES: [
                "gathering-arrivals",
                "asset-*-card",
                "board-tabs",
                "gathering-presenting",
                "proposal-*-proposer",
                "proposal-*-wants",
            ],
            WALL: GONE[:1],
            DESK: ["gathering-counts", "round-rows"],
        },
        {PHONES: ["my_name"], DESK: ["controls", "people", "moderation"]},
    )
