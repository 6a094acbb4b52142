"""Put a card on the board, put my name beside one, take it off; hide, rename and put together, each with its undo."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from assembly.board.models import Asset, AssetHidden, AssetMerged, AssetRenamed, Offer, Spotlight
from assembly.board.rules import LONGEST_WORDS, check_card, check_enough, check_spotlight
from assembly.extensions import db
from assembly.gatherings.models import ApprovalAsked, Gathering
from assembly.kernel.actions.idempotency import Press, device_of, fact_of, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.readings import next_number
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import folded, needed, one_line
from assembly.people.models import NameHidden, Participant, PersonHidden


@dataclass(frozen=True)
class CardDraft:
    """A card as typed. `sure`: a contact in it was meant."""

    kind: str
    words: str
    note: str = ""
    available: str = ""
    nearby: bool = False
    visibility: str = "room"
    sure: bool = False


def post_card(
    me: Participant, gathering: Gathering, draft: CardDraft, press: Press | None = None, helper: Grant | None = None
) -> Asset:
    """Post a card, or add my name to the one that says the same. RuleBroken; Missing without a board."""
    if not gathering.has_board:
        raise Missing(draft.kind)
    device = device_of(me, helper)
    if happened(device, press):
        return card_of(gathering, fact_of(gathering, device, press, "card"))
    words = needed(draft.words, LONGEST_WORDS, N_("Please write what you could share, in a few words."))
    note, available = one_line(draft.note, 120), one_line(draft.available, 60)
    check_card(draft.kind, words, note, draft.nearby, draft.visibility, draft.sure, available)
    asset = _same(gathering, draft.kind, words)
    if asset and any(offer.standing for offer in my_offers(me, asset)):
        asset.said_before = "mine"  # type: ignore[misc]
        db.session.commit()
        return asset
    check_enough(cards_of(me))
    if asset is None:
        asset = Asset(
            number=next_number(Asset, gathering),
            kind=draft.kind,
            words=words,
            note=note,
            available=available,
            nearby=draft.nearby,
            visibility=draft.visibility,
            gathering=gathering,
        )
        db.session.add(asset)
        db.session.flush()
        _wait(asset, me)
        row = record("card posted", gathering, by=me, helper=helper, **_facts(asset))
        _stand(me, asset)
    else:
        asset.said_before = "theirs"  # type: ignore[misc]
        row = record("name put beside card", gathering, by=me, helper=helper, card=asset.number)
        _stand(me, asset)
    remember(device, press, row.seq)
    db.session.commit()
    return asset


def add_name(me: Participant, asset: Asset, helper: Grant | None = None) -> Asset:
    """Add my name; twice changes nothing. RuleBroken over the limit; Missing for a card off the board, not mine."""
    card = asset.together
    mine = my_offers(me, card)
    if not mine and not in_view(card):
        raise Missing(card.number)
    if not any(offer.standing for offer in mine):
        check_enough(cards_of(me))
        _stand(me, card)
        record("name put beside card", card.gathering, by=me, helper=helper, card=card.number)
    db.session.commit()
    return card


def take_name_off(me: Participant, asset: Asset, helper: Grant | None = None) -> Asset:
    """Not me after all. A card without any name leaves the board. Doing it twice changes nothing."""
    card = asset.together
    standing = [offer for offer in my_offers(me, card) if offer.standing]
    for offer in standing:
        offer.withdrawn_at = this_minute()
    if standing:
        record("name taken off card", card.gathering, by=me, helper=helper, card=card.number)
    db.session.commit()
    return card


def hide_card(facilitator: Grant, asset: Asset) -> Asset:
    """Off every screen but its owners'. Doing it twice changes nothing."""
    if not asset.hiding:
        db.session.add(AssetHidden(asset=asset, by=facilitator))
        record("card hidden", asset.gathering, by=facilitator, card=asset.number)
    elif asset.hiding.waiting:
        asset.hiding.waiting = False
        record("card hidden", asset.gathering, by=facilitator, card=asset.number)
    db.session.commit()
    return asset


def show_card(facilitator: Grant, asset: Asset) -> Asset:
    """Put it back, or let it on the wall for the first time."""
    for hiding in asset.hidings:
        if hiding.running:
            hiding.ended_at = this_minute()
            record("card shown", asset.gathering, by=facilitator, card=asset.number)
    db.session.commit()
    return asset


def hide_person(facilitator: Grant, person: Participant) -> list[Asset]:
    """Take a name and all cards that it stands beside alone off the walls, as one row. Returns the cards that changed.

    Doing it twice changes nothing. What the person posts from now on waits for a look.
    """
    cards = [] if person.withdrawn else [card for card in _alone_beside(person) if not _off_for_good(card)]
    if not person.withdrawn:
        together = PersonHidden(participant=person, by=facilitator)
        db.session.add(together)
        if not person.hidden or person.waiting:
            _end(person.hidings)
            db.session.add(NameHidden(participant=person, by=facilitator, with_person=together))
        for card in cards:
            _end(card.hidings)
            db.session.add(AssetHidden(asset=card, by=facilitator, with_person=together))
        numbers = sorted(card.number for card in cards)
        record("person hidden", person.gathering, by=facilitator, person=person.ledger_id, cards=numbers)
    db.session.commit()
    return cards


def show_person(facilitator: Grant, person: Participant) -> list[Asset]:
    """Put back what was taken off together, and what waited since. Returns the cards that changed. Repeatable."""
    together, cards = person.withdrawn, []
    if together:
        hidden = select(AssetHidden).where(AssetHidden.with_person_id == together.id, AssetHidden.ended_at.is_(None))
        hidings = list(db.session.scalars(hidden))
        cards = [hiding.asset for hiding in hidings]
        _end([together, *hidings, *(hiding for hiding in person.hidings if hiding.with_person is together)])
        numbers = sorted(card.number for card in cards)
        record("person shown again", person.gathering, by=facilitator, person=person.ledger_id, cards=numbers)
    db.session.commit()
    return cards


def rename_card(facilitator: Grant, asset: Asset, words: str) -> Asset:
    """Other words for the same card; the old ones can be put back. RuleBroken."""
    fresh = needed(words, LONGEST_WORDS, N_("Please write what the card should say."))
    check_card(asset.kind, fresh, "", asset.nearby, asset.visibility, sure=True)
    if fresh != asset.words:
        db.session.add(AssetRenamed(asset=asset, before=asset.words, by=facilitator))
        asset.words = fresh
        record("card renamed", asset.gathering, by=facilitator, **_facts(asset))
    db.session.commit()
    return asset


def unrename_card(facilitator: Grant, asset: Asset, press: Press | None = None) -> Asset:
    """The words it had before the last change."""
    renaming = asset.renaming
    if not happened(facilitator.device, press) and renaming:
        asset.words, renaming.ended_at = renaming.before, this_minute()
        row = record("card renamed", asset.gathering, by=facilitator, **_facts(asset))
        remember(facilitator.device, press, row.seq)
    db.session.commit()
    return asset


def merge_cards(facilitator: Grant, asset: Asset, into: Asset) -> Asset:
    """Put a card together with another that says the same; the names of both stand beside `into`. RuleBroken."""
    card, target = asset.together, into.together
    if card is target:
        raise RuleBroken(N_("These two are one card already."))
    if card.kind != target.kind:
        raise RuleBroken(N_("Only two cards of the same column can be put together."))
    db.session.add(AssetMerged(asset=card, into=target, by=facilitator))
    record("cards put together", card.gathering, by=facilitator, card=card.number, into=target.number)
    db.session.commit()
    return target


def part_cards(facilitator: Grant, asset: Asset) -> Asset:
    """Two cards again, each with its own names."""
    merging = asset.merging
    if merging:
        merging.ended_at = this_minute()
        record("cards parted", asset.gathering, by=facilitator, card=asset.number, into=merging.into.number)
    db.session.commit()
    return asset


def put_in_spotlight(facilitator: Grant, asset: Asset) -> Asset:
    """Large on the wall, and on phones. RuleBroken at another step, or for a card the room does not see; repeatable."""
    card, gathering = asset.together, asset.gathering
    check_spotlight(gathering.step.kind == "reading", in_view(card))
    before = spotlight_of(gathering)
    if before is None or before.asset is not card:
        _end_spotlight(before)
        db.session.add(Spotlight(asset=card, by=facilitator))
        record("card in the spotlight", gathering, by=facilitator, card=card.number)
    db.session.commit()
    return card


def end_spotlight(facilitator: Grant, gathering: Gathering) -> Gathering:
    """The whole board again. Doing it twice changes nothing."""
    take_spotlight(facilitator, gathering)
    db.session.commit()
    return gathering


def take_spotlight(facilitator: Grant, gathering: Gathering) -> None:
    """From whichever card has it. Does not commit: the next step takes it, too."""
    before = spotlight_of(gathering)
    if before:
        _end_spotlight(before)
        record("spotlight ended", gathering, by=facilitator, card=before.asset.number)


def spotlight_of(gathering: Gathering) -> Spotlight | None:
    """The one that is on now."""
    here = select(Spotlight).join(Asset, Asset.id == Spotlight.asset_id).where(Asset.gathering_id == gathering.id)
    return db.session.scalar(here.where(Spotlight.ended_at.is_(None)).limit(1))


def _end_spotlight(spotlight: Spotlight | None) -> None:
    if spotlight:
        spotlight.ended_at = this_minute()
        db.session.flush()


def ask_approval(facilitator: Grant, gathering: Gathering) -> Gathering:
    """From now on new names and cards wait for a host before they stand on the wall."""
    if not gathering.approval:
        db.session.add(ApprovalAsked(gathering=gathering, by=facilitator))
        record("approval asked", gathering, by=facilitator)
    db.session.commit()
    return gathering


def end_approval(facilitator: Grant, gathering: Gathering) -> Gathering:
    """New names and cards stand at once again; those that wait go on waiting."""
    if gathering.approval:
        gathering.approval.ended_at = this_minute()
        record("approval ended", gathering, by=facilitator)
    db.session.commit()
    return gathering


def approve_all(facilitator: Grant, gathering: Gathering) -> Gathering:
    """Let everything that waits on the wall, but what belongs to somebody whose cards were taken off together."""
    cards = select(AssetHidden).join(Asset, Asset.id == AssetHidden.asset_id)
    waiting_cards = cards.where(
        Asset.gathering_id == gathering.id,
        AssetHidden.waiting,
        AssetHidden.ended_at.is_(None),
        AssetHidden.with_person_id.is_(None),
    )
    names = select(NameHidden).join(Participant, Participant.id == NameHidden.participant_id)
    waiting_names = names.where(
        Participant.gathering_id == gathering.id, NameHidden.waiting, NameHidden.ended_at.is_(None)
    )
    waiting = [*db.session.scalars(waiting_cards), *db.session.scalars(waiting_names)]
    for hiding in waiting:
        hiding.ended_at = this_minute()
    if waiting:
        record("all let on the wall", gathering, by=facilitator, number=len(waiting))
    db.session.commit()
    return gathering


def _alone_beside(person: Participant) -> list[Asset]:
    """Cards in view beside which no other name stands."""
    mine = select(Asset).join(Offer).where(Offer.participant_id == person.id, Offer.withdrawn_at.is_(None))
    cards = {card.together.id: card.together for card in db.session.scalars(mine)}
    return [card for card in cards.values() if _beside(card) == {person.id}]


def _beside(card: Asset) -> set[int]:
    standing = (Offer.asset_id.in_(family(card)), Offer.withdrawn_at.is_(None))
    return set(db.session.scalars(select(Offer.participant_id).where(*standing)))


def _off_for_good(card: Asset) -> bool:
    """Hidden by somebody who looked at it."""
    return card.hiding is not None and not card.hiding.waiting


def _end(spans: Iterable[AssetHidden | NameHidden | PersonHidden]) -> None:
    for span in spans:
        span.ended_at = span.ended_at or this_minute()


def my_offers(me: Participant, card: Asset) -> list[Offer]:
    """My name beside this card, or beside one that was put together with it."""
    mine = (Offer.participant_id == me.id, Offer.asset_id.in_(family(card)))
    return list(db.session.scalars(select(Offer).where(*mine)))


def family(card: Asset) -> list[int]:
    """The rows of a card and of all that were put together with it."""
    members = fresh = [card.id]
    while fresh:
        merged = select(AssetMerged.asset_id).where(AssetMerged.into_id.in_(fresh), AssetMerged.ended_at.is_(None))
        fresh = list(db.session.scalars(merged))
        members = [*members, *fresh]
    return members


def in_view(card: Asset) -> bool:
    """Does the room see this card, a name beside it and nobody's hand before it?"""
    beside = select(Offer.id).where(Offer.asset_id.in_(family(card)), Offer.withdrawn_at.is_(None))
    return not card.hiding and db.session.scalar(beside.limit(1)) is not None


def cards_of(me: Participant) -> int:
    """How many cards my name stands beside."""
    mine = (Offer.participant_id == me.id, Offer.withdrawn_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Offer).where(*mine)) or 0


def card_of(gathering: Gathering, number: int) -> Asset:
    return db.session.scalars(select(Asset).where(Asset.gathering_id == gathering.id, Asset.number == number)).one()


def _same(gathering: Gathering, kind: str, words: str) -> Asset | None:
    wanted = folded(words)
    cards = db.session.scalars(select(Asset).where(Asset.gathering_id == gathering.id, Asset.kind == kind))
    same = next((card for card in cards if folded(card.words) == wanted), None)
    return same.together if same else None


def _stand(me: Participant, asset: Asset) -> None:
    mine = db.session.scalar(select(Offer).where(Offer.asset_id == asset.id, Offer.participant_id == me.id))
    if mine:
        mine.withdrawn_at = None
    else:
        db.session.add(Offer(asset=asset, participant=me))


def _wait(asset: Asset, me: Participant) -> None:
    """Where a host looks first, and for whom a host took everything off."""
    asked = me.withdrawn or asset.gathering.approval
    if asked:
        db.session.add(AssetHidden(asset=asset, by=asked.by, waiting=True, with_person=me.withdrawn))


def _facts(asset: Asset) -> dict[str, Any]:
    return {
        "card": asset.number,
        "column": asset.kind,
        "words": sealed(asset.words, asset.salt),
        "note": sealed(asset.note, asset.salt),
        "available": sealed(asset.available, asset.salt),
        "nearby": asset.nearby,
        "visibility": asset.visibility,
    }
