"""Forget my name and cards, an evening's names, or all but proposals and sums. `database.sweep` clears files."""

from dataclasses import astuple

from sqlalchemy import ColumnElement, Select, delete, or_, select, union

from assembly.board.actions import family
from assembly.board.models import Asset, AssetHidden, AssetMerged, AssetRenamed, Offer
from assembly.extensions import db
from assembly.forgetting.rules import check_over
from assembly.gatherings.models import PURGED, Forgetting, Gathering
from assembly.gatherings.steps import hooks
from assembly.kernel.actions.ledger import record, sealed, sha256
from assembly.kernel.models.base import Base, random_name, this_minute
from assembly.kernel.models.identity import Attempt, Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.people.actions.people import forget_devices
from assembly.people.models import Participant
from assembly.people.readings.names import headcount_of
from assembly.rounds.models.proposal import Brought, Proposal, ProposalRenamed
from assembly.rounds.readings.givers import givers, promised

# roles of people; a facilitator's and a wall's go on showing the sums
GUESTS = ("helper", "presenter", "timekeeper", "door", "stack", "scribe")


def forget_me(me: Participant, helper: Grant | None = None) -> list[Asset]:
    """Remove my name and what I bring; my promises stay as numbers. Returns the cards that changed. Repeatable."""
    mine = select(Asset).join(Offer).where(Offer.participant_id == me.id)
    cards = [shown for card in db.session.scalars(mine).all() for shown in _with_what_it_is_part_of(card)]
    bringing = db.session.scalar(select(Brought.id).where(Brought.participant_id == me.id).limit(1))
    known = bool(me.name or cards or bringing)
    me.name, me.salt = None, random_name()
    _delete(Offer, Offer.participant_id == me.id)
    _delete(Brought, Brought.participant_id == me.id)
    for forget in hooks.forgets_person:
        forget(me)
    _forget_presses_of(me)
    for card in cards:
        if not _anybody_beside(card):
            _shred(card)
    if known:
        record("person forgotten", me.gathering, by=me, helper=helper)
    db.session.commit()
    return cards


def forget_names(facilitator: Grant, gathering: Gathering) -> Gathering:
    """After the end: delete people's names and hidden words; cards, sums, promises stay. RuleBroken; repeatable."""
    check_evening_over(gathering)
    people = _people(gathering)
    if not gathering.forgotten or any(row.name for row in people) or any(row.proposer for row in gathering.proposals):
        for person in people:
            person.name, person.salt = None, random_name()
        for forget in hooks.forgets_names:
            forget(gathering)
        _forget_former_words(gathering)
        _forget_unseen_cards(gathering)
        _forget_presses(gathering)
        db.session.add(Forgetting(what="names", gathering=gathering, by=facilitator))
        record("names forgotten", gathering, by=facilitator, people=len(people), proposals=_forget_proposers(gathering))
    db.session.commit()
    return gathering


def purge(gathering: Gathering) -> Gathering:
    """After the end: delete everything about people; proposals, amounts and the book stay. RuleBroken; repeatable."""
    check_evening_over(gathering)
    people, gave = headcount_of(gathering), {str(round.number): givers(round) for round in gathering.allocations}
    owed = {str(round.number): list(astuple(promised(round))) for round in gathering.allocations}
    if not gathering.purged or _people(gathering) or gathering.assets:
        devices = list(db.session.scalars(_devices(gathering)))
        _forget_presses(gathering)
        _forget_former_words(gathering)
        proposals = _forget_proposers(gathering)
        for forget in hooks.purges:
            forget(gathering)
        _delete(Asset, Asset.gathering_id == gathering.id)  # offers, hidings and mergings go with them
        _delete(Participant, Participant.gathering_id == gathering.id)  # pledges, claims and what they bring, too
        _take_keys_back(gathering)
        forget_devices(devices)
        gathering.wifi_name = gathering.wifi_password = ""
        db.session.add(Forgetting(what="all", gathering=gathering))
        record(PURGED, gathering, by=gathering, people=people, givers=gave, promised=owed, proposals=proposals)
    db.session.commit()
    return gathering


def check_evening_over(gathering: Gathering) -> None:
    """RuleBroken while its last step or the close of its round is still to come."""
    check_over(gathering.next_step is None, gathering.has_round, gathering.allocation.locked)


def _people(gathering: Gathering) -> list[Participant]:
    return list(db.session.scalars(select(Participant).where(Participant.gathering_id == gathering.id)))


def _forget_proposers(gathering: Gathering) -> dict[str, dict[str, str | None]]:
    """Names go, and the salt they were sealed with; the words that stay are sealed anew, for the book."""
    for proposal in gathering.proposals:
        proposal.proposer, proposal.salt = None, random_name()
    return {str(proposal.number): _resealed(proposal) for proposal in gathering.proposals}


def _resealed(proposal: Proposal) -> dict[str, str | None]:
    return {name: sealed(getattr(proposal, name), proposal.salt) for name in ("title", "change", "lesson")}


def _forget_former_words(gathering: Gathering) -> None:
    """What cards and titles said before somebody changed them; there was a reason to."""
    cards = select(Asset.id).where(Asset.gathering_id == gathering.id)
    renamed = select(AssetRenamed.asset_id).where(AssetRenamed.asset_id.in_(cards))
    for card in db.session.scalars(select(Asset).where(Asset.id.in_(renamed))):
        card.salt = random_name()
    _delete(AssetRenamed, AssetRenamed.asset_id.in_(cards))
    _delete(
        ProposalRenamed,
        ProposalRenamed.proposal_id.in_(select(Proposal.id).where(Proposal.gathering_id == gathering.id)),
    )


def _forget_unseen_cards(gathering: Gathering) -> None:
    hidden = select(AssetHidden.asset_id).where(AssetHidden.ended_at.is_(None))
    offered = select(Offer.asset_id).where(Offer.withdrawn_at.is_(None))
    unseen = or_(Asset.id.in_(hidden), Asset.id.not_in(offered))
    for card in db.session.scalars(select(Asset).where(Asset.gathering_id == gathering.id, unseen)).all():
        if card.hiding or not _anybody_beside(card):
            _shred(card)


def _forget_presses(gathering: Gathering) -> None:
    """Their hashes are of short forms, which can be guessed: who gave how many hours, what a card said."""
    here = select(LedgerRow.seq).where(LedgerRow.gathering_id == gathering.id)
    _delete(Attempt, Attempt.device_id.in_(_devices(gathering)), Attempt.seq.in_(here))


def _forget_presses_of(me: Participant) -> None:
    """Mine, and a helper's for me."""
    rows = (
        LedgerRow.gathering_id == me.gathering_id,
        LedgerRow.body.contains(f'"by":"{me.ledger_id}"', autoescape=True),
    )
    for_me = select(LedgerRow.seq).where(*rows)
    _delete(Attempt, Attempt.device_id == me.device_id)
    _delete(Attempt, Attempt.device_id.in_(_devices(me.gathering)), Attempt.seq.in_(for_me))


def _devices(gathering: Gathering) -> Select[int]:
    """Of everybody who came in, helped or facilitated here."""
    inside = select(Participant.device_id).where(Participant.gathering_id == gathering.id)
    granted = select(Grant.device_id).where(Grant.gathering_id == gathering.id, Grant.device_id.is_not(None))
    return select(union(inside, granted).subquery().c.device_id)


def _take_keys_back(gathering: Gathering) -> None:
    """Helpers and presenters: what they did may stand in rows that stay, so the grant stays and nobody holds it."""
    mine = select(Grant).where(Grant.gathering_id == gathering.id, Grant.role.in_(GUESTS))
    for grant in db.session.scalars(mine).all():
        grant.device, grant.link_hash = None, sha256(random_name())
        grant.withdrawn_at = grant.withdrawn_at or this_minute()
    db.session.flush()


def _with_what_it_is_part_of(card: Asset) -> list[Asset]:
    """The card, the one it was put together with, and that one with, to the last."""
    chain = [card]
    while chain[-1].merging:
        chain.append(chain[-1].merging.into)
    return chain


def _anybody_beside(card: Asset) -> bool:
    """Does a name stand beside it, or beside one that was put together with it?"""
    beside = select(Offer.id).where(Offer.asset_id.in_(family(card)), Offer.withdrawn_at.is_(None))
    return db.session.scalar(beside.limit(1)) is not None


def _shred(card: Asset) -> None:
    """The row and its number stay, so that the book's numbers go on meaning one card."""
    card.words = card.note = card.available = ""
    card.salt = random_name()
    _delete(AssetRenamed, AssetRenamed.asset_id == card.id)
    _delete(AssetMerged, or_(AssetMerged.asset_id == card.id, AssetMerged.into_id == card.id))
    _delete(Offer, Offer.asset_id == card.id)


def _delete(kind: type[Base], *which: ColumnElement[bool]) -> None:
    db.session.execute(delete(kind).where(*which))
