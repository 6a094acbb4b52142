"""Object, take it back; resolve an objection, let it stand, take it off the list; put all of them on the wall."""

from sqlalchemy import delete, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering, Step
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import random_name, this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.readings import next_number, numbered
from assembly.kernel.rules import N_
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import folded, needed, one_line
from assembly.objections.models import OFF, OPEN, RESOLVED, STANDS, Objection, ObjectionsShown
from assembly.objections.rules import LONGEST_NOTE, LONGEST_OBJECTION, check_moment, check_note, check_objection
from assembly.people.models import Participant


def object_to(
    me: Participant, gathering: Gathering, written: str, named: bool, helper: Grant | None = None
) -> Objection:
    """An objection in my words, with my name or (not `named`) with nothing that leads to me. RuleBroken.

    The same words again are the same objection: so a press needs no key, which would lead to its phone.
    """
    words = needed(written, LONGEST_OBJECTION, N_("Please write what you object to, and why."))
    whose = me if named else None
    there = [one for one in objections_of(gathering) if one.state != OFF]
    same = [one for one in there if folded(one.words) == folded(words) and one.participant is whose]
    if same:
        return same[0]
    mine = sum(one.participant_id == me.id for one in there)
    check_objection(gathering.step.kind == "objections", words, mine, len(there) - mine)
    objection = Objection(number=next_number(Objection, gathering), words=words, gathering=gathering, participant=whose)
    db.session.add(objection)
    db.session.flush()
    record(
        "objection raised",
        gathering,
        by=whose or gathering,
        helper=helper if whose else None,
        objection=objection.number,
        words=sealed(words, objection.salt),
    )
    db.session.commit()
    return objection


def take_back(me: Participant, objection: Objection, press: Press | None = None) -> Objection:
    """My own, while nobody answered it. Missing for somebody else's."""
    if objection.participant_id != me.id:
        raise Missing(objection.number)
    if not happened(me.device, press) and objection.state == OPEN:
        objection.state = OFF
        row = record("objection taken back", objection.gathering, by=me, objection=objection.number)
        remember(me.device, press, row.seq)
    db.session.commit()
    return objection


def resolve(facilitator: Grant, objection: Objection, written: str) -> Objection:
    """Heard and resolved, with a short note how. RuleBroken without one."""
    note = needed(written, LONGEST_NOTE, N_("Please write in a few words how it was resolved."))
    return _answer(facilitator, objection, RESOLVED, note)


def let_stand(facilitator: Grant, objection: Objection, written: str = "") -> Objection:
    """It was heard and stands, maybe with a short note. RuleBroken when that is too long."""
    return _answer(facilitator, objection, STANDS, one_line(written, LONGEST_NOTE))


def take_off(facilitator: Grant, objection: Objection) -> Objection:
    """Off every screen and list. Doing it twice changes nothing."""
    if objection.state != OFF:
        objection.state = OFF
        record("objection off the list", objection.gathering, by=facilitator, objection=objection.number)
    db.session.commit()
    return objection


def put_back(facilitator: Grant, objection: Objection) -> Objection:
    """Open again, if its words were not forgotten."""
    if objection.state == OFF and objection.words:
        objection.state = OPEN
        record("objection back on the list", objection.gathering, by=facilitator, objection=objection.number)
    db.session.commit()
    return objection


def show_all(facilitator: Grant, gathering: Gathering) -> Gathering:
    """All of them on the wall, in their words. Doing it twice changes nothing."""
    if not shown(gathering):
        db.session.add(ObjectionsShown(gathering=gathering, by=facilitator))
        record("objections on the wall", gathering, by=facilitator)
    db.session.commit()
    return gathering


def show_none(facilitator: Grant, gathering: Gathering) -> Gathering:
    """Off the wall again."""
    showing = shown(gathering)
    if showing:
        showing.ended_at = this_minute()
        record("objections off the wall", gathering, by=facilitator)
    db.session.commit()
    return gathering


def shown(gathering: Gathering) -> ObjectionsShown | None:
    """Are they on the wall?"""
    running = (ObjectionsShown.gathering_id == gathering.id, ObjectionsShown.running)
    return db.session.scalar(select(ObjectionsShown).where(*running))


def objections_of(gathering: Gathering) -> list[Objection]:
    """All of this evening, also those off the list, in their order."""
    mine = select(Objection).where(Objection.gathering_id == gathering.id)
    return list(db.session.scalars(mine.order_by(Objection.number)))


def objection_of(gathering: Gathering, number: int) -> Objection:
    """Missing when there is none with this number here."""
    return numbered(Objection, gathering, number)


def may_move(gathering: Gathering, step: Step) -> None:
    """RuleBroken on the way to objections while the round is open."""
    if step.kind == "objections" and gathering.has_round:
        check_moment(not gathering.allocation.locked)


def forget_person(me: Participant) -> None:
    """My words go with me. Part of forgetting: no commit."""
    for one in db.session.scalars(select(Objection).where(Objection.participant_id == me.id)).all():
        one.participant, one.words, one.note, one.salt, one.state = None, "", "", random_name(), OFF


def forget_names(gathering: Gathering) -> None:
    """Whose they were; and words that are off the list. Part of forgetting: no commit."""
    for one in objections_of(gathering):
        one.participant = None
        if one.state == OFF:
            one.words, one.note, one.salt = "", "", random_name()


def purge(gathering: Gathering) -> None:
    """All of them. Part of a purge: no commit."""
    db.session.execute(delete(Objection).where(Objection.gathering_id == gathering.id))


def _answer(facilitator: Grant, objection: Objection, state: str, note: str) -> Objection:
    check_note(note)
    if objection.state == OFF:
        raise Missing(objection.number)
    if (objection.state, objection.note) != (state, note):
        objection.state, objection.note = state, note
        record(
            f"objection {state}",
            objection.gathering,
            by=facilitator,
            objection=objection.number,
            note=sealed(note, objection.salt),
        )
    db.session.commit()
    return objection
