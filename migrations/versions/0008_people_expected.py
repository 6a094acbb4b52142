"""People expected: what a host typed, from which the limits of the door follow."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("gathering", sa.Column("expected", NUMBER, nullable=True))


def downgrade() -> None:
    op.drop_column("gathering", "expected")
