"""Words and figures for templates: whose language, how money and clocks are written, what an element is called."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, get_currency_symbol, get_minus_sign_symbol, parse_pattern
from flask import Flask, has_request_context, request
from flask_babel import force_locale, get_locale, get_translations
from jinja2 import StrictUndefined

if TYPE_CHECKING:
    from assembly.kernel.models.places import Assembly

LANGUAGES = ("en",)

_spoken: ContextVar["Spoken | None"] = ContextVar("spoken", default=None)


def chosen_language() -> str:
    """The one that this browser likes best of those we speak."""
    if not has_request_context():
        return LANGUAGES[0]
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


class Spoken(NamedTuple):
    language: str
    words: Any


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything drawn meanwhile is in this language. Its words are looked up once, not at every word."""
    with force_locale(_locale(language)):
        before = _spoken.set(Spoken(language, get_translations()))
        try:
            yield
        finally:
            _spoken.reset(before)


@lru_cache(maxsize=100)
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def spoken_language() -> str:
    """In which everything is drawn now."""
    spoken = _spoken.get()
    return spoken.language if spoken else str(get_locale())


def _words() -> Any:
    spoken = _spoken.get()
    return spoken.words if spoken else get_translations()


def teach_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda said: _words().ugettext(said),
        ngettext=lambda one, many, number: _words().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals["dom_id"] = dom_id
    app.jinja_env.filters.update(money=money, clock=clock, day=day, iso=iso)


def dom_id(record: Any, part: str) -> str:
    """The one name of an element: "proposal-3-tally", "gathering-step"."""
    return f"{record.dom}-{part}"


def money(minor: int, assembly: "Assembly") -> str:
    """Minor units as people write them: decimals only when there are any."""
    return _money(minor, assembly.currency, assembly.exponent, spoken_language())


@lru_cache(maxsize=20_000)  # a wall of two hundred proposals writes its sums ten thousand times
def _money(minor: int, currency: str, exponent: int, language: str) -> str:
    whole = minor % 10**exponent == 0
    amount = Decimal(abs(minor)).scaleb(-exponent)
    sign = get_minus_sign_symbol(language) if minor < 0 else ""
    return sign + _symbol(currency, language) + _figures(0 if whole else exponent).apply(amount, _locale(language))


@lru_cache(maxsize=1000)
def _symbol(currency: str, language: str) -> str:
    """With a space after letters, none after a sign."""
    symbol = get_currency_symbol(currency, language)
    return symbol + ("\u00a0" if symbol[-1].isalpha() else "")


@lru_cache
def _figures(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


def plain_money(minor: int, assembly: "Assembly") -> str:
    """Minor units as one types them into a field: digits, and a point only when there is a rest."""
    whole, rest = divmod(minor, 10**assembly.exponent)
    return f"{whole}.{rest:0{assembly.exponent}}" if rest else str(whole)


def clock(moment: datetime, assembly: "Assembly") -> str:
    return moment.astimezone(ZoneInfo(assembly.time_zone)).strftime("%H:%M")


def day(moment: datetime, assembly: "Assembly") -> str:
    """The day it was where the assembly is."""
    return str(format_date(moment.astimezone(ZoneInfo(assembly.time_zone)).date(), "medium", locale=get_locale()))


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
