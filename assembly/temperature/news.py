"""What is told when a check opens or closes, and while people answer."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.news import GONE, SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell


def check_changed(gathering: Gathering) -> None:
    """Opened, or closed and shown."""
    tell(
        gathering,
        {PHONES: ["gathering-temperature"], WALL: SLIDE},
        {PHONES: ["my_feeling"], DESK: ["controls"]},
    )


def felt(gathering: Gathering) -> None:
    """One more answered: a number on wall and desk."""
    tell(gathering, {WALL: SLIDE, DESK: ["gathering-felt"]})


def concern_read(gathering: Gathering) -> None:
    """On the wall."""
    tell(gathering, {WALL: SLIDE}, {DESK: ["controls"]})


def concern_gone(gathering: Gathering) -> None:
    """Off the wall, one that is held still too."""
    tell(gathering, {WALL: GONE}, {DESK: ["controls"]})
