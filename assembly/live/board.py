"""The board: its cards by kind, newest first, each with the names beside it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ..extensions import db
from ..models import Asset, Gathering, Offer, Participant
from ..rules.cards import KINDS
from .letters import width

A_COLUMN = 3  # cards of one kind on one wall
NAMES_BESIDE = 2  # so that no wall holds more than 24 names
NAMES_ROOM = 7.5  # ems of a column on the wall, beside the dot and "+12"
BRIEF_ROOM = 7.3  # ems of a column for words on one large line
A_PHONE = 60  # newest cards of a kind that a phone follows live


@dataclass(frozen=True)
class Card:
    """One card with everybody beside it, those of cards put together with it included."""

    asset: Asset
    people: tuple[Participant, ...]
    merged: tuple[Asset, ...] = ()

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
        return bool(self.people) and not self.asset.hiding and not self.asset.merging

    @property
    def waiting(self) -> bool:
        return bool(self.people and self.asset.hiding and self.asset.hiding.waiting)

    @cached_property
    def names(self) -> list[str]:
        return [person.name for person in self.people if person.name and not person.hidden]

    @cached_property
    def names_on_the_wall(self) -> list[str]:
        """As many as stand on one line of a column, two at most."""
        shown = self.names[:NAMES_BESIDE]
        while len(shown) > 1 and width(", ".join(shown), 1) > NAMES_ROOM:
            shown = shown[:-1]
        return shown

    @property
    def more_on_the_wall(self) -> int:
        return len(self.people) - len(self.names_on_the_wall)

    @property
    def length(self) -> str:
        """How the wall sets its words: brief ones larger, wordy ones smaller."""
        longest = max((len(word) for word in self.words.split()), default=0)
        if len(self.words) > 38 or longest > 16:
            return "wordy"
        return "brief" if width(self.words, 1) <= BRIEF_ROOM else ""


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
    def pages(self) -> int:
        return max(1, -(-max(len(cards) for cards in self.columns.values()) // A_COLUMN))

    def page(self, number: int) -> dict[str, list[Card]]:
        """What stands on wall `number`, counted from 1."""
        first = (number - 1) * A_COLUMN
        return {kind: cards[first : first + A_COLUMN] for kind, cards in self.columns.items()}

    @property
    def contributors(self) -> int:
        """People with a card of their own or a name beside one."""
        return len({person.id for card in self.cards for person in card.people})

    @property
    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.waiting]

    def card(self, number: int) -> Card | None:
        return next((card for card in self.cards if card.number == number), None)

    def mine(self, me: Participant) -> list[Card]:
        """The cards my name stands beside; one that was put together with another shows as that other."""
        return [card for card in self.cards if not card.asset.merging and me in card.people]


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


def board(gathering: Gathering) -> Board:
    """Read the whole board in a handful of queries."""
    beside = selectinload(Asset.offers).joinedload(Offer.participant)
    wanted = select(Asset).where(Asset.gathering_id == gathering.id).order_by(Asset.number.desc())
    assets = list(
        db.session.scalars(
            wanted.options(
                beside.selectinload(Participant.hidings),
                selectinload(Asset.hidings),
                selectinload(Asset.mergings),
                selectinload(Asset.renamings),
            )
        )
    )
    families: dict[int, list[Asset]] = defaultdict(list)
    for asset in assets:
        families[asset.together.id].append(asset)
    return Board(gathering, tuple(_card(asset, families.get(asset.id, [])) for asset in assets))


def _card(asset: Asset, family: Iterable[Asset]) -> Card:
    members = [asset, *(each for each in family if each is not asset)]
    people = {offer.participant: None for each in members for offer in each.offers if offer.standing}
    return Card(asset, tuple(people), tuple(members[1:]))
