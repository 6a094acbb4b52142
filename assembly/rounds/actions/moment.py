"""What a pledge has to know, in one look: the round, the person, the proposal, and whether this press happened before.

Pledges are the one deed that a whole hall does in the same minute, so they alone are written in core statements.
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, exists, func, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.books import check_book
from assembly.kernel.actions.idempotency import Press, is_again
from assembly.kernel.models.base import table
from assembly.kernel.models.identity import Attempt, Device, Grant
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules.refusals import Missing
from assembly.people.actions.people import DoorIsClosed
from assembly.people.models import Participant
from assembly.prepared import Prepared, Row
from assembly.rounds.models.allocation import COUNTED_APART, Allocation
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Proposal, ProposalWithdrawn
from assembly.rounds.models.round import Closure, LastCall, LotsDrawn, MoneyShown, Revealed
from assembly.rounds.rules.round import may_show_money

GATHERING, ASSEMBLY, ROUND = table(Gathering), table(Assembly), table(Allocation)
PERSON, DEVICE, PROPOSAL, ATTEMPT = table(Participant), table(Device), table(Proposal), table(Attempt)
PLEDGE = table(Pledge)
OF_THE_ROUND = (
    "hours_each", "proposals_each", "person_from", "period_end", "divided", "money_when", "sealed", "rule",
)  # fmt: skip
MOST = 2**31  # numbers of proposals are smaller


class Mine(NamedTuple):
    """What this person gave to this proposal; no hours when it was taken back."""

    id: int
    hours: int
    first_hour: str


class Moment(NamedTuple):
    """Ids are the database's own. `happened`: this very press was done before. `calling`: a last call runs.

    `elsewhere` and `backed`: hours that the person gives to other proposals, and to how many. `beside`: other people
    who count behind this one.
    """

    slug: str
    gathering: int
    gathering_name: str  # in the book
    version: int
    assembly: int
    assembly_slug: str
    seq: int
    head: str
    round: int
    hours_each: int
    proposals_each: int
    person_from: int
    period_end: date | None
    opened: bool
    locked: bool
    hidden: bool
    calling: bool
    money_shown: bool
    counted_apart: bool
    person: int
    person_name: str  # in the book
    device: int
    proposal: int
    number: int
    press: Press | None
    happened: bool
    mine: Mine | None
    elsewhere: int
    backed: int
    beside: int
    helper_name: str | None = None


def moment_of_phone(on: Connection, slug: str, number: int, token_hash: str, press: Press | None) -> Moment:
    """For whoever holds the cookie. Missing, DoorIsClosed, KeyReused, BookBroken."""
    return _moment(on, BY_PHONE, press, slug=slug, number=number, token_hash=token_hash)


def moment_of(me: Participant, proposal: Proposal, press: Press | None, helper: Grant | None = None) -> Moment:
    """For a person that is known, maybe with a helper who types. Missing, KeyReused, BookBroken."""
    device = helper.device_id if helper else me.device_id
    known = {"slug": proposal.gathering.slug, "number": proposal.number, "person": me.id, "device": device}
    return _moment(db.session.connection(), BY_NAME, press, helper.ledger_id if helper else None, **known)


def _moment(on: Connection, asked: Prepared, press: Press | None, helper: str | None = None, **known: Any) -> Moment:
    number = known["number"] if known["number"] < MOST else 0
    row = asked.row(on, **{**known, "number": number, "key": press.key if press else ""})
    if row is None:
        raise Missing(known["slug"])
    check_book(row.assembly)
    if row.person is None:
        raise DoorIsClosed
    if row.proposal is None or row.withdrawn:
        raise Missing(known["number"])
    return _told(row, press, helper)


def _told(row: Row, press: Press | None, helper: str | None) -> Moment:
    hidden = row.sealed and not row.revealed
    shown = may_show_money(row.divided, hidden, row.money_when, row.opened, row.locked, row.money)
    return Moment(
        slug=row.slug, gathering=row.gathering, gathering_name=row.gathering_name, version=row.version,
        assembly=row.assembly, assembly_slug=row.assembly_slug, seq=row.seq, head=row.head,
        round=row.round, hours_each=row.hours_each, proposals_each=row.proposals_each,
        person_from=row.person_from, period_end=row.period_end,
        opened=row.opened, locked=row.locked, hidden=hidden, calling=row.calling, money_shown=shown,
        counted_apart=row.rule == COUNTED_APART,
        person=row.person, person_name=row.person_name, device=row.device,
        proposal=row.proposal, number=row.number,
        press=press, happened=press is not None and is_again(press, row.asked), helper_name=helper,
        mine=Mine(row.pledge, row.hours, row.first_hour) if row.pledge else None,
        elsewhere=row.elsewhere, backed=row.backed, beside=row.beside,
    )  # fmt: skip


def _asked(person: Any, device: Any) -> Prepared:
    rounds = ROUND.alias("rounds")
    newest = select(func.max(rounds.c.number)).where(rounds.c.gathering_id == GATHERING.c.id).scalar_subquery()
    places = (
        GATHERING.join(ASSEMBLY, ASSEMBLY.c.id == GATHERING.c.assembly_id)
        .join(ROUND, and_(ROUND.c.gathering_id == GATHERING.c.id, ROUND.c.number == newest))
        .outerjoin(PERSON, and_(PERSON.c.gathering_id == GATHERING.c.id, person))
        .outerjoin(PROPOSAL, and_(PROPOSAL.c.gathering_id == GATHERING.c.id, PROPOSAL.c.number == bindparam("number")))
        .outerjoin(
            PLEDGE,
            and_(
                PLEDGE.c.allocation_id == ROUND.c.id,
                PLEDGE.c.participant_id == PERSON.c.id,
                PLEDGE.c.proposal_id == PROPOSAL.c.id,
            ),
        )
        .outerjoin(ATTEMPT, and_(ATTEMPT.c.device_id == device, ATTEMPT.c.key == bindparam("key")))
    )
    return Prepared(
        select(
            GATHERING.c.slug,
            GATHERING.c.id.label("gathering"),
            GATHERING.c.ledger_id.label("gathering_name"),
            GATHERING.c.version,
            ASSEMBLY.c.id.label("assembly"),
            ASSEMBLY.c.slug.label("assembly_slug"),
            ASSEMBLY.c.seq,
            ASSEMBLY.c.head,
            ROUND.c.id.label("round"),
            *(ROUND.c[name] for name in OF_THE_ROUND),
            *(_one_of(model).label(name) for name, model in ONCE_A_ROUND.items()),
            _one_of(Closure, ended_at=None).label("locked"),
            _one_of(LastCall, ended_at=None).label("calling"),
            PERSON.c.id.label("person"),
            PERSON.c.ledger_id.label("person_name"),
            device.label("device"),
            PROPOSAL.c.id.label("proposal"),
            PROPOSAL.c.number,
            exists().where(table(ProposalWithdrawn).c.proposal_id == PROPOSAL.c.id).label("withdrawn"),
            ATTEMPT.c.asked,
            PLEDGE.c.id.label("pledge"),
            PLEDGE.c.hours,
            PLEDGE.c.first_hour,
            _others(func.coalesce(func.sum(OTHER.c.hours), 0), *ELSEWHERE).label("elsewhere"),
            _others(func.count(), *ELSEWHERE).label("backed"),
            _others(func.count(), *BESIDE).label("beside"),
        )
        .select_from(places)
        .where(GATHERING.c.slug == bindparam("slug"))
    )


def _others(what: Any, *which: Any) -> Any:
    """Of the standing pledges of the round."""
    standing = (OTHER.c.allocation_id == ROUND.c.id, OTHER.c.hours > 0)
    return select(what).where(*standing, *which).correlate(ROUND, PERSON, PROPOSAL).scalar_subquery()


def _one_of(model: Any, **kept: None) -> Any:
    """Does the round have such a row?"""
    columns = table(model).c
    return exists().where(columns.allocation_id == ROUND.c.id, *(columns[name].is_(None) for name in kept))


OTHER = PLEDGE.alias("other")
ELSEWHERE = (OTHER.c.participant_id == PERSON.c.id, OTHER.c.proposal_id != PROPOSAL.c.id)
BESIDE = (
    OTHER.c.proposal_id == PROPOSAL.c.id,
    OTHER.c.participant_id != PERSON.c.id,
    OTHER.c.hours >= ROUND.c.person_from,
)
ONCE_A_ROUND = {"opened": LotsDrawn, "revealed": Revealed, "money": MoneyShown}

HOLDER = select(DEVICE.c.id).where(DEVICE.c.token_hash == bindparam("token_hash")).scalar_subquery()
BY_PHONE = _asked(PERSON.c.device_id == HOLDER, PERSON.c.device_id)
BY_NAME = _asked(PERSON.c.id == bindparam("person"), bindparam("device", type_=DEVICE.c.id.type))
