"""The phone: where the evening is, on every page, and what is mine."""

from assembly.gatherings.readings import heads
from assembly.kernel.features import Feature
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment
from assembly.phone.web import coming_in, pages
from assembly.rounds.readings.standing import standing

phone = Feature(
    "phone",
    blueprints=(coming_in.bp, pages.bp),
    fragments={
        "gathering-step": Fragment(
            "phone/_step.html",
            (PHONES,),
            lambda reading: (reading.place, reading.ask(heads), reading.ask(standing)),
            always=True,
        ),
    },
)
