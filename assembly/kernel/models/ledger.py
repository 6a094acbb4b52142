"""The book: one chain of rows per assembly, and the money its rows moved. Only `record()` writes them."""

import json
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, Text, UniqueConstraint, case, func, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.extensions import db
from assembly.kernel.models.base import Base, identity, parent, text
from assembly.kernel.rules.accounts import Moved
from assembly.kernel.rules.codes import words_of

UNKNOWN = "1970-01-01T00:00Z"  # when nobody can tell

HEADS = ("step moved", "allocation locked")  # rows after which the wall shows where the book stands


class LedgerRow(Base):
    """`body` is canonical JSON with kind, form, gathering, actor, minute and facts; hashes are hex SHA-256."""

    __tablename__ = "ledger_row"
    __table_args__ = (
        UniqueConstraint("assembly_id", "seq"),
        Index("ix_ledger_row_gathering_id_kind", "gathering_id", "kind"),
    )

    id: Mapped[int] = identity()
    assembly_id: Mapped[int] = parent("assembly.id")
    gathering_id: Mapped[int | None] = parent("gathering.id")
    seq: Mapped[int]
    kind: Mapped[str] = text(40)
    body: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[str] = text(64)
    prev: Mapped[str] = text(64)
    hash: Mapped[str] = text(64)

    moves: Mapped[list["Move"]] = relationship(init=False, order_by="Move.id", back_populates="row")

    @hybrid_property
    def is_head(self) -> bool:
        """Does the wall show where the book stands after this row?"""
        return self.kind in HEADS

    @is_head.inplace.expression
    @classmethod
    def _is_head(cls) -> ColumnElement[bool]:
        return cls.kind.in_(HEADS)

    @property
    def words(self) -> str:
        """Four words for the eyes, of the hash."""
        return words_of(self.hash)

    @property
    def told(self) -> dict[str, Any]:
        """The body, read; of a body that somebody spoiled nothing is known but its kind."""
        try:
            return dict(json.loads(self.body))
        except ValueError:
            return {"kind": self.kind, "at": UNKNOWN, "by": "", "helper": False, "facts": {}}


class Move(Base):
    """Minor units moved between two accounts: "outside", "pot", "aside", or "proposal 3" of its gathering."""

    __tablename__ = "move"
    __table_args__ = (
        CheckConstraint("amount >= 1", name="amount_sign"),
        CheckConstraint("source <> target", name="two_accounts"),
    )

    id: Mapped[int] = identity()
    source: Mapped[str] = text(24)
    target: Mapped[str] = text(24)
    amount: Mapped[int]
    assembly_id: Mapped[int] = parent("assembly.id")
    gathering_id: Mapped[int | None] = parent("gathering.id")
    row_id: Mapped[int] = parent("ledger_row.id", init=False)

    row: Mapped[LedgerRow] = relationship(back_populates="moves")

    @property
    def moved(self) -> Moved:
        return self.source, self.target, self.amount


def balance(assembly: int, account: str, gathering: int | None = None) -> int:
    """Minor units an account of the assembly (its id) holds: what moved. A proposal's belongs to a gathering."""
    total = func.sum(case((Move.target == account, Move.amount), else_=-Move.amount))
    mine = select(total).where(Move.assembly_id == assembly, (Move.target == account) | (Move.source == account))
    return int(db.session.scalar(mine if gathering is None else mine.where(Move.gathering_id == gathering)) or 0)
