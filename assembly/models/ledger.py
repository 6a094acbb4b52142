"""The book: one chain of rows per assembly. Only `record()` writes it."""

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, identity, parent, text


class LedgerRow(Base):
    """`body` is canonical JSON with kind, form, gathering, actor, minute and facts; hashes are hex SHA-256."""

    __tablename__ = "ledger_row"
    __table_args__ = (UniqueConstraint("assembly_id", "seq"),)

    id: Mapped[int] = identity()
    assembly_id: Mapped[int] = parent("assembly.id")
    gathering_id: Mapped[int | None] = parent("gathering.id")
    seq: Mapped[int]
    kind: Mapped[str] = text(40)
    body: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[str] = text(64)
    prev: Mapped[str] = text(64)
    hash: Mapped[str] = text(64)
