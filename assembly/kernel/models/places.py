"""The lasting body, and the one row every command of its gatherings locks first."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import Base, identity, random_name, shorter_than, text

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering

BEGINNING = "0" * 64


class Assembly(Base):
    __tablename__ = "assembly"
    __table_args__ = (shorter_than("name", 80),)

    id: Mapped[int] = identity()
    name: Mapped[str] = text(80)
    currency: Mapped[str] = text(3)
    exponent: Mapped[int]
    time_zone: Mapped[str] = text(64)
    rehearsal: Mapped[bool] = mapped_column(default=False)  # pretend phones may come, and all of it may be removed
    slug: Mapped[str] = mapped_column(unique=True, default_factory=random_name)
    seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = text(64, default=BEGINNING)

    gatherings: Mapped[list["Gathering"]] = relationship(
        back_populates="assembly", init=False, order_by="Gathering.id", cascade="all, delete-orphan"
    )
