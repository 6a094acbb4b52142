"""Every piece that is pushed, by the last word of its id: which template draws it, from what.

The same macros draw pages, answers and news: one text on all roads.
"""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app

from assembly.board.readings import Column
from assembly.board.rules import KINDS
from assembly.language import spoken_language
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.health import NOBODY, Live
from assembly.live.reading import Reading
from assembly.wall.slides import Desk, Slide

Rendered = tuple[str, str]  # id, html
ONE_OF_MANY = re.compile(r"(proposal|asset)-(\d+|\*)-(\w+)")
SLIDE_EVEN_HELD = "gathering-slide even held"  # what was forgotten leaves a frozen wall too; nobody can ask for it


@dataclass(frozen=True)
class Fragment:
    """`takes` gives the macro's arguments for a reading; `audiences` may see it.

    `figures`: all of a record that can move while a reading is kept; drawn once for the same ones.
    """

    template: str
    audiences: tuple[str, ...]
    takes: Callable[..., tuple[Any, ...]]
    figures: Callable[[Any], Hashable] | None = None


ONCE: dict[str, Fragment] = {
    "gathering-step": Fragment(
        "gathering/_step.html", (PHONES,), lambda reading, **_: (reading.gathering, reading.standing)
    ),
    "gathering-arrivals": Fragment(
        "gathering/_arrivals.html",
        (PHONES,),
        lambda reading, **_: (reading.gathering, reading.names, reading.headcount),
    ),
    "gathering-presenting": Fragment(
        "presenting/_presenting.html", (PHONES,), lambda reading, **_: (reading.presenting,)
    ),
    "board-tabs": Fragment("board/_tabs.html", (PHONES,), lambda reading, **_: (reading.board,)),
    **{
        f"board-{kind}": Fragment(
            "board/_column.html", (PHONES,), lambda reading, kind=kind, **_: (Column(reading.board, kind),)
        )
        for kind in KINDS
    },
    "round-cards": Fragment("proposals/_cards.html", (PHONES,), lambda reading, **_: (reading.standing,)),
    "round-split": Fragment("allocation/_split.html", (PHONES,), lambda reading, **_: (reading.standing,)),
    "round-rule": Fragment("allocation/_rule.html", (PHONES,), lambda reading, **_: (reading.standing,)),
    "round-points": Fragment("allocation/_points.html", (PHONES,), lambda reading, **_: (reading.standing,)),
    "gathering-slide": Fragment("wall/_slide.html", (WALL,), lambda reading, **_: (Slide(reading),)),
    "gathering-badge": Fragment("wall/_badge.html", (WALL,), lambda reading, **_: (reading.standing,)),
    "gathering-counts": Fragment("desk/_counts.html", (DESK,), lambda reading, live, **_: (desk(reading, live),)),
    "round-rows": Fragment("desk/_rows.html", (DESK,), lambda reading, **_: (reading.standing,)),
    "gathering-health": Fragment("desk/_health.html", (DESK,), lambda reading, live, **_: (desk(reading, live),)),
}

EACH: dict[tuple[str, str], Fragment] = {
    ("proposal", "tally"): Fragment(
        "proposals/_tally.html",
        (PHONES,),
        lambda reading, record, **_: (record, reading.standing),
        lambda line: (line.share, line.amount),
    ),
    ("proposal", "more"): Fragment(
        "proposals/_more.html", (PHONES,), lambda reading, record, **_: (record, reading.standing)
    ),
    ("proposal", "wants"): Fragment("proposals/_wants.html", (PHONES,), lambda reading, record, **_: (record,)),
    ("proposal", "proposer"): Fragment("proposals/_proposer.html", (PHONES,), lambda reading, record, **_: (record,)),
    ("asset", "card"): Fragment("board/_card.html", (PHONES,), lambda reading, record, **_: (record,)),
}
RECORDS: dict[str, Callable[[Reading], Iterable[Any]]] = {
    "proposal": lambda reading: reading.standing.lines,
    "asset": lambda reading: reading.board.cards,
}


def render(part: str, reading: Reading, live: Live = NOBODY) -> list[Rendered]:
    """Draw "gathering-step", "proposal-3-tally", or "asset-*-card" for all. Unknown parts draw nothing."""
    if part == SLIDE_EVEN_HELD:
        part = "gathering-slide"
    elif part == "gathering-slide" and reading.gathering.frozen:
        return []
    if part in ONCE:
        return [(part, draw(ONCE[part], reading, live=live))]
    return _each(part, reading)


def visible(part: str, audience: str) -> bool:
    """May this audience have this part?"""
    asked = ONE_OF_MANY.fullmatch(part)
    fragment = EACH.get((asked[1], asked[3])) if asked else ONCE.get(part)
    return fragment is not None and audience in fragment.audiences


def draw(fragment: Fragment, reading: Reading, **more: Any) -> str:
    return str(piece(fragment.template, *fragment.takes(reading, **more))).strip()


def piece(template: str, *shown: Any) -> str:
    """What the macro of a piece's file draws, "desk/_rows.html" by `rows`; its markup is kept as such."""
    name = template.rsplit("/_", 1)[1].removesuffix(".html")
    drawn: str = getattr(current_app.jinja_env.get_template(template).module, name)(*shown)
    return drawn


def desk(reading: Reading, live: Live) -> Desk:
    slide = Slide(reading)
    return Desk(
        gathering=reading.gathering,
        standing=reading.standing,
        page=slide.page,
        pages=slide.pages,
        walks_next=slide.walks_next,
        headcount=reading.headcount,
        board=reading.board,
        presenting=reading.presenting,
        live=live,
        machine=reading.machine,
        door=reading.door,
    )


def _each(part: str, reading: Reading) -> list[Rendered]:
    asked = ONE_OF_MANY.fullmatch(part)
    fragment = EACH.get((asked[1], asked[3])) if asked else None
    if asked is None or fragment is None:
        return []
    records = [record for record in RECORDS[asked[1]](reading) if asked[2] in ("*", str(record.number))]
    return [(f"{record.dom}-{asked[3]}", _drawn(fragment, reading, record)) for record in records]


def _drawn(fragment: Fragment, reading: Reading, record: Any) -> str:
    if fragment.figures is None:
        return draw(fragment, reading, record=record)
    key = (spoken_language(), fragment.template, record.dom, fragment.figures(record))
    if key not in reading.drawn:
        reading.drawn[key] = draw(fragment, reading, record=record)
    return reading.drawn[key]
