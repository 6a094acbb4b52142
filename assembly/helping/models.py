"""What helpers keep count of: cards on numbered paper, and which of them were typed."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import Base, identity, parent

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering
    from assembly.kernel.models.identity import Grant


class PaperCard(Base):
    """A numbered card of paper; what stands on it is on the board once a helper `typed` it."""

    __tablename__ = "paper_card"
    __table_args__ = (UniqueConstraint("gathering_id", "number"),)

    id: Mapped[int] = identity()
    number: Mapped[int]
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    typed_at: Mapped[datetime | None] = mapped_column(default=None)

    gathering: Mapped["Gathering"] = relationship()
    by: Mapped["Grant"] = relationship()
