"""Cards put together into one idea, the stars people give, and what became of those with the most."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.board.models import Asset
from assembly.clusters.rules import LONGEST_CLUSTER
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import Base, Span, identity, parent, random_name, shorter_than, text
from assembly.needs.models import Need
from assembly.rounds.models.proposal import Proposal

if TYPE_CHECKING:
    from assembly.kernel.models.identity import Grant
    from assembly.people.models import Participant


class Cluster(Base):
    """What we could do together, with its cards. Written by somebody, or typed `by` a scribe for a table."""

    __tablename__ = "cluster"
    __table_args__ = (UniqueConstraint("gathering_id", "number"), shorter_than("words", LONGEST_CLUSTER))

    id: Mapped[int] = identity()
    number: Mapped[int]
    words: Mapped[str] = text(LONGEST_CLUSTER)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    participant_id: Mapped[int | None] = parent("participant.id", init=False)
    by_id: Mapped[int | None] = parent("grant.id", ondelete="SET NULL", init=False)
    salt: Mapped[str] = mapped_column(default_factory=random_name)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    # was it there before the action that was just done; never kept
    said_before: ClassVar[bool] = False

    gathering: Mapped[Gathering] = relationship()
    participant: Mapped["Participant | None"] = relationship(default=None)
    by: Mapped["Grant | None"] = relationship(default=None)
    cards: Mapped[list["ClusterCard"]] = relationship(init=False, order_by="ClusterCard.id", back_populates="cluster")
    hidings: Mapped[list["ClusterHidden"]] = relationship(
        init=False, order_by="ClusterHidden.id", back_populates="cluster"
    )

    @property
    def hiding(self) -> "ClusterHidden | None":
        """Why it is off the wall, if it is."""
        return next((hiding for hiding in self.hidings if hiding.running), None)


class ClusterCard(Base):
    """A card that is part of it."""

    __tablename__ = "cluster_card"
    __table_args__ = (UniqueConstraint("cluster_id", "asset_id"),)

    id: Mapped[int] = identity()
    cluster_id: Mapped[int] = parent("cluster.id", init=False)
    asset_id: Mapped[int] = parent("asset.id", init=False)

    cluster: Mapped[Cluster] = relationship(back_populates="cards")
    asset: Mapped[Asset] = relationship()


class ClusterHidden(Span, Base):
    """Off every screen but its writer's. `waiting`: nobody looked at it yet."""

    __tablename__ = "cluster_hidden"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    cluster_id: Mapped[int] = parent("cluster.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    waiting: Mapped[bool] = mapped_column(default=False)

    cluster: Mapped[Cluster] = relationship(back_populates="hidings")
    by: Mapped["Grant"] = relationship()


class Star(Base):
    """Somebody's one star, for a cluster or a need; it can be moved. `salt` seals in the book where it is."""

    __tablename__ = "star"
    __table_args__ = (
        UniqueConstraint("gathering_id", "participant_id"),
        CheckConstraint("(cluster_id IS NULL) <> (need_id IS NULL)", name="one_thing"),
    )

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    participant_id: Mapped[int] = parent("participant.id", init=False)
    cluster_id: Mapped[int | None] = parent("cluster.id", init=False)
    need_id: Mapped[int | None] = parent("need.id", init=False)
    salt: Mapped[str] = mapped_column(default_factory=random_name)

    gathering: Mapped[Gathering] = relationship()
    participant: Mapped["Participant"] = relationship()
    cluster: Mapped[Cluster | None] = relationship(default=None)
    need: Mapped[Need | None] = relationship(default=None)

    @property
    def thing(self) -> Cluster | Need:
        """What it is for."""
        thing = self.cluster or self.need
        assert thing
        return thing


class StarsShown(Span, Base):
    """Somebody showed what has the most stars. Before, only the desk counts them."""

    __tablename__ = "stars_shown"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    gathering: Mapped[Gathering] = relationship()
    by: Mapped["Grant"] = relationship()


class Raised(Base):
    """What became of something with stars: a proposal or a need, made of it with one press and once."""

    __tablename__ = "raised"
    __table_args__ = (
        UniqueConstraint("cluster_id"),
        UniqueConstraint("need_id"),
        CheckConstraint("(cluster_id IS NULL) <> (need_id IS NULL)", name="one_thing"),
        CheckConstraint("(proposal_id IS NULL) <> (into_need_id IS NULL)", name="into_one_thing"),
    )

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    cluster_id: Mapped[int | None] = parent("cluster.id", init=False)
    need_id: Mapped[int | None] = parent("need.id", init=False)
    proposal_id: Mapped[int | None] = parent("proposal.id", init=False)
    into_need_id: Mapped[int | None] = parent("need.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    gathering: Mapped[Gathering] = relationship()
    by: Mapped["Grant"] = relationship()
    cluster: Mapped[Cluster | None] = relationship(default=None)
    need: Mapped[Need | None] = relationship(default=None, foreign_keys="Raised.need_id")
    proposal: Mapped[Proposal | None] = relationship(default=None)
    into_need: Mapped[Need | None] = relationship(default=None, foreign_keys="Raised.into_need_id")
