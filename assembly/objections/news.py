"""What is told when somebody objects, an objection is answered, or all stand on the wall."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.news import GONE, SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell


def objected(gathering: Gathering) -> None:
    """Raised, answered, or shown."""
    changed(gathering, SLIDE)


def gone(gathering: Gathering) -> None:
    """Off every wall, one that is held still too."""
    changed(gathering, GONE)


def changed(gathering: Gathering, wall: tuple[str, ...]) -> None:
    tell(gathering, {PHONES: ["gathering-objections"], WALL: wall}, {DESK: ["controls"]})
