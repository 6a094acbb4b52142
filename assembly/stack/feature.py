"""Questions: who asks next while somebody presents, on phones, wall, desk and the stack-keeper's page."""

from typing import Any

from flask import request

from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import Section
from assembly.kernel.features import Feature
from assembly.kernel.web.press import FreshPress
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.stack import actions
from assembly.stack.readings import MyTurn
from assembly.stack.readings import stack as whole
from assembly.stack.web import bp


def my_turn(
    reading: Reading[Gathering], me: Participant, press: FreshPress, refusal: str | None, entered: Any
) -> tuple[Any, ...]:
    return MyTurn(reading.ask(whole), me, asked=bool(request.args.get("asked"))), press, refusal, entered


def for_person(
    reading: Reading[Gathering], person: Participant, press: FreshPress, refusal: str | None, entered: Any
) -> tuple[Any, ...] | None:
    """On the page where a helper types for somebody."""
    now = reading.ask(whole)
    return (MyTurn(now, person), press, entered) if now.at else None


stack = Feature(
    "stack",
    blueprints=(bp,),
    fragments={
        "gathering-turns": Fragment("stack/_turns.html", (PHONES,), lambda reading: (reading.ask(whole),)),
    },
    beside={
        "helping-person": Section("stack/_for_person.html", for_person),
        "presenting-phone": Section("stack/_turns.html", lambda reading: (reading.ask(whole),)),
        "presenting-my-phone": Section("stack/_my_turn.html", my_turn),
        "presenting-presenter": Section("stack/_questions.html", lambda reading, number: (reading.ask(whole), number)),
        "presenting-wall": Section("stack/_wall_turns.html", lambda reading: (reading.ask(whole),)),
        "presenting-desk": Section("stack/_keeping.html", lambda reading, press: (reading.ask(whole), press, "desk")),
    },
    forgets_person=actions.forget_person,
    forgets_names=actions.forget_names,
    purges=actions.purge,
)
