"""After the close: what becomes of hours promised to a proposal that got no money. Nobody owes them."""

from assembly.extensions import db
from assembly.kernel.actions.ledger import record
from assembly.kernel.rules import N_, RuleBroken
from assembly.people.models import Participant
from assembly.rounds.models.pledge import Pledge, PledgeChoice
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.rules.quiet import check_quiet_move

CHOICES = ("free", "keep", "move")


def choose(me: Participant, pledge: Pledge, choice: str, into: Proposal | None = None) -> Pledge:
    """Free my hours, keep them without money, or move them. Repeatable. Source: funding rule, After the lock.

    RuleBroken before the close, for a promise that still stands, and for a move to nowhere.
    """
    allocation = pledge.allocation
    if not allocation.locked or not allocation.got_nothing(pledge.proposal):
        raise RuleBroken(N_("This promise stands as it is."))
    if choice not in CHOICES:
        raise RuleBroken(N_("Please pick what becomes of your hours."))
    if choice == "move" and (into is None or allocation.got_nothing(into)):
        raise RuleBroken(N_("Please pick a proposal that goes on, to move your hours to."))
    target = into if choice == "move" else None
    if target:
        check_quiet_move(pledge.proposal.quiet, target.quiet)
    before = pledge.choice
    if before and (before.choice, before.into) == (choice, target):
        return pledge
    if before:
        db.session.delete(before)
        db.session.flush()
        db.session.expire(pledge, ["choice"])
    if choice != "free":
        db.session.add(PledgeChoice(choice=choice, pledge=pledge, into=target))
    kinds = {"free": "hours freed", "keep": "hours kept without money", "move": "hours moved after the close"}
    moved = target.number if target else None
    if pledge.proposal.quiet:
        record(kinds[choice], me.gathering, by=me.gathering, proposal=pledge.proposal.number)
    else:
        record(kinds[choice], me.gathering, by=me, proposal=pledge.proposal.number, hours=pledge.hours, into=moved)
    db.session.commit()
    return pledge
