"""Pretend phones sent to a rehearsal, and what they found."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..rules.rehearsal import LONGEST, Tried, Verdict, judge
from .base import Base, Span, identity, now, parent

if TYPE_CHECKING:
    from .people import Grant

SLACK = timedelta(minutes=5)  # after its longest stay a crowd whose server died counts as gone


class Crowd(Span, Base):
    """A host sent them; `sheet` is what they found (JSON of Tried), empty while they are out or when they failed."""

    __tablename__ = "crowd"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        CheckConstraint("phones >= 1", name="phones_sign"),
    )

    id: Mapped[int] = identity()
    phones: Mapped[int]
    gathering_id: Mapped[int] = parent("gathering.id")
    by_id: Mapped[int] = parent("grant.id", init=False)
    sheet: Mapped[str] = mapped_column(Text, default="")

    by: Mapped["Grant"] = relationship()

    @property
    def out(self) -> bool:
        """Are they there now?"""
        return self.running and now() < self.started_at + timedelta(minutes=LONGEST) + SLACK

    @property
    def tried(self) -> Tried | None:
        """What they found; None when they are still out, or came to nothing."""
        return Tried(**json.loads(self.sheet)) if self.sheet else None

    @property
    def verdict(self) -> Verdict | None:
        return judge(self.tried) if self.tried else None
