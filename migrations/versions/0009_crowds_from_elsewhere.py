"""Pretend phones from another computer: nobody at a desk sent them, so one of them speaks for all."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# SQLite makes the table anew, and these are not found by looking at the old one
KEPT = (
    sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_crowd_order")),
    sa.CheckConstraint("phones >= 1", name=op.f("ck_crowd_phones_sign")),
)


def upgrade() -> None:
    with op.batch_alter_table("crowd", table_args=KEPT) as crowd:
        crowd.alter_column("by_id", existing_type=NUMBER, nullable=True)
        crowd.add_column(sa.Column("speaker_id", NUMBER, nullable=True))
        crowd.create_foreign_key(op.f("fk_crowd_speaker_id"), "participant", ["speaker_id"], ["id"], ondelete="CASCADE")
        crowd.create_check_constraint(op.f("ck_crowd_sent"), "(by_id IS NULL) <> (speaker_id IS NULL)")
        crowd.create_index(op.f("ix_crowd_speaker_id"), ["speaker_id"], unique=True)


def downgrade() -> None:
    op.execute("DELETE FROM crowd WHERE by_id IS NULL")
    with op.batch_alter_table("crowd", table_args=KEPT) as crowd:
        crowd.drop_index(op.f("ix_crowd_speaker_id"))
        crowd.drop_constraint(op.f("ck_crowd_sent"), type_="check")
        crowd.drop_constraint(op.f("fk_crowd_speaker_id"), type_="foreignkey")
        crowd.drop_column("speaker_id")
        crowd.alter_column("by_id", existing_type=NUMBER, nullable=False)
