"""What is kept of looking back: hours read back by project, counted figures, and victories."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import Base, identity, parent, random_name, shorter_than, text
from assembly.promises.rules import (
    LONGEST_COUNTER,
    LONGEST_MEANING,
    LONGEST_UNIT,
    LONGEST_VICTORY,
    LONGEST_WHAT,
)

if TYPE_CHECKING:
    from assembly.kernel.models.identity import Grant
    from assembly.people.models import Participant
    from assembly.rounds.models.proposal import Proposal


class PromiseRead(Base):
    """Whole hours promised to an earlier gathering's proposal, as they were read back at this one."""

    __tablename__ = "promise_read"
    __table_args__ = (
        UniqueConstraint("gathering_id", "proposal_id"),
        CheckConstraint("kept >= 0 AND moved >= 0 AND dropped >= 0", name="hours_signs"),
        CheckConstraint("kept + moved + dropped = promised", name="whole"),
    )

    id: Mapped[int] = identity()
    promised: Mapped[int]
    kept: Mapped[int]
    moved: Mapped[int]
    dropped: Mapped[int]
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    proposal_id: Mapped[int] = parent("proposal.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    gathering: Mapped[Gathering] = relationship()
    proposal: Mapped["Proposal"] = relationship()
    by: Mapped["Grant"] = relationship()


class Metric(Base):
    """A figure on a card. `amount` and `before` (last time, None when it follows from the last card) in hundredths.

    `ready`: what Assembly itself counted ("people", "hours", "money"), "" for what people did.
    """

    __tablename__ = "metric"
    __table_args__ = (
        UniqueConstraint("gathering_id", "number"),
        shorter_than("what", LONGEST_WHAT),
        shorter_than("unit", LONGEST_UNIT),
        shorter_than("meaning", LONGEST_MEANING),
        shorter_than("counted_by", LONGEST_COUNTER),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    what: Mapped[str] = text(LONGEST_WHAT)
    amount: Mapped[int]
    unit: Mapped[str] = text(LONGEST_UNIT)
    meaning: Mapped[str] = text(LONGEST_MEANING)
    counted_by: Mapped[str] = text(LONGEST_COUNTER)
    as_of: Mapped[date]
    before: Mapped[int | None] = mapped_column(default=None)
    ready: Mapped[str] = text(10, default="")
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    salt: Mapped[str] = mapped_column(default_factory=random_name)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    gathering: Mapped[Gathering] = relationship()
    by: Mapped["Grant"] = relationship()


class Victory(Base):
    """A line about something we won. `named`: its teller wants to be named. Without a teller a facilitator wrote it."""

    __tablename__ = "victory"
    __table_args__ = (UniqueConstraint("gathering_id", "number"), shorter_than("words", LONGEST_VICTORY))

    id: Mapped[int] = identity()
    number: Mapped[int]
    words: Mapped[str] = text(LONGEST_VICTORY)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    teller_id: Mapped[int | None] = parent("participant.id", init=False)
    named: Mapped[bool] = mapped_column(default=False)
    waiting: Mapped[bool] = mapped_column(default=False)  # for a host's look
    salt: Mapped[str] = mapped_column(default_factory=random_name)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    gathering: Mapped[Gathering] = relationship()
    teller: Mapped["Participant | None"] = relationship(default=None)

    @property
    def dom(self) -> str:
        return f"victory-{self.number}"

    @property
    def name(self) -> str | None:
        """Of its teller, where the room may read it."""
        shown = self.teller and self.named and not self.teller.hidden
        return self.teller.name if self.teller and shown else None
