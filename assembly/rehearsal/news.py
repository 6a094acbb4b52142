"""What is told when pretend phones come and go."""

from assembly.gatherings.models import Gathering
from assembly.live.audiences import DESK
from assembly.live.news import tell


def crowd_changed(gathering: Gathering) -> None:
    """They were sent, or are home again with their report."""
    tell(gathering, {}, {DESK: ["controls"]})
