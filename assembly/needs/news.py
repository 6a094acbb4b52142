"""What is told when a need is written, changed or hidden, and when both sides of a match are asked or answer."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.news import GONE, SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell
from assembly.needs.models import Match, Need


def need_changed(need: Need) -> None:
    """Written, changed, or shown again."""
    _told(need.gathering, SLIDE)


def need_gone(need: Need) -> None:
    """Taken back or hidden: off every wall, one that is held still too."""
    _told(need.gathering, GONE)


def match_changed(match: Match) -> None:
    """Proposed, taken back or answered: those who are asked look anew."""
    tell(match.gathering, {WALL: SLIDE}, {PHONES: ["my_needs"], DESK: ["needs", "controls"]})


def synonyms_changed(gathering: Gathering) -> None:
    tell(gathering, {WALL: SLIDE}, {DESK: ["needs", "controls"]})


def _told(gathering: Gathering, wall: tuple[str, ...]) -> None:
    tell(gathering, {PHONES: ["needs-tally"], WALL: wall}, {DESK: ["needs", "controls"]})
