"""Pods of an assembly: places, turns at roles, pods put together or taken off, and the read-back."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pod',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('purpose', sa.String(length=120), nullable=False),
    sa.Column('assembly_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('formed_at_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('split_from_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('first_on', sa.Date(), nullable=True),
    sa.Column('first_place', sa.String(length=80), nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.CheckConstraint('length(first_place) <= 80', name=op.f('ck_pod_first_place_length')),
    sa.CheckConstraint('length(purpose) <= 120', name=op.f('ck_pod_purpose_length')),
    sa.CheckConstraint('length(title) <= 60', name=op.f('ck_pod_title_length')),
    sa.ForeignKeyConstraint(['assembly_id'], ['assembly.id'], name=op.f('fk_pod_assembly_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['formed_at_id'], ['gathering.id'], name=op.f('fk_pod_formed_at_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['split_from_id'], ['pod.id'], name=op.f('fk_pod_split_from_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pod')),
    sa.UniqueConstraint('assembly_id', 'number', name=op.f('uq_pod_assembly_id_number'))
    )
    with op.batch_alter_table('pod', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pod_assembly_id'), ['assembly_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pod_formed_at_id'), ['formed_at_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pod_split_from_id'), ['split_from_id'], unique=False)

    op.create_table('pod_closed',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pod_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('into_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('ended_at IS NULL OR ended_at >= started_at', name=op.f('ck_pod_closed_order')),
    sa.CheckConstraint('pod_id <> into_id', name=op.f('ck_pod_closed_two_pods')),
    sa.ForeignKeyConstraint(['by_id'], ['grant.id'], name=op.f('fk_pod_closed_by_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['into_id'], ['pod.id'], name=op.f('fk_pod_closed_into_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['pod_id'], ['pod.id'], name=op.f('fk_pod_closed_pod_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pod_closed'))
    )
    with op.batch_alter_table('pod_closed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pod_closed_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pod_closed_into_id'), ['into_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pod_closed_pod_id'), ['pod_id'], unique=False)

    op.create_table('read_back',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('gathering_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pod_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seconds', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('seconds >= 1', name=op.f('ck_read_back_seconds_sign')),
    sa.ForeignKeyConstraint(['by_id'], ['grant.id'], name=op.f('fk_read_back_by_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_read_back_gathering_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['pod_id'], ['pod.id'], name=op.f('fk_read_back_pod_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_read_back'))
    )
    with op.batch_alter_table('read_back', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_read_back_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_read_back_gathering_id'), ['gathering_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_read_back_pod_id'), ['pod_id'], unique=False)

    op.create_table('pod_member',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pod_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('participant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('handle', sa.String(), nullable=False),
    sa.Column('skills', sa.String(length=80), nullable=False),
    sa.Column('limits', sa.String(length=80), nullable=False),
    sa.Column('contact', sa.String(length=80), nullable=False),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(contact) <= 80', name=op.f('ck_pod_member_contact_length')),
    sa.CheckConstraint('length(limits) <= 80', name=op.f('ck_pod_member_limits_length')),
    sa.CheckConstraint('length(skills) <= 80', name=op.f('ck_pod_member_skills_length')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_pod_member_participant_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['pod_id'], ['pod.id'], name=op.f('fk_pod_member_pod_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pod_member')),
    sa.UniqueConstraint('handle', name=op.f('uq_pod_member_handle')),
    sa.UniqueConstraint('participant_id', name=op.f('uq_pod_member_participant_id'))
    )
    with op.batch_alter_table('pod_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pod_member_pod_id'), ['pod_id'], unique=False)

    op.create_table('role_term',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('pod_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ended_on >= since', name=op.f('ck_role_term_order')),
    sa.CheckConstraint('until >= since', name=op.f('ck_role_term_length')),
    sa.ForeignKeyConstraint(['member_id'], ['pod_member.id'], name=op.f('fk_role_term_member_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['pod_id'], ['pod.id'], name=op.f('fk_role_term_pod_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_term'))
    )
    with op.batch_alter_table('role_term', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_term_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_role_term_pod_id'), ['pod_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('role_term', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_term_pod_id'))
        batch_op.drop_index(batch_op.f('ix_role_term_member_id'))

    op.drop_table('role_term')
    with op.batch_alter_table('pod_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pod_member_pod_id'))

    op.drop_table('pod_member')
    with op.batch_alter_table('read_back', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_read_back_pod_id'))
        batch_op.drop_index(batch_op.f('ix_read_back_gathering_id'))
        batch_op.drop_index(batch_op.f('ix_read_back_by_id'))

    op.drop_table('read_back')
    with op.batch_alter_table('pod_closed', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pod_closed_pod_id'))
        batch_op.drop_index(batch_op.f('ix_pod_closed_into_id'))
        batch_op.drop_index(batch_op.f('ix_pod_closed_by_id'))

    op.drop_table('pod_closed')
    with op.batch_alter_table('pod', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pod_split_from_id'))
        batch_op.drop_index(batch_op.f('ix_pod_formed_at_id'))
        batch_op.drop_index(batch_op.f('ix_pod_assembly_id'))

    op.drop_table('pod')
