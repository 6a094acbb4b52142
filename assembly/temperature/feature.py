"""Temperature checks: a question, five steps or pass, hidden until closed, then columns for everybody."""

from typing import Any

from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import Section, StepKind
from assembly.kernel.database import sweep_lately
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.kernel.web.press import FreshPress
from assembly.live.audiences import DESK, PHONES
from assembly.live.fragments import Fragment
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.temperature import actions
from assembly.temperature.readings import TemperatureSlide
from assembly.temperature.readings import temperature as felt
from assembly.temperature.tables import temperatures
from assembly.temperature.web import bp, temperature_page


def for_person(
    reading: Reading[Gathering], person: Participant, press: FreshPress, refusal: str | None, entered: Any
) -> tuple[Any, ...] | None:
    """On the page where a helper types for somebody."""
    return (reading.ask(felt), person, press, entered) if reading.ask(felt).running else None


def sweep_what_was_closed(gathering: Gathering) -> None:
    """Readings of a check that the step closed leave the database's log, too."""
    beside = (gathering.last_step, gathering.next_step)
    if any(step and step.kind == "temperature" for step in beside):
        sweep_lately()


temperature = Feature(
    "temperature",
    blueprints=(bp,),
    fragments={
        "gathering-temperature": Fragment(
            "temperature/_temperature.html", (PHONES,), lambda reading: (reading.ask(felt),)
        ),
        "gathering-felt": Fragment("temperature/_felt.html", (DESK,), lambda reading: (reading.ask(felt),)),
    },
    steps=(
        StepKind(
            "temperature",
            N_("How do you feel about this?"),
            N_("Five steps, or pass. A gauge, not a vote."),
            minutes=7,
            phone=temperature_page,
            slide=TemperatureSlide,
            controls="temperature/_temperature_controls.html",
            shows=lambda reading: reading.ask(felt),
            waits=lambda reading: reading.ask(felt).running or reading.ask(felt).following,
        ),
    ),
    beside={"helping-person": Section("temperature/_for_person.html", for_person)},
    moves=actions.close_with_step,
    moved=sweep_what_was_closed,
    forgets_person=actions.forget_person,
    forgets_names=actions.forget_words,
    purges=actions.forget_words,
    tables={"temperature": temperatures},
)
