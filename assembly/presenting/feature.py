"""Presenting: each has the floor in turn, with a lesson, a proposal and a clock that everybody shares."""

from assembly.gatherings.steps import StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment
from assembly.presenting.readings import PresentingSlide
from assembly.presenting.readings import presenting as floor
from assembly.presenting.web import bp, floor_page
from assembly.rounds.readings.standing import problems_before

presenting = Feature(
    "presenting",
    blueprints=(bp,),
    fragments={
        "gathering-presenting": Fragment(
            "presenting/_presenting.html", (PHONES,), lambda reading: (reading.ask(floor),)
        ),
    },
    steps=(
        StepKind(
            "presenting",
            N_("Lessons and proposals"),
            N_("Phones down, ears open: each has four minutes."),
            minutes=40,
            phone=floor_page,
            slide=PresentingSlide,
            controls="presenting/_floor_controls.html",
            problems=problems_before,
            waits=lambda reading: reading.ask(floor).following,
        ),
    ),
)
