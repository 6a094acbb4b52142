"""Places: where people do things together and write them down. An assembly is one; so is each of its gatherings."""

from typing import TYPE_CHECKING, ClassVar

from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column, relationship, synonym

from assembly.kernel.models.base import Base, identity, random_name, shorter_than, text

if TYPE_CHECKING:
    from assembly.gatherings.models import Gathering

BEGINNING = "0" * 64


class Place(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """What has an address (`slug`), a name in the book (`ledger_id`), and a `version`: the number of its newest row.

    `salt` seals its texts for the book. Every place belongs to an assembly, whose row a command locks first.
    """

    slug: Mapped[str] = mapped_column(unique=True, default_factory=random_name)
    ledger_id: Mapped[str] = mapped_column(unique=True, default_factory=random_name)
    salt: Mapped[str] = mapped_column(default_factory=random_name)
    version: Mapped[int] = mapped_column(default=0)

    if TYPE_CHECKING:
        id: Mapped[int] = mapped_column(init=False)
        assembly_id: Mapped[int] = mapped_column(init=False)

        @property
        def assembly(self) -> "Assembly": ...

    # what the version was when writing() locked it, for the news; never kept
    version_before: ClassVar[int] = 0


class Assembly(Place, Base):
    """The lasting body. A command in it or its gatherings locks this row first. Its book ends at `seq` and `head`."""

    __tablename__ = "assembly"
    __table_args__ = (shorter_than("name", 80),)

    id: Mapped[int] = identity()
    name: Mapped[str] = text(80)
    currency: Mapped[str] = text(3)
    exponent: Mapped[int]
    time_zone: Mapped[str] = text(64)
    rehearsal: Mapped[bool] = mapped_column(default=False)  # pretend phones may come, and all of it may be removed
    seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = text(64, default=BEGINNING)

    gatherings: Mapped[list["Gathering"]] = relationship(
        back_populates="assembly", init=False, order_by="Gathering.id", cascade="all, delete-orphan"
    )
    if not TYPE_CHECKING:
        assembly_id = synonym("id")

    @property
    def assembly(self) -> "Assembly":
        """As every place, it says which assembly it belongs to."""
        return self
