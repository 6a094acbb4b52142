"""What people can share: a card on the board, and the names beside it."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.board.rules import LONGEST_WORDS
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import Base, Span, identity, parent, random_name, shorter_than, text

if TYPE_CHECKING:
    from assembly.kernel.models.identity import Grant
    from assembly.people.models import Participant, PersonHidden


class Asset(Base):
    """A card. `kind`: skills, spaces, tools, connections. `visibility`: room, members, public. `nearby`: not ours."""

    __tablename__ = "asset"
    __table_args__ = (
        UniqueConstraint("gathering_id", "number"),
        shorter_than("words", LONGEST_WORDS),
        shorter_than("note", 120),
        shorter_than("available", 60),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    kind: Mapped[str] = text(20)
    words: Mapped[str] = text(LONGEST_WORDS)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    note: Mapped[str] = text(120, default="")
    available: Mapped[str] = text(60, default="")
    nearby: Mapped[bool] = mapped_column(default=False)
    visibility: Mapped[str] = text(10, default="room")
    salt: Mapped[str] = mapped_column(default_factory=random_name)

    # what the action that was just done found: "mine" or "theirs" for a card that said the same; never kept
    said_before: ClassVar[str] = ""

    gathering: Mapped[Gathering] = relationship(back_populates="assets")
    offers: Mapped[list["Offer"]] = relationship(init=False, order_by="Offer.id", back_populates="asset")
    hidings: Mapped[list["AssetHidden"]] = relationship(init=False, order_by="AssetHidden.id", back_populates="asset")
    mergings: Mapped[list["AssetMerged"]] = relationship(
        init=False, order_by="AssetMerged.id", back_populates="asset", foreign_keys="AssetMerged.asset_id"
    )
    renamings: Mapped[list["AssetRenamed"]] = relationship(
        init=False, order_by="AssetRenamed.id", back_populates="asset"
    )

    @property
    def dom(self) -> str:
        return f"asset-{self.number}"

    @property
    def hiding(self) -> "AssetHidden | None":
        """Why the card is off the wall, if it is."""
        return next((hiding for hiding in self.hidings if hiding.running), None)

    @property
    def merging(self) -> "AssetMerged | None":
        """Which card this one was put together with, if any."""
        return next((merging for merging in self.mergings if merging.running), None)

    @property
    def together(self) -> "Asset":
        """The card this one was put together with, and that one with, to the last; itself, if with none."""
        card = self
        while card.merging:
            card = card.merging.into
        return card

    @property
    def renaming(self) -> "AssetRenamed | None":
        """The last change of its words that was not undone."""
        return next((renaming for renaming in reversed(self.renamings) if renaming.running), None)


class Offer(Base):
    """A person's name beside a card. Taken off, it can be put back."""

    __tablename__ = "offer"
    __table_args__ = (UniqueConstraint("asset_id", "participant_id"),)

    id: Mapped[int] = identity()
    asset_id: Mapped[int] = parent("asset.id", init=False)
    participant_id: Mapped[int] = parent("participant.id", init=False)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    asset: Mapped[Asset] = relationship(back_populates="offers")
    participant: Mapped["Participant"] = relationship(back_populates="offers")

    @hybrid_property
    def standing(self) -> bool:
        return self.withdrawn_at is None

    @standing.inplace.expression
    @classmethod
    def _standing(cls) -> ColumnElement[bool]:
        return cls.withdrawn_at.is_(None)


class AssetHidden(Span, Base):
    """A card off every screen but its owners'. `waiting`: nobody looked at it yet."""

    __tablename__ = "asset_hidden"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    asset_id: Mapped[int] = parent("asset.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    waiting: Mapped[bool] = mapped_column(default=False)
    with_person_id: Mapped[int | None] = parent("person_hidden.id", init=False)

    asset: Mapped[Asset] = relationship(back_populates="hidings")
    by: Mapped["Grant"] = relationship()
    with_person: Mapped["PersonHidden | None"] = relationship(default=None)


class AssetMerged(Span, Base):
    """Two cards that say the same: the names of one stand beside the other. Nothing is copied, so it comes apart."""

    __tablename__ = "asset_merged"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        CheckConstraint("asset_id <> into_id", name="two_cards"),
    )

    id: Mapped[int] = identity()
    asset_id: Mapped[int] = parent("asset.id", init=False)
    into_id: Mapped[int] = parent("asset.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    asset: Mapped[Asset] = relationship(back_populates="mergings", foreign_keys="AssetMerged.asset_id")
    into: Mapped[Asset] = relationship(foreign_keys="AssetMerged.into_id")
    by: Mapped["Grant"] = relationship()


class AssetRenamed(Span, Base):
    """Somebody changed a card's words; `before` is what it said."""

    __tablename__ = "asset_renamed"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        shorter_than("before", LONGEST_WORDS),
    )

    id: Mapped[int] = identity()
    before: Mapped[str] = text(LONGEST_WORDS)
    asset_id: Mapped[int] = parent("asset.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    asset: Mapped[Asset] = relationship(back_populates="renamings")
    by: Mapped["Grant"] = relationship()


class Spotlight(Span, Base):
    """One card large on the wall, for everybody to look at. One at a time."""

    __tablename__ = "spotlight"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    asset_id: Mapped[int] = parent("asset.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    asset: Mapped[Asset] = relationship()
    by: Mapped["Grant"] = relationship()
