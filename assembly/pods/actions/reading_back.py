"""One pod before the room at a time, half a minute each."""

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.actions import SomebodyElseMoved
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.ledger import record
from assembly.kernel.models.base import now
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_, RuleBroken
from assembly.pods.actions.members import closed_into
from assembly.pods.models import Pod, ReadBack
from assembly.pods.rules import READ_BACK, check_stands


def read_back(facilitator: Grant, gathering: Gathering, pod: Pod, at: int) -> Pod:
    """`pod` stands before the room; until now pod `at` did (0: none). SomebodyElseMoved; RuleBroken at other steps."""
    if gathering.step.kind != "readback":
        raise RuleBroken(N_("Pods are read back at a step of their own. Go there first."))
    check_stands(pod.title, closed_into(pod))
    _check_at(gathering, at)
    sit_down(gathering)
    db.session.add(ReadBack(gathering=gathering, pod=pod, by=facilitator, seconds=READ_BACK))
    record("pod read back", gathering, by=facilitator, pod=pod.number)
    db.session.commit()
    return pod


def end_read_back(facilitator: Grant, gathering: Gathering, at: int) -> Gathering:
    """Nobody stands before the room. SomebodyElseMoved when it is not pod `at` who does."""
    _check_at(gathering, at)
    if at:
        sit_down(gathering)
        record("read-back ended", gathering, by=facilitator, pod=at)
    db.session.commit()
    return gathering


def step_moves(_: Grant, gathering: Gathering) -> None:
    """With the step it ends. Does not commit."""
    sit_down(gathering)


def sit_down(gathering: Gathering) -> None:
    """Does not commit: it is part of what follows."""
    for standing in _now(gathering):
        standing.ended_at = now()
    db.session.flush()


def _check_at(gathering: Gathering, at: int) -> None:
    if [each.pod.number for each in _now(gathering)] != ([at] if at else []):
        raise SomebodyElseMoved


def _now(gathering: Gathering) -> list[ReadBack]:
    running = (ReadBack.gathering_id == gathering.id, ReadBack.ended_at.is_(None))
    return list(db.session.scalars(select(ReadBack).where(*running)))
