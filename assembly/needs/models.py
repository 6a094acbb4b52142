"""What somebody needs, which cards may answer it, and which words mean the same here."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.board.models import Asset
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import Base, Span, identity, parent, random_name, shorter_than, text, this_minute
from assembly.kernel.models.places import Assembly
from assembly.needs.rules.needs import LONGEST_NEED, LONGEST_SYNONYMS

if TYPE_CHECKING:
    from assembly.kernel.models.identity import Grant
    from assembly.people.models import Participant


class Need(Base):
    """What would help. An `anonymous` one has no participant: `holder` alone can tell whose phone may take it back."""

    __tablename__ = "need"
    __table_args__ = (
        UniqueConstraint("gathering_id", "number"),
        CheckConstraint("NOT anonymous OR participant_id IS NULL", name="no_name"),
        shorter_than("words", LONGEST_NEED),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    words: Mapped[str] = text(LONGEST_NEED)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    participant_id: Mapped[int | None] = parent("participant.id", init=False)
    anonymous: Mapped[bool] = mapped_column(default=False)
    holder: Mapped[str | None] = text(64, default=None)
    salt: Mapped[str] = mapped_column(default_factory=random_name)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    # did the writer say the same before the action that was just done; never kept
    said_before: ClassVar[bool] = False

    gathering: Mapped[Gathering] = relationship()
    participant: Mapped["Participant | None"] = relationship(default=None)
    hidings: Mapped[list["NeedHidden"]] = relationship(init=False, order_by="NeedHidden.id", back_populates="need")
    matches: Mapped[list["Match"]] = relationship(init=False, order_by="Match.id", back_populates="need")

    @property
    def hiding(self) -> "NeedHidden | None":
        """Why it is off the wall, if it is."""
        return next((hiding for hiding in self.hidings if hiding.running), None)

    @property
    def stands(self) -> bool:
        """Does the room see it?"""
        return self.withdrawn_at is None and bool(self.words) and self.hiding is None


class NeedHidden(Span, Base):
    """A need off every screen but its writer's. `waiting`: nobody looked at it yet."""

    __tablename__ = "need_hidden"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    need_id: Mapped[int] = parent("need.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    waiting: Mapped[bool] = mapped_column(default=False)

    need: Mapped[Need] = relationship(back_populates="hidings")
    by: Mapped["Grant"] = relationship()


class Match(Base):
    """A need and a card that may answer it. Both sides are asked; `need_answer` is that of whoever needs it."""

    __tablename__ = "need_match"
    __table_args__ = (UniqueConstraint("need_id", "asset_id"), UniqueConstraint("gathering_id", "number"))

    id: Mapped[int] = identity()
    number: Mapped[int]
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    need_id: Mapped[int] = parent("need.id", init=False)
    asset_id: Mapped[int] = parent("asset.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    need_answer: Mapped[bool | None] = mapped_column(default=None)
    proposed_at: Mapped[datetime] = mapped_column(default_factory=this_minute)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)  # taken back by whoever proposed it

    gathering: Mapped[Gathering] = relationship()
    need: Mapped[Need] = relationship(back_populates="matches")
    asset: Mapped[Asset] = relationship()
    by: Mapped["Grant"] = relationship()
    answers: Mapped[list["MatchAnswer"]] = relationship(init=False, order_by="MatchAnswer.id", back_populates="match")


class MatchAnswer(Base):
    """What somebody beside the card said. Who said no is shown to nobody."""

    __tablename__ = "match_answer"
    __table_args__ = (UniqueConstraint("match_id", "participant_id"),)

    id: Mapped[int] = identity()
    yes: Mapped[bool]
    match_id: Mapped[int] = parent("need_match.id", init=False)
    participant_id: Mapped[int] = parent("participant.id", init=False)

    match: Mapped[Match] = relationship(back_populates="answers")
    participant: Mapped["Participant"] = relationship()


class SynonymList(Base):
    """Words that mean the same in this assembly: a group on each line, commas between words."""

    __tablename__ = "synonym_list"
    __table_args__ = (UniqueConstraint("assembly_id"), shorter_than("lines", LONGEST_SYNONYMS))

    id: Mapped[int] = identity()
    lines: Mapped[str] = mapped_column(Text)
    assembly_id: Mapped[int] = parent("assembly.id", init=False)

    assembly: Mapped[Assembly] = relationship()
