"""One event: its code, its steps, its door, and whether the wall is held still."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, UniqueConstraint, and_, or_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import (
    Base,
    Countdown,
    Span,
    identity,
    parent,
    short_secret,
    shorter_than,
    text,
    this_minute,
)
from assembly.kernel.models.places import Assembly, Place

if TYPE_CHECKING:
    from assembly.board.models import Asset
    from assembly.kernel.models.identity import Grant
    from assembly.rounds.models.allocation import Allocation
    from assembly.rounds.models.proposal import Proposal

PURGED = "gathering purged"  # the book's row that keeps a purged gathering's counts


class Gathering(Place, Base):
    __tablename__ = "gathering"
    __table_args__ = (
        shorter_than("name", 80),
        shorter_than("wifi_name", 32),
        shorter_than("wifi_password", 63),
        shorter_than("next_date", 80),
        shorter_than("meeting_place", 40),
    )

    id: Mapped[int] = identity()
    name: Mapped[str] = text(80)
    code: Mapped[str] = text(20, unique=True)
    kind: Mapped[str] = text(20, default="round")
    assembly_id: Mapped[int] = parent("assembly.id", init=False)
    position: Mapped[int] = mapped_column(default=0)
    page: Mapped[int] = mapped_column(default=1)
    wifi_name: Mapped[str] = text(32, default="")
    wifi_password: Mapped[str] = text(63, default="")
    expected: Mapped[int | None] = mapped_column(default=None)  # people, as a host typed it
    heads: Mapped[int | None] = mapped_column(default=None)  # in the hall, as a host counted them
    next_date: Mapped[str] = text(80, default="")
    agenda_shown: Mapped[bool] = mapped_column(default=False)  # on the wall, in place of the step's own slide
    document_key: Mapped[str] = text(16, default_factory=short_secret)  # whoever has it reads the document
    meeting_place: Mapped[str] = text(40, default="")  # where those meet whose proposal got nothing; "" for nowhere

    assembly: Mapped[Assembly] = relationship(back_populates="gatherings")
    steps: Mapped[list["Step"]] = relationship(
        init=False, order_by="Step.position", cascade="all, delete-orphan", back_populates="gathering"
    )
    assets: Mapped[list["Asset"]] = relationship(init=False, order_by="Asset.number", back_populates="gathering")
    proposals: Mapped[list["Proposal"]] = relationship(
        init=False, order_by="Proposal.number", back_populates="gathering"
    )
    allocations: Mapped[list["Allocation"]] = relationship(
        init=False, order_by="Allocation.number", back_populates="gathering"
    )

    presentations: Mapped[list["Presentation"]] = relationship(
        init=False, order_by="Presentation.id", back_populates="gathering"
    )
    freezes: Mapped[list["Freeze"]] = relationship(init=False, order_by="Freeze.id", back_populates="gathering")
    door_closures: Mapped[list["DoorClosed"]] = relationship(
        init=False, order_by="DoorClosed.id", back_populates="gathering"
    )
    approvals: Mapped[list["ApprovalAsked"]] = relationship(
        init=False, order_by="ApprovalAsked.id", back_populates="gathering"
    )
    slip_askings: Mapped[list["SlipsAsked"]] = relationship(
        init=False, order_by="SlipsAsked.id", back_populates="gathering"
    )
    forgettings: Mapped[list["Forgetting"]] = relationship(
        init=False, order_by="Forgetting.id", back_populates="gathering"
    )

    @property
    def dom(self) -> str:
        return "gathering"

    @property
    def step(self) -> "Step":
        return self.steps[self.position]

    @property
    def next_step(self) -> "Step | None":
        """The nearest to come that is not skipped."""
        return next((step for step in self.steps[self.position + 1 :] if not step.skipped), None)

    @property
    def last_step(self) -> "Step | None":
        """The nearest behind that was not skipped."""
        return next((step for step in reversed(self.steps[: self.position]) if not step.skipped), None)

    @property
    def planned_steps(self) -> list["Step"]:
        """Those that are not skipped; where the room is now is always one."""
        return [step for step in self.steps if step is self.step or not step.skipped]

    @property
    def allocation(self) -> "Allocation":
        """The newest round: what people look at tonight."""
        return self.allocations[-1]

    def has_step(self, *kinds: str) -> bool:
        """Is one of these kinds in the evening, skipped or not?"""
        return any(step.kind in kinds for step in self.steps)

    @hybrid_property
    def has_round(self) -> bool:
        """Are hours given tonight, or is it an evening of cards alone?"""
        return any(step.kind == "allocation" and not step.skipped for step in self.steps)

    @has_round.inplace.expression
    @classmethod
    def _has_round(cls) -> ColumnElement[bool]:
        return cls.steps.any(and_(Step.kind == "allocation", ~Step.skipped))

    @hybrid_property
    def has_board(self) -> bool:
        return self.has_step("board")

    @has_board.inplace.expression
    @classmethod
    def _has_board(cls) -> ColumnElement[bool]:
        return cls.steps.any(Step.kind == "board")

    @property
    def rehearsal(self) -> bool:
        """Does nothing of it count? Then pretend phones may come."""
        return self.assembly.rehearsal

    @property
    def frozen(self) -> bool:
        return any(freeze.running for freeze in self.freezes)

    @hybrid_property
    def door_closed(self) -> bool:
        return self.purged or any(closure.running for closure in self.door_closures)

    @door_closed.inplace.expression
    @classmethod
    def _door_closed(cls) -> ColumnElement[bool]:
        return or_(cls.purged, cls.door_closures.any(DoorClosed.running))

    @property
    def approval(self) -> "ApprovalAsked | None":
        """Do names and cards wait for a host before they stand on the wall?"""
        return next((approval for approval in self.approvals if approval.running), None)

    @property
    def by_slip(self) -> bool:
        """Does everybody need a slip of their own at the door?"""
        return any(asking.running for asking in self.slip_askings)

    @property
    def presentation(self) -> "Presentation | None":
        """Who stands before the room now."""
        return next((one for one in reversed(self.presentations) if one.ended_at is None), None)

    @property
    def forgotten(self) -> bool:
        """Were the names of this gathering forgotten, or all of it purged?"""
        return self.forgetting is not None

    @property
    def forgetting(self) -> "Forgetting | None":
        """The newest forgetting."""
        return self.forgettings[-1] if self.forgettings else None

    @hybrid_property
    def purged(self) -> bool:
        """Is all gone but proposals and sums? Then nobody comes in any more."""
        return any(forgetting.what == "all" for forgetting in self.forgettings)

    @purged.inplace.expression
    @classmethod
    def _purged(cls) -> ColumnElement[bool]:
        return cls.forgettings.any(Forgetting.what == "all")


class Step(Base):
    """One stretch of the evening: `kind` picks the pages, `title` and `say` are the room's words.

    `number` stays when steps change places. `started_at`: when the room last came to it. `picture` is one of those that
    its kind offers, "" for none.
    """

    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("gathering_id", "number"), shorter_than("title", 60))

    id: Mapped[int] = identity()
    number: Mapped[int]
    position: Mapped[int]
    kind: Mapped[str] = text(20)
    title: Mapped[str] = text(60)
    say: Mapped[str] = text(200)
    minutes: Mapped[int]
    picture: Mapped[str] = text(20, default="")
    skipped: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)

    gathering: Mapped[Gathering] = relationship(init=False, back_populates="steps")

    @property
    def ends_at(self) -> datetime | None:
        """By its minutes, once the room has come to it."""
        return self.started_at + timedelta(minutes=self.minutes) if self.started_at else None


class Freeze(Span, Base):
    """Somebody held the wall still."""

    __tablename__ = "freeze"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    gathering: Mapped[Gathering] = relationship(back_populates="freezes")
    by: Mapped["Grant"] = relationship()
    by_id: Mapped[int] = parent("grant.id", init=False)


class DoorClosed(Span, Base):
    """Somebody closed the door; those inside stay inside."""

    __tablename__ = "door_closed"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    gathering: Mapped[Gathering] = relationship(back_populates="door_closures")
    by: Mapped["Grant"] = relationship()
    by_id: Mapped[int] = parent("grant.id", init=False)


class ApprovalAsked(Span, Base):
    """Somebody asked to see names and cards before they stand on the wall."""

    __tablename__ = "approval_asked"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    gathering: Mapped[Gathering] = relationship(back_populates="approvals")
    by: Mapped["Grant"] = relationship()
    by_id: Mapped[int] = parent("grant.id", init=False)


class SlipsAsked(Span, Base):
    """Somebody asked for a slip from everybody who comes in with a phone."""

    __tablename__ = "slips_asked"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    gathering: Mapped[Gathering] = relationship(back_populates="slip_askings")
    by: Mapped["Grant"] = relationship()
    by_id: Mapped[int] = parent("grant.id", init=False)


class Presentation(Countdown, Base):
    """Somebody stands before the room with a lesson and a proposal, and a clock. One at a time."""

    __tablename__ = "presentation"
    __table_args__ = (CheckConstraint("seconds >= 1", name="seconds_sign"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    proposal_id: Mapped[int] = parent("proposal.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    gathering: Mapped[Gathering] = relationship(back_populates="presentations")
    proposal: Mapped["Proposal"] = relationship()
    by: Mapped["Grant"] = relationship()


class Forgetting(Base):
    """Forgotten: the names (`what` is "names") or all but the sums ("all"). `by` is None from the command line."""

    __tablename__ = "forgetting"

    id: Mapped[int] = identity()
    what: Mapped[str] = text(10)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    by_id: Mapped[int | None] = parent("grant.id", init=False)
    at: Mapped[datetime] = mapped_column(default_factory=this_minute)

    gathering: Mapped[Gathering] = relationship(back_populates="forgettings")
    by: Mapped["Grant | None"] = relationship(default=None)
