"""Rounds: sealed, held still, reopened, and once more over what is left"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('allocation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('money_when', sa.String(length=10), nullable=False, server_default='pressed'))
        batch_op.add_column(sa.Column('sealed', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('ending', sa.String(length=10), nullable=False, server_default='soft'))
    with op.batch_alter_table('last_call', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('still', sa.Text(), nullable=True))
    with op.batch_alter_table('closure', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f('ix_closure_allocation_id'))
        batch_op.create_index(batch_op.f('ix_closure_allocation_id'), ['allocation_id'], unique=False)

    op.create_table('revealed',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('allocation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['allocation_id'], ['allocation.id'], name=op.f('fk_revealed_allocation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['by_id'], ['grant.id'], name=op.f('fk_revealed_by_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revealed'))
    )
    with op.batch_alter_table('revealed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_revealed_allocation_id'), ['allocation_id'], unique=True)
        batch_op.create_index(batch_op.f('ix_revealed_by_id'), ['by_id'], unique=False)

    op.create_table('reopening',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seconds', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('closure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('seconds >= 1', name=op.f('ck_reopening_seconds_sign')),
    sa.ForeignKeyConstraint(['by_id'], ['grant.id'], name=op.f('fk_reopening_by_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['closure_id'], ['closure.id'], name=op.f('fk_reopening_closure_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reopening'))
    )
    with op.batch_alter_table('reopening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reopening_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reopening_closure_id'), ['closure_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('reopening', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reopening_closure_id'))
        batch_op.drop_index(batch_op.f('ix_reopening_by_id'))

    op.drop_table('reopening')
    with op.batch_alter_table('revealed', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_revealed_by_id'))
        batch_op.drop_index(batch_op.f('ix_revealed_allocation_id'))

    op.drop_table('revealed')
    with op.batch_alter_table('closure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_closure_allocation_id'))
        batch_op.create_index(batch_op.f('ix_closure_allocation_id'), ['allocation_id'], unique=True)
        batch_op.drop_column('ended_at')
    with op.batch_alter_table('last_call', schema=None) as batch_op:
        batch_op.drop_column('still')
        batch_op.drop_column('ended_at')
    with op.batch_alter_table('allocation', schema=None) as batch_op:
        batch_op.drop_column('ending')
        batch_op.drop_column('sealed')
        batch_op.drop_column('money_when')
