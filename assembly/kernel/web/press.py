"""What a form carries: the token that it is ours, and the key of one attempt."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from flask import g, request
from flask_wtf.csrf import generate_csrf

from assembly.kernel.actions.idempotency import Press
from assembly.kernel.web.identity import token_hash

KEY_LENGTH = 64


@dataclass(frozen=True)
class FreshPress:
    """For the next form of this page."""

    token: str
    key: str


def fresh_press() -> FreshPress:
    """A key for the forms of this page, and a token: the one that came with a form was looked at, and is good again."""
    if "press" not in g:
        token_hash()
        came = request.form.get("csrf_token") if g.get("csrf_valid") else None
        g.press = FreshPress(token=came or generate_csrf(), key=secrets.token_hex(16))
    return g.press


def this_press() -> Press | None:
    """The attempt that the form of this request names; None when it names none."""
    return press_of(request.path, request.form.items(multi=True))


def press_of(path: str, form: Iterable[tuple[str, str]]) -> Press | None:
    """The attempt that a form for this address names; None when it names none."""
    fields = list(form)
    key = dict(fields).get("key", "")
    if not 16 <= len(key) <= KEY_LENGTH or "\0" in key:
        return None
    sent = sorted((name, value) for name, value in fields if name not in ("csrf_token", "key"))
    return Press(key=key, asked=hashlib.sha256(repr((path, sent)).encode()).hexdigest())
