"""One card before everybody; needs, matches and synonyms; clusters and stars, and what was made of them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table("synonym_list",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("assembly_id", NUMBER, nullable=False),
        sa.CheckConstraint("length(lines) <= 4000", name=op.f("ck_synonym_list_lines_length")),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name=op.f("fk_synonym_list_assembly_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_list")),
        sa.UniqueConstraint("assembly_id", name=op.f("uq_synonym_list_assembly_id"))
    )
    op.create_index(op.f("ix_synonym_list_assembly_id"), "synonym_list", ["assembly_id"])
    op.create_table("spotlight",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("asset_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_spotlight_order")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_spotlight_asset_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["grant.id"], name=op.f("fk_spotlight_by_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spotlight"))
    )
    op.create_index(op.f("ix_spotlight_asset_id"), "spotlight", ["asset_id"])
    op.create_index(op.f("ix_spotlight_by_id"), "spotlight", ["by_id"])
    op.create_table("stars_shown",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("gathering_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_stars_shown_order")),
        sa.ForeignKeyConstraint(["by_id"], ["grant.id"], name=op.f("fk_stars_shown_by_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_stars_shown_gathering_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stars_shown"))
    )
    op.create_index(op.f("ix_stars_shown_by_id"), "stars_shown", ["by_id"])
    op.create_index(op.f("ix_stars_shown_gathering_id"), "stars_shown", ["gathering_id"])
    op.create_table("cluster",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("gathering_id", NUMBER, nullable=False),
        sa.Column("participant_id", NUMBER, nullable=True),
        sa.Column("by_id", NUMBER, nullable=True),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(words) <= 80", name=op.f("ck_cluster_words_length")),
        sa.ForeignKeyConstraint(["by_id"], ["grant.id"], name=op.f("fk_cluster_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_cluster_gathering_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_cluster_participant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
        sa.UniqueConstraint("gathering_id", "number", name=op.f("uq_cluster_gathering_id_number"))
    )
    op.create_index(op.f("ix_cluster_by_id"), "cluster", ["by_id"])
    op.create_index(op.f("ix_cluster_gathering_id"), "cluster", ["gathering_id"])
    op.create_index(op.f("ix_cluster_participant_id"), "cluster", ["participant_id"])
    op.create_table("need",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("gathering_id", NUMBER, nullable=False),
        sa.Column("participant_id", NUMBER, nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=True),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("NOT anonymous OR participant_id IS NULL", name=op.f("ck_need_no_name")),
        sa.CheckConstraint("length(words) <= 80", name=op.f("ck_need_words_length")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_need_gathering_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_need_participant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("gathering_id", "number", name=op.f("uq_need_gathering_id_number"))
    )
    op.create_index(op.f("ix_need_gathering_id"), "need", ["gathering_id"])
    op.create_index(op.f("ix_need_participant_id"), "need", ["participant_id"])
    op.create_table("cluster_card",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("cluster_id", NUMBER, nullable=False),
        sa.Column("asset_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_cluster_card_asset_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_card_cluster_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_card")),
        sa.UniqueConstraint("cluster_id", "asset_id", name=op.f("uq_cluster_card_cluster_id_asset_id"))
    )
    op.create_index(op.f("ix_cluster_card_asset_id"), "cluster_card", ["asset_id"])
    op.create_index(op.f("ix_cluster_card_cluster_id"), "cluster_card", ["cluster_id"])
    op.create_table("cluster_hidden",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("cluster_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_cluster_hidden_order")),
        sa.ForeignKeyConstraint(["by_id"], ["grant.id"], name=op.f("fk_cluster_hidden_by_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_hidden_cluster_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_hidden"))
    )
    op.create_index(op.f("ix_cluster_hidden_by_id"), "cluster_hidden", ["by_id"])
    op.create_index(op.f("ix_cluster_hidden_cluster_id"), "cluster_hidden", ["cluster_id"])
    op.create_table("need_hidden",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("need_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_need_hidden_order")),
        sa.ForeignKeyConstraint(["by_id"], ["grant.id"], name=op.f("fk_need_hidden_by_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_hidden_need_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_hidden"))
    )
    op.create_index(op.f("ix_need_hidden_by_id"), "need_hidden", ["by_id"])
    op.create_index(op.f("ix_need_hidden_need_id"), "need_hidden", ["need_id"])
    op.create_table("need_match",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("gathering_id", NUMBER, nullable=False),
        sa.Column("need_id", NUMBER, nullable=False),
        sa.Column("asset_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("need_answer", sa.Boolean(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_need_match_asset_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["grant.id"], name=op.f("fk_need_match_by_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_need_match_gathering_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_match_need_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_match")),
        sa.UniqueConstraint("gathering_id", "number", name=op.f("uq_need_match_gathering_id_number")),
        sa.UniqueConstraint("need_id", "asset_id", name=op.f("uq_need_match_need_id_asset_id"))
    )
    op.create_index(op.f("ix_need_match_asset_id"), "need_match", ["asset_id"])
    op.create_index(op.f("ix_need_match_by_id"), "need_match", ["by_id"])
    op.create_index(op.f("ix_need_match_gathering_id"), "need_match", ["gathering_id"])
    op.create_index(op.f("ix_need_match_need_id"), "need_match", ["need_id"])
    op.create_table("raised",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("gathering_id", NUMBER, nullable=False),
        sa.Column("cluster_id", NUMBER, nullable=True),
        sa.Column("need_id", NUMBER, nullable=True),
        sa.Column("proposal_id", NUMBER, nullable=True),
        sa.Column("into_need_id", NUMBER, nullable=True),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.CheckConstraint("(cluster_id IS NULL) <> (need_id IS NULL)", name=op.f("ck_raised_one_thing")),
        sa.CheckConstraint("(proposal_id IS NULL) <> (into_need_id IS NULL)", name=op.f("ck_raised_into_one_thing")),
        sa.ForeignKeyConstraint(["by_id"], ["grant.id"], name=op.f("fk_raised_by_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_raised_cluster_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_raised_gathering_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["into_need_id"], ["need.id"], name=op.f("fk_raised_into_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_raised_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_raised_proposal_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised")),
        sa.UniqueConstraint("cluster_id", name=op.f("uq_raised_cluster_id")),
        sa.UniqueConstraint("need_id", name=op.f("uq_raised_need_id"))
    )
    op.create_index(op.f("ix_raised_by_id"), "raised", ["by_id"])
    op.create_index(op.f("ix_raised_cluster_id"), "raised", ["cluster_id"])
    op.create_index(op.f("ix_raised_gathering_id"), "raised", ["gathering_id"])
    op.create_index(op.f("ix_raised_into_need_id"), "raised", ["into_need_id"])
    op.create_index(op.f("ix_raised_need_id"), "raised", ["need_id"])
    op.create_index(op.f("ix_raised_proposal_id"), "raised", ["proposal_id"])
    op.create_table("star",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("gathering_id", NUMBER, nullable=False),
        sa.Column("participant_id", NUMBER, nullable=False),
        sa.Column("cluster_id", NUMBER, nullable=True),
        sa.Column("need_id", NUMBER, nullable=True),
        sa.Column("salt", sa.String(), nullable=False),
        sa.CheckConstraint("(cluster_id IS NULL) <> (need_id IS NULL)", name=op.f("ck_star_one_thing")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_star_cluster_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_star_gathering_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_star_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_star_participant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star")),
        sa.UniqueConstraint("gathering_id", "participant_id", name=op.f("uq_star_gathering_id_participant_id"))
    )
    op.create_index(op.f("ix_star_cluster_id"), "star", ["cluster_id"])
    op.create_index(op.f("ix_star_gathering_id"), "star", ["gathering_id"])
    op.create_index(op.f("ix_star_need_id"), "star", ["need_id"])
    op.create_index(op.f("ix_star_participant_id"), "star", ["participant_id"])
    op.create_table("match_answer",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("match_id", NUMBER, nullable=False),
        sa.Column("participant_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["need_match.id"], name=op.f("fk_match_answer_match_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_match_answer_participant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_answer")),
        sa.UniqueConstraint("match_id", "participant_id", name=op.f("uq_match_answer_match_id_participant_id"))
    )
    op.create_index(op.f("ix_match_answer_match_id"), "match_answer", ["match_id"])
    op.create_index(op.f("ix_match_answer_participant_id"), "match_answer", ["participant_id"])


def downgrade() -> None:
    op.drop_table("match_answer")
    op.drop_table("star")
    op.drop_table("raised")
    op.drop_table("need_match")
    op.drop_table("need_hidden")
    op.drop_table("cluster_hidden")
    op.drop_table("cluster_card")
    op.drop_table("need")
    op.drop_table("cluster")
    op.drop_table("stars_shown")
    op.drop_table("spotlight")
    op.drop_table("synonym_list")
