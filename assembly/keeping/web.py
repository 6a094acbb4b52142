"""Keep my place: make a key, shown once; open it at another phone, and say that it is me."""

from flask import Blueprint, request, session, url_for
from werkzeug.wrappers import Response

from assembly.addresses import public_url
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.keeping import actions
from assembly.keeping.actions import UNKNOWN, key_of
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules import RuleBroken
from assembly.kernel.web.answers import answer, or_else, plain_page
from assembly.kernel.web.identity import token_hash
from assembly.people import news
from assembly.people.web.pages import inside, phone_page
from assembly.people.web.visit import participant
from assembly.typesetting.qr import qr_path

bp = Blueprint("keeping", __name__)

SHOWN_ONCE = "place_key"


@bp.post("/g/<slug>/me/place")
def make(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        session[SHOWN_ONCE] = actions.make_key(participant(gathering))
    return answer(url_for("keeping.show", slug=slug))


@bp.get("/g/<slug>/me/place")
def show(slug: str) -> Response:
    """Shown once: a reload says how to make a new one."""
    reading, me = inside()
    words = session.pop(SHOWN_ONCE, "")
    link = f"{public_url()}{url_for('keeping.open')}"
    square = qr_path(f"{link}#{words.replace(' ', '-')}") if words else None
    return phone_page("keeping/mine.html", reading, me, words=words, link=link, qr=square, page="mine")


@bp.get("/keep")
def open() -> Response:
    return plain_page("keeping/open.html")


@bp.post("/keep")
@or_else("keeping.open")
def use() -> Response:
    words = request.form.get("words", "")
    slug = place_of(words)
    with writing(Gathering, slug) as gathering:
        me = actions.use_key(gathering, token_hash(), words)
    news.came_in(me)
    return answer(url_for("phone.me", slug=slug, kept=1))


def place_of(words: str) -> str:
    """The gathering where these words are somebody's key; RuleBroken when nowhere."""
    key = key_of(words)
    slug = key.participant.gathering.slug if key else ""
    db.session.rollback()
    if not slug:
        raise RuleBroken(UNKNOWN)
    return slug
