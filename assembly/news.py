"""What is said after each deed, in past tense: one sentence a deed, called by its door after the commit."""

from collections.abc import Iterable

from assembly.board.models import Asset
from assembly.gatherings.models import Gathering
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.broadcasters import broadcasters
from assembly.live.fragments import SLIDE_EVEN_HELD
from assembly.people.models import Participant
from assembly.rounds.actions import counting
from assembly.rounds.actions.pledges import Given
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.proposal import Proposal, Want

Marks = dict[str, list[str] | tuple[str, ...]]  # names of parts, by audience

SLIDE = ("gathering-slide", "gathering-badge")
SPLIT = ("round-split", "round-rule", "round-points")
GONE = (SLIDE_EVEN_HELD, "gathering-badge")  # what somebody took away leaves a wall that is held still, too


def came_in(me: Participant) -> None:
    _tell(me.gathering, {PHONES: ["gathering-arrivals"], WALL: SLIDE, DESK: ["gathering-counts", "gathering-health"]})


def name_hidden(me: Participant) -> None:
    """Off every wall, one that is held still too."""
    name_changed(me, GONE)


def name_changed(me: Participant, wall: tuple[str, ...] = SLIDE) -> None:
    """Said, changed or shown again: beside the cards too."""
    cards = [f"asset-{offer.asset.together.number}-card" for offer in me.offers if offer.standing]
    _tell(me.gathering, {PHONES: ["gathering-arrivals", *cards], WALL: wall}, {DESK: ["moderation", "people"]})


def card_hidden(asset: Asset) -> None:
    """Off every wall, one that is held still too."""
    card_changed(asset, GONE)


def card_changed(asset: Asset, wall: tuple[str, ...] = SLIDE) -> None:
    """Posted, taken off, renamed, or another name beside it. Merged ones travel with the card they are part of."""
    _tell(
        asset.gathering,
        {
            PHONES: [f"asset-{asset.number}-card", f"asset-{asset.together.number}-card", "board-tabs"],
            WALL: wall,
            DESK: ["gathering-counts"],
        },
        {DESK: ["moderation"]},
    )


def approval_changed(gathering: Gathering) -> None:
    """Asked for, ended, or all that waited was let on the wall."""
    _tell(
        gathering,
        {PHONES: ["asset-*-card", "board-tabs", "gathering-arrivals"], WALL: SLIDE, DESK: ["gathering-counts"]},
        {PHONES: ["my_offers"], DESK: ["moderation", "people"]},
    )


def person_forgotten(me: Participant, cards: Iterable[Asset]) -> None:
    """A name and its cards leave every screen, a wall that is held still too."""
    shown = [f"asset-{card.number}-card" for card in cards]
    _tell(
        me.gathering,
        {
            PHONES: ["gathering-arrivals", *shown, "board-tabs", "proposal-*-wants"],
            WALL: [SLIDE_EVEN_HELD],
            DESK: ["gathering-counts"],
        },
        {DESK: ["people", "moderation"]},
    )


def names_forgotten(gathering: Gathering) -> None:
    """Every name leaves every screen."""
    _tell(
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
            WALL: [SLIDE_EVEN_HELD],
            DESK: ["gathering-counts", "round-rows"],
        },
        {PHONES: ["my_name"], DESK: ["controls", "people", "moderation"]},
    )


def hours_pledged(given: Given) -> None:
    """Given, changed or withdrawn: while the money shows, one pledge can move every amount.

    While the round is sealed, not even which proposal it was.
    """
    if not given.moved:
        return
    context = given.context
    marks: dict[str, Iterable[str]] = {PHONES: ["gathering-step"], WALL: SLIDE, DESK: ["gathering-counts"]}
    nudges: dict[str, Iterable[str]] = {}
    if not context.hidden:
        clock = ["gathering-step"] if context.called else []  # it may have become longer
        figures = (
            ["proposal-*-tally", "round-split", "round-points"]
            if context.money_shown
            else [f"proposal-{context.number}-tally", "round-split"]
        )
        marks |= {PHONES: [*figures, *clock], DESK: ["round-rows", "gathering-counts"]}
        nudges = {DESK: ["controls"]} if clock else {}
    broadcasters.announce(context.slug, context.version, marks, nudges, given.since, hours=not context.called)
    if context.counted_apart and not context.hidden:
        counting.wake(context.slug, shares_counted)


def shares_counted(allocation: Allocation) -> None:
    """Equal shares has an answer: amounts, and in the last minute maybe the clock."""
    _tell(
        allocation.gathering,
        {PHONES: ["gathering-step", "proposal-*-tally", *SPLIT], WALL: SLIDE, DESK: ["round-rows"]},
        {DESK: ["controls"]},
    )


def proposals_changed(proposal: Proposal) -> None:
    _tell(
        proposal.gathering,
        {
            PHONES: [
                "round-cards",
                "proposal-*-tally",
                "proposal-*-wants",
                *SPLIT,
                "gathering-step",
                "gathering-presenting",
            ],
            WALL: SLIDE,
            DESK: ["round-rows"],
        },
        {DESK: ["controls"]},
    )
    _count(proposal.gathering)


def floor_given(gathering: Gathering) -> None:
    """To somebody, for a minute more, or to nobody."""
    _tell(gathering, {PHONES: ["gathering-presenting"], WALL: SLIDE}, {DESK: ["controls"]})


def brought(want: Want) -> None:
    """Somebody brings what a proposal wants, or does not after all."""
    _tell(want.proposal.gathering, {PHONES: [f"proposal-{want.proposal.number}-wants"], WALL: SLIDE})


def list_changed(proposal: Proposal) -> None:
    """Taken off, put back, put together, renamed: hours may have moved with it."""
    _everything(proposal.gathering)


def step_moved(gathering: Gathering) -> None:
    _everything(gathering)


def wall_held(gathering: Gathering) -> None:
    """Frozen, moving again, or turned to another page."""
    _tell(gathering, {WALL: SLIDE}, {DESK: ["controls"]})


def door_changed(gathering: Gathering) -> None:
    """Closed, opened, or a new code."""
    _tell(gathering, {WALL: SLIDE}, {DESK: ["controls"]})


def round_changed(allocation: Allocation) -> None:
    """Settings published, money shown, last call, closed: everybody looks up."""
    _everything(allocation.gathering)


def crowd_changed(gathering: Gathering) -> None:
    """Pretend phones were sent, or are home again with their sheet."""
    _tell(gathering, {}, {DESK: ["controls"]})


def money_moved(gathering: Gathering) -> None:
    """Received, corrected, set aside, given back: only the desk's own page of it changes."""
    _tell(gathering, {}, {DESK: ["money"]})


def reopening_told(allocation: Allocation) -> None:
    """A closed round will be opened again, or will not, or was: a wall that is held still says so too."""
    _everything(allocation.gathering)
    _tell(allocation.gathering, {WALL: [SLIDE_EVEN_HELD]})


def listeners_changed(slug: str, version: int) -> None:
    """Somebody connected or left: only the desk's health line, and no version."""
    broadcasters.tell(slug, version, {DESK: ["gathering-health"]}, {})


def _everything(gathering: Gathering) -> None:
    _tell(
        gathering,
        {
            PHONES: ["gathering-step", "gathering-arrivals", "round-cards", "proposal-*-tally", *SPLIT],
            WALL: SLIDE,
            DESK: ["gathering-counts", "round-rows", "gathering-health"],
        },
        {PHONES: ["my_pledge", "my_promises", "my_floor"], DESK: ["controls"]},
    )
    _count(gathering)


def _count(gathering: Gathering) -> None:
    if gathering.allocation.counted_apart and gathering.allocation.pledging:
        counting.wake(gathering.slug, shares_counted)


def _tell(gathering: Gathering, marks: Marks, nudges: dict[str, list[str]] | None = None) -> None:
    since = gathering.version_before
    broadcasters.announce(gathering.slug, gathering.version, dict(marks), dict(nudges or {}), since)
