"""The shared document and its tables, for whoever has its link; the link, my name in it, and the export as a file."""

import hmac
import io
import tempfile
import zipfile
from pathlib import Path

from flask import Blueprint, current_app, send_file, url_for
from werkzeug.wrappers import Response

from assembly.book.export.folder import export as write_export
from assembly.budget.web.budget import table
from assembly.document import actions
from assembly.document.readings import filled, happened_at, published, tables_of, told
from assembly.gatherings.models import Gathering
from assembly.gatherings.news import evening_moved
from assembly.gatherings.readings import handout
from assembly.gatherings.web.places import reading_here
from assembly.kernel.actions.writing import writing
from assembly.kernel.rules.codes import in_address
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.web.answers import answer, or_else, public_page
from assembly.kernel.web.identity import facilitator
from assembly.kernel.web.press import this_press
from assembly.live.reading import Reading
from assembly.people.readings.names import headcount
from assembly.people.web.pages import desk_page
from assembly.people.web.visit import participant

bp = Blueprint("document", __name__, url_prefix="/g/<slug>")


@bp.get("/document/<key>")
def show(slug: str, key: str) -> Response:
    """For anybody who has the link; no search engine keeps it."""
    reading = opened(key)
    gathering = reading.place
    page = public_page(
        "document/show.html",
        gathering.assembly,
        gathering=gathering,
        sections=told(reading),
        at=happened_at(reading),
        headcount=reading.ask(headcount),
        tables=filled(reading),
        key=key,
    )
    return unlisted(page)


@bp.get("/document/<key>/<name>.csv")
def download(slug: str, key: str, name: str) -> Response:
    reading = opened(key)
    asked = tables_of(reading).get(name)
    if asked is None:
        raise Missing(name)
    return unlisted(table(name, asked()))


@bp.get("/desk/document")
def desk(slug: str) -> Response:
    reading = reading_here()
    return desk_page("document/desk.html", handout=reading.ask(handout), published=published(reading.place))


@bp.post("/desk/document/renewal")
@or_else("document.desk")
def renew(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.renew_link(facilitator(gathering), gathering, this_press())
    evening_moved(gathering)
    return answer(url_for("document.desk", slug=slug, renewed=1))


@bp.get("/desk/export.zip")
@or_else("desk.show")
def export(slug: str) -> Response:
    """The folder that anybody can check, as one file."""
    gathering = reading_here().place
    facilitator(gathering)
    name, packed = in_address(gathering.code), io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        write_export(gathering, Path(folder), Path(str(current_app.static_folder)) / "css")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(Path(folder).iterdir()):
                archive.write(file, f"{name}/{file.name}")
    packed.seek(0)
    return send_file(packed, "application/zip", as_attachment=True, download_name=f"{name}.zip")


@bp.post("/me/document")
def publish_name(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.publish_name(participant(gathering))
    return answer(url_for("phone.me", slug=slug, _anchor="in-document"))


@bp.post("/me/document/withdrawal")
def unpublish_name(slug: str) -> Response:
    with writing(Gathering, slug) as gathering:
        actions.unpublish_name(participant(gathering))
    return answer(url_for("phone.me", slug=slug, _anchor="in-document"))


def opened(key: str) -> Reading[Gathering]:
    """Missing with another key: nothing says whether there is such an evening."""
    reading = reading_here()
    if not hmac.compare_digest(key.encode(), reading.place.document_key.encode()):
        raise Missing(key)
    return reading


def unlisted(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
