"""Gatherings: their steps, their door, and the places that news can belong to."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import hooks
from assembly.gatherings.web import doors, starting, steps
from assembly.kernel.features import Feature
from assembly.kernel.models.places import Assembly
from assembly.live.places import PlaceKind

gatherings = Feature(
    "gatherings",
    names={"desk_pages": hooks.desk_pages},
    blueprints=(starting.bp, steps.bp, doors.bp),
    places=(PlaceKind("g", Gathering), PlaceKind("a", Assembly)),
)
