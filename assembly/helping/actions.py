"""For people without phones: a helper enters them, types what they say, and hands them a slip to claim it with."""

import secrets
from collections.abc import Iterator

from sqlalchemy import ColumnElement, delete, literal, select

from assembly.board.actions import CardDraft, post_card
from assembly.board.models import Asset
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.helping.models import PaperCard
from assembly.helping.rules import check_paper, check_paper_card, check_pile
from assembly.kernel.actions.idempotency import Press, fact_of, happened, remember, told_of
from assembly.kernel.actions.keys import known_device
from assembly.kernel.actions.ledger import record, sealed, sha256
from assembly.kernel.models.base import this_minute
from assembly.kernel.models.identity import Device, Grant
from assembly.kernel.readings import next_number
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import plainly
from assembly.people.actions.door_slips import hashed_slip, unused_slip_code
from assembly.people.actions.people import (
    UnknownCode,
    chosen_name,
    forget_devices,
    namesakes,
    participant_of,
    wait_for_a_look,
)
from assembly.people.models import Participant, Slip
from assembly.people.rules import check_may_come_in

# tables that point at a participant who may have done nothing: names taken off the wall, names in the document, slips
NO_DEEDS = ("name_hidden", "name_published", "person_hidden", "claim", "door_slip")


class SamePerson(RuleBroken):
    """A question more than a refusal: the page asks it, with both answers."""


def enter_person(
    helper: Grant,
    gathering: Gathering,
    name: str,
    another: bool = False,
    press: Press | None = None,
    first_time: bool = False,
) -> Participant:
    """Enter somebody without a phone, door closed or not. RuleBroken for a bad name; SamePerson, unless `another`."""
    if happened(helper.device, press):
        return _entered(gathering, told_of(gathering, helper.device, press)["by"])
    check_may_come_in(gathering.purged)
    chosen = chosen_name(gathering, name)
    if chosen and not another and same_name(gathering, chosen):
        raise SamePerson(N_("Somebody called %(name)s is here already. Is it the same person?"), name=chosen)
    nobodys = Device(token_hash=sha256(secrets.token_urlsafe(24)))  # a claim gives the person a phone later
    person = Participant(
        number=next_number(Participant, gathering),
        name=chosen,
        gathering=gathering,
        device=nobodys,
        entered_by=helper,
        first_time=first_time,
    )
    db.session.add(person)
    db.session.flush()
    row = record("came in", gathering, by=person, helper=helper, name=sealed(chosen, person.salt))
    remember(helper.device, press, row.seq)
    wait_for_a_look(person)
    db.session.commit()
    return person


def _entered(gathering: Gathering, ledger_id: str) -> Participant:
    """Missing when they are gone since."""
    mine = (Participant.gathering_id == gathering.id, Participant.ledger_id == ledger_id)
    person = db.session.scalar(select(Participant).where(*mine))
    if person is None:
        raise Missing(ledger_id)
    return person


def same_name(gathering: Gathering, name: str) -> list[Participant]:
    """Who is here under this name, however it is written."""
    return list(db.session.scalars(namesakes(gathering, name))) if plainly(name) else []


def make_slip(helper: Grant, person: Participant) -> str:
    """A one-time code to claim this person with, shown once; older ones end. RuleBroken for somebody with a phone."""
    if not person.without_phone:
        raise RuleBroken(N_("This person has a phone already. A slip is only for somebody a helper typed in."))
    db.session.execute(delete(Slip).where(Slip.participant_id == person.id, Slip.used_at.is_(None)))
    code = unused_slip_code()
    db.session.add(Slip(code_hash=hashed_slip(code), participant=person, by=helper))
    record("slip made", person.gathering, by=person, helper=helper)
    db.session.commit()
    return code


def claim(gathering: Gathering, token_hash: str, code: str) -> Participant:
    """Make this phone the slip's person. UnknownCode; RuleBroken for a used slip or a phone that already took part."""
    slip = slip_of(code)
    if slip is None or slip.participant.gathering_id != gathering.id:
        raise UnknownCode
    person, device = slip.participant, known_device(token_hash)
    before = participant_of(gathering, device)
    if before is not person and not person.without_phone:
        raise RuleBroken(N_("This slip was used already. Ask a helper to type for you."))
    if before is not None and before is not person:
        leave_without_a_trace(before)
    if before is not person:
        db.session.flush()
        nobodys, person.device = person.device, device
        db.session.flush()
        forget_devices([nobodys.id])
        slip.used_at = this_minute()
        record("slip used", gathering, by=person)
    db.session.commit()
    return person


def slip_of(code: str) -> Slip | None:
    """The slip with this code, used or not; None when there is none."""
    return db.session.scalar(select(Slip).where(Slip.code_hash == hashed_slip(code)))


def leave_without_a_trace(person: Participant) -> None:
    """Somebody who only came in: gone, so that nobody is counted twice."""
    if any(db.session.scalar(select(literal(1)).where(column == person.id).limit(1)) for column in _deeds()):
        raise RuleBroken(N_("This phone is somebody already, with promises or cards. Ask a helper to type for you."))
    record("left for a slip", person.gathering, by=person)
    db.session.execute(delete(Participant).where(Participant.id == person.id))
    db.session.expunge(person)


def _deeds() -> Iterator[ColumnElement[int]]:
    """Every column, of whatever feature, that says which participant did something; a slip and a hiding do not."""
    for table in db.metadata.tables.values():
        if table.name not in NO_DEEDS:
            yield from (key.parent for key in table.foreign_keys if key.target_fullname == "participant.id")


def number_paper_cards(helper: Grant, gathering: Gathering, many: int, press: Press | None = None) -> int:
    """Put `many` more numbers on paper; the first of them. RuleBroken; Missing without a board."""
    if not gathering.has_board:
        raise Missing(many)
    check_paper(many)
    if happened(helper.device, press):
        return int(fact_of(gathering, helper.device, press, "first"))
    first = next_number(PaperCard, gathering)
    check_pile(first - 1 + many)
    db.session.add_all(
        PaperCard(number=number, gathering=gathering, by=helper) for number in range(first, first + many)
    )
    row = record("paper cards numbered", gathering, by=helper, first=first, number=many)
    remember(helper.device, press, row.seq)
    db.session.commit()
    return first


def type_card(
    helper: Grant, person: Participant, draft: CardDraft, paper: int | None = None, press: Press | None = None
) -> Asset:
    """A card for somebody, from a numbered `paper` maybe. RuleBroken for an unknown number, or one typed before."""
    gathering = person.gathering
    if paper is not None and not happened(helper.device, press):
        card = _paper_card(gathering, paper)
        check_paper_card(paper, known=card is not None, typed=card is not None and card.typed_at is not None)
        assert card
        card.typed_at = this_minute()
        record("paper card typed", gathering, by=helper, number=paper)
    return post_card(person, gathering, draft, press, helper=helper)


def _paper_card(gathering: Gathering, number: int) -> PaperCard | None:
    mine = (PaperCard.gathering_id == gathering.id, PaperCard.number == number)
    return db.session.scalar(select(PaperCard).where(*mine)) if number < 2**31 else None
