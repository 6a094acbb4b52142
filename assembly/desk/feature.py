"""The desk: everything one presses, what the room sees, and how the evening's machine is."""

from assembly.desk.readings import desk as counted
from assembly.desk.readings import health
from assembly.desk.web import bp, controls
from assembly.gatherings.models import Gathering
from assembly.kernel.features import Feature
from assembly.kernel.web.identity import grant_of
from assembly.live.audiences import DESK
from assembly.live.fragments import Fragment
from assembly.live.places import Admitted, PlaceKind
from assembly.live.reading import read


def admit_desk(slug: str, known: str) -> Admitted | None:
    """A facilitator."""
    reading = read(Gathering, slug)
    may = reading is not None and grant_of(known, reading.place, "facilitator") is not None
    return Admitted(reading.version) if reading and may else None


desk = Feature(
    "desk",
    blueprints=(bp,),
    controls=controls,
    fragments={
        "gathering-counts": Fragment(
            "desk/_counts.html", (DESK,), lambda reading: (reading.ask(counted),), always=True
        ),
        "gathering-health": Fragment(
            "desk/_health.html", (DESK,), lambda reading, live: (health(reading, live),), live=True, always=True
        ),
    },
    places=(PlaceKind("g", Gathering, audiences={DESK: admit_desk}),),
)
