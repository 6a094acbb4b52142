"""Two evenings of one assembly: the first is over, the second looks back at it."""

from typing import Any

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.actions import EVENINGS, Planned
from assembly.gatherings.models import Gathering
from tests.support.cast import Person, come_in, end_evening, refusal

LOOKING_BACK = ("promises", "metrics", "victories", "checkout", "closing")


def looks_back(monkeypatch: pytest.MonkeyPatch, *before: str) -> None:
    """From now on a congress has the steps that look back, those `before` them, and no round."""
    monkeypatch.setitem(EVENINGS, "congress", tuple(map(Planned, (*(before or ("doors",)), *LOOKING_BACK))))


def first_evening(app: Flask, fay: Person) -> list[Person]:
    """Ana gave 3 hours to the kitchen and 2 to the van, Bo 4 and Cy 1 to the kitchen; the van got nothing."""
    people = [come_in(app, fay.slug, name) for name in ("Ana", "Bo", "Cy")]
    for person, number, hours in ((0, 1, 3), (0, 3, 2), (1, 1, 4), (2, 1, 1)):
        given = people[person].post(f"/proposals/{number}/pledge", hours=hours, first_hour="later")
        assert given.status_code == 303, refusal(given)
    end_evening(app, fay)
    return people


def next_evening(app: Flask, fay: Person, name: str = "Spring congress", kind: str = "congress") -> Person:
    """The same assembly meets again; its facilitator, at the doors."""
    desk = same_browser(app, fay)
    made = desk.post(f"/a/{assembly_of(app, fay)}/gatherings", gathering=name, kind=kind)
    assert made.status_code == 303, refusal(made)
    desk.slug = made.location.split("/")[2]
    return desk


def same_browser(app: Flask, person: Person, slug: str = "") -> Person:
    """Whoever holds this browser, at another address."""
    other = Person(app, slug)
    other.browser, other.token = person.browser, person.token
    return other


def assembly_of(app: Flask, person: Person) -> str:
    with app.app_context():
        return str(gathering_of(person).assembly.slug)


def gathering_of(person: Person) -> Any:
    return db.session.query(Gathering).filter_by(slug=person.slug).one()


def go_to(app: Flask, desk: Person, kind: str) -> None:
    """Press Next until the room is there."""
    with app.app_context():
        gathering = gathering_of(desk)
        at, steps = gathering.position, [step.kind for step in gathering.steps]
    for to in range(at + 1, steps.index(kind) + 1):
        moved = desk.post("/step", to=to, at=to - 1)
        assert moved.status_code == 303, refusal(moved)
