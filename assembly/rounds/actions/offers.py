"""Match offers: make one, take it back; once enough others have joined, its hours are given by the rule itself."""

from typing import Any

from sqlalchemy import func, select

from assembly.extensions import db
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import Actor, record
from assembly.kernel.readings import next_number
from assembly.kernel.rules import RuleBroken
from assembly.people.models import Participant
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.offer import MatchOffer
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.rules.offers import check_may_offer, check_offer, is_met
from assembly.rounds.rules.pledges import Budget, check_first_hour, check_pledge
from assembly.rounds.rules.roles import Part
from assembly.rounds.rules.round import check_pledging

NO_HOURS, OFF_THE_LIST, CLOSED = "no hours", "off the list", "closed"  # why an offer lapses


def make_offer(
    me: Participant,
    proposal: Proposal,
    hours: int,
    people: int,
    first_hour: str,
    from_pod: bool = False,
    press: Press | None = None,
) -> Proposal:
    """My `hours` more, if `people` more join. RuleBroken: not now, not here, not so much; KeyReused."""
    allocation = proposal.gathering.allocation
    if happened(me.device, press):
        return proposal
    check_pledging(allocation.opened, allocation.locked)
    check_may_offer(allocation.hidden, proposal.quiet)
    mine = _pledge(allocation, proposal, me)
    already = open_offer(me, proposal) is not None
    check_offer(hours, people, mine.hours if mine else 0, _budget(allocation, proposal, me), already)
    check_first_hour(first_hour)
    offer = MatchOffer(
        number=next_number(MatchOffer, allocation),
        hours=hours,
        people=people,
        needed=others(allocation, proposal, me) + people,
        first_hour=first_hour,
        from_pod=from_pod,
        allocation=allocation,
        proposal=proposal,
        participant=me,
    )
    db.session.add(offer)
    row = _recorded("match offer made", me, offer, hours=hours, people=people, needed=offer.needed)
    remember(me.device, press, row)
    db.session.commit()
    return proposal


def withdraw_offer(me: Participant, proposal: Proposal) -> Proposal:
    """My open offer on a proposal, taken back. Without one nothing changes."""
    offer = open_offer(me, proposal)
    if offer is not None:
        offer.state = "withdrawn"
        _recorded("match offer withdrawn", me, offer)
    db.session.commit()
    return proposal


def meet_offers(allocation: Allocation, proposal: Proposal) -> int:
    """Settle every open offer on a proposal for which enough others have joined, oldest first; one may bring about the
    next. How many. Does not commit: part of what made them join.

    Each is settled once, so it ends. Whose maker has no hours left for it lapses.
    """
    settled = 0
    while (offer := _next_to_settle(allocation, proposal)) is not None:
        _settle(offer)
        settled += 1
    return settled


def lapse_offers(by: Actor, allocation: Allocation, reason: str, proposal: Proposal | None = None) -> None:
    """Open offers of a round, or of one proposal in it, come to nothing. Does not commit: part of what ends them."""
    for offer in _open(allocation):
        if proposal is None or offer.proposal is proposal:
            _lapse(by, offer, reason)


def open_offer(me: Participant, proposal: Proposal) -> MatchOffer | None:
    """Mine on a proposal, in the newest round."""
    mine = (MatchOffer.participant_id == me.id, MatchOffer.proposal_id == proposal.id, MatchOffer.state == "open")
    here = MatchOffer.allocation_id == proposal.gathering.allocation.id
    return db.session.scalar(select(MatchOffer).where(here, *mine))


def others(allocation: Allocation, proposal: Proposal, me: Participant) -> int:
    """People besides me who count behind a proposal."""
    theirs = (Pledge.allocation_id == allocation.id, Pledge.proposal_id == proposal.id, Pledge.participant_id != me.id)
    counting = select(func.count(Pledge.id)).where(*theirs, Pledge.hours >= allocation.person_from)
    return db.session.scalar(counting) or 0


def _open(allocation: Allocation) -> list[MatchOffer]:
    mine = (MatchOffer.allocation_id == allocation.id, MatchOffer.state == "open")
    return list(db.session.scalars(select(MatchOffer).where(*mine).order_by(MatchOffer.number)))


def _next_to_settle(allocation: Allocation, proposal: Proposal) -> MatchOffer | None:
    waiting = (offer for offer in _open(allocation) if offer.proposal is proposal)
    return next((one for one in waiting if is_met(one.needed, others(allocation, proposal, one.participant))), None)


def _settle(offer: MatchOffer) -> None:
    """Its hours become an ordinary pledge of its maker."""
    me, proposal, allocation = offer.participant, offer.proposal, offer.allocation
    mine = _pledge(allocation, proposal, me)
    before = mine.hours if mine else 0
    try:
        check_pledge(before + offer.hours, _budget(allocation, proposal, me))
    except RuleBroken:
        _lapse(me, offer, NO_HOURS)
        return
    offer.state = "met"
    _recorded("match offer met", me, offer, hours=offer.hours)
    if mine is None or not before:
        mine = mine or Pledge(
            hours=0, first_hour="", allocation=allocation, participant=me, proposal=proposal, from_pod=offer.from_pod
        )
        db.session.add(mine)
        mine.first_hour, mine.from_pod = offer.first_hour, offer.from_pod
    mine.hours = before + offer.hours
    part = Part(mine.role.number if mine.role else None, from_pod=mine.from_pod)
    mine.receipt = record(
        "pledge changed" if before else "hours pledged",
        proposal.gathering,
        by=me,
        proposal=proposal.number,
        hours=mine.hours,
        first_hour=mine.first_hour,
        offer=offer.number,
        **part.told,
    )
    db.session.flush()


def _lapse(by: Actor, offer: MatchOffer, reason: str) -> None:
    offer.state, offer.reason = "lapsed", reason
    _recorded("match offer lapsed", by, offer, reason=reason)


def _recorded(kind: str, by: Actor, offer: MatchOffer, **facts: Any) -> int:
    """The number of the row."""
    db.session.flush()
    number, gathering = offer.proposal.number, offer.proposal.gathering
    return record(kind, gathering, by=by, offer=offer.number, proposal=number, **facts).seq


def _pledge(allocation: Allocation, proposal: Proposal, me: Participant) -> Pledge | None:
    mine = (Pledge.allocation_id == allocation.id, Pledge.participant_id == me.id, Pledge.proposal_id == proposal.id)
    return db.session.scalar(select(Pledge).where(*mine))


def _budget(allocation: Allocation, proposal: Proposal, me: Participant) -> Budget:
    """What I gave to other proposals of the round, and its limits."""
    elsewhere = (Pledge.allocation_id == allocation.id, Pledge.participant_id == me.id, Pledge.standing)
    sums = select(func.coalesce(func.sum(Pledge.hours), 0), func.count(Pledge.id))
    given, backed = db.session.execute(sums.where(*elsewhere, Pledge.proposal_id != proposal.id)).one()
    return Budget(int(given), int(backed), allocation.hours_each, allocation.proposals_each)
