"""My pod as I see it: its people with what they wrote for each other, and how to reach them."""

from dataclasses import dataclass

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.pods.actions.finding import place_of
from assembly.pods.models import Pod, PodMember
from assembly.pods.readings.pods import Circle, Pods, Somebody, pods
from assembly.pods.words import HANDOVER


@dataclass(frozen=True)
class MyPod:
    """`place` is mine, `me` as others see it; `contacts` by handle, for whoever is inside. `other`: split from mine."""

    gathering: Gathering
    circle: Circle
    place: PodMember
    me: Somebody
    contacts: dict[str, str]
    other: Circle | None
    dom: str = "gathering"

    @property
    def others(self) -> list[Somebody]:
        return [one for one in self.circle.people if one is not self.me]

    @property
    def offering(self) -> bool:
        """Do I take the next turn of some role?"""
        return any(turn.incoming is self.me for turn in self.circle.turns.values())

    @property
    def handover(self) -> list[str]:
        """What goes along with a role."""
        return [str(line) for line in HANDOVER]

    @property
    def role(self) -> str | None:
        return self.circle.role_of(self.me)


def my_pod(reading: Reading[Gathering], me: Participant) -> MyPod | None:
    """None while I am in none that stands."""
    place, seen = place_of(me), reading.ask(pods)
    circle = seen.circle(place.pod.number) if place else None
    if place is None or circle is None:
        return None
    mine = next(one for one in circle.people if one.handle == place.handle)
    return MyPod(reading.place, circle, place, mine, _contacts(circle.pod), _split_from(seen, circle.pod))


def _contacts(pod: Pod) -> dict[str, str]:
    inside = select(PodMember.handle, PodMember.contact).where(PodMember.pod_id == pod.id, PodMember.contact != "")
    return dict(db.session.execute(inside).all())


def _split_from(seen: Pods, pod: Pod) -> Circle | None:
    """A pod that was opened beside mine, while it looks for people."""
    return next((each for each in seen.circles if each.pod.split_from_id == pod.id and each.missing), None)
