"""What is told when proposals, hours or a round change."""

from collections.abc import Iterable

from assembly.gatherings.models import Gathering
from assembly.gatherings.news import GONE, SLIDE, evening_moved
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.broadcasters import broadcasters
from assembly.live.news import names_of, tell
from assembly.rounds.actions import counting
from assembly.rounds.actions.pledges import Given
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.proposal import Proposal, Want
from assembly.rounds.readings.gaps import gaps
from assembly.rounds.readings.shifts import shifts
from assembly.rounds.readings.standing import standing

SPLIT = ("round-split", "round-rule", "round-points")
HOURS = (standing, gaps, shifts)  # what a pledge changes, unless it moves a clock


def hours_pledged(given: Given) -> None:
    """A pledge can move every visible amount; while sealed, not even its proposal is told."""
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
        if context.step == "gaps":
            marks[PHONES] = [*marks[PHONES], "round-gaps"]
        if context.offers:
            marks[PHONES] = [*marks[PHONES], f"proposal-{context.number}-offers"]
        if context.step == "shifts":
            marks[DESK] = [*marks[DESK], "round-unsaid"]
        if given.settled:
            nudges[PHONES] = ["my_pledge", "my_promises", "my_offer"]
    touched = None if context.called or given.settled else names_of(HOURS)
    broadcasters.announce(context.slug, context.version, marks, nudges, given.since, touched=touched)
    if context.counted_apart and not context.hidden:
        counting.wake(context.slug, shares_counted)


def shares_counted(allocation: Allocation) -> None:
    """Equal shares has an answer: amounts, and in the last minute maybe the clock."""
    tell(
        allocation.gathering,
        {PHONES: ["gathering-step", "proposal-*-tally", *SPLIT], WALL: SLIDE, DESK: ["round-rows"]},
        {DESK: ["controls"]},
    )


def proposals_changed(proposal: Proposal) -> None:
    tell(
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
    _count(proposal.gathering.allocation)


def offers_changed(proposal: Proposal) -> None:
    """A match offer was made or taken back."""
    tell(proposal.gathering, {PHONES: [f"proposal-{proposal.number}-offers", "round-gaps"], WALL: SLIDE})


def shift_answered(gathering: Gathering) -> None:
    """Somebody comes to their first hour, or does not: wall and desk count."""
    tell(gathering, {WALL: SLIDE, DESK: ["round-unsaid"]})


def shift_told(gathering: Gathering) -> None:
    """When and where the first hour is, for those who come."""
    tell(gathering, {DESK: ["round-unsaid"]}, {PHONES: ["my_shifts"]})


def brought(want: Want) -> None:
    """Somebody brings what a proposal wants, or does not after all."""
    tell(want.proposal.gathering, {PHONES: [f"proposal-{want.proposal.number}-wants"], WALL: SLIDE})


def hours_chosen(gathering: Gathering) -> None:
    """After the close: somebody keeps, moves or frees hours that brought no money."""
    tell(gathering, {WALL: SLIDE})


def list_changed(proposal: Proposal) -> None:
    """Taken off, put back, put together, renamed: hours may have moved with it."""
    round_changed(proposal.gathering.allocation)


def round_changed(allocation: Allocation) -> None:
    """Settings published, money shown, last call, closed: everybody looks up."""
    evening_moved(allocation.gathering)
    _count(allocation)


def reopening_told(allocation: Allocation) -> None:
    """A closed round will be opened again, or will not, or was: a wall that is held still says so too."""
    round_changed(allocation)
    tell(allocation.gathering, {WALL: GONE[:1]})


def count_if_needed(gathering: Gathering) -> None:
    """After a step: equal shares are counted as soon as hours may be given."""
    _count(gathering.allocation)


def _count(allocation: Allocation) -> None:
    if allocation.counted_apart and allocation.pledging:
        counting.wake(allocation.gathering.slug, shares_counted)
