"""How a round stands: one line per proposal, as phones, wall and desk show it. Money in minor units, hours whole."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask_babel import gettext, ngettext

from ..models import Allocation, Ask, Gathering, Pledge, Want
from ..rules.allocation import Cure, Outcome, Share
from ..words import money
from .cures import Cures, Room, cures
from .picture import Sight


@dataclass(frozen=True)
class Line:
    """One proposal in the round. `amount` is None until the room may see money."""

    ask: Ask
    share: Share
    amount: int | None
    widest: int

    @property
    def number(self) -> int:
        return self.ask.proposal.number

    @property
    def dom(self) -> str:
        return f"proposal-{self.number}"

    @property
    def title(self) -> str:
        return self.ask.proposal.title

    @property
    def change(self) -> str:
        return self.ask.proposal.change

    @property
    def lesson(self) -> str:
        return self.ask.proposal.lesson

    @property
    def proposer(self) -> str | None:
        return self.ask.proposal.proposer

    @property
    def wants(self) -> list[Want]:
        """What it needs besides hours and money."""
        return self.ask.proposal.wants

    @property
    def people(self) -> int:
        return self.share.support.people

    @property
    def hours(self) -> int:
        return self.share.support.hours

    @property
    def bar(self) -> int:
        """Hours as thousandths of the longest bar in the room."""
        return 1000 * self.hours // self.widest if self.widest else 0

    @property
    def people_needed(self) -> int:
        return max(0, self._gate(self.ask.need_people, self.ask.allocation.min_people) - self.people)

    @property
    def hours_needed(self) -> int:
        return max(0, self._gate(self.ask.need_hours, self.ask.allocation.min_hours) - self.hours)

    @property
    def enough_hands(self) -> bool:
        """The proposal's own need of people and hours is met; more still count."""
        own = self.ask.need_people is not None or self.ask.need_hours is not None
        return own and not self.people_needed and not self.hours_needed

    @property
    def wants_money(self) -> bool:
        return self.ask.amount > 0

    @property
    def at_nothing(self) -> bool:
        """It asked for money, the room sees money, and it stands at none."""
        return self.wants_money and self.amount == 0

    @property
    def has_all(self) -> bool:
        return self.share.status == "full"

    @staticmethod
    def _gate(own: int | None, everybody: int) -> int:
        return everybody if own is None else own


@dataclass(frozen=True)
class Standing:
    """The whole round, in one reading."""

    allocation: Allocation
    outcome: Outcome
    lines: tuple[Line, ...]
    givers: int
    dom: str = "round"

    @property
    def gathering(self) -> Gathering:
        return self.allocation.gathering

    @property
    def hours(self) -> int:
        return sum(line.hours for line in self.lines)

    @property
    def money_shown(self) -> bool:
        return self.allocation.money_shown or (self.allocation.locked and self.allocation.has_money)

    @property
    def wanted(self) -> tuple[Line, Want] | None:
        """The first thing that a proposal wants and nobody brings yet."""
        return next(((line, want) for line in self.lines for want in line.wants if not want.bringing), None)

    @property
    def given_out(self) -> int:
        return sum(line.amount or 0 for line in self.lines)

    @property
    def left(self) -> int:
        return self.allocation.divided - self.given_out

    @property
    def stays(self) -> bool:
        """Money that nobody may have is left, and the room may see it."""
        return self.money_shown and self.left > 0

    @property
    def at_nothing(self) -> list[Line]:
        return [line for line in self.lines if line.at_nothing]

    @property
    def last_call_ends(self) -> datetime | None:
        """When the running last call ends; None before it and after the close."""
        call = self.allocation.last_call
        return call.ends_at if call and not self.allocation.locked else None

    @property
    def last_call_runs_until(self) -> datetime | None:
        """When a clock that is still running will stop; None when none runs."""
        call = self.allocation.last_call
        return None if call is None or call.over else self.last_call_ends

    def is_free(self, promise: Pledge) -> bool:
        """After the close, nobody owes hours to a proposal that asked for money and got none, unless they choose to."""
        return self.got_nothing(promise) and promise.choice is None

    def got_nothing(self, promise: Pledge) -> bool:
        return self.allocation.locked and self.line(promise.proposal.number).at_nothing

    @property
    def going_on(self) -> list[Line]:
        """Proposals that hours can be moved to after the close: all but those that got nothing."""
        return [line for line in self.lines if not line.at_nothing]

    def hours_owed(self, promises: list[Pledge]) -> int:
        return sum(promise.hours for promise in promises if not self.is_free(promise))

    def line(self, number: int) -> Line:
        return self._by_number[number]

    @cached_property
    def _by_number(self) -> dict[int, Line]:
        return {line.number: line for line in self.lines}

    def cure(self, line: Line) -> Cure | None:
        """What would bring a proposal at nothing its money. Computed by the rule itself."""
        return self._cures.cure(line.number) if line.at_nothing and not self.allocation.locked else None

    def one_more_hour(self, line: Line) -> int:
        """Minor units that one more hour here moves here, now. Computed by the rule itself."""
        return self._cures.one_more_hour(line.number) * self.allocation.step

    @property
    def sight(self) -> Sight:
        """What the level picture may say beside its figures, in the reader's language."""
        return Sight(
            titles={line.number: line.title for line in self.lines},
            money=lambda minor: money(minor, self.gathering.assembly),
            step=self.allocation.step,
            locked=self.allocation.locked,
            gettext=gettext,
            ngettext=ngettext,
        )

    @cached_property
    def _cures(self) -> Cures:
        shares = self.outcome.shares
        terms, supports = tuple(share.terms for share in shares), tuple(share.support for share in shares)
        return cures(Room(self.outcome.pot, terms, supports, self.allocation.settings))


def standing(allocation: Allocation) -> Standing:
    """Read the round once: rule, totals and asks together."""
    outcome = allocation.outcome
    widest = max((share.support.hours for share in outcome.shares), default=0)
    shown = allocation.money_shown or (allocation.locked and allocation.has_money)
    shares = {share.terms.id: share for share in outcome.shares}
    lines = tuple(
        _line(ask, shares[ask.proposal.number], allocation.step, shown, widest) for ask in _in_order(allocation)
    )
    return Standing(allocation=allocation, outcome=outcome, lines=lines, givers=allocation.givers)


def _in_order(allocation: Allocation) -> list[Ask]:
    return sorted(allocation.standing_asks, key=lambda ask: ask.proposal.number)


def _line(ask: Ask, share: Share, step: int, shown: bool, widest: int) -> Line:
    return Line(ask=ask, share=share, amount=share.amount * step if shown else None, widest=widest)
