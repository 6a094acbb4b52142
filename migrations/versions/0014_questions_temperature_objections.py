"""Questions while somebody presents, temperature checks, and objections after the close."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, nullable=nullable)


def text(name: str, longest: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(longest), nullable=False)


def belongs(table: str, column: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{column.removesuffix('_id')}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


def of_check(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["check_id"], ["temperature_check.id"], name=op.f(f"fk_{table}_check_id"), ondelete="CASCADE"
    )


def shorter_than(table: str, column: str, longest: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) <= {longest}", name=op.f(f"ck_{table}_{column}_length"))


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def make(table: str, *parts: sa.Column | sa.Constraint, indexed: tuple[str, ...]) -> None:
    op.create_table(table, number("id"), *parts, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")))
    for column in indexed:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    make(
        "hand",
        number("number"),
        sa.Column("written", sa.Boolean(), nullable=False),
        text("words", 140),
        text("state", 10),
        number("skips"),
        number("gathering_id"),
        number("proposal_id"),
        number("participant_id", nullable=True),
        text("salt"),
        check("hand", "state", "state IN ('up', 'called', 'done', 'down')"),
        shorter_than("hand", "words", 140),
        belongs("hand", "gathering_id"),
        belongs("hand", "proposal_id"),
        belongs("hand", "participant_id", "SET NULL"),
        unique("hand", "gathering_id", "number"),
        indexed=("gathering_id", "proposal_id", "participant_id"),
    )
    make(
        "temperature_check",
        number("number"),
        text("question", 120),
        sa.Column("closed_at", MOMENT, nullable=True),
        number("people"),
        number("passed"),
        number("gathering_id"),
        number("proposal_id", nullable=True),
        text("salt"),
        number("seconds"),
        sa.Column("started_at", MOMENT, nullable=False),
        shorter_than("temperature_check", "question", 120),
        belongs("temperature_check", "gathering_id"),
        belongs("temperature_check", "proposal_id"),
        unique("temperature_check", "gathering_id", "number"),
        indexed=("gathering_id", "proposal_id"),
    )
    make(
        "temperature_reading",
        number("level"),
        text("concern", 140),
        number("check_id"),
        number("participant_id"),
        check("temperature_reading", "level", "level BETWEEN 0 AND 5"),
        shorter_than("temperature_reading", "concern", 140),
        of_check("temperature_reading"),
        belongs("temperature_reading", "participant_id"),
        unique("temperature_reading", "check_id", "participant_id"),
        indexed=("check_id", "participant_id"),
    )
    make(
        "temperature_total",
        number("level"),
        number("people"),
        number("check_id"),
        check("temperature_total", "level", "level BETWEEN 1 AND 5"),
        check("temperature_total", "people_sign", "people >= 0"),
        of_check("temperature_total"),
        unique("temperature_total", "check_id", "level"),
        indexed=("check_id",),
    )
    make(
        "concern",
        number("number"),
        text("words", 140),
        sa.Column("on_wall", sa.Boolean(), nullable=False),
        number("check_id"),
        shorter_than("concern", "words", 140),
        of_check("concern"),
        unique("concern", "check_id", "number"),
        indexed=("check_id",),
    )
    make(
        "objection",
        number("number"),
        text("words", 200),
        text("note", 140),
        text("state", 10),
        number("gathering_id"),
        number("participant_id", nullable=True),
        text("salt"),
        check("objection", "state", "state IN ('open', 'resolved', 'stands', 'off')"),
        shorter_than("objection", "words", 200),
        shorter_than("objection", "note", 140),
        belongs("objection", "gathering_id"),
        belongs("objection", "participant_id", "SET NULL"),
        unique("objection", "gathering_id", "number"),
        indexed=("gathering_id", "participant_id"),
    )
    make(
        "objections_shown",
        number("gathering_id"),
        number("by_id"),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        check("objections_shown", "order", "ended_at IS NULL OR ended_at >= started_at"),
        belongs("objections_shown", "gathering_id"),
        sa.ForeignKeyConstraint(
            ["by_id"], ["grant.id"], name=op.f("fk_objections_shown_by_id"), ondelete="CASCADE"
        ),
        indexed=("gathering_id", "by_id"),
    )


def downgrade() -> None:
    for table in (
        "objections_shown",
        "objection",
        "concern",
        "temperature_total",
        "temperature_reading",
        "temperature_check",
        "hand",
    ):
        op.drop_table(table)
