"""An evening with pods: the steps, a room full of people, and what is in the memory."""

from typing import Any

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.actions import EVENINGS, Planned
from assembly.kernel.models.ledger import LedgerRow
from assembly.pods.models import Pod, PodMember
from tests.support.cast import Person, come_in, start_gathering

STEPS = ("doors", "pods", "readback", "rotation", "closing")


def pods_evening(app: Flask, monkeypatch: pytest.MonkeyPatch, upto: int = 1) -> Person:
    """The facilitator of an evening with two pods named, at its step number `upto`."""
    monkeypatch.setitem(EVENINGS, "mapping", tuple(Planned(kind) for kind in STEPS))
    fay = start_gathering(app, "Eastside Assembly", "Mapping evening", kind="mapping")
    go_on(fay, upto)
    for title in ("Night kitchen", "Tool library"):
        assert fay.post("/desk/pods", title=title, purpose=f"{title} for the street").status_code == 303
    return fay


def go_on(fay: Person, upto: int, at: int = 0) -> None:
    for to in range(at + 1, upto + 1):
        assert fay.post("/step", to=to, at=to - 1).status_code == 303


def people(app: Flask, fay: Person, number: int, pod: int = 0) -> list[Person]:
    """So many come in, called P1 and so on, and join this pod."""
    crowd = [come_in(app, fay.slug, f"P{place}") for place in range(1, number + 1)]
    for person in crowd if pod else []:
        assert person.post("/pods/place", pod=pod).status_code == 303
    return crowd


def inside(app: Flask) -> dict[int, list[str | None]]:
    """Names by pod's number, in the order they joined."""
    with app.app_context():
        pods = db.session.query(Pod).order_by(Pod.number)
        return {pod.number: [member.participant.name for member in pod.members] for pod in pods}


def handle(app: Flask, name: str) -> str:
    with app.app_context():
        return next(one.handle for one in db.session.query(PodMember) if one.participant.name == name)


def told(app: Flask) -> list[tuple[str, dict[str, Any]]]:
    """The book's rows about pods: kind and facts."""
    with app.app_context():
        rows = [(row.kind, row.told["facts"]) for row in db.session.query(LedgerRow).order_by(LedgerRow.seq)]
    about = ("pod", "role", "turn", "person moved", "read")
    return [row for row in rows if row[0].startswith(about)]
