"""Roles of an evening, each with its own small desk."""

from assembly.crew.readings import door_kept, time_kept
from assembly.crew.web import bp
from assembly.kernel.features import Feature
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment

crew = Feature(
    "crew",
    blueprints=(bp,),
    fragments={
        "gathering-time": Fragment(
            "crew/_time.html", (PHONES,), lambda reading: (reading.ask(time_kept),), always=True
        ),
        "gathering-entered": Fragment(
            "crew/_entered.html", (PHONES,), lambda reading: (reading.ask(door_kept),), always=True
        ),
    },
)
