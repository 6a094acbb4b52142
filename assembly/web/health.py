"""Is it alive, and does it remember?"""

from importlib.metadata import PackageNotFoundError, version

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..extensions import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> tuple[Response, int]:
    well = _database_answers()
    state = {"ok": well, "version": running_version(), "database": "ok" if well else "unreachable"}
    return jsonify(state), 200 if well else 503


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
