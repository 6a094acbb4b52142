"""Money that came in, as somebody wrote it down: from where, how much, on which day."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.extensions import db
from assembly.kernel.models.base import Base, identity, parent, random_name, shorter_than, text

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering
    from assembly.kernel.models.ledger import LedgerRow
    from assembly.kernel.models.places import Assembly
    from assembly.rounds.models.allocation import Allocation


class MoneyReceived(Base):
    """`amount` in minor units; a correction is a new row. With an `allocation`: what it counted on beyond the pot."""

    __tablename__ = "money_received"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount_sign"), shorter_than("source", 120))

    id: Mapped[int] = identity()
    amount: Mapped[int]
    source: Mapped[str] = text(120)
    received_on: Mapped[date]
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    row_id: Mapped[int] = parent("ledger_row.id", init=False, unique=True)
    allocation_id: Mapped[int | None] = parent("allocation.id", init=False)
    corrects_id: Mapped[int | None] = parent("money_received.id", init=False, unique=True)
    salt: Mapped[str] = mapped_column(default_factory=random_name)

    gathering: Mapped["Gathering"] = relationship()
    row: Mapped["LedgerRow"] = relationship()
    allocation: Mapped["Allocation | None"] = relationship(default=None)
    corrects: Mapped["MoneyReceived | None"] = relationship(default=None, remote_side="MoneyReceived.id")

    @property
    def number(self) -> int:
        """What it is called by: its row in the book."""
        return self.row.seq


def received(assembly: "Assembly") -> list[MoneyReceived]:
    """Every entry that stands, newest first: not those that were corrected since."""
    from assembly.gatherings.models import Gathering

    corrected = select(MoneyReceived.corrects_id).where(MoneyReceived.corrects_id.is_not(None))
    mine = select(MoneyReceived).join(Gathering, Gathering.id == MoneyReceived.gathering_id)
    standing = mine.where(Gathering.assembly_id == assembly.id, MoneyReceived.id.not_in(corrected))
    return list(db.session.scalars(standing.order_by(MoneyReceived.id.desc())))
