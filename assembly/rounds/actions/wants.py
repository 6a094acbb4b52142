"""What a proposal wants besides hours and money, and who brings it."""

from sqlalchemy import select

from assembly.extensions import db
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import one_line
from assembly.people.models import Participant
from assembly.rounds.models.proposal import Brought, Proposal, Want
from assembly.rounds.rules.round import check_unlocked

MOST_WANTS, LONGEST_WANT = 5, 40


def ask_for(facilitator: Grant, proposal: Proposal, written: str) -> Proposal:
    """Set what is wanted, as "a van, a welder"; their offers remain. Does not commit. RuleBroken if too many."""
    check_unlocked(proposal.gathering.allocation.locked)
    wanted = [words for words in (one_line(each, 400) for each in written.split(",")) if words]
    if len(wanted) > MOST_WANTS:
        raise RuleBroken(N_("At most %(most)s things, please: what matters most?"), most=MOST_WANTS)
    for words in wanted:
        one_line(words, LONGEST_WANT)
    standing = {want.words: want for want in proposal.wants}
    if wanted == list(standing):
        return proposal
    number = max((want.number for want in proposal.wants), default=0)
    proposal.wants = [
        standing.get(words) or Want(number=number + place, words=words, proposal=proposal)
        for place, words in enumerate(dict.fromkeys(wanted), start=1)
    ]
    wants = [sealed(words, proposal.salt) for words in wanted]
    record("wants told", proposal.gathering, by=facilitator, proposal=proposal.number, wants=wants)
    return proposal


def bring(me: Participant, want: Want, helper: Grant | None = None) -> Want:
    """I have one, and bring it. Doing it twice changes nothing."""
    mine = brought(me, want)
    if mine is None or not mine.standing:
        if mine is None:
            db.session.add(Brought(want=want, participant=me))
        else:
            mine.withdrawn_at = None
        _recorded("brings what is wanted", me, want, helper)
    db.session.commit()
    return want


def stop_bringing(me: Participant, want: Want, helper: Grant | None = None) -> Want:
    """Not after all. Doing it twice changes nothing."""
    mine = brought(me, want)
    if mine is not None and mine.standing:
        mine.withdrawn_at = this_minute()
        _recorded("brings it no more", me, want, helper)
    db.session.commit()
    return want


def brought(me: Participant, want: Want) -> Brought | None:
    mine = (Brought.want_id == want.id, Brought.participant_id == me.id)
    return db.session.scalar(select(Brought).where(*mine))


def _recorded(kind: str, me: Participant, want: Want, helper: Grant | None) -> None:
    gathering = want.proposal.gathering
    record(kind, gathering, by=me, helper=helper, proposal=want.proposal.number, want=want.number)
