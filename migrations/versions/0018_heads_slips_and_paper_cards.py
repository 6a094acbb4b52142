"""Heads in the hall, who is here for the first time, where to meet, slips for the door, paper cards, one person's cards."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HIDDEN = ("asset_hidden", "name_hidden")


def upgrade() -> None:
    # as one sentence, for both databases: SQLite then need not make the table anew
    length = "CONSTRAINT ck_gathering_meeting_place_length CHECK (length(meeting_place) <= 40)"
    op.execute(f"ALTER TABLE gathering ADD COLUMN meeting_place VARCHAR(40) DEFAULT '' NOT NULL {length}")
    op.add_column("gathering", sa.Column("heads", NUMBER, nullable=True))
    op.add_column("participant", sa.Column("first_time", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("participant", sa.Column("plain_name", sa.String(length=80), nullable=True))
    op.create_index(op.f("ix_participant_gathering_id_plain_name"), "participant", ["gathering_id", "plain_name"])
    keep_names_plain(op.get_bind())
    span("person_hidden", "participant")
    span("slips_asked", "gathering")
    for table in HIDDEN:
        leads = (op.f(f"fk_{table}_with_person_id"), "person_hidden", ["with_person_id"], ["id"])
        with op.batch_alter_table(table, table_args=order(table)) as hidden:
            hidden.add_column(sa.Column("with_person_id", NUMBER, nullable=True))
            hidden.create_foreign_key(*leads, ondelete="CASCADE")
            hidden.create_index(op.f(f"ix_{table}_with_person_id"), ["with_person_id"])
    op.create_table(
        "door_slip",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("gathering_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        *parents("door_slip", "gathering"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_slip")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_door_slip_code_hash")),
    )
    op.create_table(
        "paper_card",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("gathering_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=True),
        *parents("paper_card", "gathering"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_card")),
        sa.UniqueConstraint("gathering_id", "number", name=op.f("uq_paper_card_gathering_id_number")),
    )
    for table in ("door_slip", "paper_card"):
        for column in ("by_id", "gathering_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def keep_names_plain(connection: sa.Connection) -> None:
    """As the rule of that day did for names in Latin letters: without case, accents, spaces and marks."""
    for known, name in connection.execute(sa.text("SELECT id, name FROM participant WHERE name IS NOT NULL")).all():
        parted = unicodedata.normalize("NFKD", name.casefold())
        plain = "".join(letter for letter in parted if letter.isalnum())[:80]
        connection.execute(
            sa.text("UPDATE participant SET plain_name = :plain WHERE id = :id"), {"plain": plain or None, "id": known}
        )


def span(table: str, about: str) -> None:
    """What somebody began and somebody may end, about a row of another table."""
    op.create_table(
        table,
        sa.Column("id", NUMBER, nullable=False),
        sa.Column(f"{about}_id", NUMBER, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *order(table),
        *parents(table, about),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("by_id", f"{about}_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def order(table: str) -> tuple[sa.CheckConstraint, ...]:
    """Said anew, too, where SQLite makes a table anew: it is not found by looking at the old one."""
    return (sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f(f"ck_{table}_order")),)


def parents(table: str, about: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
        for column, target in ((f"{about}_id", about), ("by_id", "grant"))
    )


def downgrade() -> None:
    op.drop_table("paper_card")
    op.drop_table("door_slip")
    for table in HIDDEN:
        op.drop_index(op.f(f"ix_{table}_with_person_id"), table)
        with op.batch_alter_table(table, table_args=order(table)) as hidden:
            hidden.drop_constraint(op.f(f"fk_{table}_with_person_id"), type_="foreignkey")
            hidden.drop_column("with_person_id")
    op.drop_table("slips_asked")
    op.drop_table("person_hidden")
    op.drop_index(op.f("ix_participant_gathering_id_plain_name"), "participant")
    op.drop_column("participant", "plain_name")
    op.drop_column("participant", "first_time")
    op.drop_column("gathering", "heads")
    op.drop_column("gathering", "meeting_place")
