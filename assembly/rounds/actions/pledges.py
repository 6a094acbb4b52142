"""Give hours, change them, take them back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import KeyReused, Press
from assembly.kernel.actions.ledger import COLUMNS, End, Scene, next_row
from assembly.kernel.models.base import table
from assembly.kernel.models.identity import Attempt
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.refusals import Missing
from assembly.people.actions.people import DoorIsClosed
from assembly.people.models import Participant
from assembly.prepared import Prepared
from assembly.rounds.actions.moment import Moment, moment_of_phone
from assembly.rounds.actions.rounds import soft_end
from assembly.rounds.models.allocation import FIRST_HOURS, Allocation
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.rules.pledges import Budget, check_pledge
from assembly.rounds.rules.round import check_pledging

BOOK, GATHERING, PLEDGE, ROW = table(Assembly), table(Gathering), table(Pledge), table(LedgerRow)
MINE = (PLEDGE.c.allocation_id == bindparam("round"), PLEDGE.c.participant_id == bindparam("person"))
HELD = select(PLEDGE.c.proposal_id, PLEDGE.c.hours).where(*MINE)
END = select(BOOK.c.seq, BOOK.c.head).where(BOOK.c.id == bindparam("which"))
GIVE = Prepared(insert(PLEDGE), "allocation_id", "participant_id", "proposal_id", "hours", "first_hour")
CHANGE = Prepared(
    update(PLEDGE)
    .where(PLEDGE.c.id == bindparam("which"))
    .values(hours=bindparam("hours"), first_hour=bindparam("first_hour"))
)
WRITE = Prepared(insert(ROW), *COLUMNS)
REMEMBER = Prepared(insert(table(Attempt)), "device_id", "key", "asked", "seq")
WRITTEN = (
    select(ROW.c.id).where(ROW.c.assembly_id == bindparam("book"), ROW.c.seq == bindparam("row")).scalar_subquery()
)
RECEIVE = Prepared(
    update(PLEDGE).where(*MINE, PLEDGE.c.proposal_id == bindparam("proposal")).values(receipt_id=WRITTEN)
)
MOVE_BOOK = Prepared(
    update(BOOK).where(BOOK.c.id == bindparam("which")).values(seq=bindparam("to"), head=bindparam("hash"))
)
MOVE_GATHERING = Prepared(update(GATHERING).where(GATHERING.c.id == bindparam("which")).values(version=bindparam("to")))


class Given(NamedTuple):
    """What a pledge did: the gathering's version before and after, which are equal when nothing moved.

    `receipt` is the hash of its row in the book, whose number is the version.
    """

    moment: Moment
    since: int
    version: int
    receipt: str = ""


class Wish(NamedTuple):
    """What a phone asks: hours for proposal `number`. `device` is the hash of its cookie."""

    device: str
    number: int
    hours: int
    first_hour: str
    press: Press | None


REFUSALS = (RuleBroken, KeyReused, Missing, DoorIsClosed)


class _Deed(NamedTuple):
    """What will be written: the columns of the pledge that change, and the row in the book."""

    now: Moment
    given: dict[str, Any]
    kind: str
    facts: dict[str, Any]


def pledge_hours(now: Moment, hours: int, first_hour: str) -> Given:
    """Set my whole hours on a proposal of the open round, and commit. RuleBroken over H or K."""
    return _nothing(now) if now.happened else _saved(_promise(now, hours, first_hour))


def pledge_together(on: Connection, slug: str, wishes: Iterable[Wish]) -> list[Given | None]:
    """Write each wish as if it had come alone, one after the other, all in this one transaction, and commit.

    None where only a form of its own can say more: it was refused, it was done before, or the last call runs, when
    every pledge can move the clock.
    """
    given = [each for some in _nobody_twice(wishes) for each in _given_to(on, slug, some)]
    on.commit()
    return given


def withdraw_pledge(now: Moment) -> Given:
    """Take my hours back, until the close, and commit. Taking back what was never given changes nothing."""
    if now.happened:
        return _nothing(now)
    check_pledging(now.opened, now.locked)
    if now.mine is None or not now.mine.hours:
        return _nothing(now)
    return _saved(_Deed(now, {"hours": 0}, "pledge withdrawn", {"proposal": now.number}))


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


def _nothing(now: Moment) -> Given:
    return Given(now, now.version, now.version)


def _promise(now: Moment, hours: int, first_hour: str) -> _Deed:
    """The pledge that nothing speaks against. RuleBroken."""
    check_pledging(now.opened, now.locked)
    check_pledge(hours, Budget(now.elsewhere, now.backed, now.hours_each, now.proposals_each))
    if first_hour not in FIRST_HOURS:
        raise RuleBroken(N_("Please pick when your first hour is: this week, next week or later."))
    kind = "pledge changed" if now.mine and now.mine.hours else "hours pledged"
    given = {"hours": hours, "first_hour": first_hour}
    return _Deed(now, given, kind, {"proposal": now.number, **given})


def _nobody_twice(wishes: Iterable[Wish]) -> Iterator[list[Wish]]:
    """Runs in which every device asks once: whoever presses twice finds the first press written."""
    run: dict[str, Wish] = {}
    for wish in wishes:
        if wish.device in run:
            yield list(run.values())
            run = {}
        run[wish.device] = wish
    yield list(run.values())


def _given_to(on: Connection, slug: str, wishes: Iterable[Wish]) -> list[Given | None]:
    """Look at what each of these people may do, then write all of it."""
    came: Counter[int] = Counter()  # people, by proposal, since the look of the first
    deeds = [_look(on, slug, wish, came) for wish in wishes]
    given = iter(_write(on, [deed for deed in deeds if deed]))
    return [next(given) if deed else None for deed in deeds]


def _look(on: Connection, slug: str, wish: Wish, came: Counter[int]) -> _Deed | None:
    try:
        now = moment_of_phone(on, slug, wish.number, wish.device, wish.press)
        if now.happened or now.calling:
            return None
        deed = _promise(now._replace(beside=now.beside + came[now.proposal]), wish.hours, wish.first_hour)
    except REFUSALS:
        return None
    before = now.mine.hours if now.mine else 0
    came[now.proposal] += (wish.hours >= now.person_from) - (before >= now.person_from)
    return deed


def _saved(deed: _Deed) -> Given:
    [given] = _write(db.session.connection(), [deed])
    db.session.commit()
    db.session.expire_all()
    return given


def _write(on: Connection, deeds: Sequence[_Deed]) -> list[Given]:
    """The pledges of different people to one round, their rows in the book and their presses."""
    if not deeds:
        return []
    now = deeds[0].now
    with _soft_end(now):
        _keep(on, deeds)
    rows = list(_rows(_end(on, now), deeds))
    end = {"to": rows[-1]["seq"], "hash": rows[-1]["hash"]}
    WRITE.do(on, *rows)
    RECEIVE.do(on, *(_receipt(deed, row) for deed, row in zip(deeds, rows, strict=True)))
    MOVE_BOOK.do(on, {"which": now.assembly, **end})
    MOVE_GATHERING.do(on, {"which": now.gathering, "to": end["to"]})
    REMEMBER.do(on, *(_press(deed, row) for deed, row in zip(deeds, rows, strict=True) if deed.now.press))
    before = [now.version, *(row["seq"] for row in rows[:-1])]
    told = zip(deeds, before, rows, strict=True)
    return [Given(deed.now, since, row["seq"], row["hash"]) for deed, since, row in told]


def _keep(on: Connection, deeds: Iterable[_Deed]) -> None:
    """Write the pledges themselves."""
    new, known = [], []
    for now, given, *_ in deeds:
        if now.mine:
            known.append({"which": now.mine.id, "first_hour": now.mine.first_hour, **given})
        else:
            places = {"allocation_id": now.round, "participant_id": now.person, "proposal_id": now.proposal}
            new.append({**places, **given})
    GIVE.do(on, *new)
    CHANGE.do(on, *known)


def _rows(end: End, deeds: Iterable[_Deed]) -> Iterator[dict[str, Any]]:
    """Of the book, each following the one before."""
    for now, _, kind, facts in deeds:
        row = next_row(
            end, kind, _scene(now), by=now.person_name, helper=now.helper_name, facts=facts, salted=now.hidden
        )
        end = End(end.assembly, row["seq"], row["hash"])
        yield row


def _receipt(deed: _Deed, row: dict[str, Any]) -> dict[str, Any]:
    now = deed.now
    mine = {"round": now.round, "person": now.person, "proposal": now.proposal}
    return {**mine, "book": row["assembly_id"], "row": row["seq"]}


def _press(deed: _Deed, row: dict[str, Any]) -> dict[str, Any]:
    now = deed.now
    assert now.press
    return {"device_id": now.device, "key": now.press.key, "asked": now.press.asked, "seq": row["seq"]}


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


def _end(on: Connection, now: Moment) -> End:
    """Where the book ends; a clock that got longer has just written a row of its own."""
    if not now.calling:
        return End(now.assembly, now.seq, now.head)
    return End(now.assembly, *on.execute(END, {"which": now.assembly}).one())


def _scene(now: Moment) -> Scene:
    return Scene(now.gathering, now.gathering_name)
