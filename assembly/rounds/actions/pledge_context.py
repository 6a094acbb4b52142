"""All that a pledge needs, in one query in Core statements, because a whole hall pledges in the same minute."""

from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    not_,
    select,
)
from sqlalchemy.orm import aliased

from assembly.extensions import db
from assembly.gatherings.models import Gathering, Step
from assembly.kernel.actions.idempotency import Press, is_again
from assembly.kernel.models.identity import Attempt, Device, Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules.refusals import Missing
from assembly.people.actions.people import DoorIsClosed
from assembly.people.models import Participant
from assembly.rounds.models.allocation import Allocation, Ask
from assembly.rounds.models.offer import MatchOffer
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import HelpWanted, Proposal
from assembly.rounds.rules.pledges import Budget
from assembly.rounds.rules.roles import Part
from assembly.rounds.rules.round import may_show_money

MOST = 2**31  # numbers of proposals are smaller
RECORD, UNIT = "\n", "\t"  # between roles and between their fields, in one text: no line of people's words holds them


class Role(NamedTuple):
    """A role of the proposal, by its number; `id` is the database's. Whole hours."""

    number: int
    id: int
    hours: int
    title: str
    skill: str


class PledgeContext(NamedTuple):
    """Database ids, and ledger ids as in the book. `asks`: of this proposal, in minor units.

    `pledge`, `hours` (none when taken back), `first_hour`: this person's. `hours_elsewhere`, `backed_elsewhere`: theirs
    to other proposals. `others`: other people who count behind this one. `offers`: open match offers on this one.
    `step`: kind of the step where the room is. `quiet`: only counts are told of this one. `role`, `role_id`, `named`,
    `from_pod`: how they take part; `wanted`: the proposal's roles, as `roles` reads them.
    """

    slug: str
    gathering: int
    gathering_ledger_id: str
    version: int
    assembly: int
    assembly_slug: str
    seq: int
    head: str
    round: int
    divided: int
    hours_each: int
    proposals_each: int
    period_end: date | None
    money_when: str
    opened: bool
    locked: bool
    hidden: bool
    called: bool
    money_pressed: bool
    counted_apart: bool
    person: int
    person_ledger_id: str
    device: int
    proposal: int
    number: int
    asks: int | None
    asked: str | None
    pledge: int | None
    hours: int | None
    first_hour: str | None
    named: bool | None
    from_pod: bool | None
    role_id: int | None
    wanted: str | None
    receipt_seq: int | None
    receipt_hash: str | None
    hours_elsewhere: int
    backed_elsewhere: int
    others: int
    offers: int
    step: str
    quiet: bool
    press: Press | None = None
    helper_ledger_id: str | None = None

    @property
    def happened(self) -> bool:
        """Was this very press done before? KeyReused when its key was used for another request."""
        return self.press is not None and is_again(self.press, self.asked)

    @property
    def roles(self) -> list[Role]:
        """What the proposal asks for by name."""
        lines = [line.split(UNIT, 4) for line in self.wanted.split(RECORD)] if self.wanted else []
        return sorted(
            (Role(int(number), int(id), int(hours), title, skill) for number, id, hours, title, skill in lines)
        )

    @property
    def role(self) -> int | None:
        """The number of the role they take."""
        return next((role.number for role in self.roles if role.id == self.role_id), None)

    @property
    def part(self) -> Part:
        """How they take part as it stands."""
        return Part(self.role, bool(self.named), bool(self.from_pod))

    @property
    def budget(self) -> Budget:
        return Budget(self.hours_elsewhere, self.backed_elsewhere, self.hours_each, self.proposals_each)

    @property
    def money_shown(self) -> bool:
        return may_show_money(self.divided, self.hidden, self.money_when, self.opened, self.locked, self.money_pressed)


def pledge_context(
    on: Connection, slug: str, number: int, token_hash: str, press: Press | None = None
) -> PledgeContext:
    """For whoever holds the cookie. Missing, DoorIsClosed."""
    known = {"slug": slug, "number": number, "token_hash": token_hash}
    context = _context(on, _by_cookie(), press, **known)
    if context.person is None:
        raise DoorIsClosed
    return _on_the_list(context)


def pledge_context_of(
    me: Participant, proposal: Proposal, press: Press | None, helper: Grant | None = None
) -> PledgeContext:
    """For a person who is known, maybe with a helper who types. Missing."""
    known = {"person": me.id, "device": helper.device_id if helper else me.device_id}
    place = {"slug": proposal.gathering.slug, "number": proposal.number}
    context = _context(db.session.connection(), _by_person(), press, **place, **known)
    return _on_the_list(context)._replace(helper_ledger_id=helper.ledger_id if helper else None)


def _context(on: Connection, asked: Executable, press: Press | None, **known: Any) -> PledgeContext:
    known = {**known, "number": min(known["number"], MOST), "key": press.key if press else ""}
    row = on.execute(asked, known).one_or_none()
    if row is None:
        raise Missing(known["slug"])
    return PledgeContext(**row._mapping, press=press)


def concat(*parts: Any) -> ColumnElement[str]:
    """One text of several, in the database."""
    whole: ColumnElement[str] = literal("")
    for part in parts:
        whole = whole.concat(part)
    return whole


def _on_the_list(context: PledgeContext) -> PledgeContext:
    if context.proposal is None:
        raise Missing
    return context


@cache
def _by_cookie() -> Executable:
    holder = select(Device.id).where(Device.token_hash == bindparam("token_hash")).scalar_subquery()
    return _asked(Participant.device_id == holder, Participant.device_id)


@cache
def _by_person() -> Executable:
    return _asked(Participant.id == bindparam("person"), bindparam("device", type_=Device.id.type))


def _asked(person: ColumnElement[bool], device: SQLColumnExpression[int]) -> Executable:
    other = aliased(Pledge)
    others = select(func.count()).where(other.allocation_id == Allocation.id, other.standing)
    elsewhere = others.where(other.participant_id == Participant.id, other.proposal_id != Proposal.id)
    hours_elsewhere = elsewhere.with_only_columns(func.coalesce(func.sum(other.hours), 0))
    beside = others.where(
        other.proposal_id == Proposal.id,
        other.participant_id != Participant.id,
        other.hours >= Allocation.person_from,
    )
    number, hours = (cast(figure, String) for figure in (HelpWanted.number, HelpWanted.hours))
    role = concat(
        number, UNIT, cast(HelpWanted.id, String), UNIT, hours, UNIT, HelpWanted.title, UNIT, HelpWanted.skill
    )
    wanted = select(func.aggregate_strings(role, RECORD)).where(HelpWanted.proposal_id == Proposal.id)
    waiting = (MatchOffer.allocation_id == Allocation.id, MatchOffer.state == "open")
    offers = select(func.count(MatchOffer.id)).where(MatchOffer.proposal_id == Proposal.id, *waiting)
    step = select(Step.kind).where(Step.gathering_id == Gathering.id, Step.position == Gathering.position)
    mine = (
        Pledge.allocation_id == Allocation.id,
        Pledge.participant_id == Participant.id,
        Pledge.proposal_id == Proposal.id,
    )
    return (
        select(
            Gathering.slug,
            Gathering.id.label("gathering"),
            Gathering.ledger_id.label("gathering_ledger_id"),
            Gathering.version,
            Assembly.id.label("assembly"),
            Assembly.slug.label("assembly_slug"),
            Assembly.seq,
            Assembly.head,
            Allocation.id.label("round"),
            Allocation.divided,
            Allocation.hours_each,
            Allocation.proposals_each,
            Allocation.period_end,
            Allocation.money_when,
            Allocation.opened.label("opened"),
            Allocation.locked.label("locked"),
            Allocation.hidden.label("hidden"),
            Allocation.called.label("called"),
            Allocation.money_pressed.label("money_pressed"),
            Allocation.counted_apart.label("counted_apart"),
            Participant.id.label("person"),
            Participant.ledger_id.label("person_ledger_id"),
            device.label("device"),
            Proposal.id.label("proposal"),
            Proposal.number,
            Ask.amount.label("asks"),
            Attempt.asked,
            Pledge.id.label("pledge"),
            Pledge.hours,
            Pledge.first_hour,
            Pledge.named,
            Pledge.from_pod,
            Pledge.role_id,
            wanted.scalar_subquery().label("wanted"),
            LedgerRow.seq.label("receipt_seq"),
            LedgerRow.hash.label("receipt_hash"),
            hours_elsewhere.scalar_subquery().label("hours_elsewhere"),
            elsewhere.scalar_subquery().label("backed_elsewhere"),
            beside.scalar_subquery().label("others"),
            offers.scalar_subquery().label("offers"),
            step.scalar_subquery().label("step"),
            Proposal.quiet,
        )
        .select_from(Gathering)
        .join(Gathering.assembly)
        .join(Gathering.allocations.and_(Allocation.newest))
        .outerjoin(Gathering.proposals.and_(Proposal.number == bindparam("number"), not_(Proposal.withdrawn)))
        .outerjoin(Allocation.asks.and_(Ask.proposal_id == Proposal.id))
        .outerjoin(Participant, and_(Participant.gathering_id == Gathering.id, person))
        .outerjoin(Pledge, and_(*mine))
        .outerjoin(Pledge.receipt)
        .outerjoin(Attempt, and_(Attempt.device_id == device, Attempt.key == bindparam("key")))
        .where(Gathering.slug == bindparam("slug"))
    )
