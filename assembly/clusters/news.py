"""What is told when cards are put together, when a star is given, and when the room sees what has the most."""

from assembly.clusters.models import Cluster
from assembly.gatherings.models import Gathering
from assembly.gatherings.news import GONE, SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell


def cluster_changed(cluster: Cluster) -> None:
    """Put up, or shown again."""
    _told(cluster.gathering, SLIDE)


def cluster_gone(cluster: Cluster) -> None:
    """Taken back or hidden: off every wall, one that is held still too."""
    _told(cluster.gathering, GONE)


def star_given(gathering: Gathering) -> None:
    """Or taken back: the wall shows how many, the desk for what."""
    tell(gathering, {WALL: SLIDE}, {DESK: ["controls", "clusters"]})


def stars_shown(gathering: Gathering) -> None:
    """Or hidden again, or something was made of them."""
    tell(gathering, {WALL: SLIDE}, {PHONES: ["my_star"], DESK: ["controls", "clusters", "needs"]})


def _told(gathering: Gathering, wall: tuple[str, ...]) -> None:
    nudged = ["my_star"] if gathering.step.kind == "stars" else []
    tell(gathering, {PHONES: ["clusters-tally"], WALL: wall}, {PHONES: nudged, DESK: ["clusters", "controls"]})
