"""How a round stands: one line per proposal, as phones, wall and desk show it. Money in minor units, hours whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy import and_, bindparam, case, func, not_, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.base import now
from assembly.kernel.rules import RuleBroken
from assembly.language import money
from assembly.live.reading import Reading
from assembly.people.models import NameHidden, Participant
from assembly.rounds.actions.rounds import problems
from assembly.rounds.models.allocation import Allocation, Ask
from assembly.rounds.models.offer import MatchOffer
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import HelpWanted, Proposal, Want
from assembly.rounds.models.round import Reopening, read_outcome
from assembly.rounds.readings.chart import Sight
from assembly.rounds.readings.fixes import Fixes, RuleInput, fixes
from assembly.rounds.readings.givers import Promised, givers, promised
from assembly.rounds.readings.remaining import Strip, strip_of
from assembly.rounds.rules.allocation import Fix, Outcome, Share, share_out
from assembly.rounds.rules.entry import out_of_reach


@dataclass(frozen=True)
class Line:
    """One proposal in the round. `amount` is None until the room may see money; `before` is from earlier rounds."""

    ask: Ask
    share: Share
    amount: int | None
    widest: int
    before: int = 0

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
    def outside(self) -> int:
        """People who are not from the pod that proposes it."""
        return self.share.support.outside

    @property
    def tells_outside(self) -> bool:
        """Is it worth saying how many are from outside? It is where somebody is not, or where some are needed."""
        return self.people > 0 and (self.outside < self.people or self.ask.allocation.min_outside > 0)

    @property
    def outside_needed(self) -> int:
        return max(0, self.ask.allocation.min_outside - self.outside)

    @property
    def has_roles(self) -> bool:
        """Does it ask for work by name?"""
        return bool(self.ask.proposal.roles)

    @property
    def quiet(self) -> bool:
        """Only counts are told of its promises."""
        return self.ask.proposal.quiet

    @property
    def bar(self) -> int:
        """Hours as thousandths of the longest bar in the room."""
        return 1000 * self.hours // self.widest if self.widest else 0

    @property
    def people_needed(self) -> int:
        """To take part; some of them may have to be from outside the pod."""
        lacking = self._gate(self.ask.need_people, self.ask.allocation.min_people) - self.people
        return max(0, lacking, self.outside_needed)

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
    def hands_only(self) -> bool:
        """It never asked for money, in no round."""
        return not self.wants_money and not self.before

    @property
    def total(self) -> int:
        """All rounds together, as far as the room may see."""
        return self.before + (self.amount or 0)

    @property
    def at_nothing(self) -> bool:
        """It asked for money, the room sees money, and it stands at none, in earlier rounds too."""
        return self.wants_money and self.amount == 0 and not self.before

    @property
    def an_hour(self) -> int:
        """About so many minor units for each hour promised to it, in whole steps; 0 while nobody may see money."""
        return money_an_hour(self.amount or 0, self.hours, self.ask.allocation.step)

    @property
    def out_of_reach(self) -> bool:
        """Its minimum is more than the pot: no people and no hours bring it money."""
        return out_of_reach(self.ask.minimum, self.ask.allocation.divided)

    @property
    def lacks_hands(self) -> bool:
        """It never asked for money, and has not the people and hours it needs."""
        return self.hands_only and not self.has_all

    @property
    def has_all(self) -> bool:
        return self.share.status == "full"

    @property
    def gate_fix(self) -> Fix | None:
        """People (person_from hours each) or hours it needs to take part, while money is slow to compute; or None."""
        each = self.ask.allocation.person_from
        people = max(self.people_needed, -(-self.hours_needed // each))
        hours = None if self.people_needed else self.hours_needed
        return Fix(people, hours, None, self.outside_needed) if people else None

    @staticmethod
    def _gate(own: int | None, everybody: int) -> int:
        return everybody if own is None else own


def money_an_hour(amount: int, hours: int, step: int) -> int:
    """Minor units for an hour, rounded down to whole steps, or exactly where that would be nothing."""
    each = amount // hours if hours else 0
    return each // step * step or each


@dataclass(frozen=True)
class RoleHours:
    """A role, and how many people promised how many hours to it; None where that is not told now."""

    wanted: HelpWanted
    promised: tuple[int, int] | None

    @property
    def given(self) -> int:
        return self.promised[1] if self.promised else 0

    @property
    def missing(self) -> int:
        """Hours; 0 also where nobody may know."""
        return max(0, self.wanted.hours - self.given) if self.promised is not None else 0


@dataclass(frozen=True)
class OfferLine:
    """A match offer: `hours` more if `people` more join; `joined` of them have."""

    number: int
    hours: int
    people: int
    joined: int
    met: bool


@dataclass(frozen=True)
class Standing:
    """The whole round, in one reading."""

    allocation: Allocation
    outcome: Outcome
    lines: tuple[Line, ...]
    dom: str = "round"

    @property
    def gathering(self) -> Gathering:
        return self.allocation.gathering

    @cached_property
    def givers(self) -> int:
        """People who gave hours; few pieces say it, so only they ask."""
        return givers(self.allocation)

    @cached_property
    def promised(self) -> Promised:
        """What people owe; after the close without the hours that are theirs again."""
        return promised(self.allocation)

    @property
    def hours(self) -> int:
        """All that were given to what stands on the list."""
        return sum(line.hours for line in self.lines)

    def roles(self, line: Line) -> list[RoleHours]:
        """What a proposal asks for by name, and how many hours of it are promised, as far as they may be seen."""
        return [
            RoleHours(role, self._hours_by_role.get(role.id, (0, 0)) if self._tells_promises else None)
            for role in line.ask.proposal.roles
        ]

    def names(self, line: Line) -> list[str]:
        """Names of those who promised hours and let theirs be shown, in the order they came in."""
        return self._names.get(line.number, [])

    def offers(self, line: Line) -> list[OfferLine]:
        """Match offers on a proposal that wait, and those whose hours were given."""
        return self._offers.get(line.number, [])

    @property
    def _tells_promises(self) -> bool:
        """May screens say more than sums now? Not while sealed, nor while sums stand still."""
        return not self.hidden and not self.allocation.held

    @cached_property
    def _hours_by_role(self) -> dict[int, tuple[int, int]]:
        rows = db.session.execute(HOURS_BY_ROLE, {"round": self.allocation.id})
        return {int(role or 0): (int(people), int(hours)) for role, people, hours in rows}

    @cached_property
    def _offers(self) -> dict[int, list[OfferLine]]:
        found: dict[int, list[OfferLine]] = {}
        if self.allocation.opened and not self.hidden:
            asked = {"round": self.allocation.id, "person_from": self.allocation.person_from}
            for proposal, number, hours, people, needed, state, maker in db.session.execute(OFFERS, asked):
                others = self.line(proposal).people - maker if proposal in self._by_number else 0
                joined = people if state == "met" else max(0, min(people, others - needed + people))
                line = OfferLine(number, hours, people, joined, met=state == "met")
                found.setdefault(proposal, []).append(line)
        return found

    @cached_property
    def _names(self) -> dict[int, list[str]]:
        named: dict[int, list[str]] = {}
        if self.allocation.opened and not self.hidden:
            for number, name in db.session.execute(NAMES, {"round": self.allocation.id}):
                named.setdefault(number, []).append(str(name))
        return named

    @property
    def money_shown(self) -> bool:
        return self.allocation.money_shown

    @property
    def hidden(self) -> bool:
        """Sealed: no figures but how many people gave hours."""
        return self.allocation.hidden

    @property
    def reopening(self) -> Reopening | None:
        """The notice before everybody that a closed round will be opened again."""
        closure = self.allocation.closure
        return closure.reopening if closure else None

    @property
    def given_in_all(self) -> int:
        """Of this round and those before it."""
        return sum(line.total for line in self.lines)

    @property
    def second(self) -> bool:
        """Is it a round over what an earlier one left?"""
        return self.allocation.number > 1

    @property
    def may_go_on(self) -> bool:
        """Is there something left, and somebody who asks for more? Then a second round could divide it."""
        wanting = any(line.wants_money and not line.has_all for line in self.lines)
        return self.allocation.locked and self.left > 0 and wanting

    @property
    def wanted(self) -> tuple[Line, Want] | None:
        """The first thing that a proposal wants and nobody brings yet."""
        return next(((line, want) for line in self.lines for want in line.wants if not want.bringing), None)

    @property
    def given_out(self) -> int:
        return sum(line.amount or 0 for line in self.lines)

    @property
    def an_hour(self) -> int:
        """The same for all that get money in this round, together."""
        hours = sum(line.hours for line in self.lines if line.amount)
        return money_an_hour(self.given_out, hours, self.allocation.step)

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
    def called_for(self) -> list[Line]:
        """What a last call calls for: all that stand at nothing, and hands that are missing."""
        return [line for line in self.lines if self.calls_for(line)]

    def calls_for(self, line: Line) -> bool:
        return line.at_nothing or (self.money_shown and line.lacks_hands)

    @property
    def out_of_reach(self) -> list[Line]:
        """Before the close: those whose minimum is more than the pot."""
        return [] if self.allocation.locked else [line for line in self.lines if line.out_of_reach]

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

    @property
    def next_change_at(self) -> datetime | None:
        """When a clock will change what screens say: amounts stand still, the last call is over, a notice is over."""
        call, asked = self.allocation.last_call, self.reopening
        moments = [asked.ends_at] if asked else []
        if call and not self.allocation.locked:
            moments += [call.ends_at, *([call.still_from] if self.allocation.ending == "freeze" else [])]
        return min((moment for moment in moments if moment > now()), default=None)

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

    def fix(self, line: Line) -> Fix | None:
        """What would bring a proposal at nothing its money, or its hands. Computed by the rule itself."""
        if not self.calls_for(line) or self.allocation.locked:
            return None
        return line.gate_fix if self.allocation.counted_apart else self._fixes.fix(line.number)

    def one_more_hour(self, line: Line) -> int:
        """Minor units that one more hour here moves here, now, by the rule itself; 0 where only counting could tell."""
        if self.allocation.counted_apart:
            return 0
        return self._fixes.one_more_hour(line.number) * self.allocation.step

    @property
    def sight(self) -> Sight:
        """What the level picture may say beside its figures, in the reader's language."""
        assembly = self.gathering.assembly
        return Sight(
            titles={line.number: line.title for line in self.lines},
            money=cache(lambda minor: money(minor, assembly)),  # every page is measured by all sums
            step=self.allocation.step,
            locked=self.allocation.locked,
            gettext=gettext,
            ngettext=ngettext,
        )

    @cached_property
    def counting(self) -> bool:
        """The amounts are older than the promises, and a new count is on its way."""
        return self.allocation.counting

    @cached_property
    def strip(self) -> Strip:
        """What everybody still holds, under equal shares; empty under the other rules."""
        return strip_of(self.outcome)

    @cached_property
    def _fixes(self) -> Fixes:
        shares = self.outcome.shares
        terms, supports = tuple(share.terms for share in shares), tuple(share.support for share in shares)
        given = None if self.allocation.held else shares  # what stands still need not be what the rule gives
        return fixes(RuleInput(self.outcome.pot, terms, supports, self.allocation.settings, given))


HOURS_BY_ROLE = (
    select(Pledge.role_id, func.count(), func.sum(Pledge.hours))
    .where(Pledge.allocation_id == bindparam("round"), Pledge.standing, Pledge.role_id.is_not(None))
    .group_by(Pledge.role_id)
)
# `maker`: does whoever offers count behind the proposal already?
_theirs = and_(Pledge.allocation_id == MatchOffer.allocation_id, Pledge.participant_id == MatchOffer.participant_id)
OFFERS = (
    select(
        Proposal.number,
        MatchOffer.number,
        MatchOffer.hours,
        MatchOffer.people,
        MatchOffer.needed,
        MatchOffer.state,
        case((Pledge.hours >= bindparam("person_from"), 1), else_=0).label("maker"),
    )
    .select_from(MatchOffer)
    .join(Proposal, Proposal.id == MatchOffer.proposal_id)
    .outerjoin(Pledge, and_(_theirs, Pledge.proposal_id == MatchOffer.proposal_id))
    .where(MatchOffer.allocation_id == bindparam("round"), MatchOffer.state.in_(("open", "met")))
    .order_by(MatchOffer.number)
)
NAMES = (
    select(Proposal.number, Participant.name)
    .join(Pledge, Pledge.proposal_id == Proposal.id)
    .join(Participant, Participant.id == Pledge.participant_id)
    .where(Pledge.allocation_id == bindparam("round"), Pledge.standing, Pledge.named, not_(Proposal.quiet))
    .where(Participant.name.is_not(None))
    .where(Participant.id.not_in(select(NameHidden.participant_id).where(NameHidden.running)))
    .order_by(Participant.number)
)


def standing(reading: Reading[Gathering]) -> Standing:
    """The newest round of a gathering."""
    return standing_of(reading.place.allocation)


def changes_at(reading: Reading[Gathering]) -> datetime | None:
    """When a clock will change what screens say."""
    return reading.ask(standing).next_change_at


def problems_before(gathering: Gathering) -> list[RuleBroken]:
    """What must be mended before people can give hours."""
    return [] if gathering.allocation.opened else problems(gathering.allocation)


def standing_of(allocation: Allocation) -> Standing:
    """Read the round once: rule, totals and asks together."""
    outcome = _as_shown(allocation)
    widest = max((share.support.hours for share in outcome.shares), default=0)
    shares = {share.terms.id: share for share in outcome.shares}
    before, step, shown = allocation.given_before, allocation.step, allocation.money_shown
    lines = tuple(
        Line(
            ask=ask,
            share=(share := shares[ask.proposal.number]),
            amount=share.amount * step if shown else None,
            widest=widest,
            before=before.get(ask.proposal.number, 0),
        )
        for ask in _in_order(allocation, shares)
    )
    return Standing(allocation=allocation, outcome=outcome, lines=lines)


def _as_shown(allocation: Allocation) -> Outcome:
    """What screens may know: nothing while sealed (divided without hours), the frozen outcome, or the live one."""
    if allocation.hidden:
        return share_out(allocation.pot, allocation.terms, {}, allocation.settings, {})
    elif allocation.held and allocation.last_call and allocation.last_call.still:
        still, listed = read_outcome(allocation.last_call.still), {terms.id for terms in allocation.terms}
        return replace(still, shares=tuple(share for share in still.shares if share.terms.id in listed))
    else:
        return allocation.outcome


def _in_order(allocation: Allocation, shares: Mapping[Any, Share]) -> list[Ask]:
    """Those that were divided among; what left the list later still stands in a round that was closed with it."""
    divided = [ask for ask in allocation.asks if ask.proposal.number in shares]
    return sorted(divided, key=lambda ask: ask.proposal.number)
