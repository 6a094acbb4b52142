"""The wall: one idea a screen, chosen by the step and by what has happened in it."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import slide_of
from assembly.kernel.features import Feature
from assembly.kernel.web.identity import grant_of
from assembly.live.audiences import WALL
from assembly.live.fragments import Fragment
from assembly.live.places import Admitted, PlaceKind
from assembly.live.reading import read
from assembly.wall.web import bp


def admit_wall(slug: str, known: str) -> Admitted | None:
    """A wall, or a facilitator's preview of it."""
    reading = read(Gathering, slug)
    may = reading is not None and grant_of(known, reading.place, "wall", "facilitator") is not None
    return Admitted(reading.version) if reading and may else None


wall = Feature(
    "wall",
    blueprints=(bp,),
    fragments={
        "gathering-slide": Fragment(
            "wall/_slide.html",
            (WALL,),
            lambda reading: (slide_of(reading),),
            always=True,
            held=lambda reading: reading.place.frozen,
        ),
    },
    places=(PlaceKind("g", Gathering, audiences={WALL: admit_wall}),),
)
