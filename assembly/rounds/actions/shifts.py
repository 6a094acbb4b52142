"""First shifts: those who promised say whether they come; desk or presenter say when and where."""

from assembly.extensions import db
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules.texts import one_line
from assembly.people.models import Participant
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.rules.shifts import LONGEST, check_answer, check_may_tell

KINDS = {"yes": "shift confirmed", "no": "shift declined"}


def answer_shift(me: Participant, pledge: Pledge, answer: str) -> Pledge:
    """Will I keep my first hour, "yes" or "no"? The same again changes nothing, the other replaces it. RuleBroken."""
    check_answer(answer, pledge.hours, pledge.first_hour, pledge.allocation.hidden)
    if answer != pledge.shift:
        pledge.shift = answer
        proposal = pledge.proposal
        if proposal.quiet:
            record(KINDS[answer], proposal.gathering, by=proposal.gathering, proposal=proposal.number)
        else:
            record(KINDS[answer], proposal.gathering, by=me, proposal=proposal.number, hours=pledge.hours)
    db.session.commit()
    return pledge


def tell_shift(by: Grant, proposal: Proposal, words: str, press: Press | None = None) -> Proposal:
    """When and where the first shift is, for those who come; "" takes it back. RuleBroken."""
    if happened(by.device, press):
        return proposal
    check_may_tell(proposal.withdrawn, proposal.gathering.purged)
    told = one_line(words, LONGEST)
    if told != proposal.first_shift:
        proposal.first_shift = told
        where = sealed(told, proposal.salt)
        row = record("shift told", proposal.gathering, by=by, proposal=proposal.number, shift=where)
        remember(by.device, press, row.seq)
    db.session.commit()
    return proposal
