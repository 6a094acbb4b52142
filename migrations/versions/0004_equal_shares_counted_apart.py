"""Equal shares, counted apart"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('count',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('inputs', sa.String(length=64), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('allocation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['allocation_id'], ['allocation.id'], name=op.f('fk_count_allocation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_count'))
    )
    with op.batch_alter_table('count', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_count_allocation_id'), ['allocation_id'], unique=True)


def downgrade() -> None:
    with op.batch_alter_table('count', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_count_allocation_id'))
    op.drop_table('count')
