"""A question about a proposal: a hand that goes up, or one in writing."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import Base, identity, parent, random_name, shorter_than, text
from assembly.stack.rules import LONGEST_QUESTION

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering
    from assembly.people.models import Participant
    from assembly.rounds.models.proposal import Proposal

UP, CALLED, DONE, DOWN = "up", "called", "done", "down"
TURNS = (CALLED, DONE)  # what counts as a question asked aloud


class Hand(Base):
    """`state`: up, called, done, down. In writing (`written`) it has words; without a participant it is nobody's."""

    __tablename__ = "hand"
    __table_args__ = (
        UniqueConstraint("gathering_id", "number"),
        CheckConstraint("state IN ('up', 'called', 'done', 'down')", name="state"),
        shorter_than("words", LONGEST_QUESTION),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    written: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = text(LONGEST_QUESTION, default="")
    state: Mapped[str] = text(10, default=UP)
    skips: Mapped[int] = mapped_column(default=0)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    proposal_id: Mapped[int] = parent("proposal.id", init=False)
    participant_id: Mapped[int | None] = parent("participant.id", ondelete="SET NULL", init=False)
    salt: Mapped[str] = mapped_column(default_factory=random_name)

    gathering: Mapped["Gathering"] = relationship()
    proposal: Mapped["Proposal"] = relationship()
    participant: Mapped["Participant | None"] = relationship(default=None)
