"""Hours somebody promised to a proposal in a round. A withdrawn pledge stands at nothing; the ledger keeps the path."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import Base, Span, identity, parent, text
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.people.models import Participant
from assembly.rounds.models.proposal import HelpWanted, Proposal

if TYPE_CHECKING:
    from assembly.rounds.models.allocation import Allocation


class Pledge(Base):
    """`hours` are whole; `first_hour` is "this week", "next week" or "later". `receipt`: the row of its last change.

    `role`: the work they are for. `named`: its owner's name may stand beside it. `from_pod`: its owner belongs to the
    pod that proposes it. `shift`: will the first one be kept, "yes", "no", or "" while nobody said.
    """

    __tablename__ = "pledge"
    __table_args__ = (
        UniqueConstraint("allocation_id", "participant_id", "proposal_id"),
        CheckConstraint("hours >= 0", name="hours_sign"),
        CheckConstraint("shift IN ('', 'yes', 'no')", name="shift_answer"),
    )

    id: Mapped[int] = identity()
    hours: Mapped[int]
    first_hour: Mapped[str] = text(20)
    named: Mapped[bool] = mapped_column(default=False)
    from_pod: Mapped[bool] = mapped_column(default=False)
    shift: Mapped[str] = text(3, default="")
    role_id: Mapped[int | None] = parent("help_wanted.id", "SET NULL", init=False)
    allocation_id: Mapped[int] = parent("allocation.id", init=False)
    participant_id: Mapped[int] = parent("participant.id", init=False)
    proposal_id: Mapped[int] = parent("proposal.id", init=False)
    receipt_id: Mapped[int | None] = parent("ledger_row.id", "SET NULL", init=False)

    allocation: Mapped["Allocation"] = relationship()
    participant: Mapped[Participant] = relationship(back_populates="pledges")
    proposal: Mapped[Proposal] = relationship()
    receipt: Mapped[LedgerRow | None] = relationship(default=None)
    role: Mapped[HelpWanted | None] = relationship(default=None)
    choice: Mapped["PledgeChoice | None"] = relationship(init=False, back_populates="pledge")
    movings: Mapped[list["HoursMoved"]] = relationship(
        init=False, order_by="HoursMoved.id", back_populates="pledge", foreign_keys="HoursMoved.pledge_id"
    )

    @hybrid_property
    def standing(self) -> bool:
        return self.hours > 0

    @property
    def tonight(self) -> bool:
        """Does it stand in the newest round? A new round takes earlier ones along."""
        return self.standing and self.allocation.newest


class HoursMoved(Span, Base):
    """Somebody else moved `hours` of a pledge to `into`, or back (None). `after`: hours at `into` then. Ended: void."""

    __tablename__ = "hours_moved"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        CheckConstraint("hours >= 1", name="hours_sign"),
    )

    id: Mapped[int] = identity()
    hours: Mapped[int]
    pledge_id: Mapped[int] = parent("pledge.id", init=False)
    into_id: Mapped[int | None] = parent("pledge.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    pledge: Mapped[Pledge] = relationship(back_populates="movings", foreign_keys="HoursMoved.pledge_id")
    by: Mapped[Grant] = relationship()
    into: Mapped[Pledge | None] = relationship(default=None, foreign_keys="HoursMoved.into_id")
    after: Mapped[int | None] = mapped_column(default=None)

    @property
    def now_at(self) -> Pledge | None:
        """Where the hours are by now: what they went into may have gone into another since."""
        place = self.into
        while place and (further := next((one for one in place.movings if one.running and one.into), None)):
            place = further.into
        return place


class PledgeChoice(Base):
    """After the close, without money: "keep" it, or "move" it to `into`. No row: the hours are free."""

    __tablename__ = "pledge_choice"

    id: Mapped[int] = identity()
    choice: Mapped[str] = text(10)
    pledge_id: Mapped[int] = parent("pledge.id", init=False, unique=True)
    into_id: Mapped[int | None] = parent("proposal.id", init=False)

    pledge: Mapped[Pledge] = relationship(back_populates="choice")
    into: Mapped[Proposal | None] = relationship(default=None)
