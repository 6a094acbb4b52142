"""Evenings of any size, put on the table quickly: hours go straight into memory, the rest through the doors."""

from dataclasses import dataclass

from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.identity import Device, Grant
from assembly.people.models import Participant
from assembly.rounds.actions.proposals import Draft, add_proposal
from assembly.rounds.models.pledge import Pledge
from tests.support.cast import Person, end_last_call, start_gathering

TITLE = "Winter coats, boots and blankets mended for the whole street"  # 60 letters
SHORT = ("Tool library", "Sound van", "Night-watch kitchen", "Bike repair", "Courtyard garden", "Rent desk")
CHANGE = "Hot meals for people who work nights, Thursday to Saturday, cooked by whoever has the kitchen that week."


@dataclass(frozen=True)
class Evening:
    """`pot` and asks in whole units of the currency. Every fourth proposal asks for hands only."""

    proposals: int
    titles: tuple[str, ...] = SHORT
    currency: str = "USD"
    pot: int = 8000
    people: int = 24
    set_aside: int = 0


def put_on_the_table(app: Flask, evening: Evening) -> Person:
    """A facilitator whose room has given hours; the next step is the pot's."""
    fay = start_gathering(app, "Eastside Assembly", "Winter congress", evening.currency)
    published = fay.post(
        "/allocation", divided=evening.pot, set_aside=evening.set_aside, set_aside_note="rent of the hall " * 8
    )
    assert published.status_code == 303
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=fay.slug).one()
        gathering_id = gathering.id
        exponent = gathering.assembly.exponent
        db.session.rollback()
        for number in range(1, evening.proposals + 1):
            _propose(gathering_id, evening, number, exponent)
    assert fay.post("/step", to=1, at=0).status_code == 303
    with app.app_context():
        _give_hours(gathering_id, evening)
    return fay


def show_the_pot(fay: Person) -> None:
    assert fay.post("/step", to=2, at=1).status_code == 303


def show_the_money(fay: Person) -> None:
    assert fay.post("/allocation/money").status_code == 303


def call_last(fay: Person) -> None:
    assert fay.post("/allocation/last-call").status_code == 303


def close(fay: Person) -> None:
    end_last_call(fay.app)
    assert fay.post("/allocation/closure", sure="yes").status_code == 303
    assert fay.post("/step", to=3, at=2).status_code == 303


def _propose(gathering_id: int, evening: Evening, number: int, exponent: int) -> None:
    gathering = db.session.get_one(Gathering, gathering_id)
    facilitator = db.session.query(Grant).filter_by(gathering_id=gathering.id, role="facilitator").one()
    ask = 0 if number % 4 == 0 else evening.pot // (3 + number % 5) // 100 * 100 * 10**exponent
    draft = Draft(
        title=evening.titles[(number - 1) % len(evening.titles)],
        change=CHANGE * (1 + number % 3),
        proposer="the second floor",
        minimum=ask // 200 // 10**exponent * 100 * 10**exponent,
        ask=ask,
        all_or_nothing=False,
        need_people=None,
        need_hours=None,
    )
    add_proposal(facilitator, gathering, draft)


def _give_hours(gathering_id: int, evening: Evening) -> None:
    """The first proposals have many people, the last few or none."""
    gathering = db.session.get_one(Gathering, gathering_id)
    for number in range(1, evening.people + 1):
        device = Device(token_hash=f"{number:064}")
        person = Participant(number=1000 + number, name=f"Guest {number}", gathering=gathering, device=device)
        db.session.add_all([device, person])
        for turn in {number % evening.proposals, (number * number) % evening.proposals // 2}:
            pledge = Pledge(
                hours=1 + number % 6,
                first_hour="later",
                allocation=gathering.allocation,
                participant=person,
                proposal=gathering.proposals[turn],
            )
            db.session.add(pledge)
    db.session.commit()
