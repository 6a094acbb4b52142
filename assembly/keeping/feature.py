"""Keep my place: the same person goes on at another phone."""

from assembly.gatherings.steps import Section
from assembly.keeping.actions import forget_key
from assembly.keeping.web import bp
from assembly.kernel.features import Feature

keeping = Feature(
    "keeping",
    blueprints=(bp,),
    forgets_person=forget_key,
    mine=(Section("keeping/_my_place.html", lambda reading, me, press: (reading.place, press)),),
)
