"""Who holds what: a device is a browser's cookie, a grant is a role, an attempt is one press that happens once."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import Base, identity, parent, random_name, text, this_minute

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering
    from assembly.kernel.models.places import Assembly
    from assembly.rounds.models.proposal import Proposal


class Device(Base):
    """A browser, known by the hash of its cookie and nothing else."""

    __tablename__ = "device"

    id: Mapped[int] = identity()
    token_hash: Mapped[str] = text(64, unique=True)


class Grant(Base):
    """A role held by a device, or waiting in a link (only its hash is kept).

    Roles: operator (no scope), steward (an assembly), facilitator, helper, wall, timekeeper, door, stack, scribe (a
    gathering),
    presenter (a proposal).
    """

    __tablename__ = "grant"
    __table_args__ = (CheckConstraint("(device_id IS NULL) <> (link_hash IS NULL)", name="device_or_link"),)

    id: Mapped[int] = identity()
    role: Mapped[str] = text(20)
    assembly_id: Mapped[int | None] = parent("assembly.id", init=False)
    gathering_id: Mapped[int | None] = parent("gathering.id", init=False)
    device_id: Mapped[int | None] = parent("device.id", init=False)
    link_hash: Mapped[str | None] = text(64, unique=True, default=None)
    ledger_id: Mapped[str] = mapped_column(unique=True, default_factory=random_name)
    proposal_id: Mapped[int | None] = parent("proposal.id", init=False)
    given_at: Mapped[datetime] = mapped_column(default_factory=this_minute)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    assembly: Mapped["Assembly | None"] = relationship(default=None)
    gathering: Mapped["Gathering | None"] = relationship(default=None)
    proposal: Mapped["Proposal | None"] = relationship(default=None)
    device: Mapped[Device | None] = relationship(default=None)


class Attempt(Base):
    """One press, by its key: what it asked (hashed) and what it made, so that pressing again changes nothing."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("device_id", "key"),)

    id: Mapped[int] = identity()
    device_id: Mapped[int] = parent("device.id", init=False)
    key: Mapped[str] = text(64)
    asked: Mapped[str] = text(64)
    seq: Mapped[int]

    device: Mapped[Device] = relationship()
