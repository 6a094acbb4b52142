"""Hours somebody promised to a proposal in a round. A withdrawn pledge stands at nothing; the ledger keeps the path."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from .allocation import Allocation
from .base import Base, identity, parent, text
from .people import Participant
from .proposal import Proposal


class Pledge(Base):
    """`hours` are whole; `first_hour` is "this week", "next week" or "later"."""

    __tablename__ = "pledge"
    __table_args__ = (
        UniqueConstraint("allocation_id", "participant_id", "proposal_id"),
        CheckConstraint("hours >= 0", name="hours_sign"),
    )

    id: Mapped[int] = identity()
    hours: Mapped[int]
    first_hour: Mapped[str] = text(20)
    allocation_id: Mapped[int] = parent("allocation.id", init=False)
    participant_id: Mapped[int] = parent("participant.id", init=False)
    proposal_id: Mapped[int] = parent("proposal.id", init=False)

    allocation: Mapped[Allocation] = relationship()
    participant: Mapped[Participant] = relationship(back_populates="pledges")
    proposal: Mapped[Proposal] = relationship()

    @property
    def standing(self) -> bool:
        return self.hours > 0
