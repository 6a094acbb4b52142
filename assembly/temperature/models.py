"""A temperature check. While it is open each reading belongs to somebody; closed, there are totals and words alone."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import Base, Countdown, identity, parent, random_name, shorter_than, text
from assembly.temperature.rules import LONGEST_CONCERN, LONGEST_QUESTION, Totals

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering
    from assembly.people.models import Participant
    from assembly.rounds.models.proposal import Proposal


class TemperatureCheck(Countdown, Base):
    """About a proposal, or a `question` of its own. Closed: `people` gave a step, `passed` passed, `totals` by step."""

    __tablename__ = "temperature_check"
    __table_args__ = (UniqueConstraint("gathering_id", "number"), shorter_than("question", LONGEST_QUESTION))

    id: Mapped[int] = identity()
    number: Mapped[int]
    question: Mapped[str] = text(LONGEST_QUESTION, default="")
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    people: Mapped[int] = mapped_column(default=0)
    passed: Mapped[int] = mapped_column(default=0)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    proposal_id: Mapped[int | None] = parent("proposal.id", init=False)
    salt: Mapped[str] = mapped_column(default_factory=random_name)

    gathering: Mapped["Gathering"] = relationship()
    proposal: Mapped["Proposal | None"] = relationship(default=None)
    readings: Mapped[list["TemperatureReading"]] = relationship(init=False, back_populates="check")
    counted: Mapped[list["TemperatureTotal"]] = relationship(
        init=False, order_by="TemperatureTotal.level", back_populates="check"
    )
    concerns: Mapped[list["Concern"]] = relationship(init=False, order_by="Concern.number", back_populates="check")

    @property
    def running(self) -> bool:
        return self.closed_at is None

    @property
    def title(self) -> str:
        return self.proposal.title if self.proposal else self.question

    @property
    def totals(self) -> Totals:
        """As they were when it was closed."""
        levels = {total.level: total.people for total in self.counted}
        return Totals(self.people, self.passed, levels or None)


class TemperatureReading(Base):
    """What somebody feels (`level` 1–5, 0 for pass), until the check is closed: then the row is deleted."""

    __tablename__ = "temperature_reading"
    __table_args__ = (
        UniqueConstraint("check_id", "participant_id"),
        CheckConstraint("level BETWEEN 0 AND 5", name="level"),
        shorter_than("concern", LONGEST_CONCERN),
    )

    id: Mapped[int] = identity()
    level: Mapped[int]
    concern: Mapped[str] = text(LONGEST_CONCERN)
    check_id: Mapped[int] = parent("temperature_check.id", init=False)
    participant_id: Mapped[int] = parent("participant.id", init=False)

    check: Mapped[TemperatureCheck] = relationship(back_populates="readings")
    participant: Mapped["Participant"] = relationship()


class TemperatureTotal(Base):
    """How many people gave a step. There are none of a check that fewer than five people answered."""

    __tablename__ = "temperature_total"
    __table_args__ = (
        UniqueConstraint("check_id", "level"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        CheckConstraint("people >= 0", name="people_sign"),
    )

    id: Mapped[int] = identity()
    level: Mapped[int]
    people: Mapped[int]
    check_id: Mapped[int] = parent("temperature_check.id", init=False)

    check: Mapped[TemperatureCheck] = relationship(back_populates="counted")


class Concern(Base):
    """Words that came with a reading, and nothing that tells whose. `on_wall`: the host reads it to the room."""

    __tablename__ = "concern"
    __table_args__ = (UniqueConstraint("check_id", "number"), shorter_than("words", LONGEST_CONCERN))

    id: Mapped[int] = identity()
    number: Mapped[int]
    words: Mapped[str] = text(LONGEST_CONCERN)
    on_wall: Mapped[bool] = mapped_column(default=False)
    check_id: Mapped[int] = parent("temperature_check.id", init=False)

    check: Mapped[TemperatureCheck] = relationship(back_populates="concerns")
