"""What is kept of the end of an evening: answers without people, and the list for later."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.evaluation.rules import LONGEST_ANSWER, LONGEST_PARKED
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import Base, identity, parent, random_name, shorter_than, text

if TYPE_CHECKING:
    from assembly.kernel.models.identity import Grant


class CheckOut(Base):
    """One answer. `handle` follows from a secret that only the phone's cookie holds, so that it can change its answer.

    Nothing here, in the book or among the presses leads from it to a person.
    """

    __tablename__ = "check_out"
    __table_args__ = (
        UniqueConstraint("gathering_id", "handle"),
        CheckConstraint("tap BETWEEN 1 AND 5", name="tap_range"),
        shorter_than("good", LONGEST_ANSWER),
        shorter_than("next_time", LONGEST_ANSWER),
    )

    id: Mapped[int] = identity()
    handle: Mapped[str] = text(64)
    good: Mapped[str] = text(LONGEST_ANSWER)
    next_time: Mapped[str] = text(LONGEST_ANSWER)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    tap: Mapped[int | None] = mapped_column(default=None)
    paper: Mapped[bool] = mapped_column(default=False)

    gathering: Mapped[Gathering] = relationship()


class ParkedItem(Base):
    """Something the room keeps for later."""

    __tablename__ = "parked_item"
    __table_args__ = (UniqueConstraint("gathering_id", "number"), shorter_than("words", LONGEST_PARKED))

    id: Mapped[int] = identity()
    number: Mapped[int]
    words: Mapped[str] = text(LONGEST_PARKED)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    salt: Mapped[str] = mapped_column(default_factory=random_name)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    gathering: Mapped[Gathering] = relationship()
    by: Mapped["Grant"] = relationship()
