"""One event: its code, its steps, its door, and whether the wall is held still."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import CheckConstraint, UniqueConstraint, func, not_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.extensions import db
from assembly.kernel.models.base import (
    Base,
    Clock,
    Span,
    identity,
    parent,
    shorter_than,
    text,
    this_minute,
)
from assembly.kernel.models.places import Assembly, Place

if TYPE_CHECKING:
    from assembly.board.models import Asset
    from assembly.kernel.models.identity import Grant
    from assembly.people.models import Participant
    from assembly.rehearsal.models import Crowd
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
    next_date: Mapped[str] = text(80, default="")

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

    presentations: Mapped[list["Presentation"]] = relationship(init=False, order_by="Presentation.id", viewonly=True)

    @property
    def dom(self) -> str:
        return "gathering"

    @property
    def step(self) -> "Step":
        return self.steps[self.position]

    @property
    def next_step(self) -> "Step | None":
        return self.steps[self.position + 1] if self.position + 1 < len(self.steps) else None

    @property
    def last_step(self) -> "Step | None":
        return self.steps[self.position - 1] if self.position else None

    @property
    def allocation(self) -> "Allocation":
        """The newest round: what people look at tonight."""
        return self.allocations[-1]

    @property
    def has_round(self) -> bool:
        """Are hours given tonight, or is it an evening of cards alone?"""
        return any(step.kind == "allocation" for step in self.steps)

    @property
    def has_board(self) -> bool:
        return any(step.kind == "board" for step in self.steps)

    @property
    def rehearsal(self) -> bool:
        """Does nothing of it count? Then pretend phones may come."""
        return self.assembly.rehearsal

    @property
    def crowds_out(self) -> "list[Crowd]":
        """Pretend phones that are here now."""
        from assembly.rehearsal.models import Crowd, out

        return list(db.session.scalars(select(Crowd).where(Crowd.gathering_id == self.id, out())))

    @property
    def crowd_home(self) -> "Crowd | None":
        """The pretend phones that went home last."""
        from assembly.rehearsal.models import Crowd, out

        home = select(Crowd).where(Crowd.gathering_id == self.id, not_(out()))
        return db.session.scalar(home.order_by(func.coalesce(Crowd.ended_at, Crowd.started_at).desc()).limit(1))

    @property
    def standing_proposals(self) -> list["Proposal"]:
        return [proposal for proposal in self.proposals if not proposal.withdrawn]

    @property
    def headcount(self) -> int:
        """People who came in. A sleeping phone did not leave."""
        from assembly.people.models import Participant

        inside = db.session.scalar(select(func.count()).where(Participant.gathering_id == self.id)) or 0
        return inside or int(self.kept.get("people", 0))

    def newest_names(self, most: int) -> "list[Participant]":
        """The last `most` people who gave a name that was not taken off the walls, newest first."""
        from assembly.people.models import NameHidden, Participant

        hidden = select(NameHidden.participant_id).where(NameHidden.ended_at.is_(None))
        shown = (Participant.gathering_id == self.id, Participant.name.is_not(None), Participant.id.not_in(hidden))
        return list(db.session.scalars(select(Participant).where(*shown).order_by(Participant.id.desc()).limit(most)))

    @property
    def named_people(self) -> "list[Participant]":
        """Everybody who gave a name, newest first, hidden ones too."""
        from assembly.people.models import Participant

        named = (Participant.gathering_id == self.id, Participant.name.is_not(None))
        return list(db.session.scalars(select(Participant).where(*named).order_by(Participant.id.desc())))

    @property
    def people_to_help(self) -> "list[Participant]":
        """Everybody here, those whom a helper entered first, then newest first."""
        from assembly.people.models import Participant

        here = select(Participant).where(Participant.gathering_id == self.id)
        return list(db.session.scalars(here.order_by(Participant.entered_by_id.is_(None), Participant.id.desc())))

    @property
    def frozen(self) -> bool:
        return running(Freeze, self) is not None

    @property
    def door_closed(self) -> bool:
        return running(DoorClosed, self) is not None or self.purged

    @property
    def approval(self) -> "ApprovalAsked | None":
        """Do names and cards wait for a host before they stand on the wall?"""
        return running(ApprovalAsked, self)

    @property
    def presentation(self) -> "Presentation | None":
        """Who stands before the room now."""
        return running(Presentation, self)

    @property
    def forgotten(self) -> bool:
        """Were the names of this gathering forgotten, or all of it purged?"""
        return self.forgetting is not None

    @property
    def forgetting(self) -> "Forgetting | None":
        """The newest forgetting."""
        mine = select(Forgetting).where(Forgetting.gathering_id == self.id)
        return db.session.scalar(mine.order_by(Forgetting.id.desc()).limit(1))

    @property
    def purged(self) -> bool:
        """Is all gone but proposals and sums? Then nobody comes in any more."""
        purges = (Forgetting.gathering_id == self.id, Forgetting.what == "all")
        return db.session.scalar(select(func.count()).where(*purges)) != 0

    @property
    def kept(self) -> dict[str, Any]:
        """What the book kept of a purged gathering: how many "people" came in, and "givers" by round."""
        from assembly.kernel.models.ledger import LedgerRow

        if not self.purged:
            return {}
        told = (LedgerRow.gathering_id == self.id, LedgerRow.kind == PURGED)
        body = db.session.scalars(select(LedgerRow.body).where(*told).order_by(LedgerRow.seq.desc())).first()
        return dict(json.loads(body)["facts"]) if body else {}


class Step(Base):
    """One stretch of the evening: `kind` picks the pages, `title` and `say` are the room's words."""

    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("gathering_id", "position"), shorter_than("title", 60))

    id: Mapped[int] = identity()
    position: Mapped[int]
    kind: Mapped[str] = text(20)
    title: Mapped[str] = text(60)
    say: Mapped[str] = text(200)
    minutes: Mapped[int]
    gathering_id: Mapped[int] = parent("gathering.id", init=False)

    gathering: Mapped[Gathering] = relationship(init=False, back_populates="steps")


class Freeze(Span, Base):
    """Somebody held the wall still."""

    __tablename__ = "freeze"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id")
    by: Mapped["Grant"] = relationship()
    by_id: Mapped[int] = parent("grant.id", init=False)


class DoorClosed(Span, Base):
    """Somebody closed the door; those inside stay inside."""

    __tablename__ = "door_closed"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id")
    by: Mapped["Grant"] = relationship()
    by_id: Mapped[int] = parent("grant.id", init=False)


class ApprovalAsked(Span, Base):
    """Somebody asked to see names and cards before they stand on the wall."""

    __tablename__ = "approval_asked"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id")
    by: Mapped["Grant"] = relationship()
    by_id: Mapped[int] = parent("grant.id", init=False)


class Presentation(Clock, Base):
    """Somebody stands before the room with a lesson and a proposal, and a clock. One at a time."""

    __tablename__ = "presentation"
    __table_args__ = (CheckConstraint("seconds >= 1", name="seconds_sign"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id")
    proposal_id: Mapped[int] = parent("proposal.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    proposal: Mapped["Proposal"] = relationship()
    by: Mapped["Grant"] = relationship()


class Forgetting(Base):
    """Forgotten: the names (`what` is "names") or all but the sums ("all"). `by` is None from the command line."""

    __tablename__ = "forgetting"

    id: Mapped[int] = identity()
    what: Mapped[str] = text(10)
    gathering_id: Mapped[int] = parent("gathering.id")
    by_id: Mapped[int | None] = parent("grant.id", init=False)
    at: Mapped[datetime] = mapped_column(default_factory=this_minute)

    by: Mapped["Grant | None"] = relationship(default=None)


Running = TypeVar("Running", Freeze, DoorClosed, ApprovalAsked, Presentation)


def running(kind: type[Running], gathering: Gathering) -> Running | None:
    """The newest span of this kind that nobody has ended yet."""
    begun = select(kind).where(kind.gathering_id == gathering.id, kind.ended_at.is_(None))
    return db.session.scalar(begun.order_by(kind.id.desc()).limit(1))
