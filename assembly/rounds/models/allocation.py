"""The round: its published settings, what each proposal asks, how it stands."""

import hashlib
import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, bindparam, case, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import Base, identity, now, parent, shorter_than, table, text
from assembly.prepared import Prepared
from assembly.rounds.models.proposal import Proposal
from assembly.rounds.models.round import Closure, Count, LastCall, LotsDrawn, MoneyShown, Revealed, read_outcome
from assembly.rounds.rules.allocation import Outcome, Settings, Support, Terms, last_counted, share_out
from assembly.rounds.rules.room import Room, write
from assembly.rounds.rules.round import may_show_money

if TYPE_CHECKING:
    from assembly.rounds.models.pledge import Pledge

COUNTED_APART = "equal_shares"  # takes seconds: a program of its own computes it, never the server's loop
LATER = "later"
FIRST_HOURS = ("this week", "next week", LATER)


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
    divided: Mapped[int] = mapped_column(default=0)
    set_aside: Mapped[int] = mapped_column(default=0)
    set_aside_note: Mapped[str] = text(200, default="")
    rule: Mapped[str] = text(20, default="floors_first")
    weight: Mapped[str] = text(20, default="affine")
    people_weight: Mapped[int] = mapped_column(default=3)
    person_from: Mapped[int] = mapped_column(default=1)
    per_person_cap: Mapped[int | None] = mapped_column(default=None)
    min_people: Mapped[int] = mapped_column(default=3)
    min_hours: Mapped[int] = mapped_column(default=3)
    reach: Mapped[int] = mapped_column(default=100)
    max_rate_over: Mapped[int | None] = mapped_column(default=None)
    max_rate_under: Mapped[int | None] = mapped_column(default=None)
    hours_each: Mapped[int] = mapped_column(default=6)
    proposals_each: Mapped[int] = mapped_column(default=2)
    period: Mapped[str] = text(60, default="")
    period_end: Mapped[date | None] = mapped_column(default=None)
    last_call_seconds: Mapped[int] = mapped_column(default=180)
    money_when: Mapped[str] = text(10, default="pressed")
    sealed: Mapped[bool] = mapped_column(default=False)
    ending: Mapped[str] = text(10, default="soft")

    asks: Mapped[list["Ask"]] = relationship(init=False, order_by="Ask.id", back_populates="allocation")
    lots_drawn: Mapped["LotsDrawn | None"] = relationship(init=False, back_populates="allocation")
    money: Mapped["MoneyShown | None"] = relationship(init=False, back_populates="allocation")
    last_calls: Mapped[list["LastCall"]] = relationship(init=False, order_by="LastCall.id", back_populates="allocation")
    closures: Mapped[list["Closure"]] = relationship(init=False, order_by="Closure.id", back_populates="allocation")
    revealed: Mapped["Revealed | None"] = relationship(init=False, back_populates="allocation")
    count: Mapped["Count | None"] = relationship(init=False, back_populates="allocation")

    @property
    def opened(self) -> bool:
        """Settings and asks are fixed from here on: lots are drawn and hours may be given."""
        return self.lots_drawn is not None

    @property
    def closure(self) -> "Closure | None":
        """The close that stands; those before it were reopened."""
        return next((closure for closure in reversed(self.closures) if closure.ended_at is None), None)

    @property
    def locked(self) -> bool:
        return self.closure is not None

    @property
    def asks_fixed(self) -> bool:
        """A round over what is left takes its asks from the round before."""
        return self.opened or self.number > 1

    @property
    def hidden(self) -> bool:
        """Sealed, and not revealed yet: nobody sees where hours go, the desk neither."""
        return self.sealed and self.revealed is None

    @property
    def pledging(self) -> bool:
        return self.opened and not self.locked

    @property
    def has_money(self) -> bool:
        return self.divided > 0

    @property
    def money_shown(self) -> bool:
        """May the room see amounts?"""
        pressed = self.money is not None
        return may_show_money(self.divided, self.hidden, self.money_when, self.opened, self.locked, pressed)

    @property
    def money_waits(self) -> bool:
        """Does it still take a press until the room sees amounts?"""
        return self.has_money and self.money_when == "pressed" and not self.money_shown

    @property
    def last_call(self) -> "LastCall | None":
        """The newest call; one from before a reopening does not count any more."""
        newest = self.last_calls[-1] if self.last_calls else None
        return newest if newest and newest.ended_at is None else None

    @property
    def held(self) -> bool:
        """Do the amounts stand still on every screen, from shortly before the end of the last call until the close?"""
        call = self.last_call
        return self.ending == "freeze" and not self.locked and call is not None and now() >= call.still_from

    @property
    def settings(self) -> Settings:
        names = ("rule", "weight", "people_weight", "person_from", "per_person_cap", "min_people", "min_hours", "reach")
        return Settings(**{name: getattr(self, name) for name in names}, max_rate=self.max_rate)

    @property
    def max_rate(self) -> tuple[int, int] | None:
        if self.max_rate_over is None or self.max_rate_under is None:
            return None
        return self.max_rate_over, self.max_rate_under

    @property
    def standing_asks(self) -> list["Ask"]:
        return [ask for ask in self.asks if not ask.proposal.withdrawn]

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
        asked = {"round": self.id, "person_from": self.person_from, "cap": self.per_person_cap}
        db.session.flush()  # what was done in this transaction counts
        rows = _sums(self.per_person_cap is not None).rows(db.session.connection(), **asked)
        return {row.number: Support(people=int(row.people), hours=int(row.hours)) for row in rows}

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

    @property
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
        room = self.room
        return json.dumps(write(room.pot, room.terms, room.pledges, room.settings), separators=(",", ":"))

    @property
    def room(self) -> Room:
        """All that the split follows from. People are numbers that follow from what they gave: nobody can be told."""
        from assembly.rounds.models.pledge import Pledge

        given: dict[int, dict[int, int]] = {}
        rows = db.session.execute(
            select(Pledge.participant_id, Proposal.number, Pledge.hours)
            .join(Proposal, Pledge.proposal_id == Proposal.id)
            .where(Pledge.allocation_id == self.id, Pledge.hours > 0)
        )
        standing = {terms.id for terms in self.terms}
        for person, number, hours in rows:
            if number in standing:
                given.setdefault(person, {})[number] = hours
        wishes = sorted(sorted(wish.items()) for wish in given.values())
        pledges = {str(number): dict(wish) for number, wish in enumerate(wishes, 1)}
        return Room(self.pot, tuple(sorted(self.terms, key=lambda terms: terms.lot)), pledges, self.settings)

    @property
    def promises(self) -> "list[Pledge]":
        """Every standing pledge, person by person."""
        from assembly.people.models import Participant
        from assembly.rounds.models.pledge import Pledge

        standing = select(Pledge).join(Participant, Participant.id == Pledge.participant_id)
        mine = standing.where(Pledge.allocation_id == self.id, Pledge.hours > 0)
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

    @property
    def givers(self) -> int:
        """People with at least one standing pledge."""
        standing = db.session.scalar(_givers(), {"round": self.id}) or 0
        return standing or int(self.gathering.kept.get("givers", {}).get(str(self.number), 0))


@cache
def _sums(capped: bool) -> Prepared:
    """Number, people and hours of each proposal that somebody gave hours to. Asked at every tick, so written once."""
    from assembly.rounds.models.pledge import Pledge

    pledge, proposal = table(Pledge), table(Proposal)
    hours = (
        case((pledge.c.hours > bindparam("cap"), bindparam("cap")), else_=pledge.c.hours) if capped else pledge.c.hours
    )
    people = func.sum(case((pledge.c.hours >= bindparam("person_from"), 1), else_=0))
    return Prepared(
        select(proposal.c.number, people.label("people"), func.sum(hours).label("hours"))
        .join(pledge, pledge.c.proposal_id == proposal.c.id)
        .where(pledge.c.allocation_id == bindparam("round"), pledge.c.hours > 0)
        .group_by(proposal.c.number)
    )


@cache
def _givers() -> Select[Any]:
    from assembly.rounds.models.pledge import Pledge

    pledge = table(Pledge)
    mine = (pledge.c.allocation_id == bindparam("round"), pledge.c.hours > 0)
    return select(func.count(pledge.c.participant_id.distinct())).where(*mine)


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
