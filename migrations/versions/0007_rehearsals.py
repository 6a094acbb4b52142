"""Rehearsals: an assembly that does not count, and the pretend phones that came to it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("assembly", sa.Column("rehearsal", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "crowd",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("phones", NUMBER, nullable=False),
        sa.Column("gathering_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_crowd_order")),
        sa.CheckConstraint("phones >= 1", name=op.f("ck_crowd_phones_sign")),
        sa.ForeignKeyConstraint(["by_id"], ["grant.id"], name=op.f("fk_crowd_by_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_crowd_gathering_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crowd")),
    )
    op.create_index(op.f("ix_crowd_by_id"), "crowd", ["by_id"])
    op.create_index(op.f("ix_crowd_gathering_id"), "crowd", ["gathering_id"])


def downgrade() -> None:
    op.drop_table("crowd")
    op.drop_column("assembly", "rehearsal")
