"""The board: its columns, a new card, my name beside another's; on the desk: hide, rename, put together, let on."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from assembly import news
from assembly.board import actions as board
from assembly.board.actions import CardDraft
from assembly.board.models import Asset
from assembly.board.readings import Card, Column, numbers_beside
from assembly.board.rules import KINDS, VISIBILITIES, names_a_contact
from assembly.desk.web import board_page
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import Missing, writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import small, whole
from assembly.kernel.web.answers import answer, or_else
from assembly.language import EXAMPLES, PROMPTS
from assembly.live.fragments import piece
from assembly.live.reading import Reading
from assembly.people.readings.visitor import Visitor
from assembly.people.web.sheets import sheet
from assembly.people.web.visit import facilitator, fresh_press, guest, participant, reading_here, this_press
from assembly.people.web.visit import slug as here
from assembly.rounds.readings.finding import card_of

bp = Blueprint("board", __name__, url_prefix="/g/<slug>/board")

MOST_PROMPTS = 999  # presses on "and another" that are counted
NO_SUCH_CARD = N_("There is no card with this number. Look at the number before its words.")


@bp.get("/")
def index(slug: str) -> Response:
    return redirect(url_for("board.column", slug=slug, kind=KINDS[0]), 303)


@bp.get("/<any(skills, spaces, tools, connections):kind>")
def column(slug: str, kind: str) -> Response:
    return column_page(guest(), kind)


@bp.get("/<any(skills, spaces, tools, connections):kind>/new")
def new(slug: str, kind: str) -> Response:
    return new_page(guest(), kind)


@bp.post("/<any(skills, spaces, tools, connections):kind>")
@or_else(new)
def post(slug: str, kind: str) -> Response:
    with writing(slug) as gathering:
        asset = board.post_card(participant(gathering), gathering, typed_card(kind), this_press())
    news.card_changed(asset)
    return answer(url_for("board.new", slug=slug, kind=kind, prompt=typed_prompt() + 1, posted=asset.number))


@bp.post("/names")
def put_name(slug: str) -> Response:
    """Put my name beside the card named in `card`, or take it off the one named in `take_off`."""
    put, taken = request.form.get("card", ""), request.form.get("take_off", "")
    with writing(slug) as gathering:
        me, asset = participant(gathering), card_of(gathering, whole(put or taken, NO_SUCH_CARD))
        asset = board.add_name(me, asset) if put else board.take_name_off(me, asset)
    news.card_changed(asset)
    if request.form.get("from") == "me":
        return answer(url_for("people.me", slug=slug))
    if request.form.get("from") == "new":
        return answer(url_for("board.new", slug=slug, kind=asset.kind, taken=1))
    return answer(url_for("board.column", slug=slug, kind=asset.kind), my_offers)


@bp.post("/<int:number>/hiding")
@or_else(board_page)
def hide(slug: str, number: int) -> Response:
    with writing(slug) as gathering:
        asset = board.hide_card(facilitator(gathering), card_of(gathering, number))
    news.card_hidden(asset)
    return seen(asset)


@bp.post("/<int:number>/hiding/withdrawal")
@or_else(board_page)
def show(slug: str, number: int) -> Response:
    with writing(slug) as gathering:
        asset = board.show_card(facilitator(gathering), card_of(gathering, number))
    return told(asset)


@bp.post("/<int:number>/words")
@or_else(board_page)
def rename(slug: str, number: int) -> Response:
    with writing(slug) as gathering:
        by, asset = facilitator(gathering), card_of(gathering, number)
        board.rename_card(by, asset, request.form.get("words", ""))
    return told(asset)


@bp.post("/<int:number>/words/withdrawal")
@or_else(board_page)
def unrename(slug: str, number: int) -> Response:
    with writing(slug) as gathering:
        asset = board.unrename_card(facilitator(gathering), card_of(gathering, number), this_press())
    return told(asset)


@bp.post("/<int:number>/merging")
@or_else(board_page)
def merge(slug: str, number: int) -> Response:
    into = whole(request.form.get("into", "").split(" ")[0], NO_SUCH_CARD)
    with writing(slug) as gathering:
        by, asset = facilitator(gathering), card_of(gathering, number)
        board.merge_cards(by, asset, card_of(gathering, into))
    return told(asset)


@bp.post("/<int:number>/merging/withdrawal")
@or_else(board_page)
def part(slug: str, number: int) -> Response:
    with writing(slug) as gathering:
        by, asset = facilitator(gathering), card_of(gathering, number)
        other = asset.together
        board.part_cards(by, asset)
    news.card_changed(other)
    return told(asset)


@bp.post("/approval")
def ask_approval(slug: str) -> Response:
    with writing(slug) as gathering:
        board.ask_approval(facilitator(gathering), gathering)
    return told_of_approval(gathering)


@bp.post("/approval/withdrawal")
def end_approval(slug: str) -> Response:
    with writing(slug) as gathering:
        board.end_approval(facilitator(gathering), gathering)
    return told_of_approval(gathering)


@bp.post("/approval/all")
def approve_all(slug: str) -> Response:
    with writing(slug) as gathering:
        board.approve_all(facilitator(gathering), gathering)
    return told_of_approval(gathering)


def column_page(me: Visitor, kind: str, tab: str = "board") -> Response:
    """A column of cards; `tab` is the place below that led there."""
    if not me.has_board:
        raise Missing(kind)
    return sheet(
        "board/column.html",
        me,
        lambda reading: {
            "standing": reading.standing,
            "board": reading.board,
            "column": Column(reading.board, kind),
            "all": bool(request.args.get("all")),
            "page": tab,
        },
        which=(kind, tab),
        offers=piece("board/_my_offers.html", me, numbers_beside(me), fresh_press()),
    )


def new_page(me: Visitor, kind: str) -> Response:
    if not me.has_board:
        raise Missing(kind)
    return sheet("board/new.html", me, lambda reading: new_card(reading, kind), which=kind)


def new_card(reading: Reading, kind: str) -> dict[str, Any]:
    """What the page of a new card shows: without a query or a form, the same to everybody."""
    prompts, typed = PROMPTS[kind], request.form
    return {
        "standing": reading.standing,
        "board": reading.board,
        "kind": kind,
        "number": typed_prompt(),
        "prompt": prompts[typed_prompt() % len(prompts)],
        "examples": examples(reading, kind),
        "posted": just_posted(reading),
        "taken": bool(request.args.get("taken")),
        "warned": any(names_a_contact(typed.get(name, "")) for name in ("words", "note", "available")),
        "visibilities": VISIBILITIES,
        "page": "now" if reading.gathering.step.kind == "board" else "board",
    }


def just_posted(reading: Reading) -> Card | None:
    """The card this page was led on from, as long as my name stands beside it."""
    number = request.args.get("posted")
    mine = reading.board.mine(participant(reading.gathering)) if number else []
    return next((card for card in mine if str(card.number) == number), None)


def examples(reading: Reading, kind: str) -> list[str]:
    """Those nobody has put on the board yet."""
    taken = {card.words.casefold() for card in reading.board.columns[kind]}
    return [example for example in EXAMPLES[kind] if str(example).casefold() not in taken]


def typed_card(kind: str) -> CardDraft:
    form = request.form
    return CardDraft(
        kind=kind,
        words=form.get("example") or form.get("words", ""),
        note="" if form.get("example") else form.get("note", ""),
        available=form.get("available", ""),
        nearby=bool(form.get("nearby")),
        visibility=form.get("visibility", "room"),
        sure=form.get("sure") == "yes",
    )


def typed_prompt() -> int:
    """Which prompt stands on the page: nonsense is the first."""
    return min(small(request.values.get("prompt", "")) or 0, MOST_PROMPTS)


def my_offers() -> tuple[str, str]:
    """The personal part of a column's page: which cards my name stands beside."""
    me = guest()
    return "gathering-my_offers", piece("board/_my_offers.html", me, numbers_beside(me), fresh_press())


def told(asset: Asset) -> Response:
    news.card_changed(asset)
    return seen(asset)


def seen(asset: Asset) -> Response:
    return answer(url_for("desk.board", slug=here(), _anchor=f"card-{asset.together.number}"), lambda: moderation())


def told_of_approval(gathering: Gathering) -> Response:
    news.approval_changed(gathering)
    if request.form.get("place") == "people":
        return answer(url_for("desk.people", slug=here()))
    return answer(url_for("desk.board", slug=here()), lambda: moderation())


def moderation() -> tuple[str, str]:
    """All cards as the desk sees them, after a press."""
    reading = reading_here()
    return "board-moderation", piece("desk/_moderation.html", reading.board, fresh_press())
