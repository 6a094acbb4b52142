"""The ground every table stands on: times in UTC, random names."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ColumnElement, DateTime, ForeignKey, Integer, String
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from sqlalchemy.types import TypeDecorator

from assembly.extensions import db


class UTCTime(TypeDecorator[datetime]):
    """A moment with its zone. SQLite hands back naive times and would take them too; this refuses them."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be remembered.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """Rows. No repr: it would print the room's names into a log."""

    metadata = db.metadata
    # SQLite counts rowids only in INTEGER columns
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger().with_variant(Integer, "sqlite"),
        datetime: UTCTime(),
    }


class Span(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """Something somebody began and somebody may end; the row stays as its history."""

    started_at: Mapped[datetime] = mapped_column(default_factory=lambda: this_minute())
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @hybrid_property
    def running(self) -> bool:
        return self.ended_at is None

    @running.inplace.expression
    @classmethod
    def _running(cls) -> ColumnElement[bool]:
        return cls.ended_at.is_(None)


class Countdown(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """A countdown before everybody, so it knows seconds."""

    seconds: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(default_factory=lambda: now())

    @property
    def ends_at(self) -> datetime:
        return self.started_at + timedelta(seconds=self.seconds)

    @property
    def left(self) -> str:
        """Minutes and seconds to go, for the moment before the page counts by itself."""
        seconds = max(0, round((self.ends_at - now()).total_seconds()))
        return f"{seconds // 60}:{seconds % 60:02}"

    @property
    def clock(self) -> str:
        """The same, and once it is over how long it has been: "+0:20"."""
        beyond = int((now() - self.ends_at).total_seconds())
        return f"+{beyond // 60}:{beyond % 60:02}" if beyond > 0 else self.left

    @property
    def over(self) -> bool:
        return now() >= self.ends_at


def identity() -> Any:
    """The database's own number of a row; it never leaves the server."""
    return mapped_column(primary_key=True, init=False)


def parent(target: str, ondelete: str = "CASCADE", **options: Any) -> Any:
    """A column that points at `target` ("table.id"), with an index and the given options."""
    return mapped_column(ForeignKey(target, ondelete=ondelete), index=True, **options)


def text(longest: int, **options: Any) -> Any:
    """A column of at most `longest` characters; the database refuses more through `shorter_than`."""
    return mapped_column(String(longest), **options)


def shorter_than(column: str, longest: int) -> CheckConstraint:
    """SQLite ignores the length of a String, so a constraint says it."""
    return CheckConstraint(f"length({column}) <= {longest}", name=f"{column}_length")


def random_name() -> str:
    """22 characters nobody can guess: slugs, handles, salts, ledger ids (128 bits)."""
    return secrets.token_urlsafe(16)


def short_secret() -> str:
    """12 characters, for an address that stands on a wall and is long already (72 bits)."""
    return secrets.token_urlsafe(9)


def now() -> datetime:
    return datetime.now(UTC)


def this_minute() -> datetime:
    """Only running clocks need seconds; everything else remembers the minute."""
    return now().replace(second=0, microsecond=0)
