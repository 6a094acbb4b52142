"""What pods add to pages that several features make together, and to the export."""

from collections.abc import Iterator

from assembly.gatherings.models import Gathering
from assembly.kernel.web.press import FreshPress
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.pods.actions.finding import reached
from assembly.pods.readings.mine import MyPod, my_pod
from assembly.pods.readings.pods import Pods, pods, pods_here


def mine_section(reading: Reading[Gathering], me: Participant, _: FreshPress) -> tuple[Gathering, MyPod | None] | None:
    """My pod and the way there; nothing where no pods are yet."""
    mine = my_pod(reading, me)
    return (reading.place, mine) if mine or (pods_here(reading.place) and reached(reading.place)) else None


def document_section(reading: Reading[Gathering]) -> tuple[Pods] | None:
    """Pods with counts and dates; names only of those who ticked it."""
    found = reading.ask(pods)
    return (found,) if found.circles else None


def table(reading: Reading[Gathering]) -> Iterator[tuple[object, ...]]:
    """Pods without names: how many people and roles each, and the first date."""
    yield "number", "title", "people", "roles filled", "first date", "where"
    for circle in reading.ask(pods).circles:
        on = circle.pod.first_on
        yield (
            circle.number,
            circle.title,
            circle.count,
            circle.filled,
            on.isoformat() if on else "",
            circle.pod.first_place,
        )
