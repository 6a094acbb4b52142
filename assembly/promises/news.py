"""What is told when something is read back, a figure stands, or a victory is told."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.news import GONE, SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell


def read_back(gathering: Gathering) -> None:
    tell(gathering, {PHONES: ["gathering-promises"], WALL: SLIDE}, {DESK: ["controls"]})


def metrics_changed(gathering: Gathering) -> None:
    tell(gathering, {PHONES: ["gathering-metrics"], WALL: SLIDE}, {DESK: ["controls"]})


def victories_changed(gathering: Gathering, wall: tuple[str, ...] = SLIDE) -> None:
    tell(gathering, {PHONES: ["gathering-victories"], WALL: wall}, {DESK: ["controls"]})


def victory_gone(gathering: Gathering) -> None:
    """Off every wall, one that is held still too."""
    victories_changed(gathering, GONE)
