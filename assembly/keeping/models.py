"""A key to somebody's place. Only its hash is kept; used once, it stays as spent."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import Base, identity, parent, text, this_minute

if TYPE_CHECKING:
    from assembly.people.models import Participant


class PlaceKey(Base):
    """One for each person: a new one replaces the old."""

    __tablename__ = "place_key"

    id: Mapped[int] = identity()
    key_hash: Mapped[str] = text(64, unique=True)
    participant_id: Mapped[int] = parent("participant.id", init=False, unique=True)
    made_at: Mapped[datetime] = mapped_column(default_factory=this_minute)
    used_at: Mapped[datetime | None] = mapped_column(default=None)

    participant: Mapped["Participant"] = relationship()
