"""The board: what people can share, and whose name stands beside it."""

from functools import partial

from assembly.board.actions import take_spotlight
from assembly.board.readings.board import Column, spotlights
from assembly.board.readings.board import board as whole
from assembly.board.readings.document import cards_told
from assembly.board.readings.slides import BoardSlide, reading_slide
from assembly.board.rules import KINDS
from assembly.board.web import bp, column_page, round_page
from assembly.board.words import WORDS
from assembly.gatherings.steps import Section, StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment


def column_fragment(template: str, kind: str) -> Fragment:
    return Fragment(template, (PHONES,), lambda reading: (Column(reading.ask(whole), kind),))


board = Feature(
    "board",
    blueprints=(bp,),
    fragments={
        "board-spotlight": Fragment(
            "board/_spotlight.html", (PHONES,), lambda reading: (reading.ask(spotlights),), always=True
        ),
        "board-tabs": Fragment("board/_tabs.html", (PHONES,), lambda reading: (reading.ask(whole),)),
        **{f"board-{kind}": column_fragment("board/_column.html", kind) for kind in KINDS},
        **{f"board-older_{kind}": column_fragment("board/_older.html", kind) for kind in KINDS},
        "asset-*-card": Fragment("board/_card.html", (PHONES,), lambda reading, card: (card,)),
    },
    names={"words": WORDS},
    records={"asset": lambda reading: reading.ask(whole).cards},
    document=(Section("board/_cards_told.html", cards_told),),
    steps=(
        StepKind(
            "board",
            N_("What we can share"),
            N_("Put on the board what you could share: three cards are plenty."),
            minutes=15,
            phone=round_page,
            slide=BoardSlide,
        ),
        StepKind(
            "reading",
            N_("Read the wall"),
            N_("Look up and read. Put your name next to what you have too."),
            minutes=12,
            phone=partial(column_page, kind=KINDS[0], tab="now"),
            slide=reading_slide,
            controls="board/_spotlight_controls.html",
            shows=lambda reading: reading.ask(spotlights),
        ),
    ),
    moves=take_spotlight,
)
