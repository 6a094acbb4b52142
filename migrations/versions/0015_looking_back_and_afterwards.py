"""Looking back and afterwards: promises read back, figures, victories, check-out, the shared document, kept places."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = "0014"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table('check_out',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('handle', sa.String(length=64), nullable=False),
    sa.Column('good', sa.String(length=140), nullable=False),
    sa.Column('next_time', sa.String(length=140), nullable=False),
    sa.Column('gathering_id', NUMBER, nullable=False),
    sa.Column('tap', NUMBER, nullable=True),
    sa.Column('paper', sa.Boolean(), nullable=False),
    sa.CheckConstraint('length(good) <= 140', name=op.f('ck_check_out_good_length')),
    sa.CheckConstraint('length(next_time) <= 140', name=op.f('ck_check_out_next_time_length')),
    sa.CheckConstraint('tap BETWEEN 1 AND 5', name=op.f('ck_check_out_tap_range')),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_check_out_gathering_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_out')),
    sa.UniqueConstraint('gathering_id', 'handle', name=op.f('uq_check_out_gathering_id_handle'))
    )
    op.create_index(op.f('ix_check_out_gathering_id'), 'check_out', ['gathering_id'], unique=False)
    op.create_table('metric',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('number', NUMBER, nullable=False),
    sa.Column('what', sa.String(length=60), nullable=False),
    sa.Column('amount', NUMBER, nullable=False),
    sa.Column('unit', sa.String(length=30), nullable=False),
    sa.Column('meaning', sa.String(length=120), nullable=False),
    sa.Column('counted_by', sa.String(length=60), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('before', NUMBER, nullable=True),
    sa.Column('ready', sa.String(length=10), nullable=False),
    sa.Column('gathering_id', NUMBER, nullable=False),
    sa.Column('by_id', NUMBER, nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(counted_by) <= 60', name=op.f('ck_metric_counted_by_length')),
    sa.CheckConstraint('length(meaning) <= 120', name=op.f('ck_metric_meaning_length')),
    sa.CheckConstraint('length(unit) <= 30', name=op.f('ck_metric_unit_length')),
    sa.CheckConstraint('length(what) <= 60', name=op.f('ck_metric_what_length')),
    sa.ForeignKeyConstraint(['by_id'], ['grant.id'], name=op.f('fk_metric_by_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_metric_gathering_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_metric')),
    sa.UniqueConstraint('gathering_id', 'number', name=op.f('uq_metric_gathering_id_number'))
    )
    op.create_index(op.f('ix_metric_by_id'), 'metric', ['by_id'], unique=False)
    op.create_index(op.f('ix_metric_gathering_id'), 'metric', ['gathering_id'], unique=False)
    op.create_table('parked_item',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('number', NUMBER, nullable=False),
    sa.Column('words', sa.String(length=140), nullable=False),
    sa.Column('gathering_id', NUMBER, nullable=False),
    sa.Column('by_id', NUMBER, nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(words) <= 140', name=op.f('ck_parked_item_words_length')),
    sa.ForeignKeyConstraint(['by_id'], ['grant.id'], name=op.f('fk_parked_item_by_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_parked_item_gathering_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parked_item')),
    sa.UniqueConstraint('gathering_id', 'number', name=op.f('uq_parked_item_gathering_id_number'))
    )
    op.create_index(op.f('ix_parked_item_by_id'), 'parked_item', ['by_id'], unique=False)
    op.create_index(op.f('ix_parked_item_gathering_id'), 'parked_item', ['gathering_id'], unique=False)
    op.create_table('promise_read',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('promised', NUMBER, nullable=False),
    sa.Column('kept', NUMBER, nullable=False),
    sa.Column('moved', NUMBER, nullable=False),
    sa.Column('dropped', NUMBER, nullable=False),
    sa.Column('gathering_id', NUMBER, nullable=False),
    sa.Column('proposal_id', NUMBER, nullable=False),
    sa.Column('by_id', NUMBER, nullable=False),
    sa.CheckConstraint('kept + moved + dropped = promised', name=op.f('ck_promise_read_whole')),
    sa.CheckConstraint('kept >= 0 AND moved >= 0 AND dropped >= 0', name=op.f('ck_promise_read_hours_signs')),
    sa.ForeignKeyConstraint(['by_id'], ['grant.id'], name=op.f('fk_promise_read_by_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_promise_read_gathering_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_promise_read_proposal_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise_read')),
    sa.UniqueConstraint('gathering_id', 'proposal_id', name=op.f('uq_promise_read_gathering_id_proposal_id'))
    )
    op.create_index(op.f('ix_promise_read_by_id'), 'promise_read', ['by_id'], unique=False)
    op.create_index(op.f('ix_promise_read_gathering_id'), 'promise_read', ['gathering_id'], unique=False)
    op.create_index(op.f('ix_promise_read_proposal_id'), 'promise_read', ['proposal_id'], unique=False)
    op.create_table('name_published',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('participant_id', NUMBER, nullable=False),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_name_published_participant_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_name_published'))
    )
    op.create_index(op.f('ix_name_published_participant_id'), 'name_published', ['participant_id'], unique=True)
    op.create_table('place_key',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('participant_id', NUMBER, nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_place_key_participant_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place_key')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_place_key_key_hash'))
    )
    op.create_index(op.f('ix_place_key_participant_id'), 'place_key', ['participant_id'], unique=True)
    op.create_table('victory',
    sa.Column('id', NUMBER, nullable=False),
    sa.Column('number', NUMBER, nullable=False),
    sa.Column('words', sa.String(length=100), nullable=False),
    sa.Column('gathering_id', NUMBER, nullable=False),
    sa.Column('teller_id', NUMBER, nullable=True),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.Column('waiting', sa.Boolean(), nullable=False),
    sa.Column('salt', sa.String(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(words) <= 100', name=op.f('ck_victory_words_length')),
    sa.ForeignKeyConstraint(['gathering_id'], ['gathering.id'], name=op.f('fk_victory_gathering_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['teller_id'], ['participant.id'], name=op.f('fk_victory_teller_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_victory')),
    sa.UniqueConstraint('gathering_id', 'number', name=op.f('uq_victory_gathering_id_number'))
    )
    op.create_index(op.f('ix_victory_gathering_id'), 'victory', ['gathering_id'], unique=False)
    op.create_index(op.f('ix_victory_teller_id'), 'victory', ['teller_id'], unique=False)
    op.add_column("gathering", sa.Column("document_key", sa.String(length=16), nullable=False, server_default=""))
    connection = op.get_bind()
    for (known,) in connection.execute(sa.text("SELECT id FROM gathering")).all():
        drawn = {"id": known, "key": secrets.token_urlsafe(9)}
        connection.execute(sa.text("UPDATE gathering SET document_key = :key WHERE id = :id"), drawn)


def downgrade() -> None:
    op.drop_column("gathering", "document_key")

    op.drop_table('victory')
    op.drop_table('place_key')
    op.drop_table('name_published')
    op.drop_table('promise_read')
    op.drop_table('parked_item')
    op.drop_table('metric')
    op.drop_table('check_out')
