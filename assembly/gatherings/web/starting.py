"""Start an assembly with its first gathering, or its next one."""

import zoneinfo

from babel.core import get_global
from babel.numbers import get_currency_precision
from flask import Blueprint, current_app, make_response, request, url_for
from werkzeug.wrappers import Response

from assembly.gatherings.actions import start_assembly, start_gathering
from assembly.kernel.actions.idempotency import happened
from assembly.kernel.actions.writing import writing, writing_anew
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.web.answers import answer, or_else
from assembly.kernel.web.identity import operator, steward
from assembly.kernel.web.press import this_press

bp = Blueprint("assemblies", __name__)


@bp.post("/assemblies")
@or_else("desk.new")
def create() -> Response:
    currency, exponent = typed_currency()
    with writing_anew():
        by = operator()
        assert by.device
        if happened(by.device, this_press()):
            return answer(url_for("desk.new"))  # among my evenings is the one that this press started
        assembly = start_assembly(by, request.form.get("assembly", ""), currency, exponent, typed_zone())
        gathering = start_gathering(
            assembly, by, request.form.get("gathering", ""), request.form.get("kind", "round"), this_press()
        )
    return answer(url_for("desk.projector", slug=gathering.slug))


def evenings_again(slug: str) -> Response:
    return make_response(current_app.view_functions["desk.new"]())


@bp.post("/a/<slug>/gatherings")
@or_else(evenings_again)
def another(slug: str) -> Response:
    """The assembly's next evening: it knows what was promised at the last one."""
    with writing(Assembly, slug) as assembly:
        by = steward(assembly)
        if happened(by.device, this_press()):
            return answer(url_for("desk.new"))
        kind = request.form.get("kind", "")
        gathering = start_gathering(assembly, by, request.form.get("gathering", ""), kind, this_press())
    return answer(url_for("desk.projector", slug=gathering.slug))


def typed_currency() -> tuple[str, int]:
    """The currency's code and its decimals; RuleBroken for what is no currency."""
    code = request.form.get("currency", "").strip().upper()
    if code not in get_global("all_currencies"):
        raise RuleBroken(
            N_("“%(typed)s” is not a currency code. Write three letters, such as EUR or USD."), typed=code[:10]
        )
    return code, get_currency_precision(code)


def typed_zone() -> str:
    zone = request.form.get("time_zone", "").strip() or "UTC"
    if zone not in zoneinfo.available_timezones():
        raise RuleBroken(N_("“%(typed)s” is not a time zone. Write it like Europe/Lisbon."), typed=zone[:60])
    return zone
