"""The round: its published settings, what each proposal asks, how it stands."""

import hashlib
import json
from dataclasses import asdict, fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Executable,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    select,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import Base, identity, now, parent, shorter_than, text
from assembly.people.models import Participant
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.models.round import Closure, Count, LastCall, LotsDrawn, MoneyShown, Revealed, read_outcome
from assembly.rounds.rules.allocation import Outcome, Support, Terms, last_counted, share_out
from assembly.rounds.rules.room import Room, write
from assembly.rounds.rules.round import may_show_money
from assembly.rounds.rules.settings import RoundSettings

COUNTED_APART = "equal_shares"  # takes seconds: a program of its own computes it, never the server's loop


class Allocation(Base):
    """Money is in minor units, hours are whole. `step` is the smallest amount that moves, in minor units."""

    __tablename__ = "allocation"
    __table_args__ = (
        UniqueConstraint("gathering_id", "number"),
        CheckConstraint("divided >= 0 AND set_aside >= 0 AND step >= 1", name="money_signs"),
        CheckConstraint("hours_each >= 1 AND proposals_each >= 1", name="budget_signs"),
        shorter_than("set_aside_note", 200),
        shorter_than("period", 60),
    )

    id: Mapped[int] = identity()
    number: Mapped[int]
    gathering_id: Mapped[int] = parent("gathering.id", init=False)
    gathering: Mapped[Gathering] = relationship(back_populates="allocations")

    step: Mapped[int]
    divided: Mapped[int]
    set_aside: Mapped[int]
    set_aside_note: Mapped[str] = text(200)
    rule: Mapped[str] = text(20)
    weight: Mapped[str] = text(20)
    people_weight: Mapped[int]
    person_from: Mapped[int]
    per_person_cap: Mapped[int | None]
    min_people: Mapped[int]
    min_hours: Mapped[int]
    min_outside: Mapped[int]
    reach: Mapped[int]
    max_rate_over: Mapped[int | None]
    max_rate_under: Mapped[int | None]
    hours_each: Mapped[int]
    proposals_each: Mapped[int]
    period: Mapped[str] = text(60)
    period_end: Mapped[date | None]
    last_call_seconds: Mapped[int]
    money_when: Mapped[str] = text(10)
    sealed: Mapped[bool]
    ending: Mapped[str] = text(10)

    asks: Mapped[list["Ask"]] = relationship(init=False, order_by="Ask.id", back_populates="allocation")
    lots_drawn: Mapped["LotsDrawn | None"] = relationship(init=False, back_populates="allocation")
    money: Mapped["MoneyShown | None"] = relationship(init=False, back_populates="allocation")
    last_calls: Mapped[list["LastCall"]] = relationship(init=False, order_by="LastCall.id", back_populates="allocation")
    closures: Mapped[list["Closure"]] = relationship(init=False, order_by="Closure.id", back_populates="allocation")
    revealed: Mapped["Revealed | None"] = relationship(init=False, back_populates="allocation")
    count: Mapped["Count | None"] = relationship(init=False, back_populates="allocation")

    @hybrid_property
    def newest(self) -> bool:
        """Is it the round that people look at tonight?"""
        return self is self.gathering.allocation

    @newest.inplace.expression
    @classmethod
    def _newest(cls) -> ColumnElement[bool]:
        later = aliased(Allocation)
        return not_(exists().where(later.gathering_id == cls.gathering_id, later.number > cls.number))

    @hybrid_property
    def opened(self) -> bool:
        """Settings and asks are fixed from here on: lots are drawn and hours may be given."""
        return self.lots_drawn is not None

    @opened.inplace.expression
    @classmethod
    def _opened(cls) -> ColumnElement[bool]:
        return cls.lots_drawn.has()

    @property
    def closure(self) -> "Closure | None":
        """The close that stands; those before it were reopened."""
        return next((closure for closure in reversed(self.closures) if closure.ended_at is None), None)

    @hybrid_property
    def locked(self) -> bool:
        return self.closure is not None

    @locked.inplace.expression
    @classmethod
    def _locked(cls) -> ColumnElement[bool]:
        return cls.closures.any(Closure.ended_at.is_(None))

    @property
    def asks_fixed(self) -> bool:
        """A round over what is left takes its asks from the round before."""
        return self.opened or self.number > 1

    @hybrid_property
    def hidden(self) -> bool:
        """Sealed, and not revealed yet: nobody sees where hours go, the desk neither."""
        return self.sealed and self.revealed is None

    @hidden.inplace.expression
    @classmethod
    def _hidden(cls) -> ColumnElement[bool]:
        return and_(cls.sealed, not_(cls.revealed.has()))

    @property
    def pledging(self) -> bool:
        return self.opened and not self.locked

    @property
    def has_money(self) -> bool:
        return self.divided > 0

    @hybrid_property
    def money_pressed(self) -> bool:
        """Did somebody press Show the money?"""
        return self.money is not None

    @money_pressed.inplace.expression
    @classmethod
    def _money_pressed(cls) -> ColumnElement[bool]:
        return cls.money.has()

    @property
    def money_shown(self) -> bool:
        """May the room see amounts?"""
        return may_show_money(self.divided, self.hidden, self.money_when, self.opened, self.locked, self.money_pressed)

    @property
    def money_waits(self) -> bool:
        """Does it still take a press until the room sees amounts?"""
        return self.has_money and self.money_when == "pressed" and not self.money_shown

    @property
    def last_call(self) -> "LastCall | None":
        """The newest call; one from before a reopening does not count any more."""
        newest = self.last_calls[-1] if self.last_calls else None
        return newest if newest and newest.ended_at is None else None

    @hybrid_property
    def called(self) -> bool:
        """Did a last call begin, so that each change of hours may move its clock?"""
        return self.last_call is not None

    @called.inplace.expression
    @classmethod
    def _called(cls) -> ColumnElement[bool]:
        return cls.last_calls.any(LastCall.ended_at.is_(None))

    @property
    def held(self) -> bool:
        """Do the amounts stand still on every screen, from shortly before the end of the last call until the close?"""
        call = self.last_call
        return self.ending == "freeze" and not self.locked and call is not None and now() >= call.still_from

    @property
    def settings(self) -> RoundSettings:
        """What is published, in one value; set it to publish other settings."""
        names = (field.name for field in fields(RoundSettings) if field.name != "max_rate")
        over, under = self.max_rate_over, self.max_rate_under
        max_rate = None if over is None or under is None else (over, under)
        return RoundSettings(**{name: getattr(self, name) for name in names}, max_rate=max_rate)

    @settings.setter
    def settings(self, settings: RoundSettings) -> None:
        for name, value in columns(settings).items():
            setattr(self, name, value)

    @property
    def standing_asks(self) -> list["Ask"]:
        return [ask for ask in self.asks if not ask.proposal.withdrawn]

    @property
    def has_quiet(self) -> bool:
        """Is there a proposal of which only counts are told?"""
        return any(ask.proposal.quiet for ask in self.asks)

    @property
    def terms(self) -> list[Terms]:
        return [ask.terms for ask in self.standing_asks]

    @property
    def pot(self) -> int:
        """What is divided tonight, in steps."""
        return self.divided // self.step

    @property
    def supports(self) -> dict[int, Support]:
        """People and hours per proposal number, summed by the database from the pledges."""
        db.session.flush()  # what was done in this transaction counts
        asked = {"round": self.id, "person_from": self.person_from, "cap": self.per_person_cap}
        rows = db.session.connection().execute(_supports(), asked)
        return {number: Support(int(people), int(hours), int(outside)) for number, people, hours, outside in rows}

    @property
    def outcome(self) -> Outcome:
        """What the rule gives now; once locked, what it gave then. Ids are proposal numbers, amounts are steps."""
        if self.closure:
            return read_outcome(self.closure.outcome)
        if self.counted_apart:
            return self._last_counted
        return share_out(self.pot, self.terms, self.supports, self.settings)

    @property
    def _last_counted(self) -> Outcome:
        before = read_outcome(self.count.outcome) if self.count else None
        if before and not self.counting:
            return before
        return last_counted(before, self.pot, self.terms, self.supports, self.settings)

    @hybrid_property
    def counted_apart(self) -> bool:
        return self.rule == COUNTED_APART

    @property
    def counting(self) -> bool:
        """The split that can be shown is older than the promises."""
        return self.counted_apart and self.pledging and (self.count is None or self.count.inputs != self.inputs)

    @property
    def inputs(self) -> str:
        """The hash of all that the split follows from."""
        return hashlib.sha256(self.room_text.encode()).hexdigest()

    @property
    def room_text(self) -> str:
        """The room as `assembly allocate` reads it."""
        return json.dumps(write(self.room), separators=(",", ":"))

    @property
    def room(self) -> Room:
        """All that the split follows from. People are numbers that follow from what they gave: nobody can be told."""
        given: dict[int, dict[int, int]] = {}
        pods: dict[int, set[int]] = {}
        rows = db.session.execute(
            select(Pledge.participant_id, Proposal.number, Pledge.hours, Pledge.from_pod)
            .join(Proposal, Pledge.proposal_id == Proposal.id)
            .where(Pledge.allocation_id == self.id, Pledge.standing)
        )
        standing = {terms.id for terms in self.terms}
        for person, number, hours, from_pod in rows:
            if number in standing:
                given.setdefault(person, {})[number] = hours
                pods.setdefault(person, set()).update([number] if from_pod else [])
        ballots = sorted((sorted(ballot.items()), sorted(pods[person])) for person, ballot in given.items())
        pledges = {str(number): dict(ballot) for number, (ballot, _) in enumerate(ballots, 1)}
        own = {str(number): pod for number, (_, pod) in enumerate(ballots, 1) if pod}
        return Room(self.pot, tuple(sorted(self.terms, key=lambda terms: terms.lot)), pledges, self.settings, own)

    @property
    def promises(self) -> list[Pledge]:
        """Every standing pledge, person by person."""
        standing = select(Pledge).join(Participant, Participant.id == Pledge.participant_id)
        mine = standing.where(Pledge.allocation_id == self.id, Pledge.standing)
        return list(db.session.scalars(mine.order_by(Participant.number, Pledge.id)))

    def got_nothing(self, proposal: Proposal) -> bool:
        """Did this proposal ask for money and, as things stand, get none, in earlier rounds neither?"""
        ask = next((ask for ask in self.standing_asks if ask.proposal_id == proposal.id), None)
        if ask is None or not ask.amount or self.given_before.get(proposal.number):
            return False
        return self.outcome.share(proposal.number).amount == 0

    @property
    def earlier(self) -> "list[Allocation]":
        """The rounds of this evening before this one."""
        return [each for each in self.gathering.allocations if each.number < self.number]

    @property
    def given_before(self) -> dict[int, int]:
        """Minor units that each proposal number got in earlier rounds."""
        given: dict[int, int] = {}
        for each in self.earlier:
            for share in each.outcome.shares if each.locked else ():
                number = int(str(share.terms.id))
                given[number] = given.get(number, 0) + share.amount * each.step
        return given


def columns(settings: RoundSettings) -> dict[str, Any]:
    """Settings as an allocation keeps them: column → value."""
    kept = asdict(settings)
    kept["max_rate_over"], kept["max_rate_under"] = kept.pop("max_rate") or (None, None)
    return kept


@cache
def _supports() -> Executable:
    """Number, people, hours and people from outside its pod of each proposal that somebody gave hours to. Asked at
    every tick, so built once."""
    cap = bindparam("cap", type_=Pledge.hours.type)
    hours = case((Pledge.hours > cap, cap), else_=Pledge.hours)  # without a cap, nothing is more
    counts = Pledge.hours >= bindparam("person_from")
    people = func.sum(case((counts, 1), else_=0))
    outside = func.sum(case((and_(counts, not_(Pledge.from_pod)), 1), else_=0))
    return (
        select(Proposal.number, people, func.sum(hours), outside)
        .join(Pledge, Pledge.proposal_id == Proposal.id)
        .where(Pledge.allocation_id == bindparam("round"), Pledge.standing)
        .group_by(Proposal.number)
    )


class Ask(Base):
    """What one proposal asks in one round, in minor units. `need_*` replace the round's gate."""

    __tablename__ = "ask"
    __table_args__ = (
        UniqueConstraint("allocation_id", "proposal_id"),
        CheckConstraint("minimum >= 0 AND amount >= minimum", name="order"),
    )

    id: Mapped[int] = identity()
    minimum: Mapped[int]
    amount: Mapped[int]
    lot: Mapped[int | None] = mapped_column(default=None)
    all_or_nothing: Mapped[bool] = mapped_column(default=False)
    need_people: Mapped[int | None] = mapped_column(default=None)
    need_hours: Mapped[int | None] = mapped_column(default=None)
    allocation_id: Mapped[int] = parent("allocation.id", init=False)
    proposal_id: Mapped[int] = parent("proposal.id", init=False)

    allocation: Mapped[Allocation] = relationship(back_populates="asks")
    proposal: Mapped[Proposal] = relationship(lazy="joined", innerjoin=True)  # never one question for each

    @property
    def terms(self) -> Terms:
        step = self.allocation.step
        return Terms(
            id=self.proposal.number,
            minimum=self.minimum // step,
            ask=self.amount // step,
            lot=self.lot or self.proposal.number,
            need_people=self.need_people,
            need_hours=self.need_hours,
        )
