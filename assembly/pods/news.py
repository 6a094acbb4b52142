"""What is told when somebody joins or leaves a pod, a role changes hands, or a pod stands before the room."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.news import GONE, SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell
from assembly.pods.models import Pod

NOBODYS = 0  # the number of no pod: who is in none listens there


def pods_changed(gathering: Gathering, *pods: Pod | None) -> None:
    """Places, words, roles or dates of these pods; None for people who were in none."""
    listening = {f"my_pod_{pod.number if pod else NOBODYS}" for pod in pods}
    tell(
        gathering,
        {PHONES: ["pods-list", "pods-read_back"], WALL: SLIDE},
        {PHONES: sorted(listening), DESK: ["controls", "pods"]},
    )


def pod_gone(gathering: Gathering, *pods: Pod | None) -> None:
    """Off every wall, one that is held still too."""
    pods_changed(gathering, *pods)
    tell(gathering, {WALL: GONE[:1]})


def pod_read_back(gathering: Gathering) -> None:
    """Another pod stands before the room, or none."""
    tell(gathering, {PHONES: ["pods-read_back"], WALL: SLIDE}, {DESK: ["controls"]})
