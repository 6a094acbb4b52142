"""Is it alive, and does it remember?"""

from importlib.metadata import PackageNotFoundError, version

from flask import Blueprint, Response, abort, current_app, jsonify, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from assembly.extensions import db
from assembly.live.broadcasters import broadcasters
from assembly.shell.metrics import written_for_prometheus

bp = Blueprint("health", __name__)

PROXIES = ("x-forwarded", "x-real-ip", "forwarded", "via")  # headers by which they give themselves away


@bp.get("/healthz")
def healthz() -> tuple[Response, int]:
    well = _database_answers()
    state = {"ok": well, "version": running_version(), "database": "ok" if well else "unreachable"}
    return jsonify(state), 200 if well else 503


@bp.get("/metrics")
def metrics() -> Response:
    """For whoever runs the machine, asked on the machine itself and not through a proxy; only where it was wanted."""
    if not current_app.config["METRICS"] or not asked_on_this_machine():
        abort(404)
    told = written_for_prometheus(broadcasters, running_version())
    return Response(told, content_type="text/plain; version=0.0.4; charset=utf-8")


def asked_on_this_machine() -> bool:
    forwarded = [name for name, _ in request.headers if name.lower().startswith(PROXIES)]
    return request.remote_addr in ("127.0.0.1", "::1") and not forwarded


def running_version() -> str:
    try:
        return version("assembly")
    except PackageNotFoundError:
        return "0.1.0"


def _database_answers() -> bool:
    try:
        return db.session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    except SQLAlchemyError:
        return False
