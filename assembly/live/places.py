"""The places that news can belong to, and who may hear it there. Features register theirs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from assembly.kernel.models.places import Place
from assembly.kernel.rules.refusals import Missing
from assembly.live.reading import Reading

Parts = Mapping[str, Iterable[str]]  # ids of fragments, or names of nudges, by audience


class Admitted(NamedTuple):
    """May hear, and knows what happened up to `version`; at most `most` sockets where fewer are expected."""

    version: int
    most: int | None = None


Admission = Callable[[str, str], Admitted | None]  # a place's slug, the hash of a browser's cookie ("" for none)


@dataclass(frozen=True)
class PlaceKind:
    """What all features say of one kind of place, added up. `prefix` begins its addresses ("g" for /g/<slug>/).

    `audiences`: who may hear what. `listening` changes as people come and leave. `changes_at`: when a clock changes
    screens (None: never); then `clock` is drawn anew and `clock_nudges` are sent.
    """

    prefix: str
    model: type[Place]
    audiences: Mapping[str, Admission] = field(default_factory=dict)
    listening: Parts = field(default_factory=dict)
    changes_at: Callable[[Reading[Any]], datetime | None] = lambda _: None
    clock: Parts = field(default_factory=dict)
    clock_nudges: Parts = field(default_factory=dict)


kinds: dict[str, list[PlaceKind]] = {}


def register(places: Iterable[PlaceKind]) -> None:
    for place in places:
        known = kinds.setdefault(place.prefix, [])
        if place not in known:
            known.append(place)


def model_at(prefix: str) -> type[Place]:
    """Missing where no place is."""
    if prefix not in kinds:
        raise Missing(prefix)
    return kinds[prefix][0].model


def kinds_of(model: type[Place]) -> list[PlaceKind]:
    return next(known for known in kinds.values() if known[0].model is model)


def models() -> list[type[Place]]:
    return [known[0].model for known in kinds.values()]


def admission(prefix: str, audience: str) -> Admission | None:
    """Who may hear this at such a place; None for an audience that it has not."""
    found = (kind.audiences.get(audience) for kind in kinds.get(prefix, []))
    return next(filter(None, found), None)


def changes_at(reading: Reading[Any]) -> datetime | None:
    """When the next clock will change what screens say."""
    moments = (kind.changes_at(reading) for kind in kinds_of(type(reading.place)))
    return min(filter(None, moments), default=None)
