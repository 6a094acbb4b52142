"""Answer at the check-out, change it, take it back; type one from paper; keep something for later."""

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from assembly.evaluation.models import CheckOut, ParkedItem
from assembly.evaluation.rules import LONGEST_ANSWER, LONGEST_PARKED, check_answer, check_parked
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record, sealed, sha256
from assembly.kernel.models.base import this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.readings import next_number
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import needed, one_line


@dataclass(frozen=True)
class Answer:
    """As typed; `tap` is 1 to 5, None for none."""

    good: str
    next_time: str
    tap: int | None


def check_out(gathering: Gathering, handle: str, answer: Answer) -> CheckOut:
    """Answer, or change the answer that this handle gave: pressing twice is answering once. RuleBroken.

    The book's row is the gathering's own and no press is remembered: nothing says whose answer it was.
    """
    mine = answer_of(gathering, handle)
    fresh = mine is None
    mine = _write(gathering, handle, answer, mine)
    if fresh:
        record("check-out answered", gathering, by=gathering)
    else:
        record("check-out changed", gathering, by=gathering)
    db.session.commit()
    return mine


def type_answer(helper: Grant, gathering: Gathering, answer: Answer, press: Press | None = None) -> None:
    """From a paper card. RuleBroken."""
    if happened(helper.device, press):
        return
    _write(gathering, secrets.token_hex(32), answer, None).paper = True
    row = record("check-out typed from paper", gathering, by=helper)
    remember(helper.device, press, row.seq)
    db.session.commit()


def take_answer_back(gathering: Gathering, handle: str) -> None:
    """Doing it twice changes nothing."""
    mine = answer_of(gathering, handle)
    if mine is not None:
        db.session.delete(mine)
        record("check-out taken back", gathering, by=gathering)
    db.session.commit()


def answer_of(gathering: Gathering, handle: str) -> CheckOut | None:
    mine = (CheckOut.gathering_id == gathering.id, CheckOut.handle == handle)
    return db.session.scalar(select(CheckOut).where(*mine))


def park(by: Grant, gathering: Gathering, words: str, press: Press | None = None) -> None:
    """Keep a line for later. RuleBroken."""
    if happened(by.device, press):
        return
    line = needed(words, LONGEST_PARKED, N_("Please write what to keep for later, in one line."))
    standing = select(func.count()).where(ParkedItem.gathering_id == gathering.id, ParkedItem.withdrawn_at.is_(None))
    check_parked(db.session.scalar(standing) or 0)
    item = ParkedItem(number=next_number(ParkedItem, gathering), words=line, gathering=gathering, by=by)
    db.session.add(item)
    row = record("kept for later", gathering, by=by, item=item.number, words=sealed(line, item.salt))
    remember(by.device, press, row.seq)
    db.session.commit()


def take_off(by: Grant, item: ParkedItem) -> None:
    """From the list. Doing it twice changes nothing."""
    if item.withdrawn_at is None:
        item.withdrawn_at = this_minute()
        record("taken off the list for later", item.gathering, by=by, item=item.number)
    db.session.commit()


def put_back(by: Grant, item: ParkedItem) -> None:
    """On the list again."""
    if item.withdrawn_at is not None:
        item.withdrawn_at = None
        record("kept for later", item.gathering, by=by, item=item.number, words=sealed(item.words, item.salt))
    db.session.commit()


def forget_unlisted(gathering: Gathering) -> None:
    """What somebody took off the list; there was a reason to. Does not commit."""
    off = (ParkedItem.gathering_id == gathering.id, ParkedItem.withdrawn_at.is_not(None))
    db.session.execute(delete(ParkedItem).where(*off))


def forget_words(gathering: Gathering) -> None:
    """Lines that people wrote; how many tapped what stays. Does not commit."""
    db.session.execute(delete(ParkedItem).where(ParkedItem.gathering_id == gathering.id))
    mine = CheckOut.gathering_id == gathering.id
    db.session.execute(delete(CheckOut).where(mine, CheckOut.tap.is_(None)))
    for answer in db.session.scalars(select(CheckOut).where(mine)):
        answer.good = answer.next_time = ""
        answer.handle = sha256(secrets.token_hex(32))


def _write(gathering: Gathering, handle: str, answer: Answer, mine: CheckOut | None) -> CheckOut:
    if gathering.purged:
        raise RuleBroken(N_("Everything about the people of this evening was forgotten, so no answer is kept."))
    good, next_time = one_line(answer.good, LONGEST_ANSWER), one_line(answer.next_time, LONGEST_ANSWER)
    check_answer(good, next_time, answer.tap)
    if mine is None:
        mine = CheckOut(handle=handle, good="", next_time="", gathering=gathering)
        db.session.add(mine)
    mine.good, mine.next_time, mine.tap = good, next_time, answer.tap
    return mine
