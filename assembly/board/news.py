"""What is told when a card changes, or somebody must look first."""

from collections.abc import Iterable

from assembly.board.models import Asset
from assembly.gatherings.models import Gathering
from assembly.gatherings.news import GONE, SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell
from assembly.people.models import Participant


def card_hidden(asset: Asset) -> None:
    """Off every wall, one that is held still too."""
    card_changed(asset, GONE)


def card_changed(asset: Asset, wall: tuple[str, ...] = SLIDE) -> None:
    """Posted, taken off, renamed, or another name beside it. Merged ones travel with the card they are part of."""
    seen_by_all = ["board-spotlight"] if asset.gathering.step.kind == "reading" else []
    tell(
        asset.gathering,
        {
            PHONES: [f"asset-{asset.number}-card", f"asset-{asset.together.number}-card", "board-tabs", *seen_by_all],
            WALL: wall,
            DESK: ["gathering-counts"],
        },
        {DESK: ["moderation"]},
    )


def person_hidden(person: Participant, cards: Iterable[Asset]) -> None:
    """A name and its cards, off every wall, one that is held still too; or back."""
    beside = [offer.asset.together for offer in person.offers if offer.standing]
    shown = {f"asset-{card.number}-card" for card in (*cards, *beside)}
    tell(
        person.gathering,
        {PHONES: ["gathering-arrivals", *sorted(shown), "board-tabs"], WALL: GONE, DESK: ["gathering-counts"]},
        {DESK: ["moderation", "people"]},
    )


def approval_changed(gathering: Gathering) -> None:
    """Asked for, ended, or all that waited was let on the wall."""
    tell(
        gathering,
        {PHONES: ["asset-*-card", "board-tabs", "gathering-arrivals"], WALL: SLIDE, DESK: ["gathering-counts"]},
        {PHONES: ["my_offers"], DESK: ["moderation", "people"]},
    )


def spotlight_moved(gathering: Gathering) -> None:
    """To a card, to the next one, or off."""
    tell(gathering, {PHONES: ["board-spotlight"], WALL: SLIDE}, {DESK: ["controls"]})
