"""Every piece that is pushed, by id: its template and arguments. The same macros draw pages, answers and news."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache, TTLCache
from flask import current_app

from assembly.language import spoken_language
from assembly.live.health import NOBODY, Live
from assembly.live.reading import Reading

Rendered = tuple[str, str]  # id, html
ONE_OF_MANY = re.compile(r"([a-z]+)-(\d+|\*)-(\w+)")
EVEN_HELD = " even held"  # behind a part's id: what was forgotten leaves a held wall too; nobody can ask for it


@dataclass(frozen=True)
class Fragment:
    """`takes`: arguments of the macro, for a reading (and a record, or a listener). `held`: unchanged now?"""

    template: str
    audiences: tuple[str, ...]
    takes: Callable[..., tuple[Any, ...]]
    live: bool = False
    always: bool = False
    held: Callable[[Reading[Any]], bool] | None = None


Records = Callable[[Reading[Any]], Iterable[Any]]

registered: dict[str, Fragment] = {}  # by id, with * in place of a record's number
records: dict[str, Records] = {}  # by the first word of such an id

MOST_PLACES, MOST_TEXTS = 64, 2000
A_MOMENT = 1.0  # seconds that a text is kept: clocks in it may be so old
_drawn: LRUCache[str, TTLCache[tuple[int, str, str], list[Rendered]]] = LRUCache(MOST_PLACES)  # by a place's slug


def register(fragments: Mapping[str, Fragment], lists: Mapping[str, Records]) -> None:
    registered.update(fragments)
    records.update(lists)


def render(part: str, reading: Reading[Any], live: Live = NOBODY) -> list[Rendered]:
    """Draw "gathering-step", "proposal-3-tally", or "asset-*-card" for all. Unknown parts draw nothing."""
    name = part.removesuffix(EVEN_HELD)
    fragment = fragment_of(name)
    if fragment is None or (fragment.held and part == name and fragment.held(reading)):
        return []
    if fragment.live:
        return [(name, draw(fragment, reading, live))]
    texts = _drawn.setdefault(reading.place.slug, TTLCache(MOST_TEXTS, A_MOMENT))
    key = (reading.version, spoken_language(), name)
    drawn = texts.get(key)
    if drawn is None:
        drawn = texts[key] = list(_each(name, fragment, reading))
    return drawn


def kept(part: str, slug: str, version: int) -> list[Rendered] | None:
    """What was drawn of this part lately, at this version and in this language, without looking at anything."""
    texts = _drawn.get(slug)
    return texts.get((version, spoken_language(), part)) if texts else None


def forget(slug: str) -> None:
    """Something moved here: what was drawn before is drawn anew."""
    _drawn.pop(slug, None)


def visible(part: str, audience: str) -> bool:
    """May this audience ask for this part?"""
    fragment = fragment_of(part)
    return fragment is not None and audience in fragment.audiences


def everything(audience: str) -> list[str]:
    """Parts that may look different to this audience whenever the evening moves on."""
    return [name for name, each in registered.items() if each.always and audience in each.audiences]


def first_words() -> str:
    """What ids of fragments begin with, for pages to know them by: "asset|board"."""
    return "|".join(sorted({name.partition("-")[0] for name in registered}))


def fragment_of(part: str) -> Fragment | None:
    asked = ONE_OF_MANY.fullmatch(part)
    return registered.get(f"{asked[1]}-*-{asked[3]}" if asked else part)


def draw(fragment: Fragment, reading: Reading[Any], *more: Any) -> str:
    return macro(fragment.template, *fragment.takes(reading, *more)).strip()


def macro(template: str, *shown: Any) -> str:
    """What the macro of a fragment's file draws, "rounds/_rows.html" by `rows`; its markup is kept as such."""
    name = template.rsplit("/_", 1)[1].removesuffix(".html")
    drawn: str = getattr(current_app.jinja_env.get_template(template).module, name)(*shown)
    return drawn


def _each(part: str, fragment: Fragment, reading: Reading[Any]) -> Iterator[Rendered]:
    asked = ONE_OF_MANY.fullmatch(part)
    if asked is None:
        yield part, draw(fragment, reading)
    else:
        for record in records[asked[1]](reading):
            if asked[2] in ("*", str(record.number)):
                yield f"{record.dom}-{asked[3]}", draw(fragment, reading, record)
