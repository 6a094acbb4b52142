"""What somebody wants to do: its words. What it asks of the pot stands on its Ask."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, identity, parent, random_name, shorter_than, text, this_minute
from .gathering import Gathering

if TYPE_CHECKING:
    from .people import Grant


class Proposal(Base):
    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("gathering_id", "number"),
        shorter_than("title", 60),
        shorter_than("change", 400),
        shorter_than("proposer", 60),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    title: Mapped[str] = text(60)
    change: Mapped[str] = text(400)
    proposer: Mapped[str | None] = text(60)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    salt: Mapped[str] = mapped_column(default_factory=random_name)

    gathering: Mapped[Gathering] = relationship(back_populates="proposals")
    withdrawal: Mapped["ProposalWithdrawn | None"] = relationship(init=False, back_populates="proposal")

    @property
    def withdrawn(self) -> bool:
        return self.withdrawal is not None


class ProposalWithdrawn(Base):
    """Somebody took a proposal off the list before the round."""

    __tablename__ = "proposal_withdrawn"

    id: Mapped[int] = identity()
    proposal_id: Mapped[int] = parent("proposal.id", init=False, unique=True)
    by_id: Mapped[int] = parent("grant.id", init=False)
    at: Mapped[datetime] = mapped_column(default_factory=this_minute)

    proposal: Mapped[Proposal] = relationship(back_populates="withdrawal")
    by: Mapped["Grant"] = relationship()
