"""The list of proposals: rename, take off, put back, merge. Owners of promises that move are told."""

from typing import Any

from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.actions import take_floor
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import needed
from assembly.rounds.actions.offers import OFF_THE_LIST, lapse_offers, meet_offers
from assembly.rounds.actions.pledges import pledge_of
from assembly.rounds.actions.proposals import ask_of
from assembly.rounds.actions.rounds import soft_end
from assembly.rounds.models.pledge import HoursMoved, Pledge
from assembly.rounds.models.proposal import Proposal, ProposalRenamed, ProposalWithdrawn
from assembly.rounds.rules.quiet import check_quiet_together
from assembly.rounds.rules.round import check_list, check_moving, check_unlocked


def rename_proposal(facilitator: Grant, proposal: Proposal, title: str) -> Proposal:
    """A slip of the pen, mended; the words before can be put back. Not after the close. RuleBroken."""
    check_unlocked(proposal.gathering.allocation.locked)
    fresh = needed(title, 60, N_("Please give the proposal a name."))
    if fresh != proposal.title:
        db.session.add(ProposalRenamed(proposal=proposal, before=proposal.title, by=facilitator))
        proposal.title = fresh
        _told(facilitator, proposal)
    db.session.commit()
    return proposal


def unrename_proposal(facilitator: Grant, proposal: Proposal, press: Press | None = None) -> Proposal:
    """The title it had before."""
    renaming = proposal.renaming
    if not happened(facilitator.device, press) and renaming:
        check_unlocked(proposal.gathering.allocation.locked)
        proposal.title, renaming.ended_at = renaming.before, this_minute()
        row = _told(facilitator, proposal)
        remember(facilitator.device, press, row.seq)
    db.session.commit()
    return proposal


def withdraw_proposal(facilitator: Grant, proposal: Proposal) -> Proposal:
    """Off the list. Hours promised to it come back to their owners, who are told. Doing it twice changes nothing."""
    allocation = proposal.gathering.allocation
    check_list(allocation.locked, allocation.number > 1, allocation.opened)
    if not proposal.withdrawn:
        with soft_end(allocation, facilitator):
            for pledge in _promises(proposal):
                _move(facilitator, pledge, None)
            db.session.add(ProposalWithdrawn(proposal=proposal, by=facilitator))
        lapse_offers(facilitator, allocation, OFF_THE_LIST, proposal)
        _sit_down(facilitator, proposal)
        record("proposal withdrawn", proposal.gathering, by=facilitator, proposal=proposal.number)
    db.session.commit()
    return proposal


def merge_proposals(facilitator: Grant, proposal: Proposal, into: Proposal) -> Proposal:
    """Two that want the same become `into`, with its own terms. Promises move along: nobody gives more hours in all
    than before, nor to more proposals. Doing it twice changes nothing. RuleBroken for a proposal and itself."""
    allocation = proposal.gathering.allocation
    check_list(allocation.locked, allocation.number > 1, allocation.opened)
    if proposal is into:
        raise RuleBroken(N_("That is the same proposal. Please type the number of the other one."))
    if proposal.withdrawal and proposal.withdrawal.into is into:
        return into
    check_quiet_together(proposal.quiet, into.quiet)
    if proposal.withdrawn:
        raise Missing(proposal.number)
    with soft_end(allocation, facilitator):
        for pledge in _promises(proposal):
            _move(facilitator, pledge, into)
        db.session.add(ProposalWithdrawn(proposal=proposal, by=facilitator, into=into))
    _sit_down(facilitator, proposal)
    record("proposals put together", proposal.gathering, by=facilitator, proposal=proposal.number, into=into.number)
    lapse_offers(facilitator, allocation, OFF_THE_LIST, proposal)
    if allocation.pledging and not allocation.hidden:
        with soft_end(allocation, facilitator):
            meet_offers(allocation, into)
    db.session.commit()
    return into


def moving_along(proposal: Proposal, into: Proposal) -> tuple[int, int, int]:
    """What putting them together would move: people, their hours, and how many of them gave to both."""
    promises = _promises(proposal)
    there = {pledge.participant_id for pledge in _promises(into)}
    both = sum(pledge.participant_id in there for pledge in promises)
    return len(promises), sum(pledge.hours for pledge in promises), both


def restore_proposal(facilitator: Grant, proposal: Proposal) -> Proposal:
    """Back on the list. Hours that had moved along come back with it where their owner did not change them since;
    hours that were given back stay with their owners. RuleBroken when the round opened without it."""
    allocation = proposal.gathering.allocation
    check_list(allocation.locked, allocation.number > 1, allocation.opened)
    check_moving(allocation.held)
    if allocation.asks_fixed and ask_of(proposal, allocation).lot is None:
        raise RuleBroken(N_("The round opened without this proposal, so it has no lot. It can come back next time."))
    if proposal.withdrawal:
        with soft_end(allocation, facilitator):
            db.session.delete(proposal.withdrawal)
            db.session.flush()
            db.session.expire(proposal, ["withdrawal"])
            for moving in _movings(proposal):
                _move_back(facilitator, moving)
        record("proposal restored", proposal.gathering, by=facilitator, proposal=proposal.number)
    db.session.commit()
    return proposal


def _sit_down(facilitator: Grant, proposal: Proposal) -> None:
    """Nobody goes on presenting what is off the list."""
    presentation = proposal.gathering.presentation
    if presentation and presentation.proposal is proposal:
        take_floor(facilitator, proposal.gathering)


def _promises(proposal: Proposal) -> list[Pledge]:
    mine = (Pledge.allocation_id == proposal.gathering.allocation.id, Pledge.proposal_id == proposal.id)
    return list(db.session.scalars(select(Pledge).where(*mine, Pledge.hours > 0)))


def _movings(proposal: Proposal) -> list[HoursMoved]:
    mine = (Pledge.proposal_id == proposal.id, HoursMoved.ended_at.is_(None))
    return list(db.session.scalars(select(HoursMoved).join(Pledge, Pledge.id == HoursMoved.pledge_id).where(*mine)))


def _move(facilitator: Grant, pledge: Pledge, into: Proposal | None) -> None:
    """Take a pledge's hours to another proposal, or back to its owner."""
    hours, target = pledge.hours, None
    if into is not None:
        target = pledge_of(pledge.participant, into, pledge.allocation)
        if target is None:
            target = Pledge(
                hours=0,
                first_hour=pledge.first_hour,
                from_pod=pledge.from_pod,
                allocation=pledge.allocation,
                participant=pledge.participant,
                proposal=into,
            )
            db.session.add(target)
        target.hours += hours
    pledge.hours = 0
    after = target.hours if target else None
    db.session.add(HoursMoved(hours=hours, pledge=pledge, into=target, by=facilitator, after=after))
    _recorded(facilitator, pledge, target)


def _move_back(facilitator: Grant, moving: HoursMoved) -> None:
    """Hours whose owner changed them since stay where they are; so do those that went further along, which is told."""
    pledge, target = moving.pledge, moving.into
    if target is not moving.now_at:
        return
    moving.ended_at = this_minute()
    others = [promise for promise in pledge.participant.promises if promise.allocation_id == pledge.allocation_id]
    emptied = target is not None and target.hours == moving.hours
    fits = len(others) + 1 - emptied <= pledge.allocation.proposals_each
    if target is None or target.hours != moving.after or not fits:
        return
    target.hours -= moving.hours
    pledge.hours += moving.hours
    _recorded(facilitator, pledge, target)


def _recorded(facilitator: Grant, pledge: Pledge, other: Pledge | None) -> None:
    """One row for each pledge that changed: whose, where, and how many hours stand there now."""
    for changed in (pledge, other):
        if changed is not None:
            own: dict[str, Any] = {"pod": True} if changed.from_pod else {}
            record(
                "pledge moved",
                pledge.proposal.gathering,
                by=facilitator,
                person=pledge.participant.ledger_id,
                proposal=changed.proposal.number,
                hours=changed.hours,
                salted=pledge.allocation.hidden or changed.proposal.quiet,
                **own,
            )


def _told(facilitator: Grant, proposal: Proposal) -> LedgerRow:
    title = sealed(proposal.title, proposal.salt)
    return record("proposal renamed", proposal.gathering, by=facilitator, proposal=proposal.number, title=title)
