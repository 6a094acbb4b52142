"""The board: its cards by kind, newest first, each with the names beside it."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import func, select

from assembly.board.models import Asset, AssetHidden, AssetMerged, Offer, Spotlight
from assembly.board.rules import KINDS
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.readings import numbered
from assembly.kernel.rules.refusals import Missing
from assembly.live.reading import Reading
from assembly.people.models import NameHidden, Participant, PersonHidden
from assembly.people.readings.names import named_people, numbered_names_of

A_PHONE = 60  # newest cards of a kind that a phone follows live


class Beside(NamedTuple):
    """A person beside a card, as lists call them. `name` is None for the nameless and for names off the wall."""

    id: int
    name: str | None
    handle: str
    number: int


AS_BESIDE = (Participant.id, Participant.number, Participant.name, Participant.handle)


@dataclass(frozen=True)
class Card:
    """A card and everybody beside it, `merged` cards included. `off`: None, "hidden", "waiting". `into`: merged?"""

    asset: Asset
    people: tuple[Beside, ...]
    merged: tuple[Asset, ...] = ()
    off: str | None = None
    into: bool = False

    @property
    def number(self) -> int:
        return self.asset.number

    @property
    def dom(self) -> str:
        return self.asset.dom

    @property
    def kind(self) -> str:
        return self.asset.kind

    @property
    def words(self) -> str:
        return self.asset.words

    @property
    def stands(self) -> bool:
        """Does the room see it?"""
        return bool(self.people) and not self.off and not self.into

    @property
    def waiting(self) -> bool:
        return bool(self.people) and self.off == "waiting"

    @cached_property
    def names(self) -> list[str]:
        return [person.name for person in self.people if person.name]

    @property
    def few_names(self) -> list[str]:
        """Where it stands beside something else there is room for two."""
        return self.names[:2]

    @property
    def more_than_few(self) -> int:
        """People beside it who are not among these two."""
        return len(self.people) - len(self.few_names)


class Withdrawn(NamedTuple):
    """Somebody whose name and `cards` (how many) were taken off together. `called` is "" for the nameless."""

    number: int
    called: str
    cards: int


@dataclass(frozen=True)
class Board:
    """All cards of a gathering, newest first."""

    gathering: Gathering
    cards: tuple[Card, ...]
    dom: str = field(default="board")

    @cached_property
    def columns(self) -> dict[str, list[Card]]:
        """The cards the room sees, by kind, in the order of the columns."""
        standing: dict[str, list[Card]] = {kind: [] for kind in KINDS}
        for card in self.cards:
            if card.stands:
                standing[card.kind].append(card)
        return standing

    @property
    def count(self) -> int:
        return sum(len(cards) for cards in self.columns.values())

    @property
    def contributors(self) -> int:
        """People with a card of their own or a name beside one."""
        return len({person.id for card in self.cards for person in card.people})

    @property
    def withdrawn(self) -> list[Withdrawn]:
        """People whose name and cards were taken off together, the last first."""
        return withdrawn(self.gathering)

    @property
    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.waiting]

    @property
    def anything_waits(self) -> bool:
        return bool(self.waiting) or any(each.person.waiting for each in named_people(self.gathering))

    def card(self, number: int) -> Card | None:
        return next((card for card in self.cards if card.number == number), None)

    def first_of_each(self) -> dict[int, str]:
        """What the oldest card says that each person (database id) stands beside, to know them by."""
        return {person.id: card.words for card in self.cards if not card.into for person in card.people}

    def mine(self, me: Participant) -> list[Card]:
        """The cards my name stands beside; one that was put together with another shows as that other."""
        return [card for card in self.cards if not card.into and any(person.id == me.id for person in card.people)]


@dataclass(frozen=True)
class Column:
    """What a phone follows: the newest cards of one kind."""

    board: Board
    kind: str

    @property
    def dom(self) -> str:
        return f"board-{self.kind}"

    @property
    def cards(self) -> list[Card]:
        return self.board.columns[self.kind][:A_PHONE]

    @property
    def older(self) -> int:
        return max(0, len(self.board.columns[self.kind]) - A_PHONE)


def board(reading: Reading[Gathering]) -> Board:
    return board_of(reading.place)


@dataclass(frozen=True)
class Spotlights:
    """Which card stands before everybody now, if any, and which ones did."""

    board: Board
    now: int | None
    shown: frozenset[int]
    dom: str = field(default="board")

    @property
    def gathering(self) -> Gathering:
        return self.board.gathering

    @property
    def card(self) -> Card | None:
        """None for no card, and for one that was taken off the wall meanwhile."""
        card = self.board.card(self.now) if self.now else None
        return card if card and card.stands else None

    @cached_property
    def cards(self) -> list[Card]:
        """All the room sees, oldest first."""
        return [card for card in reversed(self.board.cards) if card.stands]

    @property
    def following(self) -> Card | None:
        """The oldest card that nobody has looked at together yet."""
        return next((card for card in self.cards if card.number not in self.shown and card is not self.card), None)


def spotlights(reading: Reading[Gathering]) -> Spotlights:
    here = select(Asset.number, Spotlight.ended_at).join(Asset, Asset.id == Spotlight.asset_id)
    rows = db.session.execute(here.where(Asset.gathering_id == reading.place.id)).all()
    now = next((number for number, ended_at in rows if ended_at is None), None)
    return Spotlights(reading.ask(board), now, frozenset(number for number, _ in rows))


def board_of(gathering: Gathering) -> Board:
    """Read the whole board in a handful of plain queries: while cards arrive it is read at every tick."""
    mine = Asset.gathering_id == gathering.id
    assets = list(db.session.scalars(select(Asset).where(mine).order_by(Asset.number.desc())))
    merged, off, beside = _merged(gathering.id), _off(gathering), _beside(gathering)
    members: dict[int, list[Asset]] = defaultdict(list)
    for asset in assets:
        members[_root(asset.id, merged)].append(asset)
    return Board(gathering, tuple(_card(asset, members[asset.id], merged, off, beside) for asset in assets))


def numbers_beside(me: Participant) -> list[int]:
    """Numbers of the cards that my name stands beside, as `Board.mine`, but without reading the board."""
    mine = select(Offer.asset_id).where(Offer.participant_id == me.id, Offer.withdrawn_at.is_(None))
    merged = _merged(me.gathering_id)
    cards = {_root(asset, merged) for asset in db.session.scalars(mine)}
    return list(db.session.scalars(select(Asset.number).where(Asset.id.in_(cards)).order_by(Asset.number.desc())))


def numbers_begun(me: Participant) -> list[int]:
    """Numbers of the cards my name stands beside that I put up myself, or that such a one was put together with."""
    first = select(func.min(Offer.id)).group_by(Offer.asset_id)
    begun = select(Offer.asset_id).where(Offer.participant_id == me.id, Offer.withdrawn_at.is_(None))
    merged = _merged(me.gathering_id)
    cards = {_root(asset, merged) for asset in db.session.scalars(begun.where(Offer.id.in_(first)))}
    return list(db.session.scalars(select(Asset.number).where(Asset.id.in_(cards)).order_by(Asset.number.desc())))


def withdrawn(gathering: Gathering) -> list[Withdrawn]:
    off = select(func.count()).where(AssetHidden.with_person_id == PersonHidden.id, AssetHidden.ended_at.is_(None))
    found = select(Participant.number, Participant.name, off.scalar_subquery()).join(PersonHidden)
    running = (Participant.gathering_id == gathering.id, PersonHidden.ended_at.is_(None))
    rows = db.session.execute(found.where(*running).order_by(PersonHidden.id.desc())).all()
    numbered = numbered_names_of(gathering) if rows else {}
    return [Withdrawn(number, numbered.get(number) or name or "", cards) for number, name, cards in rows]


def _card(
    asset: Asset, members: list[Asset], merged: dict[int, int], off: dict[int, str], beside: dict[int, list[Beside]]
) -> Card:
    others = [each for each in members if each is not asset]
    people = {person.id: person for each in (asset, *others) for person in beside[each.id]}
    return Card(asset, tuple(people.values()), tuple(others), off.get(asset.id), asset.id in merged)


def _merged(gathering: int) -> dict[int, int]:
    """Which row is part of which."""
    running = select(AssetMerged.asset_id, AssetMerged.into_id).join(Asset, Asset.id == AssetMerged.asset_id)
    rows = db.session.execute(running.where(Asset.gathering_id == gathering, AssetMerged.ended_at.is_(None)))
    return dict(rows.all())


def _off(gathering: Gathering) -> dict[int, str]:
    """What is off the wall: hidden, or waiting for a look."""
    running = select(AssetHidden.asset_id, AssetHidden.waiting).join(Asset, Asset.id == AssetHidden.asset_id)
    rows = db.session.execute(running.where(Asset.gathering_id == gathering.id, AssetHidden.ended_at.is_(None)))
    return {asset: "waiting" if waiting else "hidden" for asset, waiting in rows}


def _beside(gathering: Gathering) -> dict[int, list[Beside]]:
    """Who stands beside each row, in the order they came."""
    hidden = select(NameHidden.participant_id).where(NameHidden.ended_at.is_(None))
    off = set(db.session.scalars(hidden.join(Participant).where(Participant.gathering_id == gathering.id)))
    standing = select(Offer.asset_id, *AS_BESIDE).join(Participant)
    here = (Participant.gathering_id == gathering.id, Offer.withdrawn_at.is_(None))
    beside: dict[int, list[Beside]] = defaultdict(list)
    numbered = numbered_names_of(gathering)
    for asset, person, number, name, handle in db.session.execute(standing.where(*here).order_by(Offer.id)):
        called = None if person in off else numbered.get(number) or name
        beside[asset].append(Beside(person, called, handle, number))
    return beside


def _root(asset: int, merged: dict[int, int]) -> int:
    while asset in merged:
        asset = merged[asset]
    return asset


def card_of(gathering: Gathering, number: int) -> Asset:
    """Card `number` of this gathering; Missing when it has none, or it was forgotten."""
    card = numbered(Asset, gathering, number)
    if not card.words:
        raise Missing(number)
    return card
