"""Money at the desk: what came in, what was wrong, what is set aside, what a proposal gave back."""

from datetime import date
from functools import partial

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from assembly.budget import news
from assembly.budget.readings import Budget, pot_lines
from assembly.gatherings.models import Gathering
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import N_, numbers
from assembly.kernel.rules.accounts import ASIDE, POT
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import facilitator
from assembly.kernel.web.press import this_press
from assembly.language import plain_money
from assembly.money import actions as money
from assembly.people.web.pages import desk_page
from assembly.rounds.readings.finding import any_proposal_of

bp = Blueprint("money", __name__, url_prefix="/g/<slug>/desk/money")

WAYS = {"aside": (POT, ASIDE), "pot": (ASIDE, POT)}


@bp.get("")
def show(slug: str, number: int | None = None) -> Response:
    """`number` is the entry whose correction is shown again."""
    assembly = reading_here().place.assembly
    return desk_page(
        "budget/desk.html",
        budget=Budget(assembly),
        lines=pot_lines(assembly),
        correcting=number,
        today=money.today(assembly),
        plain=partial(plain_money, assembly=assembly),
    )


@bp.post("")
@or_else("money.show")
def receive(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        by, amount = facilitator(gathering), typed_amount(gathering)
        money.receive(by, gathering, amount, request.form.get("source", ""), typed_day(gathering), this_press())
    news.money_moved(gathering)
    return answer(url_for("money.show", slug=slug))


@bp.post("/<int:number>/correction")
@or_else("money.show")
def correct(slug: str, number: int) -> Response:
    with writing(Gathering, slug) as gathering:
        by, amount = facilitator(gathering), typed_amount(gathering)
        money.correct(by, gathering, number, amount, request.form.get("source", ""), typed_day(gathering), this_press())
    news.money_moved(gathering)
    return answer(url_for("money.show", slug=slug))


@bp.post("/transfer")
@or_else("money.show")
def transfer(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        source, target = WAYS.get(request.form.get("to", ""), ("", ""))
        money.transfer(facilitator(gathering), gathering, source, target, typed_amount(gathering), this_press())
    news.money_moved(gathering)
    return answer(url_for("money.show", slug=slug))


@bp.post("/return")
@or_else("money.show")
def give_back(slug: str) -> Response:
    number = numbers.whole(request.form.get("proposal", ""), N_("Please pick a proposal."))
    with writing(Gathering, slug) as gathering:
        by, proposal = facilitator(gathering), any_proposal_of(gathering, number)
        money.give_back(by, proposal, typed_amount(gathering), this_press())
    news.money_moved(gathering)
    return answer(url_for("money.show", slug=slug))


def typed_amount(gathering: Gathering) -> int:
    return numbers.money(request.form.get("amount", ""), gathering.assembly.exponent)


def typed_day(gathering: Gathering) -> date:
    """The typed day; today when none was typed."""
    typed = request.form.get("on", "").strip()
    return numbers.day(typed) if typed else money.today(gathering.assembly)
