"""Tell a victory in one line, by name or without; take it back; on the desk, write one, let it on the wall or off."""

from sqlalchemy import delete, or_, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import random_name, this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.readings import next_number
from assembly.kernel.rules import N_
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import needed
from assembly.people.models import Participant
from assembly.promises.models import Victory
from assembly.promises.rules import LONGEST_VICTORY, check_victory

WHAT_WAS_WON = N_("Please write what was won, in one line.")


def tell(me: Participant, words: str, named: bool, press: Press | None = None) -> None:
    """`named`: with my name beside it. Waits for a host where cards do. RuleBroken."""
    if happened(me.device, press):
        return
    line = needed(words, LONGEST_VICTORY, WHAT_WAS_WON)
    check_victory(line, len([each for each in victories_of(me.gathering) if each.teller_id == me.id]))
    victory = _add(me.gathering, line, teller=me, named=named, waiting=me.gathering.approval is not None)
    row = record("victory told", me.gathering, by=me, victory=victory.number, words=sealed(line, victory.salt))
    remember(me.device, press, row.seq)
    db.session.commit()


def write(facilitator: Grant, gathering: Gathering, words: str, press: Press | None = None) -> None:
    """A line told aloud, without a name. RuleBroken."""
    if happened(facilitator.device, press):
        return
    line = needed(words, LONGEST_VICTORY, WHAT_WAS_WON)
    check_victory(line, 0)
    victory = _add(gathering, line)
    row = record("victory told", gathering, by=facilitator, victory=victory.number, words=sealed(line, victory.salt))
    remember(facilitator.device, press, row.seq)
    db.session.commit()


def take_back(me: Participant, number: int) -> None:
    """Mine alone; its words go for good. Doing it twice changes nothing."""
    for victory in victories_of(me.gathering):
        if victory.number == number and victory.teller_id == me.id:
            _shred(victory)
            record("victory taken back", me.gathering, by=me, victory=number)
    db.session.commit()


def take_off(facilitator: Grant, gathering: Gathering, number: int) -> None:
    """Off every screen but the desk. Doing it twice changes nothing."""
    victory = victory_of(gathering, number)
    if victory.withdrawn_at is None:
        victory.withdrawn_at = this_minute()
        record("victory hidden", gathering, by=facilitator, victory=number)
    db.session.commit()


def let_on(facilitator: Grant, gathering: Gathering, number: int) -> None:
    """Back, or for the first time."""
    victory = victory_of(gathering, number)
    if victory.withdrawn_at or victory.waiting:
        victory.withdrawn_at, victory.waiting = None, False
        record("victory shown", gathering, by=facilitator, victory=number)
    db.session.commit()


def victories_of(gathering: Gathering) -> list[Victory]:
    """All that were told, hidden and waiting ones too, in order; not those that were taken back."""
    mine = select(Victory).where(Victory.gathering_id == gathering.id, Victory.words != "")
    return list(db.session.scalars(mine.order_by(Victory.number)))


def victory_of(gathering: Gathering, number: int) -> Victory:
    found = next((each for each in victories_of(gathering) if each.number == number), None)
    if found is None:
        raise Missing(number)
    return found


def forget_mine(me: Participant) -> None:
    """Does not commit."""
    for victory in victories_of(me.gathering):
        if victory.teller_id == me.id:
            _shred(victory)


def forget_tellers(gathering: Gathering) -> None:
    """Names beside lines, and lines that nobody sees. Does not commit."""
    mine = Victory.gathering_id == gathering.id
    db.session.execute(delete(Victory).where(mine, or_(Victory.withdrawn_at.is_not(None), Victory.waiting)))
    for victory in victories_of(gathering):
        victory.named = False


def forget_all(gathering: Gathering) -> None:
    """Does not commit."""
    db.session.execute(delete(Victory).where(Victory.gathering_id == gathering.id))


def _shred(victory: Victory) -> None:
    """The row and its number stay, so that the book's numbers go on meaning one line."""
    victory.words, victory.salt, victory.named = "", random_name(), False
    victory.teller, victory.withdrawn_at = None, this_minute()


def _add(
    gathering: Gathering, words: str, teller: Participant | None = None, named: bool = False, waiting: bool = False
) -> Victory:
    victory = Victory(
        number=next_number(Victory, gathering),
        words=words,
        gathering=gathering,
        teller=teller,
        named=named,
        waiting=waiting,
    )
    db.session.add(victory)
    return victory
