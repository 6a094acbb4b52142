"""A match offer: somebody's hours for a proposal, given by themselves once enough others have joined it."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.kernel.models.base import Base, identity, parent, text
from assembly.people.models import Participant
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.proposal import Proposal


class MatchOffer(Base):
    """`hours` more if `people` more join: when `needed` other people count behind the proposal.

    `from_pod`: its maker is of the pod that proposes it.
    `state`: "open", "met", "withdrawn" or "lapsed", then with a `reason`: "no hours", "off the list" or "closed".
    """

    __tablename__ = "match_offer"
    __table_args__ = (
        UniqueConstraint("allocation_id", "number"),
        CheckConstraint("hours >= 1 AND people >= 1 AND needed >= people", name="figures"),
        CheckConstraint("state IN ('open', 'met', 'withdrawn', 'lapsed')", name="state_known"),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    hours: Mapped[int]
    people: Mapped[int]
    needed: Mapped[int]
    first_hour: Mapped[str] = text(20)
    from_pod: Mapped[bool]
    allocation_id: Mapped[int] = parent("allocation.id", init=False)
    proposal_id: Mapped[int] = parent("proposal.id", init=False)
    participant_id: Mapped[int] = parent("participant.id", init=False)
    state: Mapped[str] = text(10, default="open")
    reason: Mapped[str] = text(20, default="")

    allocation: Mapped[Allocation] = relationship()
    proposal: Mapped[Proposal] = relationship()
    participant: Mapped[Participant] = relationship()
