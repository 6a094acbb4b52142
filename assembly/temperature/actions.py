"""Open a check, give a reading, change it; close it, which shows it and forgets who felt what."""

import secrets

from sqlalchemy import delete, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import now
from assembly.kernel.models.identity import Grant
from assembly.kernel.readings import numbered
from assembly.kernel.rules import N_
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import needed, one_line
from assembly.people.models import Participant
from assembly.rounds.models.proposal import Proposal
from assembly.temperature.models import Concern, TemperatureCheck, TemperatureReading, TemperatureTotal
from assembly.temperature.rules import (
    A_MINUTE,
    LONGEST_CONCERN,
    LONGEST_QUESTION,
    check_concern,
    check_level,
    check_open,
    check_opening,
    check_typing,
    totals,
)


def open_check(
    facilitator: Grant,
    gathering: Gathering,
    proposal: Proposal | None = None,
    question: str = "",
    press: Press | None = None,
) -> TemperatureCheck:
    """Ask about a proposal, or a typed question. Asking again makes a new check. RuleBroken while one is open."""
    checks = checks_of(gathering)
    if happened(facilitator.device, press) and checks:
        return checks[-1]
    check_opening(gathering.step.kind == "temperature", any(check.running for check in checks))
    words = "" if proposal else needed(question, LONGEST_QUESTION, N_("Please write what you ask the room."))
    check = TemperatureCheck(
        number=len(checks) + 1, question=words, seconds=A_MINUTE, gathering=gathering, proposal=proposal
    )
    db.session.add(check)
    row = record(
        "temperature check opened",
        gathering,
        by=facilitator,
        check=check.number,
        proposal=proposal.number if proposal else None,
        question=sealed(words, check.salt),
    )
    remember(facilitator.device, press, row.seq)
    db.session.commit()
    return check


def feel(
    me: Participant, check: TemperatureCheck, level: int, written: str, helper: Grant | None = None
) -> TemperatureCheck:
    """My reading (1–5, 0 for pass) and maybe a concern, or another one in its place. RuleBroken, also for a `helper`
    where somebody with a phone has answered: nobody would see that it was changed.

    The book tells that somebody did, not who: the press needs no key, since the same again changes nothing.
    """
    check_open(check.running)
    check_level(level)
    concern = one_line(written, LONGEST_CONCERN)
    check_concern(concern)
    mine = reading_of(me, check)
    check_typing(mine is not None and helper is not None and not me.without_phone)
    if mine is None:
        db.session.add(TemperatureReading(level=level, concern=concern, check=check, participant=me))
    elif (mine.level, mine.concern) == (level, concern):
        return check
    else:
        mine.level, mine.concern = level, concern
    record("temperature given", check.gathering, by=check.gathering, check=check.number)
    db.session.commit()
    return check


def close_check(facilitator: Grant, check: TemperatureCheck) -> TemperatureCheck:
    """Everybody sees it now. Doing it twice changes nothing."""
    if check.running:
        close(facilitator, check)
    db.session.commit()
    return check


def close(facilitator: Grant, check: TemperatureCheck) -> None:
    """Totals and words stay, and nothing tells any more whose they were. No commit: it may be part of a step."""
    counted = totals(reading.level for reading in check.readings)
    words = [reading.concern for reading in check.readings if reading.concern]
    secrets.SystemRandom().shuffle(words)
    check.closed_at, check.people, check.passed = now(), counted.people, counted.passed
    for level, people in (counted.levels or {}).items():
        db.session.add(TemperatureTotal(level=level, people=people, check=check))
    for number, concern in enumerate(words, start=1):
        db.session.add(Concern(number=number, words=concern, check=check))
    db.session.flush()
    db.session.execute(delete(TemperatureReading).where(TemperatureReading.check_id == check.id))
    db.session.expire(check, ["readings"])
    record(
        "temperature check closed",
        check.gathering,
        by=facilitator,
        check=check.number,
        people=counted.people,
        passed=counted.passed,
        levels=None if counted.levels is None else [counted.levels[level] for level in sorted(counted.levels)],
        concerns=len(words),
    )


def close_with_step(facilitator: Grant, gathering: Gathering) -> None:
    """Whoever moves on closes what is open. Part of a step: no commit."""
    for check in checks_of(gathering):
        if check.running:
            close(facilitator, check)


def read_out(facilitator: Grant, concern: Concern) -> Concern:
    """One concern on the wall, in its own words, in place of any other."""
    for other in concern.check.concerns:
        other.on_wall = other is concern
    gathering = concern.check.gathering
    record("concern read", gathering, by=facilitator, check=concern.check.number, concern=concern.number)
    db.session.commit()
    return concern


def take_off(facilitator: Grant, concern: Concern) -> Concern:
    """The wall shows the room again. Doing it twice changes nothing."""
    if concern.on_wall:
        concern.on_wall = False
        gathering = concern.check.gathering
        record("concern off the wall", gathering, by=facilitator, check=concern.check.number, concern=concern.number)
    db.session.commit()
    return concern


def checks_of(gathering: Gathering) -> list[TemperatureCheck]:
    """All of this evening, in their order."""
    mine = select(TemperatureCheck).where(TemperatureCheck.gathering_id == gathering.id)
    return list(db.session.scalars(mine.order_by(TemperatureCheck.number)))


def check_of(gathering: Gathering, number: int) -> TemperatureCheck:
    """Missing when there is none with this number here."""
    return numbered(TemperatureCheck, gathering, number)


def concern_of(check: TemperatureCheck, number: int) -> Concern:
    """Missing when there is none with this number."""
    found = next((concern for concern in check.concerns if concern.number == number), None)
    if found is None:
        raise Missing(number)
    return found


def reading_of(me: Participant, check: TemperatureCheck) -> TemperatureReading | None:
    """Mine, while the check is open."""
    mine = (TemperatureReading.check_id == check.id, TemperatureReading.participant_id == me.id)
    return db.session.scalar(select(TemperatureReading).where(*mine))


def forget_person(me: Participant) -> None:
    """What I feel, while a check is open; of closed ones nobody knows what was mine. No commit."""
    db.session.execute(delete(TemperatureReading).where(TemperatureReading.participant_id == me.id))


def forget_words(gathering: Gathering) -> None:
    """Concerns: they were said for the evening. Totals stay. Part of forgetting: no commit."""
    mine = select(TemperatureCheck.id).where(TemperatureCheck.gathering_id == gathering.id)
    db.session.execute(delete(Concern).where(Concern.check_id.in_(mine)))
    db.session.execute(delete(TemperatureReading).where(TemperatureReading.check_id.in_(mine)))
