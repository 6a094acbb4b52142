"""What people caused in a round, each a row: lots drawn, hours revealed, money shown, last call, close, reopening."""

import json
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.kernel.models.base import Base, Countdown, identity, now, parent, text, this_minute
from assembly.rounds.rules.allocation import Core, Outcome, Share, Support, Terms
from assembly.rounds.rules.round import STANDS_STILL

if TYPE_CHECKING:
    from assembly.kernel.models.identity import Grant
    from assembly.rounds.models.allocation import Allocation


class LotsDrawn(Base):
    """The round opened: lots drawn, settings published."""

    __tablename__ = "lots_drawn"

    id: Mapped[int] = identity()
    allocation_id: Mapped[int] = parent("allocation.id", init=False, unique=True)
    by_id: Mapped[int] = parent("grant.id", init=False)
    at: Mapped[datetime] = mapped_column(default_factory=this_minute)

    allocation: Mapped["Allocation"] = relationship(back_populates="lots_drawn")
    by: Mapped["Grant"] = relationship()


class MoneyShown(Base):
    """Somebody pressed Show the money."""

    __tablename__ = "money_shown"

    id: Mapped[int] = identity()
    allocation_id: Mapped[int] = parent("allocation.id", init=False, unique=True)
    by_id: Mapped[int] = parent("grant.id", init=False)
    at: Mapped[datetime] = mapped_column(default_factory=this_minute)

    allocation: Mapped["Allocation"] = relationship(back_populates="money")
    by: Mapped["Grant"] = relationship()


class Revealed(Base):
    """The seal was taken off: from here on everybody sees where hours go."""

    __tablename__ = "revealed"

    id: Mapped[int] = identity()
    allocation_id: Mapped[int] = parent("allocation.id", init=False, unique=True)
    by_id: Mapped[int] = parent("grant.id", init=False)
    at: Mapped[datetime] = mapped_column(default_factory=this_minute)

    allocation: Mapped["Allocation"] = relationship(back_populates="revealed")
    by: Mapped["Grant"] = relationship()


class LastCall(Countdown, Base):
    """The clock before the close; ended by a reopening. `still`: the frozen outcome (canonical JSON) or None."""

    __tablename__ = "last_call"
    __table_args__ = (CheckConstraint("seconds >= 1", name="seconds_sign"),)

    id: Mapped[int] = identity()
    allocation_id: Mapped[int] = parent("allocation.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    still: Mapped[str | None] = mapped_column(Text, default=None)

    allocation: Mapped["Allocation"] = relationship(back_populates="last_calls")
    by: Mapped["Grant"] = relationship()

    extensions: Mapped[list["LastCallExtended"]] = relationship(
        init=False, order_by="LastCallExtended.id", back_populates="last_call"
    )

    @property
    def ends_at(self) -> datetime:
        longer = sum(extension.seconds for extension in self.extensions)
        return super().ends_at + timedelta(seconds=longer)

    @property
    def still_from(self) -> datetime:
        """From here on amounts stand still, in a round that ends so."""
        return self.ends_at - timedelta(seconds=STANDS_STILL)


class LastCallExtended(Base):
    """Who gets money changed near the end, so the clock got longer. Nobody pressed this: the rule did."""

    __tablename__ = "last_call_extended"
    __table_args__ = (CheckConstraint("seconds >= 1", name="seconds_sign"),)

    id: Mapped[int] = identity()
    seconds: Mapped[int]
    last_call_id: Mapped[int] = parent("last_call.id", init=False)
    at: Mapped[datetime] = mapped_column(default_factory=now)

    last_call: Mapped[LastCall] = relationship(back_populates="extensions")


class Closure(Base):
    """The round was closed: the outcome as it was (canonical JSON) and its hash. Ended means reopened."""

    __tablename__ = "closure"

    id: Mapped[int] = identity()
    allocation_id: Mapped[int] = parent("allocation.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    outcome: Mapped[str] = mapped_column(Text)
    outcome_hash: Mapped[str] = text(64)
    at: Mapped[datetime] = mapped_column(default_factory=this_minute)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    allocation: Mapped["Allocation"] = relationship(back_populates="closures")
    by: Mapped["Grant"] = relationship()
    reopenings: Mapped[list["Reopening"]] = relationship(init=False, order_by="Reopening.id", back_populates="closure")

    @property
    def reopening(self) -> "Reopening | None":
        """The notice that runs, or ran out and waits for a press."""
        return next((asked for asked in self.reopenings if asked.ended_at is None), None)


class Reopening(Countdown, Base):
    """Somebody asked to open a closed round again, before everybody. Ended: called off, or the round was opened."""

    __tablename__ = "reopening"
    __table_args__ = (CheckConstraint("seconds >= 1", name="seconds_sign"),)

    id: Mapped[int] = identity()
    closure_id: Mapped[int] = parent("closure.id", init=False)
    by_id: Mapped[int] = parent("grant.id", init=False)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    closure: Mapped[Closure] = relationship(back_populates="reopenings")
    by: Mapped["Grant"] = relationship()


class Count(Base):
    """What equal shares gave when it was computed last, and the hash of the room it was computed from."""

    __tablename__ = "count"

    id: Mapped[int] = identity()
    inputs: Mapped[str] = text(64, default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    allocation_id: Mapped[int] = parent("allocation.id", init=False, unique=True)
    at: Mapped[datetime] = mapped_column(default_factory=this_minute)

    allocation: Mapped["Allocation"] = relationship(back_populates="count")


def write_outcome(outcome: Outcome) -> str:
    """The outcome as canonical JSON: sorted keys, no spaces. Who paid what is left out."""
    written = asdict(replace(outcome, core=None))
    del written["core"]
    if outcome.core:
        funded, percent, _, remaining = outcome.core
        written["core"] = {"funded": funded, "added_percent": percent, "purses": remaining}
    return json.dumps(written, sort_keys=True, separators=(",", ":"))


def read_outcome(written: str) -> Outcome:
    outcome = json.loads(written)
    shares = tuple(
        Share(
            terms=Terms(**share["terms"]),
            support=Support(**share["support"]),
            points=share["points"],
            amount=share["amount"],
            status=share["status"],
        )
        for share in outcome["shares"]
    )
    return Outcome(
        pot=outcome["pot"],
        shares=shares,
        rate=tuple(outcome["rate"]) if outcome["rate"] else None,
        rest=outcome["rest"],
        log=tuple(tuple(entry) for entry in outcome["log"]),
        core=_read_core(outcome["core"]) if "core" in outcome else None,
    )


def _read_core(written: dict[str, Any]) -> Core:
    return Core(tuple(written["funded"]), written["added_percent"], {}, tuple(written["purses"]))
