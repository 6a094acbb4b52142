"""Raise a hand, ask in writing, take it back; give somebody the word, end it, pass somebody over."""

from sqlalchemy import delete, func, select

from assembly.extensions import db
from assembly.gatherings.actions import SomebodyElseMoved
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, device_of, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import random_name
from assembly.kernel.models.identity import Grant
from assembly.kernel.readings import next_number, numbered
from assembly.kernel.rules import N_
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import folded, needed
from assembly.people.models import Participant
from assembly.rounds.models.proposal import Proposal
from assembly.stack.models import CALLED, DONE, DOWN, TURNS, UP, Hand
from assembly.stack.rules import LONGEST_QUESTION, check_hand, check_turn, check_waiting, check_written


def raise_hand(me: Participant, proposal: Proposal, press: Press | None = None, helper: Grant | None = None) -> Hand:
    """My hand goes up for whoever has the floor; twice changes nothing. RuleBroken."""
    mine = [hand for hand in _hands(proposal) if hand.participant_id == me.id and not hand.written]
    standing = next((hand for hand in mine if hand.state in (UP, CALLED)), None)
    if standing:
        return standing
    if happened(device_of(me, helper), press) and mine:
        return mine[-1]
    gathering = proposal.gathering
    now = gathering.presentation
    check_hand(now is not None and now.proposal_id == proposal.id, turns_of(proposal))
    hand = _new(proposal, participant=me)
    row = record("hand raised", gathering, by=me, helper=helper, hand=hand.number, proposal=proposal.number)
    remember(device_of(me, helper), press, row.seq)
    db.session.commit()
    return hand


def ask_in_writing(me: Participant, proposal: Proposal, written: str, named: bool, helper: Grant | None = None) -> Hand:
    """A question in at most 140 characters, with my name or (not `named`) with nothing that leads to me. RuleBroken.

    The same words again are the same question: so a press needs no key, which would lead to its phone.
    """
    words = needed(written, LONGEST_QUESTION, N_("Please write your question."))
    gathering, asks = proposal.gathering, me if named else None
    there = [hand for hand in _hands(proposal) if hand.written and hand.state != DOWN]
    same = [hand for hand in there if folded(hand.words) == folded(words) and hand.participant is asks]
    if same:
        return same[0]
    mine = sum(hand.participant_id == me.id for hand in there)
    check_written(gathering.step.kind == "presenting", mine, len(there))
    hand = _new(proposal, participant=asks, written=True, words=words)
    record(
        "question written",
        gathering,
        by=asks or gathering,
        helper=helper if asks else None,
        question=hand.number,
        proposal=proposal.number,
        words=sealed(words, hand.salt),
    )
    db.session.commit()
    return hand


def take_down(me: Participant, hand: Hand, press: Press | None = None) -> Hand:
    """My own hand or question, taken back. Missing for somebody else's."""
    if hand.participant_id != me.id:
        raise Missing(hand.number)
    if not happened(me.device, press) and hand.state in (UP, CALLED):
        remember(me.device, press, _end(hand, DOWN, "question taken back", me))
    db.session.commit()
    return hand


def give_the_word(by: Grant, hand: Hand, at: int) -> Hand:
    """It is their turn; whoever had the word (`at`, a hand's number, 0 for nobody) has asked. RuleBroken.

    SomebodyElseMoved when another has the word by now.
    """
    if hand.state == CALLED:
        return hand
    before = next((one for one in _hands(hand.proposal) if one.state == CALLED), None)
    if (before.number if before else 0) != at:
        raise SomebodyElseMoved
    check_waiting(hand.state == UP)
    check_turn(turns_of(hand.proposal))
    if before:
        _end(before, DONE, "question asked", by)
    hand.state = CALLED
    record("word given", hand.gathering, by=by, hand=hand.number, proposal=hand.proposal.number)
    db.session.commit()
    return hand


def end_turn(by: Grant, hand: Hand) -> Hand:
    """They have asked. Doing it twice changes nothing."""
    if hand.state == CALLED:
        _end(hand, DONE, "question asked", by)
    db.session.commit()
    return hand


def pass_over(by: Grant, hand: Hand, press: Press | None = None) -> Hand:
    """Not now: they wait behind the others, and the question is not counted."""
    if not happened(by.device, press) and hand.state in (UP, CALLED):
        hand.state, hand.skips = UP, hand.skips + 1
        row = record("hand passed over", hand.gathering, by=by, hand=hand.number, proposal=hand.proposal.number)
        remember(by.device, press, row.seq)
    db.session.commit()
    return hand


def lower(by: Grant, hand: Hand) -> Hand:
    """Down with a hand, or off the list with a question. Doing it twice changes nothing."""
    if hand.state in (UP, CALLED):
        _end(hand, DOWN, "hand lowered", by)
    db.session.commit()
    return hand


def hand_of(gathering: Gathering, number: int) -> Hand:
    """Missing when nobody raised a hand with this number here."""
    return numbered(Hand, gathering, number)


def turns_of(proposal: Proposal) -> int:
    """Questions about it that were asked aloud, the running one included."""
    asked = (Hand.proposal_id == proposal.id, Hand.state.in_(TURNS))
    return db.session.scalar(select(func.count()).select_from(Hand).where(*asked)) or 0


def forget_person(me: Participant) -> None:
    """Nobody's any more: what was said aloud stays a number. Part of forgetting: no commit."""
    for hand in db.session.scalars(select(Hand).where(Hand.participant_id == me.id)).all():
        hand.participant, hand.words, hand.salt = None, "", random_name()
        hand.state = hand.state if hand.state == DONE else DOWN


def forget_names(gathering: Gathering) -> None:
    """Words that were taken back or off the list. Part of forgetting: no commit."""
    off = (Hand.gathering_id == gathering.id, Hand.written, Hand.state == DOWN)
    for hand in db.session.scalars(select(Hand).where(*off)).all():
        hand.words, hand.salt = "", random_name()


def purge(gathering: Gathering) -> None:
    """All hands and questions. Part of a purge: no commit."""
    db.session.execute(delete(Hand).where(Hand.gathering_id == gathering.id))


def _new(proposal: Proposal, participant: Participant | None, written: bool = False, words: str = "") -> Hand:
    gathering = proposal.gathering
    hand = Hand(
        number=next_number(Hand, gathering),
        written=written,
        words=words,
        gathering=gathering,
        proposal=proposal,
        participant=participant,
    )
    db.session.add(hand)
    db.session.flush()
    return hand


def _end(hand: Hand, state: str, kind: str, by: Participant | Grant) -> int:
    """The number of the row in the book."""
    hand.state = state
    return record(kind, hand.gathering, by=by, hand=hand.number, proposal=hand.proposal.number).seq


def _hands(proposal: Proposal) -> list[Hand]:
    return list(db.session.scalars(select(Hand).where(Hand.proposal_id == proposal.id).order_by(Hand.number)))
