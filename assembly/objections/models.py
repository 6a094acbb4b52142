"""An objection in somebody's own words, and how the room answered it."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import Base, Span, identity, parent, random_name, shorter_than, text
from assembly.objections.rules import LONGEST_NOTE, LONGEST_OBJECTION

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering
    from assembly.kernel.models.identity import Grant
    from assembly.people.models import Participant

OPEN, RESOLVED, STANDS, OFF = "open", "resolved", "stands", "off"


class Objection(Base):
    """`state`: open, resolved (with a `note`), stands, off the list. Without a participant nobody knows whose it is."""

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("gathering_id", "number"),
        CheckConstraint("state IN ('open', 'resolved', 'stands', 'off')", name="state"),
        shorter_than("words", LONGEST_OBJECTION),
        shorter_than("note", LONGEST_NOTE),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    words: Mapped[str] = text(LONGEST_OBJECTION)
    note: Mapped[str] = text(LONGEST_NOTE, default="")
    state: Mapped[str] = text(10, default=OPEN)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    participant_id: Mapped[int | None] = parent("participant.id", ondelete="SET NULL", init=False)
    salt: Mapped[str] = mapped_column(default_factory=random_name)

    gathering: Mapped["Gathering"] = relationship()
    participant: Mapped["Participant | None"] = relationship(default=None)


class ObjectionsShown(Span, Base):
    """Somebody put the objections on the wall."""

    __tablename__ = "objections_shown"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    gathering: Mapped["Gathering"] = relationship()
    by: Mapped["Grant"] = relationship()
