"""Words and figures for templates: whose language, how money and clocks are written, what an element is called."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_currency
from flask import Flask, has_request_context, request
from flask_babel import get_locale
from jinja2 import StrictUndefined

from .models import Assembly

LANGUAGES = ("en",)


def chosen_language() -> str:
    if not has_request_context():
        return LANGUAGES[0]
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def teach_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["dom_id"] = dom_id
    app.jinja_env.filters.update(money=money, clock=clock, iso=iso)


def dom_id(record: Any, part: str) -> str:
    """The one name of an element: "proposal-3-tally", "gathering-step"."""
    return f"{record.dom}-{part}"


def money(minor: int, assembly: Assembly) -> str:
    """Minor units as people write them: decimals only when there are any."""
    whole = minor % 10**assembly.exponent == 0
    amount = minor // 10**assembly.exponent if whole else minor / 10**assembly.exponent
    return str(
        format_currency(
            amount,
            assembly.currency,
            locale=get_locale(),
            format="¤#,##0" if whole else None,
            currency_digits=not whole,
        )
    )


def plain_money(minor: int, assembly: Assembly) -> str:
    """Minor units as one types them into a field: digits, and a point only when there is a rest."""
    whole, rest = divmod(minor, 10**assembly.exponent)
    return f"{whole}.{rest:0{assembly.exponent}}" if rest else str(whole)


def clock(moment: datetime, assembly: Assembly) -> str:
    return moment.astimezone(ZoneInfo(assembly.time_zone)).strftime("%H:%M")


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
