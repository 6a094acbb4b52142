"""Give hours, change them, take them back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update

from ..extensions import db
from ..models import Allocation, Assembly, Attempt, Gathering, LedgerRow, Participant, Pledge, Proposal
from ..models.allocation import FIRST_HOURS
from ..models.base import table
from ..rules import N_, RuleBroken
from ..rules.pledges import Budget, check_pledge
from ..rules.round import check_pledging
from .ledger import End, Place, next_row
from .moment import Moment
from .rounds import soft_end

BOOK, GATHERING, PLEDGE = table(Assembly), table(Gathering), table(Pledge)
MINE = (PLEDGE.c.allocation_id == bindparam("round"), PLEDGE.c.participant_id == bindparam("person"))
HELD = select(PLEDGE.c.proposal_id, PLEDGE.c.hours).where(*MINE)
END = select(BOOK.c.seq, BOOK.c.head).where(BOOK.c.id == bindparam("which"))
GIVE, WRITE, REMEMBER = insert(PLEDGE), insert(table(LedgerRow)), insert(table(Attempt))
CHANGE = update(PLEDGE).where(PLEDGE.c.id == bindparam("which")).values(
    hours=bindparam("hours"), first_hour=bindparam("first_hour")
)  # fmt: skip
RECEIVE = update(PLEDGE).where(PLEDGE.c.id == bindparam("which")).values(receipt_id=bindparam("receipt"))
MOVE_BOOK = update(BOOK).where(BOOK.c.id == bindparam("which")).values(seq=bindparam("to"), head=bindparam("hash"))
MOVE_GATHERING = update(GATHERING).where(GATHERING.c.id == bindparam("which")).values(version=bindparam("to"))


class Given(NamedTuple):
    """What a pledge did: the gathering's version before and after, which are equal when nothing moved.

    `receipt` is the hash of its row in the book, whose number is the version.
    """

    moment: Moment
    since: int
    version: int
    receipt: str = ""


def pledge_hours(now: Moment, hours: int, first_hour: str) -> Given:
    """Set my whole hours on a proposal of the open round, and commit. RuleBroken over H or K."""
    if now.happened:
        return Given(now, now.version, now.version)
    check_pledging(now.opened, now.locked)
    check_pledge(hours, Budget(now.elsewhere, now.backed, now.hours_each, now.proposals_each))
    if first_hour not in FIRST_HOURS:
        raise RuleBroken(N_("Please pick when your first hour is: this week, next week or later."))
    kind = "pledge changed" if now.mine and now.mine.hours else "hours pledged"
    given = {"hours": hours, "first_hour": first_hour}
    return _write(now, given, kind, {"proposal": now.number, **given})


def withdraw_pledge(now: Moment) -> Given:
    """Take my hours back, until the close, and commit. Taking back what was never given changes nothing."""
    if now.happened:
        return Given(now, now.version, now.version)
    check_pledging(now.opened, now.locked)
    if now.mine is None or not now.mine.hours:
        return Given(now, now.version, now.version)
    return _write(now, {"hours": 0}, "pledge withdrawn", {"proposal": now.number})


def pledge_of(me: Participant, proposal: Proposal, allocation: Allocation) -> Pledge | None:
    mine = (
        Pledge.allocation_id == allocation.id,
        Pledge.participant_id == me.id,
        Pledge.proposal_id == proposal.id,
    )
    return db.session.scalar(select(Pledge).where(*mine))


def budget(me: Participant, allocation: Allocation, proposal: Proposal) -> Budget:
    """What I gave to other proposals of this round, against H hours and K proposals."""
    held = db.session.execute(HELD, {"round": allocation.id, "person": me.id})
    others = [row.hours for row in held if row.proposal_id != proposal.id and row.hours]
    return Budget(sum(others), len(others), allocation.hours_each, allocation.proposals_each)


def _write(now: Moment, given: dict[str, Any], kind: str, facts: dict[str, Any]) -> Given:
    """The pledge, its row in the book and its press, in one transaction."""
    with _soft_end(now):
        pledge = _keep(now, given)
    row = next_row(_end(now), kind, _place(now), by=now.person_name, helper=now.helper_name, facts=facts)
    does = db.session.connection().execute
    receipt = does(WRITE, row).inserted_primary_key[0]  # type: ignore[index]
    does(RECEIVE, {"which": pledge, "receipt": receipt})
    does(MOVE_BOOK, {"which": now.assembly, "to": row["seq"], "hash": row["hash"]})
    does(MOVE_GATHERING, {"which": now.gathering, "to": row["seq"]})
    if now.press:
        does(REMEMBER, {"device_id": now.device, "key": now.press.key, "asked": now.press.asked, "seq": row["seq"]})
    db.session.commit()
    db.session.expire_all()
    return Given(now, now.version, row["seq"], row["hash"])


def _keep(now: Moment, given: dict[str, Any]) -> int:
    """Write the pledge; its id."""
    does = db.session.connection().execute
    if now.mine:
        does(CHANGE, {"which": now.mine.id, "first_hour": now.mine.first_hour, **given})
        return now.mine.id
    places = {"allocation_id": now.round, "participant_id": now.person, "proposal_id": now.proposal}
    return int(does(GIVE, {**places, **given}).inserted_primary_key[0])  # type: ignore[index]


@contextmanager
def _soft_end(now: Moment) -> Iterator[None]:
    """Only while a last call runs, its rule looks at the round before and after."""
    if not now.calling:
        yield
        return
    allocation, me = db.session.get_one(Allocation, now.round), db.session.get_one(Participant, now.person)
    with soft_end(allocation, me):
        yield
    db.session.flush()


def _end(now: Moment) -> End:
    """Where the book ends; a clock that got longer has just written a row of its own."""
    if not now.calling:
        return End(now.assembly, now.seq, now.head)
    return End(now.assembly, *db.session.execute(END, {"which": now.assembly}).one())


def _place(now: Moment) -> Place:
    return Place(now.gathering, now.gathering_name, hidden=now.hidden)
