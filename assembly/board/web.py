"""The board: its columns, a new card, my name beside another's; on the desk: hide, rename, put together, let on."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import LazyString
from werkzeug.wrappers import Response

from assembly.board import actions, news
from assembly.board.actions import CardDraft
from assembly.board.models import Asset
from assembly.board.readings.board import Card, Column, board, card_of, numbers_begun, numbers_beside
from assembly.board.rules import KINDS, PLENTY, VISIBILITIES
from assembly.board.words import EXAMPLES, PROMPTS, QUESTIONS, Question
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.controls import answer_controls
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_
from assembly.kernel.rules.numbers import small, whole
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import names_a_contact
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.kernel.web.identity import slug as here
from assembly.kernel.web.press import fresh_press, this_press
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.readings.names import person_of
from assembly.people.web.pages import desk_page, inside, phone_page
from assembly.people.web.visit import participant

bp = Blueprint("board", __name__, url_prefix="/g/<slug>")

MOST_PROMPTS = 999  # presses on "and another" that are counted
NO_SUCH_CARD = N_("There is no card with this number. Look at the number before its words.")


@bp.get("/board/")
def index(slug: str) -> Response:
    return redirect(url_for("board.column", slug=slug, kind=KINDS[0]), 303)


@bp.get("/board/<any(skills, spaces, tools, connections):kind>")
def column(slug: str, kind: str) -> Response:
    return column_page(*inside(), kind)


@bp.get("/board/<any(skills, spaces, tools, connections):kind>/new")
def new(slug: str, kind: str) -> Response:
    reading, me = inside()
    if "question" in request.form:  # what was typed there is shown there again
        return question_page(reading, me, typed_question())
    return new_page(reading, me, kind)


@bp.get("/board/questions/<int:number>")
def question(slug: str, number: int) -> Response:
    """One prompt of the silent round; after the last, the way to the board."""
    return question_page(*inside(), number)


@bp.post("/board/<any(skills, spaces, tools, connections):kind>")
@or_else("board.new")
def post(slug: str, kind: str) -> Response:
    with writing(Gathering, slug) as gathering:
        asset = actions.post_card(participant(gathering), gathering, typed_card(kind), this_press())
    news.card_changed(asset)
    posted, said = asset.number, asset.said_before or None
    if "question" in request.form:
        following = typed_question() + 1
        return answer(url_for("board.question", slug=slug, number=following, posted=posted, said=said))
    return answer(url_for("board.new", slug=slug, kind=kind, prompt=typed_prompt() + 1, posted=posted, said=said))


@bp.post("/board/names")
def put_name(slug: str) -> Response:
    """Put my name beside the card named in `card`, or take it off the one named in `take_off`."""
    put, taken = request.form.get("card", ""), request.form.get("take_off", "")
    with writing(Gathering, slug) as gathering:
        me, asset = participant(gathering), card_of(gathering, whole(put or taken, NO_SUCH_CARD))
        asset = actions.add_name(me, asset) if put else actions.take_name_off(me, asset)
    news.card_changed(asset)
    if request.form.get("from") == "me":
        return answer(url_for("phone.me", slug=slug, taken=1))
    if request.form.get("from") == "new" and "question" in request.form:
        return answer(url_for("board.question", slug=slug, number=typed_question(), taken=1))
    if request.form.get("from") == "new":
        return answer(url_for("board.new", slug=slug, kind=asset.kind, taken=1))
    return answer(url_for("board.column", slug=slug, kind=asset.kind, _anchor=f"{asset.dom}-card"), my_offers)


@bp.get("/desk/board")
def desk(slug: str, number: int | None = None) -> Response:
    """`number` is the card whose form is shown again."""
    return desk_page("board/desk.html", board=reading_here().ask(board), amending=number)


@bp.post("/board/<int:number>/hiding")
@or_else("board.desk")
def hide(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        asset = actions.hide_card(facilitator(gathering), card_of(gathering, number))
    news.card_hidden(asset)
    return seen(asset)


@bp.post("/board/<int:number>/hiding/withdrawal")
@or_else("board.desk")
def show(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        asset = actions.show_card(facilitator(gathering), card_of(gathering, number))
    return told(asset)


@bp.post("/board/<int:number>/words")
@or_else("board.desk")
def rename(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, asset = facilitator(gathering), card_of(gathering, number)
        actions.rename_card(by, asset, request.form.get("words", ""))
    return told(asset)


@bp.post("/board/<int:number>/words/withdrawal")
@or_else("board.desk")
def unrename(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        asset = actions.unrename_card(facilitator(gathering), card_of(gathering, number), this_press())
    return told(asset)


@bp.post("/board/<int:number>/merging")
@or_else("board.desk")
def merge(slug: str, number: int) -> Response:
    into = whole(request.form.get("into", "").split(" ")[0], NO_SUCH_CARD)
    with writing(Gathering, slug) as gathering:
        by, asset = facilitator(gathering), card_of(gathering, number)
        actions.merge_cards(by, asset, card_of(gathering, into))
    return told(asset)


@bp.post("/board/<int:number>/merging/withdrawal")
@or_else("board.desk")
def part(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, asset = facilitator(gathering), card_of(gathering, number)
        other = asset.together
        actions.part_cards(by, asset)
    news.card_changed(other)
    return told(asset)


@bp.post("/board/spotlight")
@or_else("desk.show")
def spotlight(slug: str) -> Response:
    """The card named in `card`, large on the wall."""
    wanted = whole(request.form.get("card", "").split(" ")[0], NO_SUCH_CARD)
    with writing(Gathering, slug) as gathering:
        actions.put_in_spotlight(facilitator(gathering), card_of(gathering, wanted))
    news.spotlight_moved(gathering)
    return answer_controls()


@bp.post("/board/spotlight/withdrawal")
@or_else("desk.show")
def end_spotlight(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.end_spotlight(facilitator(gathering), gathering)
    news.spotlight_moved(gathering)
    return answer_controls()


@bp.post("/board/people/<int:number>/hiding")
def hide_person(slug: str, number: int) -> Response:
    """Name and cards of one person at once."""
    with writing(Gathering, slug) as gathering:
        person = person_of(gathering, number)
        cards = actions.hide_person(facilitator(gathering), person)
    news.person_hidden(person, cards)
    return answer(url_for("desk.people" if pressed_on_people() else "board.desk", slug=slug))  # the way back is on top


@bp.post("/board/people/<int:number>/hiding/withdrawal")
def show_person(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        person = person_of(gathering, number)
        cards = actions.show_person(facilitator(gathering), person)
    news.person_hidden(person, cards)
    return back_to_the_list()


@bp.post("/board/approval")
def ask_approval(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.ask_approval(facilitator(gathering), gathering)
    return told_of_approval(gathering)


@bp.post("/board/approval/withdrawal")
def end_approval(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.end_approval(facilitator(gathering), gathering)
    return told_of_approval(gathering)


@bp.post("/board/approval/all")
def approve_all(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.approve_all(facilitator(gathering), gathering)
    return told_of_approval(gathering)


def column_page(reading: Reading[Gathering], me: Participant, kind: str, tab: str = "board") -> Response:
    """A column of cards; `tab` is the place below that led there."""
    if not reading.place.has_board:
        raise Missing(kind)
    return phone_page(
        "board/column.html",
        reading,
        me,
        kind=kind,
        everything=Column(reading.ask(board), kind) if request.args.get("all") else None,
        beside=numbers_beside(me),
        begun=numbers_begun(me),
        page=tab,
    )


def new_page(reading: Reading[Gathering], me: Participant, kind: str) -> Response:
    if not reading.place.has_board:
        raise Missing(kind)
    prompts = PROMPTS[kind]
    asked = Question(kind, prompts[typed_prompt() % len(prompts)], EXAMPLES[kind])
    return phone_page("board/new.html", reading, me, **new_card(reading, me, asked, None))


def round_page(reading: Reading[Gathering], me: Participant) -> Response:
    """The silent round, from the question after as many as I have cards."""
    return question_page(reading, me, len(numbers_beside(me)))


def question_page(reading: Reading[Gathering], me: Participant, number: int) -> Response:
    if not reading.place.has_board:
        raise Missing(number)
    if number >= len(QUESTIONS):
        done = {"posted": just_posted(reading, me), "said": request.args.get("said"), "page": tab_of(reading)}
        return phone_page("board/done.html", reading, me, cards=numbers_beside(me), **done)
    return phone_page("board/new.html", reading, me, **new_card(reading, me, QUESTIONS[number], number))


def new_card(reading: Reading[Gathering], me: Participant, asked: Question, question: int | None) -> dict[str, Any]:
    """`question`: which one of the silent round it is, counted from 0."""
    typed = request.form
    return {
        "kind": asked.kind,
        "number": typed_prompt(),
        "prompt": asked.prompt,
        "question": question,
        "questions": len(QUESTIONS),
        "plenty": len(numbers_beside(me)) >= PLENTY,
        "said": request.args.get("said"),
        "examples": examples(reading, asked),
        "posted": just_posted(reading, me),
        "taken": bool(request.args.get("taken")),
        "warned": any(names_a_contact(typed.get(name, "")) for name in ("words", "note", "available")),
        "visibilities": VISIBILITIES,
        "page": tab_of(reading),
    }


def tab_of(reading: Reading[Gathering]) -> str:
    """The place below that led to a new card."""
    return "now" if reading.place.step.kind == "board" else "board"


def just_posted(reading: Reading[Gathering], me: Participant) -> Card | None:
    """The card this page was led on from, as long as my name stands beside it."""
    number = request.args.get("posted")
    mine = reading.ask(board).mine(me) if number else []
    return next((card for card in mine if str(card.number) == number), None)


def examples(reading: Reading[Gathering], asked: Question) -> list[LazyString]:
    """Those nobody has put on the board yet."""
    taken = {card.words.casefold() for card in reading.ask(board).columns[asked.kind]}
    return [example for example in asked.examples if str(example).casefold() not in taken]


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


def typed_question() -> int:
    """Which question of the silent round was answered: nonsense is the first."""
    return min(small(request.form.get("question", "")) or 0, len(QUESTIONS))


def my_offers() -> tuple[str, str]:
    """The personal part of a column's page: which cards my name stands beside."""
    reading, me = inside()
    return "gathering-my_offers", macro(
        "board/_my_offers.html", reading.place, numbers_beside(me), numbers_begun(me), fresh_press()
    )


def told(asset: Asset) -> Response:
    news.card_changed(asset)
    return seen(asset)


def seen(asset: Asset) -> Response:
    return answer(url_for("board.desk", slug=here(), _anchor=f"card-{asset.together.number}"), lambda: moderation())


def told_of_approval(gathering: Gathering) -> Response:
    news.approval_changed(gathering)
    return back_to_the_list()


def back_to_the_list() -> Response:
    """Of people or of cards, wherever it was pressed."""
    if pressed_on_people():
        return answer(url_for("desk.people", slug=here()))
    return answer(url_for("board.desk", slug=here()), lambda: moderation())


def pressed_on_people() -> bool:
    return request.form.get("place") == "people"


def moderation() -> tuple[str, str]:
    """All cards as the desk sees them, after a press."""
    reading = reading_here()
    return "board-moderation", macro("board/_moderation.html", reading.ask(board), fresh_press())
