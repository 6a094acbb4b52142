"""What is told when the floor is given or taken."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.news import SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell


def floor_given(gathering: Gathering) -> None:
    """To somebody, for a minute more, or to nobody."""
    tell(gathering, {PHONES: ["gathering-presenting"], WALL: SLIDE}, {PHONES: ["my_floor"], DESK: ["controls"]})
