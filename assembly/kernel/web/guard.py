"""Before any door: the whole body, bounded; the host; the form's origin. After it: headers that keep pages ours."""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

from flask import Config, Flask, Response, abort, current_app, g, request
from gevent import Timeout
from werkzeug.sansio.utils import get_host

SLOWEST_BODY = 20  # seconds a phone may take to send its form; nobody else waits for it


def stand_guard(app: Flask) -> None:
    app.before_request(refuse_strange_addresses)
    app.before_request(refuse_foreign_forms)
    app.before_request(read_the_body)
    app.after_request(keep_pages_ours)


def read_the_body() -> None:
    """Read the body before any lock: 408 when too slow, 411 without a length, 413 when too long. GET has none."""
    if request.method != "POST" and (request.content_length or "Transfer-Encoding" in request.headers):
        abort(400)
    if request.method == "POST":
        if "Transfer-Encoding" in request.headers:
            abort(411)  # no browser sends a form like that, and it might never end
        try:
            with Timeout(SLOWEST_BODY):
                request.form  # noqa: B018
        except Timeout:
            abort(408)


def refuse_strange_addresses() -> None:
    """A host that is not ours, and a path that no database could hold."""
    if not trusted(named_host(f"//{request.host}"), current_app.config) or "\0" in request.path:
        abort(400)


def trusted(host: str, config: Config) -> bool:
    """Against DNS rebinding: a literal address, this machine's own names, or a name from the settings."""
    try:
        ipaddress.ip_address(host)
        return True
    except ValueError:
        own = socket.gethostname().lower()
        public = urlsplit(config["PUBLIC_URL"]).hostname
        return host.lower() in {"localhost", own, f"{own}.local", public, *config["HOST_NAMES"]}


def refuse_foreign_forms() -> None:
    """A form from another site names its origin; old phones on plain http send no Sec-Fetch headers."""
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin and not from_host(origin, request.host, current_app.config):
        abort(403)


def may_open_a_socket(config: Config, environ: dict[str, Any]) -> bool:
    """Only a page of ours may, and only at a host that is ours."""
    host = get_host(environ["wsgi.url_scheme"], environ.get("HTTP_HOST"))
    origin = environ.get("HTTP_ORIGIN")
    return (not origin or from_host(origin, host, config)) and trusted(named_host(f"//{host}"), config)


def from_host(origin: str, host: str, config: Config) -> bool:
    """Does a page of this host say so? At an https address of ours only one that came by https does."""
    ours = urlsplit(config["PUBLIC_URL"])
    try:
        named = urlsplit(origin)
    except ValueError:  # "http://[" is no address at all
        return False
    return named.netloc == host and (named.scheme == "https" or (ours.scheme, ours.netloc.lower()) != ("https", host))


def named_host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def keep_pages_ours(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = policy()
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"  # with no-referrer, browsers send our own forms with Origin: null
    if not request.path.startswith("/static/"):
        headers.setdefault("Cache-Control", "no-store")
    return response


def policy() -> str:
    """Nothing from outside. Older phones do not count ws: as 'self', so this host's socket is named."""
    secure = request.is_secure or current_app.config["PUBLIC_URL"].startswith("https:")  # a proxy brings TLS
    scheme = "wss" if secure else "ws"
    preview = "'self'" if request.endpoint == "wall.show" else "'none'"
    frames = "frame-src 'self'; " if g.get("shows_the_wall") else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self' {scheme}://{request.host}; form-action 'self'; base-uri 'none'; "
        f"{frames}frame-ancestors {preview}"
    )
