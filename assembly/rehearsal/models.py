"""Pretend phones at a rehearsal, and what they found."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, Text, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import Base, Span, identity, now, parent
from assembly.rehearsal.rules import LONGEST, Tried, Verdict, judge

if TYPE_CHECKING:
    from assembly.kernel.models.identity import Grant
    from assembly.people.models import Participant

SLACK = timedelta(minutes=5)  # after its longest stay a crowd of which nobody hears counts as gone


class Crowd(Span, Base):
    """Sent by a host (`by`) or from another computer (`speaker`). `sheet`: JSON of Tried, empty while out or failed."""

    __tablename__ = "crowd"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        CheckConstraint("phones >= 1", name="phones_sign"),
        CheckConstraint("(by_id IS NULL) <> (speaker_id IS NULL)", name="sent"),
    )

    id: Mapped[int] = identity()
    phones: Mapped[int]
    gathering_id: Mapped[int] = parent("gathering.id")
    by_id: Mapped[int | None] = parent("grant.id", init=False)
    speaker_id: Mapped[int | None] = parent("participant.id", init=False, unique=True)
    sheet: Mapped[str] = mapped_column(Text, default="")

    by: Mapped["Grant | None"] = relationship(default=None)
    speaker: Mapped["Participant | None"] = relationship(default=None)

    @property
    def elsewhere(self) -> bool:
        """Did they come from another computer?"""
        return self.by_id is None

    @property
    def tried(self) -> Tried | None:
        """What they found; None when they are still out, or came to nothing."""
        return Tried(**json.loads(self.sheet)) if self.sheet else None

    @property
    def verdict(self) -> Verdict | None:
        return judge(self.tried) if self.tried else None


def out() -> ColumnElement[bool]:
    """Those who are there now."""
    return and_(Crowd.ended_at.is_(None), Crowd.started_at > now() - timedelta(minutes=LONGEST) - SLACK)
