"""Clusters with their cards and people, and how many stars each has, among needs."""

from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from assembly.board.readings.board import Board, Card, board
from assembly.clusters import rules
from assembly.clusters.actions import clusters_of, name_of, star_of, stars_shown
from assembly.clusters.models import Cluster, ClusterCard, Raised, Star
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.needs.models import Need
from assembly.needs.readings.needs import needs
from assembly.people.models import Participant
from assembly.people.readings.names import headcount


@dataclass(frozen=True)
class Together:
    """A cluster with those of its cards that the room sees."""

    cluster: Cluster
    cards: tuple[Card, ...]
    dom: str = field(default="cluster")

    @property
    def number(self) -> int:
        return self.cluster.number

    @property
    def words(self) -> str:
        return self.cluster.words

    @property
    def stands(self) -> bool:
        return bool(self.words and self.cards) and self.cluster.hiding is None

    @cached_property
    def people(self) -> int:
        """Everybody beside its cards, each once."""
        return len({person.id for card in self.cards for person in card.people})


@dataclass(frozen=True)
class Clusters:
    """All of a gathering that were not taken back, newest first."""

    gathering: Gathering
    board: Board
    everything: tuple[Together, ...]
    dom: str = field(default="clusters")

    @cached_property
    def standing(self) -> list[Together]:
        """Those the room sees."""
        return [each for each in self.everything if each.stands]

    @property
    def count(self) -> int:
        return len(self.standing)

    @property
    def waiting(self) -> list[Together]:
        return [each for each in self.everything if each.cluster.hiding and each.cluster.hiding.waiting]

    def mine(self, me: Participant) -> list[Together]:
        numbers = {cluster.number for cluster in clusters_of(me)}
        return [each for each in self.everything if each.number in numbers]

    def cards_for(self, me: Participant | None) -> list[Card]:
        """The cards my name stands beside: what one knows best stands first."""
        return [card for card in self.board.mine(me) if card.stands] if me else []


@dataclass(frozen=True)
class Choice:
    """Something that can have stars. `raised`: what was made of it."""

    thing: Together | Need
    stars: int
    raised: Raised | None

    @property
    def kind(self) -> str:
        return "need" if isinstance(self.thing, Need) else "cluster"

    @property
    def number(self) -> int:
        return self.thing.number

    @property
    def words(self) -> str:
        return self.thing.words

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}"


@dataclass(frozen=True)
class Stars:
    """What can have a star, and what has how many: only the desk reads that until it is `shown`.

    `given` are the stars of what is still there.
    """

    gathering: Gathering
    choices: tuple[Choice, ...]
    given: int
    people: int
    shown: bool
    dom: str = field(default="stars")

    @cached_property
    def ranked(self) -> list[Choice]:
        """The most stars first; of as many, in the order they are listed."""
        return sorted(self.choices, key=lambda choice: -choice.stars)

    def given_by(self, me: Participant) -> str:
        """The name of what has my star; nothing when it has none, or what had it is gone."""
        star = star_of(me)
        name = name_of(star.thing).replace(" ", "-") if star else ""
        return name if any(choice.name == name for choice in self.choices) else ""

    @property
    def top(self) -> list[Choice]:
        return self.ranked[: rules.places([choice.stars for choice in self.ranked])]

    @cached_property
    def columns(self) -> list[tuple[str, list[Choice]]]:
        """Clusters, then needs, without those that there are none of."""
        kinds = ((kind, [choice for choice in self.choices if choice.kind == kind]) for kind in ("cluster", "need"))
        return [(kind, choices) for kind, choices in kinds if choices]


def clusters(reading: Reading[Gathering]) -> Clusters:
    here, whole = reading.place, reading.ask(board)
    mine = select(Cluster).where(Cluster.gathering_id == here.id, Cluster.withdrawn_at.is_(None))
    loads = selectinload(Cluster.hidings), selectinload(Cluster.cards).selectinload(ClusterCard.asset)
    found = db.session.scalars(mine.options(*loads).order_by(Cluster.number.desc())).all()
    cards = {card.number: card for card in whole.cards if card.stands}
    return Clusters(here, whole, tuple(Together(cluster, _cards(cluster, cards)) for cluster in found))


def stars(reading: Reading[Gathering]) -> Stars:
    here = reading.place
    counted = select(Star.cluster_id, Star.need_id, func.count()).where(Star.gathering_id == here.id)
    counts = {
        (cluster, need): number
        for cluster, need, number in db.session.execute(counted.group_by(Star.cluster_id, Star.need_id))
    }
    made = db.session.scalars(select(Raised).where(Raised.gathering_id == here.id)).all()
    raised = {(each.cluster_id, each.need_id): each for each in made}
    from_room = {each.into_need_id for each in made}
    keys: list[tuple[Together | Need, tuple[int | None, int | None]]] = [
        *((each, (each.cluster.id, None)) for each in reversed(reading.ask(clusters).standing)),
        *((need, (None, need.id)) for need in reversed(reading.ask(needs).standing) if need.id not in from_room),
    ]
    choices = tuple(Choice(thing, counts.get(key, 0), raised.get(key)) for thing, key in keys)
    shown = stars_shown(here) is not None
    return Stars(here, choices, sum(choice.stars for choice in choices), reading.ask(headcount), shown)


def there(gathering: Gathering) -> bool:
    return gathering.has_step("clusters")


def _cards(cluster: Cluster, cards: dict[int, Card]) -> tuple[Card, ...]:
    numbers = dict.fromkeys(each.asset.together.number for each in cluster.cards)
    return tuple(cards[number] for number in numbers if number in cards)
