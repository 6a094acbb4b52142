"""What is told when somebody answered, or something is kept for later."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.news import SLIDE
from assembly.live.audiences import DESK, WALL
from assembly.live.news import tell


def answered(gathering: Gathering) -> None:
    tell(gathering, {WALL: SLIDE, DESK: ["gathering-checkout"]}, {DESK: ["controls"]})


def parked(gathering: Gathering) -> None:
    tell(gathering, {}, {DESK: ["for_later"]})
