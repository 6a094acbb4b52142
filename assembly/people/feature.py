"""People: they come in, say a name, and are here."""

from flask import current_app

from assembly.gatherings.models import Gathering
from assembly.gatherings.rules.crowding import open_connections
from assembly.gatherings.steps import StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import DESK, PHONES
from assembly.live.fragments import Fragment
from assembly.live.places import Admitted, PlaceKind
from assembly.people.readings.names import headcount, newest_names
from assembly.people.readings.slides import DoorsSlide
from assembly.people.readings.visitor import visitor_of
from assembly.people.web import keys
from assembly.people.web import people as names


def admit_phone(slug: str, known: str) -> Admitted | None:
    """Whoever came in, presents, or helps to run the evening."""
    me = visitor_of(slug, known)
    if me is None or not me.hears:
        return None
    return Admitted(me.version, open_connections(me.expected, current_app.config["SOCKETS_A_GATHERING"]))


people = Feature(
    "people",
    blueprints=(names.bp, keys.bp),
    fragments={
        "gathering-arrivals": Fragment(
            "people/_arrivals.html",
            (PHONES,),
            lambda reading: (reading.place, reading.ask(headcount), reading.ask(newest_names)),
            always=True,
        ),
    },
    steps=(
        StepKind(
            "doors",
            N_("Come in"),
            N_("Find a seat. We start soon."),
            minutes=30,
            phone=names.arrivals_page,
            slide=DoorsSlide,
            once=True,
            timed=False,
        ),
    ),
    places=(PlaceKind("g", Gathering, audiences={PHONES: admit_phone}, listening={DESK: ["gathering-health"]}),),
)
