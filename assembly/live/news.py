"""Telling those who listen at a place what a command changed there; called by its route after the commit."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assembly.kernel.models.places import Place
from assembly.live.broadcasters import broadcasters
from assembly.live.fragments import everything
from assembly.live.reading import Reading

Marks = Mapping[str, Iterable[str]]  # ids of fragments, or names of nudges, by audience


def tell(
    place: Place,
    marks: Marks,
    nudges: Marks | None = None,
    touched: Iterable[Callable[[Reading[Any]], Any]] | None = None,
) -> None:
    """Mark what changed and nudge what people fetch. `touched`: the questions whose answers changed; None: any."""
    broadcasters.announce(
        place.slug, place.version, dict(marks), dict(nudges or {}), place.version_before, touched=names_of(touched)
    )


def tell_everything(place: Place, audiences: Iterable[str], nudges: Marks) -> None:
    """The evening moved on: whatever may look different is drawn anew."""
    tell(place, {audience: everything(audience) for audience in audiences}, nudges)


def names_of(questions: Iterable[Callable[[Reading[Any]], Any]] | None) -> list[str] | None:
    return None if questions is None else [question.__name__ for question in questions]
