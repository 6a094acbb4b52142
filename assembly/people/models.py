"""Who is here tonight: a participant came in, with a name or none; a slip makes a phone somebody a helper entered."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from assembly.extensions import db
from assembly.kernel.models.base import Base, Span, identity, parent, random_name, shorter_than, text, this_minute
from assembly.kernel.models.identity import Device, Grant
from assembly.kernel.rules.texts import plainly

if TYPE_CHECKING:
    from assembly.board.models import Offer
    from assembly.gatherings.models import Gathering
    from assembly.rounds.models.pledge import HoursMoved, Pledge

LONGEST_PLAIN = 80  # letters; a name is half as long, and some letters are typed as two


class Participant(Base):
    """A device that pressed Come in. The `handle` marks what is mine on screens; the ledger knows another name."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("gathering_id", "device_id"),
        UniqueConstraint("gathering_id", "number"),
        UniqueConstraint("gathering_id", "handle"),
        shorter_than("name", 40),
        Index("ix_participant_gathering_id_plain_name", "gathering_id", "plain_name"),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    name: Mapped[str | None] = text(40)
    plain_name: Mapped[str | None] = text(LONGEST_PLAIN, init=False)  # to find who shares it; goes with the name
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    device_id: Mapped[int] = parent("device.id", init=False)
    first_time: Mapped[bool] = mapped_column(default=False)  # as they ticked it
    handle: Mapped[str] = mapped_column(default_factory=random_name)
    ledger_id: Mapped[str] = mapped_column(unique=True, default_factory=random_name)
    salt: Mapped[str] = mapped_column(default_factory=random_name)
    came_in_at: Mapped[datetime] = mapped_column(default_factory=this_minute)
    entered_by_id: Mapped[int | None] = parent("grant.id", ondelete="SET NULL", init=False)

    gathering: Mapped["Gathering"] = relationship()
    device: Mapped[Device] = relationship()
    entered_by: Mapped["Grant | None"] = relationship(default=None)
    pledges: Mapped[list["Pledge"]] = relationship(init=False, order_by="Pledge.id", back_populates="participant")

    offers: Mapped[list["Offer"]] = relationship(init=False, order_by="Offer.id", back_populates="participant")
    hidings: Mapped[list["NameHidden"]] = relationship(
        init=False, order_by="NameHidden.id", back_populates="participant"
    )
    withdrawals: Mapped[list["PersonHidden"]] = relationship(
        init=False, order_by="PersonHidden.id", back_populates="participant"
    )

    # did they come in by the action that was just done; never kept
    just_came: ClassVar[bool] = False

    @validates("name")
    def _keep_it_plain(self, _: str, name: str | None) -> str | None:
        """Without accents, too: a whole hall's names need not be read to find one of them."""
        self.plain_name = plainly(name)[:LONGEST_PLAIN] or None if name else None
        return name

    @property
    def hidden(self) -> bool:
        """Was the name taken off the walls?"""
        return any(hiding.running for hiding in self.hidings)

    @property
    def withdrawn(self) -> "PersonHidden | None":
        """Were name and cards taken off together?"""
        return next((each for each in self.withdrawals if each.running), None)

    @property
    def waiting(self) -> bool:
        """Does the name wait for a host's look?"""
        return any(hiding.running and hiding.waiting for hiding in self.hidings)

    @property
    def without_phone(self) -> bool:
        """Did a helper enter them, and nobody's phone is theirs yet? A slip can change that."""
        used = select(Slip.id).where(Slip.participant_id == self.id, Slip.used_at.is_not(None))
        return self.entered_by_id is not None and db.session.scalar(used.limit(1)) is None

    @property
    def told(self) -> "list[HoursMoved]":
        """What others did to my hours, and was not undone: they came back, or moved along with a proposal."""
        return [moving for pledge in self.pledges for moving in pledge.movings if moving.running]

    @property
    def promises(self) -> "list[Pledge]":
        """My standing pledges in the newest round, oldest first."""
        return [pledge for pledge in self.pledges if pledge.tonight]


class PersonHidden(Span, Base):
    """Somebody took one person's name and cards off the walls, together: what they post meanwhile waits for a look."""

    __tablename__ = "person_hidden"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    participant_id: Mapped[int] = parent("participant.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)

    participant: Mapped[Participant] = relationship(back_populates="withdrawals")
    by: Mapped["Grant"] = relationship()


class NameHidden(Span, Base):
    """Somebody took a name off the walls; its owner is still here and still sees it. `waiting`: nobody looked yet."""

    __tablename__ = "name_hidden"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),)

    id: Mapped[int] = identity()
    participant_id: Mapped[int] = parent("participant.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    waiting: Mapped[bool] = mapped_column(default=False)
    with_person_id: Mapped[int | None] = parent("person_hidden.id", init=False)

    participant: Mapped[Participant] = relationship(back_populates="hidings")
    by: Mapped["Grant"] = relationship()
    with_person: Mapped[PersonHidden | None] = relationship(default=None)


class NamePublished(Base):
    """Somebody wants their name to stand in the evening's shared document; taken back, the row goes."""

    __tablename__ = "name_published"

    id: Mapped[int] = identity()
    participant_id: Mapped[int] = parent("participant.id", init=False, unique=True)

    participant: Mapped[Participant] = relationship()


class Slip(Base):
    """A code on a slip: whoever types it first on a phone is the person a helper entered. Only its hash is kept."""

    __tablename__ = "claim"

    id: Mapped[int] = identity()
    code_hash: Mapped[str] = text(64, unique=True)
    participant_id: Mapped[int] = parent("participant.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    used_at: Mapped[datetime | None] = mapped_column(default=None)

    participant: Mapped[Participant] = relationship()
    by: Mapped["Grant"] = relationship()


class DoorSlip(Base):
    """A ticket for the door: whoever brings its code first comes in. Only its hash is kept, and not who used it."""

    __tablename__ = "door_slip"

    id: Mapped[int] = identity()
    code_hash: Mapped[str] = text(64, unique=True)
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    used_at: Mapped[datetime | None] = mapped_column(default=None)

    gathering: Mapped["Gathering"] = relationship()
    by: Mapped["Grant"] = relationship()
