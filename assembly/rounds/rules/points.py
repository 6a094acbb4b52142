"""Points: what a room's hours and people count for, and which proposals have enough of both to take part."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Terms:
    """What one proposal asks, in units (minor units ÷ step). An ask of 0, with minimum 0, wants hours and no money.

    The lot is drawn and published before the round and settles the last tie; need_people and need_hours replace
    the gate of the settings for this proposal alone.
    """

    id: Hashable
    minimum: int
    ask: int
    lot: int
    need_people: int | None = None
    need_hours: int | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """The public counters of one proposal: how many people stand behind it, with how many whole hours, and how many of
    the people are from `outside` the pod that proposes it."""

    people: int = 0
    hours: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """What a round publishes before it opens. reach (percent) and max_rate (units, points) are common rate's alone."""

    rule: str = "floors_first"
    weight: str = "affine"
    people_weight: int = 3
    person_from: int = 1
    per_person_cap: int | None = None
    min_people: int = 3
    min_hours: int = 3
    min_outside: int = 0
    reach: int = 100
    max_rate: tuple[int, int] | None = None


class Claim(NamedTuple):
    """One proposal on its way through a rule. `gate` says what it lacks to take part: empty when nothing."""

    terms: Terms
    support: Support
    points: int
    gate: str


def ranked(terms: Iterable[Terms], supports: Mapping[Any, Support], settings: Settings) -> list[Claim]:
    """Every proposal in rank order: most points, then most people, then lowest lot; those stopped at a gate last."""
    return sorted((claim(each, supports.get(each.id, Support()), settings) for each in terms), key=rank)


def rank(claim: Claim) -> tuple[bool, int, int, int]:
    """The published order of two claims. Lots are distinct, so no two claims are ever level."""
    return claim.gate != "", -claim.points, -claim.support.people, claim.terms.lot


def claim(terms: Terms, support: Support, settings: Settings) -> Claim:
    return Claim(terms, support, points(support, settings), gate(terms, support, settings))


def points(support: Support, settings: Settings) -> int:
    """Every hour is one point and every person adds people_weight more; with the weight "hours", only hours count."""
    return support.hours + (settings.people_weight * support.people if settings.weight == "affine" else 0)


def gate(terms: Terms, support: Support, settings: Settings) -> str:
    """What a proposal lacks to take part: people first, from outside its pod too, then hours, then any points at all;
    empty if nothing."""
    people = needed_people(terms, settings) - support.people
    hours = needed_hours(terms, settings) - support.hours
    outside = settings.min_outside - support.outside
    if people > 0:
        return f"gate: needs {people} more people"
    elif outside > 0:
        return f"gate: needs {outside} more people from outside the pod"
    elif hours > 0:
        return f"gate: needs {hours} more hours"
    elif points(support, settings) == 0:
        return "gate: no points"
    else:
        return ""


def needed_people(terms: Terms, settings: Settings) -> int:
    return settings.min_people if terms.need_people is None else terms.need_people


def needed_hours(terms: Terms, settings: Settings) -> int:
    return settings.min_hours if terms.need_hours is None else terms.need_hours


def count(
    pledges: Mapping[Any, Mapping[Any, int]], settings: Settings, pods: Mapping[Any, Collection[Any]] | None = None
) -> dict[Any, Support]:
    """Add up pledges (person → proposal → hours); person_from counts people before per_person_cap clips their hours.

    `pods`: person → proposals of their own pod; they do not count as people from outside there.
    """
    people: dict[Any, int] = {}
    hours: dict[Any, int] = {}
    outside: dict[Any, int] = {}
    for person, given in pledges.items():
        own = (pods or {}).get(person, ())
        for proposal, pledged in given.items():
            counts = pledged >= settings.person_from
            people[proposal] = people.get(proposal, 0) + counts
            outside[proposal] = outside.get(proposal, 0) + (counts and proposal not in own)
            hours[proposal] = hours.get(proposal, 0) + counted(pledged, settings)
    return {proposal: Support(people[proposal], hours[proposal], outside[proposal]) for proposal in people}


def counted(pledged: int, settings: Settings) -> int:
    """The hours of one person's pledge that count for one proposal."""
    return pledged if settings.per_person_cap is None else min(pledged, settings.per_person_cap)
