"""An assembly between its gatherings is a place, too: it is written, recorded, versioned and heard like a gathering."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from assembly.book.export import verify
from assembly.book.export.folder import export
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.books import broken_at
from assembly.kernel.actions.ledger import record
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules.refusals import Missing
from assembly.live import fragments, places
from assembly.live.fragments import Fragment
from assembly.live.news import tell
from assembly.live.places import Admitted, PlaceKind
from assembly.live.reading import read
from tests.support.cast import Person, end_evening, tick
from tests.support.socket_client import SocketClient


@pytest.fixture
def slug(app: Flask, fay: Person) -> str:
    with app.app_context():
        return str(db.session.scalar(select(Assembly.slug).join(Gathering).where(Gathering.slug == fay.slug)))


@pytest.fixture
def announced(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feature that shows how far an assembly's book has come to whoever knows its address."""
    version = Fragment("gatherings/_version.html", ("members",), lambda reading: (reading.version,))
    monkeypatch.setitem(fragments.registered, "assembly-version", version)
    monkeypatch.setattr(fragments, "macro", lambda template, number: f"<p>{template} {number}</p>")
    heard = PlaceKind("a", Assembly, audiences={"members": lambda slug, known: whoever_asks(slug)})
    monkeypatch.setitem(places.kinds, "a", [*places.kinds["a"], heard])


def whoever_asks(slug: str) -> Admitted | None:
    reading = read(Assembly, slug)
    return Admitted(reading.version) if reading else None


def write_one_row(app: Flask, slug: str) -> int:
    """What an action of a pod or a sprint will do: one row, saved, then told."""
    with app.test_request_context("/"):
        with writing(Assembly, slug) as assembly:
            row = record("sprint begun", assembly, by=assembly, days=90)
            db.session.commit()
            number = row.seq
        tell(assembly, {"members": ["assembly-version"]})
    tick(app, slug)
    return number


def test_its_rows_stand_in_its_book_and_move_its_version_alone(app: Flask, fay: Person, slug: str) -> None:
    with app.app_context():
        before = db.session.scalar(select(Gathering.version).where(Gathering.slug == fay.slug))
    number = write_one_row(app, slug)
    with app.app_context():
        assembly = db.session.scalar(select(Assembly).where(Assembly.slug == slug))
        assert assembly
        assert (assembly.version, assembly.seq) == (number, number)
        assert db.session.scalar(select(Gathering.version).where(Gathering.slug == fay.slug)) == before
        row = db.session.scalar(select(LedgerRow).where(LedgerRow.seq == number))
        assert row
        assert (row.gathering_id, row.assembly_id) == (None, assembly.id)
        assert broken_at(assembly) is None


def test_only_its_own_listeners_hear_it(app: Flask, ana: Person, slug: str, announced: None) -> None:
    ana.listen()
    member = SocketClient(app, ana.browser, {"place": "a", "slug": slug, "audience": "members"})
    assert member.refused == ""
    number = write_one_row(app, slug)
    assert ana.heard() == []
    (news,) = member.news()
    assert (news["from"], news["to"]) == (0, number)
    assert news["fragments"] == [["assembly-version", f"<p>gatherings/_version.html {number}</p>"]]


def test_who_missed_it_catches_up(app: Flask, ana: Person, slug: str, announced: None) -> None:
    number = write_one_row(app, slug)
    address = f"/a/{slug}/fragments?audience=members&id=assembly-version&id=gathering-step"
    answer = ana.browser.get(address).json
    assert answer
    assert (answer["to"], [part for part, _ in answer["fragments"]]) == (number, ["assembly-version"])
    assert ana.browser.get(address.replace("members", "phones")).status_code == 403
    assert ana.browser.get(address.replace(slug, "nobody")).status_code == 404


def test_a_gatherings_export_verifies_with_rows_of_the_assembly_in_it(
    app: Flask, fay: Person, slug: str, tmp_path: Path
) -> None:
    write_one_row(app, slug)
    end_evening(app, fay)
    write_one_row(app, slug)
    with app.test_request_context("/"):
        gathering = db.session.scalar(select(Gathering).where(Gathering.slug == fay.slug))
        assert gathering
        export(gathering, tmp_path / "out", Path(str(app.static_folder)) / "css")
    book = verify.Book()
    book.read((tmp_path / "out" / "ledger.jsonl").read_text().split("\n"))
    assert book.wrong == []


def test_nothing_is_written_where_no_assembly_is(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(Missing), writing(Assembly, "nobody"):
        pass
