"""Give hours, change them, take them back."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Insert, bindparam, insert, select, update

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.books import check_book
from assembly.kernel.actions.ledger import End, Scene, next_row
from assembly.kernel.models.identity import Attempt
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_, RuleBroken
from assembly.people.models import Participant
from assembly.rounds.actions.offers import meet_offers
from assembly.rounds.actions.pledge_context import PledgeContext
from assembly.rounds.actions.rounds import soft_end
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.rules.pledges import check_first_hour, check_pledge
from assembly.rounds.rules.roles import Part
from assembly.rounds.rules.round import check_pledging

GIVE = insert(Pledge)
CHANGE = update(Pledge).where(Pledge.id == bindparam("pledge"))
WRITE = insert(LedgerRow)
MOVE_LEDGER = update(Assembly).where(Assembly.id == bindparam("assembly"))
MOVE_GATHERING = update(Gathering).where(Gathering.id == bindparam("gathering"))
REMEMBER = insert(Attempt)
END = select(Assembly.seq, Assembly.head).where(Assembly.id == bindparam("assembly"))


class Given(NamedTuple):
    """What a pledge did: how it stands after it, and the gathering's version before. Nothing moved when they agree.

    `settled`: how many match offers of others it brought about.
    """

    context: PledgeContext
    since: int
    settled: int = 0

    @property
    def moved(self) -> bool:
        return self.context.version != self.since


def pledge_hours(context: PledgeContext, hours: int, first_hour: str, part: Part | None = None) -> Given:
    """Set my whole hours on a proposal of the open round, and commit. `part`: how I take part, None as before.

    RuleBroken over H or K, or for a role it does not ask for; KeyReused, BookBroken.
    """
    check_book(context.assembly)
    if context.happened:
        return Given(context, context.version)
    check_pledging(context.opened, context.locked)
    check_pledge(hours, context.budget)
    check_first_hour(first_hour)
    kind = "pledge changed" if context.hours else "hours pledged"
    context = _taking(context._replace(hours=hours, first_hour=first_hour), part or context.part)
    facts = {"proposal": context.number, "hours": hours, "first_hour": first_hour, **context.part.told}
    return _saved(context, kind, facts)


def withdraw_pledge(context: PledgeContext) -> Given:
    """Take my hours back, until the close, and commit. Taking back what was never given changes nothing."""
    check_book(context.assembly)
    if context.happened:
        return Given(context, context.version)
    check_pledging(context.opened, context.locked)
    if not context.hours:
        return Given(context, context.version)
    gone = context._replace(hours=0, named=False, role_id=None)
    return _saved(gone, "pledge withdrawn", {"proposal": context.number})


def _taking(context: PledgeContext, part: Part) -> PledgeContext:
    """Taking part in this way. RuleBroken for a role the proposal does not ask for."""
    ids = {role.number: role.id for role in context.roles}
    if part.role is not None and part.role not in ids:
        raise RuleBroken(N_("Please pick one of the roles this proposal asks for, or any work."))
    role_id = None if part.role is None else ids[part.role]
    return context._replace(role_id=role_id, named=part.named and not context.quiet, from_pod=part.from_pod)


def pledge_of(me: Participant, proposal: Proposal, allocation: Allocation) -> Pledge | None:
    mine = (
        Pledge.allocation_id == allocation.id,
        Pledge.participant_id == me.id,
        Pledge.proposal_id == proposal.id,
    )
    return db.session.scalar(select(Pledge).where(*mine))


def _saved(context: PledgeContext, kind: str, facts: dict[str, Any]) -> Given:
    """Write the pledge as `context` says it, with its row in the book and its press. Returns it with its receipt."""
    on, since = db.session.connection(), context.version
    if context.called:
        context = _moved_the_clock(on, context)
    end = End(context.assembly, context.seq, context.head)
    scene = Scene(context.gathering, context.gathering_ledger_id)
    by, helper = context.person_ledger_id, context.helper_ledger_id
    row = next_row(end, kind, scene, by=by, helper=helper, facts=facts, salted=context.hidden or context.quiet)
    seq, head = row["seq"], row["hash"]
    _keep(on, context, _written(on, WRITE, row))
    on.execute(MOVE_LEDGER, {"assembly": context.assembly, "seq": seq, "head": head})
    on.execute(MOVE_GATHERING, {"gathering": context.gathering, "version": seq})
    if context.press:
        press = {"device_id": context.device, "key": context.press.key, "asked": context.press.asked, "seq": seq}
        on.execute(REMEMBER, press)
    context = context._replace(version=seq, seq=seq, head=head, receipt_seq=seq, receipt_hash=head)
    settled = 0
    if context.offers and context.hours:
        context, settled = _brought_about(on, context)
    db.session.commit()
    db.session.expire_all()
    return Given(context, since, settled)


def _keep(on: Connection, context: PledgeContext, receipt: int | None) -> int:
    """Write the pledge itself. Returns its id."""
    given = {
        "hours": context.hours,
        "first_hour": context.first_hour,
        "named": bool(context.named),
        "from_pod": bool(context.from_pod),
        "role_id": context.role_id,
        "receipt_id": receipt,
    }
    if not context.hours:
        given["shift"] = ""
    if context.pledge:
        on.execute(CHANGE, {"pledge": context.pledge, **given})
        return context.pledge
    places = {"allocation_id": context.round, "participant_id": context.person, "proposal_id": context.proposal}
    return _written(on, GIVE, {**places, **given, "shift": ""})


def _written(on: Connection, what: Insert, columns: dict[str, Any]) -> int:
    """Insert a row. Returns its id."""
    key = on.execute(what, columns).inserted_primary_key
    assert key
    return int(key[0])


def _brought_about(on: Connection, context: PledgeContext) -> tuple[PledgeContext, int]:
    """Somebody offered hours if enough people join, and this may be the one they waited for. How many offers it was."""
    db.session.expire_all()
    allocation, me = db.session.get_one(Allocation, context.round), db.session.get_one(Participant, context.person)
    with soft_end(allocation, me):
        settled = meet_offers(allocation, db.session.get_one(Proposal, context.proposal))
    db.session.flush()
    seq, head = on.execute(END, {"assembly": context.assembly}).one()
    return context._replace(version=seq, seq=seq, head=head), settled


def _moved_the_clock(on: Connection, context: PledgeContext) -> PledgeContext:
    """After a last call began, its rule looks at the round before the pledge and after, and may write a row."""
    allocation, me = db.session.get_one(Allocation, context.round), db.session.get_one(Participant, context.person)
    with soft_end(allocation, me):
        pledge = _keep(on, context, None)
    db.session.flush()
    seq, head = on.execute(END, {"assembly": context.assembly}).one()
    return context._replace(pledge=pledge, seq=seq, head=head)
