"""The book, open to anybody: its rows, newest first, and each row with all it says."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from assembly.book.readings import book_page, entry
from assembly.kernel.readings import assembly_of
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.answers import public_page

bp = Blueprint("book", __name__, url_prefix="/a/<slug>/book")


@bp.get("")
def index(slug: str) -> Response:
    before = request.args.get("before", "")
    start = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    return public_page("book/index.html", assembly_of(slug), book=book_page(assembly_of(slug), start))


@bp.get("/<int:number>")
def row(slug: str, number: int) -> Response:
    found = entry(assembly_of(slug), number)
    if found is None:
        raise Missing(number)
    return public_page("book/row.html", assembly_of(slug), entry=found)
