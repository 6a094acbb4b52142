"""Pods of an assembly: who is in one, who makes sure of what, and what was done to it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import (
    Base,
    Countdown,
    Span,
    identity,
    parent,
    random_name,
    shorter_than,
    text,
    this_minute,
)
from assembly.kernel.models.places import Assembly
from assembly.people.models import Participant
from assembly.pods.rules import LONGEST_PURPOSE, LONGEST_TITLE, LONGEST_WORDS

if TYPE_CHECKING:
    from assembly.kernel.models.identity import Grant


class Pod(Base):
    """A small group of the assembly; it outlives the evening at which it formed. `first_on`: when it meets first."""

    __tablename__ = "pod"
    __table_args__ = (
        UniqueConstraint("assembly_id", "number"),
        shorter_than("title", LONGEST_TITLE),
        shorter_than("purpose", LONGEST_PURPOSE),
        shorter_than("first_place", LONGEST_WORDS),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    title: Mapped[str] = text(LONGEST_TITLE)
    purpose: Mapped[str] = text(LONGEST_PURPOSE, default="")
    assembly_id: Mapped[int] = parent("assembly.id", init=False)
    formed_at_id: Mapped[int | None] = parent("gathering.id", ondelete="SET NULL", init=False)
    split_from_id: Mapped[int | None] = parent("pod.id", ondelete="SET NULL", init=False)
    first_on: Mapped[date | None] = mapped_column(default=None)
    first_place: Mapped[str] = text(LONGEST_WORDS, default="")
    salt: Mapped[str] = mapped_column(default_factory=random_name)

    assembly: Mapped[Assembly] = relationship()
    formed_at: Mapped[Gathering | None] = relationship(default=None)
    split_from: Mapped["Pod | None"] = relationship(default=None, remote_side="Pod.id")
    members: Mapped[list["PodMember"]] = relationship(init=False, order_by="PodMember.id", back_populates="pod")
    terms: Mapped[list["RoleTerm"]] = relationship(init=False, order_by="RoleTerm.id", back_populates="pod")
    closings: Mapped[list["PodClosed"]] = relationship(
        init=False, order_by="PodClosed.id", back_populates="pod", foreign_keys="PodClosed.pod_id"
    )

    @property
    def closing(self) -> "PodClosed | None":
        """Why it does not stand any more, if so."""
        return next((closing for closing in self.closings if closing.running), None)

    def term(self, role: str) -> "RoleTerm | None":
        """Whose turn it is."""
        return next((term for term in self.terms if term.role == role and term.running), None)

    def offer(self, role: str) -> "RoleTerm | None":
        """Who takes the next turn, once a host confirms it."""
        return next((term for term in self.terms if term.role == role and term.offered), None)


class PodMember(Base):
    """A person's place in a pod, one each. What they wrote is the pod's alone; `named`: may others read the name?"""

    __tablename__ = "pod_member"
    __table_args__ = (
        UniqueConstraint("participant_id"),
        shorter_than("skills", LONGEST_WORDS),
        shorter_than("limits", LONGEST_WORDS),
        shorter_than("contact", LONGEST_WORDS),
    )

    id: Mapped[int] = identity()
    pod_id: Mapped[int] = parent("pod.id", init=False)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), init=False)
    handle: Mapped[str] = mapped_column(unique=True, default_factory=random_name)
    skills: Mapped[str] = text(LONGEST_WORDS, default="")
    limits: Mapped[str] = text(LONGEST_WORDS, default="")
    contact: Mapped[str] = text(LONGEST_WORDS, default="")
    named: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column(default_factory=this_minute)

    pod: Mapped[Pod] = relationship(back_populates="members")
    participant: Mapped[Participant] = relationship()
    terms: Mapped[list["RoleTerm"]] = relationship(init=False, order_by="RoleTerm.id", back_populates="member")

    @property
    def role(self) -> str | None:
        """What they make sure of now."""
        return next((term.role for term in self.terms if term.running), None)


class RoleTerm(Base):
    """A turn at a role, in days of the assembly's zone. Without `since` it is offered, and begins when confirmed."""

    __tablename__ = "role_term"
    __table_args__ = (
        CheckConstraint("until >= since", name="length"),
        CheckConstraint("ended_on >= since", name="order"),
    )

    id: Mapped[int] = identity()
    role: Mapped[str] = text(20)
    pod_id: Mapped[int] = parent("pod.id", init=False)
    member_id: Mapped[int | None] = parent("pod_member.id", ondelete="SET NULL", init=False)
    since: Mapped[date | None] = mapped_column(default=None)
    until: Mapped[date | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)

    pod: Mapped[Pod] = relationship(back_populates="terms")
    member: Mapped[PodMember | None] = relationship(back_populates="terms")

    @property
    def offered(self) -> bool:
        return self.since is None

    @property
    def running(self) -> bool:
        return self.since is not None and self.ended_on is None


class PodClosed(Span, Base):
    """A pod off the list: put together with another (`into`), or taken off."""

    __tablename__ = "pod_closed"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        CheckConstraint("pod_id <> into_id", name="two_pods"),
    )

    id: Mapped[int] = identity()
    pod_id: Mapped[int] = parent("pod.id", init=False)
    into_id: Mapped[int | None] = parent("pod.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    pod: Mapped[Pod] = relationship(back_populates="closings", foreign_keys="PodClosed.pod_id")
    into: Mapped[Pod | None] = relationship(default=None, foreign_keys="PodClosed.into_id")
    by: Mapped["Grant"] = relationship()


class ReadBack(Countdown, Base):
    """A pod before the room, with its half a minute. One at a time."""

    __tablename__ = "read_back"
    __table_args__ = (CheckConstraint("seconds >= 1", name="seconds_sign"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    pod_id: Mapped[int] = parent("pod.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    gathering: Mapped[Gathering] = relationship()
    pod: Mapped[Pod] = relationship()
    by: Mapped["Grant"] = relationship()
