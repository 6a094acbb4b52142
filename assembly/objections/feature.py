"""Objections: good enough for now, safe enough to try? In people's own words, heard and answered."""

from typing import Any

from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import Section, StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.kernel.web.press import FreshPress
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment
from assembly.live.reading import Reading
from assembly.objections import actions
from assembly.objections.readings import ObjectionsSlide, listed_of
from assembly.objections.readings import objections as raised
from assembly.objections.tables import objected
from assembly.objections.web import bp, objections_page
from assembly.people.models import Participant


def for_person(
    reading: Reading[Gathering], person: Participant, press: FreshPress, refusal: str | None, entered: Any
) -> tuple[Any, ...] | None:
    """On the page where a helper types for somebody."""
    here = reading.place.step.kind == "objections"
    return (reading.ask(raised), person, press, entered) if here else None


objections = Feature(
    "objections",
    blueprints=(bp,),
    fragments={
        "gathering-objections": Fragment(
            "objections/_objections.html", (PHONES,), lambda reading: (reading.ask(raised),)
        ),
    },
    names={"objections_of": listed_of},
    steps=(
        StepKind(
            "objections",
            N_("Any objections?"),
            N_("Good enough for now, safe enough to try?"),
            minutes=5,
            phone=objections_page,
            slide=ObjectionsSlide,
            controls="objections/_objections_controls.html",
            shows=lambda reading: reading.ask(raised),
            waits=lambda reading: reading.ask(raised).open,
            after=("allocation",),
        ),
    ),
    beside={"helping-person": Section("objections/_for_person.html", for_person)},
    may_move=actions.may_move,
    forgets_person=actions.forget_person,
    forgets_names=actions.forget_names,
    purges=actions.purge,
    tables={"objections": objected},
    document=(
        Section(
            "objections/_document.html",
            lambda reading: (reading.ask(raised),) if reading.ask(raised).listed else None,
        ),
    ),
)
