"""Shares: the pot, divided by the rule a round has published. Pure: counters in, an outcome with its steps out."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assembly.kernel.rules import N_, RuleBroken
from assembly.rounds.rules.common_rate import common_rate
from assembly.rounds.rules.equal_shares import Core, equal_shares, settle
from assembly.rounds.rules.floors_first import floors_first
from assembly.rounds.rules.points import Claim, Settings, Support, Terms, ranked
from assembly.rounds.rules.rates import Rate

RULES = ("floors_first", "common_rate", "equal_shares")
WEIGHTS = ("affine", "hours")


@dataclass(frozen=True, slots=True)
class Share:
    """What one proposal got, in units: the amount is 0 or from its minimum to its ask.

    Status: full (at its ask), part, passed (its minimum did not fit), or "gate: …" and what it lacks; common rate also
    says lifted (at its minimum, thanks to reach) and short (the clock stopped before its turn); equal shares that has
    not been computed yet says counting.
    """

    terms: Terms
    support: Support
    points: int
    amount: int
    status: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares in rank order, gated ones last; amounts + rest = pot. `core`: equal shares only."""

    pot: int
    shares: tuple[Share, ...]
    rate: Rate | None
    rest: int
    log: tuple[tuple[Any, ...], ...]
    core: Core | None = None

    def share(self, id: Hashable) -> Share:
        """The share of one proposal; KeyError when it was not in the room."""
        for share in self.shares:
            if share.terms.id == id:
                return share
        raise KeyError(id)


def share_out(
    pot: int,
    terms: Iterable[Terms],
    supports: Mapping[Any, Support],
    settings: Settings,
    pledges: Mapping[Any, Mapping[Any, int]] | None = None,
) -> Outcome:
    """Divide a pot (units: minor units ÷ step) among proposals. RuleBroken for settings that make no sense.

    Below its gate a proposal gets nothing; an ask of 0 is full past its gate; the rest stays in the pot. Equal shares
    alone needs `pledges` (person → proposal → hours), those the supports were counted from.
    """
    terms = tuple(terms)
    check(pot, terms, settings)
    claims = ranked(terms, supports, settings)
    if settings.rule == "equal_shares":
        if pledges is None:
            raise RuleBroken(N_("Equal shares needs every person's promises, not only their sums."))
        return outcome_of(pot, claims, settings, equal_shares(pot, competing(claims), pledges, settings))
    return outcome_of(pot, claims, settings)


def from_core(
    pot: int, terms: Iterable[Terms], supports: Mapping[Any, Support], settings: Settings, core: Core
) -> Outcome:
    """Equal shares' outcome once its core is known: the long part was done elsewhere."""
    return outcome_of(pot, ranked(terms, supports, settings), settings, core)


def last_counted(
    before: Outcome | None, pot: int, terms: Iterable[Terms], supports: Mapping[Any, Support], settings: Settings
) -> Outcome:
    """Equal shares being computed: today's people and gates beside the last amounts, none before the first count."""
    found = {share.terms.id: share for share in before.shares} if before else {}
    claims = ranked(terms, supports, settings)
    amounts = {each.terms.id: found[each.terms.id].amount if each.terms.id in found else 0 for each in claims}
    statuses = {id: found[id].status if amounts[id] else "counting" for id in amounts}
    shares = tuple(
        Share(each.terms, each.support, each.points, amounts[each.terms.id], status_now(each, statuses))
        for each in claims
    )
    return Outcome(pot, shares, None, pot - sum(amounts.values()), (), before.core if before else None)


def status_now(claim: Claim, statuses: Mapping[Any, str]) -> str:
    counted = statuses[claim.terms.id]
    if counted != "counting":
        return counted
    return claim.gate or ("counting" if claim.terms.ask else "full")


def outcome_of(pot: int, claims: list[Claim], settings: Settings, core: Core | None = None) -> Outcome:
    amounts, statuses, rate, log = divide(pot, competing(claims), settings, core)
    shares = tuple(
        Share(
            each.terms,
            each.support,
            each.points,
            amounts.get(each.terms.id, 0),
            each.gate or statuses.get(each.terms.id, "full"),
        )
        for each in claims
    )
    return Outcome(pot, shares, rate, pot - sum(amounts.values()), tuple(log), core)


def competing(claims: Iterable[Claim]) -> list[Claim]:
    """Those that take part in the money: through their gates, and asking for some."""
    return [claim for claim in claims if not claim.gate and claim.terms.ask]


def divide(
    pot: int, claims: list[Claim], settings: Settings, core: Core | None
) -> tuple[dict[Any, int], dict[Any, str], Rate | None, list[tuple[Any, ...]]]:
    if core is not None:
        return settle(pot, claims, core.funded)
    elif settings.rule == "floors_first":
        return floors_first(pot, claims)
    else:
        return common_rate(pot, claims, settings)


def check(pot: int, terms: tuple[Terms, ...], settings: Settings) -> None:
    """Refuse, in one sentence, what no rule here could divide."""
    check_settings(settings)
    if pot < 0:
        raise RuleBroken(N_("The pot cannot be below zero."))
    for each in terms:
        check_bounds(each)
    if len({each.id for each in terms}) < len(terms):
        raise RuleBroken(N_("Two proposals have the same id."))
    if len({each.lot for each in terms}) < len(terms):
        raise RuleBroken(N_("Two proposals have the same lot, so a tie between them could not be settled."))


def check_bounds(terms: Terms) -> None:
    if terms.minimum > terms.ask:
        raise RuleBroken(N_("Proposal %(id)s has a minimum above its ask."), id=terms.id)
    if terms.minimum < (1 if terms.ask else 0):
        raise RuleBroken(N_("Proposal %(id)s needs a minimum of at least 1, unless it asks for 0."), id=terms.id)


def check_settings(settings: Settings) -> None:
    """Refuse a rule or weight that is not known, and a person, a cap, a reach or a ceiling that makes no sense."""
    if settings.rule not in RULES:
        raise RuleBroken(
            N_("The rule %(rule)s is not known here; these are: %(rules)s."),
            rule=repr(settings.rule[:40]),
            rules=", ".join(RULES),
        )
    if settings.weight not in WEIGHTS:
        raise RuleBroken(
            N_("The weight %(weight)s is not known here; these are: %(weights)s."),
            weight=repr(settings.weight[:40]),
            weights=", ".join(WEIGHTS),
        )
    if min(settings.people_weight, settings.min_people, settings.min_hours, settings.min_outside) < 0:
        raise RuleBroken(N_("The weight of a person and the gate cannot be below zero."))
    if settings.person_from < 1:
        raise RuleBroken(N_("A pledge can count as a person from 1 hour on, not from less."))
    if settings.per_person_cap is not None and settings.per_person_cap < 1:
        raise RuleBroken(N_("A cap on one person's hours must leave at least 1 hour."))
    if not 1 <= settings.reach <= 100:
        raise RuleBroken(N_("The reach is a percentage from 1 to 100."))
    if settings.max_rate is not None and min(settings.max_rate) < 1:
        raise RuleBroken(N_("The highest rate is two whole numbers above zero: money, and points."))
