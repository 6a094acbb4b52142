"""What is told when money moved outside a round."""

from assembly.gatherings.models import Gathering
from assembly.live.audiences import DESK
from assembly.live.news import tell


def money_moved(gathering: Gathering) -> None:
    """Received, corrected, set aside, given back: only the desk's own page of it changes."""
    tell(gathering, {}, {DESK: ["money"]})
