"""What is told when the evening moves on, its wall is held, or its door changes."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import hooks
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.fragments import EVEN_HELD
from assembly.live.news import tell, tell_everything

SLIDE = ("gathering-slide", "gathering-badge")
GONE = (f"gathering-slide{EVEN_HELD}", "gathering-badge")  # what somebody took away leaves a wall that is held, too


def step_moved(gathering: Gathering) -> None:
    """Next or Back; features may have more to do once it is so."""
    evening_moved(gathering)
    for moved in hooks.moved:
        moved(gathering)


def evening_moved(gathering: Gathering) -> None:
    """Everybody looks up: a step, a round, the list of proposals."""
    nudges = {PHONES: ["my_pledge", "my_promises", "my_floor"], DESK: ["controls"]}
    tell_everything(gathering, (PHONES, WALL, DESK), nudges)


def wall_changed(gathering: Gathering) -> None:
    """The wall was held, released or turned; the door was closed, opened or has a new code."""
    tell(gathering, {WALL: SLIDE}, {DESK: ["controls"]})


def heads_counted(gathering: Gathering) -> None:
    """Beside those who came in."""
    tell(gathering, {DESK: ["gathering-counts"]}, {DESK: ["controls"]})
