"""The agenda: steps keep a number when they change places, can be skipped, and know when the room came to them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# SQLite makes the table anew, and this is not found by looking at the old one
OF_STEP = (sa.CheckConstraint("length(title) <= 60", name=op.f("ck_step_title_length")),)


def upgrade() -> None:
    op.add_column("gathering", sa.Column("agenda_shown", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("step") as step:
        step.add_column(sa.Column("number", NUMBER, nullable=True))
        step.add_column(sa.Column("picture", sa.String(20), nullable=False, server_default=""))
        step.add_column(sa.Column("skipped", sa.Boolean(), nullable=False, server_default=sa.false()))
        step.add_column(sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE step SET number = position + 1")
    with op.batch_alter_table("step", table_args=OF_STEP) as step:
        step.alter_column("number", existing_type=NUMBER, nullable=False)
        step.alter_column("picture", existing_type=sa.String(20), server_default=None)
        step.alter_column("skipped", existing_type=sa.Boolean(), server_default=None)
        step.drop_constraint(op.f("uq_step_gathering_id_position"), type_="unique")
        step.create_unique_constraint(op.f("uq_step_gathering_id_number"), ["gathering_id", "number"])


def downgrade() -> None:
    with op.batch_alter_table("step", table_args=OF_STEP) as step:
        step.drop_constraint(op.f("uq_step_gathering_id_number"), type_="unique")
        step.create_unique_constraint(op.f("uq_step_gathering_id_position"), ["gathering_id", "position"])
        step.drop_column("started_at")
        step.drop_column("skipped")
        step.drop_column("picture")
        step.drop_column("number")
    op.drop_column("gathering", "agenda_shown")
