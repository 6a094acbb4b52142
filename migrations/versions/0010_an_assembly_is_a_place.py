"""An assembly is a place, as its gatherings are: a name in its book, a salt for its texts, a version of its own."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# SQLite makes the tables anew, and these are not found by looking at the old ones
OF_ASSEMBLY = (sa.CheckConstraint("length(name) <= 80", name=op.f("ck_assembly_name_length")),)
OF_MOVE = (
    sa.CheckConstraint("amount >= 1", name=op.f("ck_move_amount_sign")),
    sa.CheckConstraint("source <> target", name=op.f("ck_move_two_accounts")),
)


def upgrade() -> None:
    with op.batch_alter_table("assembly") as assembly:
        assembly.add_column(sa.Column("ledger_id", sa.String(), nullable=True))
        assembly.add_column(sa.Column("salt", sa.String(), nullable=True))
        assembly.add_column(sa.Column("version", NUMBER, nullable=False, server_default="0"))
    connection = op.get_bind()
    for (known,) in connection.execute(sa.text("SELECT id FROM assembly")).all():
        drawn = {"id": known, "name": secrets.token_urlsafe(16), "salt": secrets.token_urlsafe(16)}
        connection.execute(sa.text("UPDATE assembly SET ledger_id = :name, salt = :salt WHERE id = :id"), drawn)
    with op.batch_alter_table("assembly", table_args=OF_ASSEMBLY) as assembly:
        assembly.alter_column("ledger_id", existing_type=sa.String(), nullable=False)
        assembly.alter_column("salt", existing_type=sa.String(), nullable=False)
        assembly.alter_column("version", existing_type=NUMBER, server_default=None)
        assembly.create_unique_constraint(op.f("uq_assembly_ledger_id"), ["ledger_id"])
    with op.batch_alter_table("move", table_args=OF_MOVE) as move:
        move.alter_column("gathering_id", existing_type=NUMBER, nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM move WHERE gathering_id IS NULL")
    with op.batch_alter_table("move", table_args=OF_MOVE) as move:
        move.alter_column("gathering_id", existing_type=NUMBER, nullable=False)
    with op.batch_alter_table("assembly", table_args=OF_ASSEMBLY) as assembly:
        assembly.drop_constraint(op.f("uq_assembly_ledger_id"), type_="unique")
        assembly.drop_column("version")
        assembly.drop_column("salt")
        assembly.drop_column("ledger_id")
