"""What somebody wants to do: its words. What it asks of the pot stands on its Ask."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import Base, Span, identity, parent, random_name, shorter_than, text, this_minute

if TYPE_CHECKING:
    from assembly.kernel.models.identity import Grant
    from assembly.people.models import Participant


class Proposal(Base):
    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("gathering_id", "number"),
        shorter_than("title", 60),
        shorter_than("change", 400),
        shorter_than("lesson", 400),
        shorter_than("proposer", 60),
        shorter_than("first_shift", 120),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    title: Mapped[str] = text(60)
    change: Mapped[str] = text(400)
    proposer: Mapped[str | None] = text(60)
    lesson: Mapped[str] = text(400, default="")
    first_shift: Mapped[str] = text(120, default="")  # when and where, told to those who come
    quiet: Mapped[bool] = mapped_column(default=False)  # of its promises only counts are told
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    salt: Mapped[str] = mapped_column(default_factory=random_name)

    gathering: Mapped[Gathering] = relationship(back_populates="proposals")
    withdrawal: Mapped["ProposalWithdrawn | None"] = relationship(
        init=False, back_populates="proposal", foreign_keys="ProposalWithdrawn.proposal_id", lazy="joined"
    )
    renamings: Mapped[list["ProposalRenamed"]] = relationship(
        init=False, order_by="ProposalRenamed.id", back_populates="proposal"
    )
    wants: Mapped[list["Want"]] = relationship(
        init=False, order_by="Want.number", back_populates="proposal", cascade="all, delete-orphan", lazy="selectin"
    )
    roles: Mapped[list["HelpWanted"]] = relationship(
        init=False,
        order_by="HelpWanted.number",
        back_populates="proposal",
        cascade="all, delete-orphan",
        lazy="selectin",
    )

    @hybrid_property
    def withdrawn(self) -> bool:
        return self.withdrawal is not None

    @withdrawn.inplace.expression
    @classmethod
    def _withdrawn(cls) -> ColumnElement[bool]:
        return cls.withdrawal.has()

    @property
    def renaming(self) -> "ProposalRenamed | None":
        """The last change of its title that was not undone."""
        return next((renaming for renaming in reversed(self.renamings) if renaming.running), None)


class ProposalWithdrawn(Base):
    """Somebody took a proposal off the list, alone or to put it together with another (`into`)."""

    __tablename__ = "proposal_withdrawn"

    id: Mapped[int] = identity()
    proposal_id: Mapped[int] = parent("proposal.id", init=False, unique=True)
    by_id: Mapped[int] = parent("grant.id", init=False)
    into_id: Mapped[int | None] = parent("proposal.id", init=False)
    at: Mapped[datetime] = mapped_column(default_factory=this_minute)

    proposal: Mapped[Proposal] = relationship(back_populates="withdrawal", foreign_keys="ProposalWithdrawn.proposal_id")
    by: Mapped["Grant"] = relationship()
    into: Mapped[Proposal | None] = relationship(default=None, foreign_keys="ProposalWithdrawn.into_id")


class ProposalRenamed(Span, Base):
    """Somebody mended a title; `before` is what it said."""

    __tablename__ = "proposal_renamed"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        shorter_than("before", 60),
    )

    id: Mapped[int] = identity()
    before: Mapped[str] = text(60)
    proposal_id: Mapped[int] = parent("proposal.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    proposal: Mapped[Proposal] = relationship(back_populates="renamings")
    by: Mapped["Grant"] = relationship()


class Want(Base):
    """Something a proposal needs besides hours and money: "a van". Whoever has one brings it with one tap."""

    __tablename__ = "want"
    __table_args__ = (UniqueConstraint("proposal_id", "number"), shorter_than("words", 40))

    id: Mapped[int] = identity()
    number: Mapped[int]
    words: Mapped[str] = text(40)
    proposal_id: Mapped[int] = parent("proposal.id", init=False)

    proposal: Mapped[Proposal] = relationship(back_populates="wants")
    brought: Mapped[list["Brought"]] = relationship(
        init=False, order_by="Brought.id", back_populates="want", cascade="all, delete-orphan"
    )

    @property
    def bringing(self) -> "list[Participant]":
        return [one.participant for one in self.brought if one.standing]

    @property
    def named(self) -> "list[Participant]":
        """Those who bring it whose name the room may see."""
        return [person for person in self.bringing if person.name and not person.hidden]


class Brought(Base):
    """A person who brings what a proposal wants."""

    __tablename__ = "brought"
    __table_args__ = (UniqueConstraint("want_id", "participant_id"),)

    id: Mapped[int] = identity()
    want_id: Mapped[int] = parent("want.id", init=False)
    participant_id: Mapped[int] = parent("participant.id", init=False)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    want: Mapped[Want] = relationship(back_populates="brought")
    participant: Mapped["Participant"] = relationship()

    @hybrid_property
    def standing(self) -> bool:
        return self.withdrawn_at is None

    @standing.inplace.expression
    @classmethod
    def _standing(cls) -> ColumnElement[bool]:
        return cls.withdrawn_at.is_(None)


class HelpWanted(Base):
    """A role of a proposal: work of so many `hours`, such as driving, and a `skill` it takes, or ""."""

    __tablename__ = "help_wanted"
    __table_args__ = (
        UniqueConstraint("proposal_id", "number"),
        shorter_than("title", 40),
        shorter_than("skill", 40),
        CheckConstraint("hours >= 1", name="hours_sign"),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    title: Mapped[str] = text(40)
    hours: Mapped[int]
    skill: Mapped[str] = text(40, default="")
    proposal_id: Mapped[int] = parent("proposal.id", init=False)

    proposal: Mapped[Proposal] = relationship(back_populates="roles")
