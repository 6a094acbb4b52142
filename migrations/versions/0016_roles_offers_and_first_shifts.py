"""Roles on proposals, who is from the pod, match offers, first shifts, and proposals of which only counts are told."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# SQLite makes the tables anew, and these are not found by looking at the old ones
OF_PLEDGE = (sa.CheckConstraint("hours >= 0", name=op.f("ck_pledge_hours_sign")),)
OF_PROPOSAL = tuple(
    sa.CheckConstraint(f"length({column}) <= {longest}", name=op.f(f"ck_proposal_{column}_length"))
    for column, longest in (("title", 60), ("change", 400), ("lesson", 400), ("proposer", 60))
)


def upgrade() -> None:
    op.create_table(
        "help_wanted",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("title", sa.String(40), nullable=False),
        sa.Column("hours", NUMBER, nullable=False),
        sa.Column("skill", sa.String(40), nullable=False),
        sa.Column("proposal_id", NUMBER, nullable=False),
        sa.CheckConstraint("length(title) <= 40", name=op.f("ck_help_wanted_title_length")),
        sa.CheckConstraint("length(skill) <= 40", name=op.f("ck_help_wanted_skill_length")),
        sa.CheckConstraint("hours >= 1", name=op.f("ck_help_wanted_hours_sign")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_help_wanted_proposal_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_wanted")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_help_wanted_proposal_id_number")),
    )
    op.create_index(op.f("ix_help_wanted_proposal_id"), "help_wanted", ["proposal_id"])
    op.create_table(
        "match_offer",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("hours", NUMBER, nullable=False),
        sa.Column("people", NUMBER, nullable=False),
        sa.Column("needed", NUMBER, nullable=False),
        sa.Column("first_hour", sa.String(20), nullable=False),
        sa.Column("from_pod", sa.Boolean(), nullable=False),
        sa.Column("allocation_id", NUMBER, nullable=False),
        sa.Column("proposal_id", NUMBER, nullable=False),
        sa.Column("participant_id", NUMBER, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.CheckConstraint("hours >= 1 AND people >= 1 AND needed >= people", name=op.f("ck_match_offer_figures")),
        sa.CheckConstraint("state IN ('open', 'met', 'withdrawn', 'lapsed')", name=op.f("ck_match_offer_state_known")),
        *(
            sa.ForeignKeyConstraint(
                [f"{of}_id"], [f"{of}.id"], name=op.f(f"fk_match_offer_{of}_id"), ondelete="CASCADE"
            )
            for of in ("allocation", "proposal", "participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_offer")),
        sa.UniqueConstraint("allocation_id", "number", name=op.f("uq_match_offer_allocation_id_number")),
    )
    for of in ("allocation", "proposal", "participant"):
        op.create_index(op.f(f"ix_match_offer_{of}_id"), "match_offer", [f"{of}_id"])
    op.add_column("allocation", sa.Column("min_outside", NUMBER, nullable=False, server_default="0"))
    with op.batch_alter_table("proposal", table_args=OF_PROPOSAL) as proposal:
        proposal.add_column(sa.Column("first_shift", sa.String(120), nullable=False, server_default=""))
        proposal.add_column(sa.Column("quiet", sa.Boolean(), nullable=False, server_default=sa.false()))
        proposal.create_check_constraint(op.f("ck_proposal_first_shift_length"), "length(first_shift) <= 120")
    with op.batch_alter_table("pledge", table_args=OF_PLEDGE) as pledge:
        pledge.add_column(sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.false()))
        pledge.add_column(sa.Column("from_pod", sa.Boolean(), nullable=False, server_default=sa.false()))
        pledge.add_column(sa.Column("shift", sa.String(3), nullable=False, server_default=""))
        pledge.add_column(sa.Column("role_id", NUMBER, nullable=True))
        pledge.create_check_constraint(op.f("ck_pledge_shift_answer"), "shift IN ('', 'yes', 'no')")
        pledge.create_foreign_key(op.f("fk_pledge_role_id"), "help_wanted", ["role_id"], ["id"], ondelete="SET NULL")
        pledge.create_index(op.f("ix_pledge_role_id"), ["role_id"])


def downgrade() -> None:
    with op.batch_alter_table("pledge", table_args=OF_PLEDGE) as pledge:
        pledge.drop_index(op.f("ix_pledge_role_id"))
        pledge.drop_constraint(op.f("fk_pledge_role_id"), type_="foreignkey")
        pledge.drop_constraint(op.f("ck_pledge_shift_answer"), type_="check")
        for column in ("role_id", "shift", "from_pod", "named"):
            pledge.drop_column(column)
    with op.batch_alter_table("proposal", table_args=OF_PROPOSAL) as proposal:
        proposal.drop_constraint(op.f("ck_proposal_first_shift_length"), type_="check")
        proposal.drop_column("quiet")
        proposal.drop_column("first_shift")
    op.drop_column("allocation", "min_outside")
    op.drop_table("match_offer")
    op.drop_table("help_wanted")
