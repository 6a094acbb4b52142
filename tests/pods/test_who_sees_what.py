"""How to reach somebody is seen by their own pod alone: not on wall, desk, paper, export or document."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from assembly.book.export.folder import export
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import hooks, sections
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.people.models import NameHidden
from tests.pods.room import go_on, people, pods_evening
from tests.support.cast import Person, come_in

REACH = "0171 2345678"


@pytest.fixture
def fay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    return pods_evening(app, monkeypatch)


@pytest.fixture
def crowd(app: Flask, fay: Person) -> list[Person]:
    """P1 to P5 are in pod 1 and know how to reach P1, the treasurer; P6 is in pod 2."""
    crowd = people(app, fay, 5, pod=1)
    crowd[0].post("/pods/mine/words", skills="cooking", limits="not on weekends", contact=REACH)
    crowd[0].post("/pods/mine/roles/treasurer")
    other = come_in(app, fay.slug, "P6")
    other.post("/pods/place", pod=2)
    return [*crowd, other]


def document(app: Flask) -> str:
    with app.app_context(), app.test_request_context("/"):
        gathering = db.session.query(Gathering).one()
        drawn = sections(hooks.document, Reading(gathering))
        return "".join(macro(template, *shown) for template, shown in drawn if template.startswith("pods/"))


def test_my_pod_knows_how_to_reach_me_and_nobody_else_does(app: Flask, fay: Person, crowd: list[Person]) -> None:
    for place in ("/pods/mine", "/"):
        assert REACH in crowd[1].page(place)
    for place in ("/", "/pods", "/pods/mine", "/me"):
        assert REACH not in crowd[5].page(place), place
    fay.post("/pods/place", pod=1)
    pages = ("/wall", "/desk", "/desk/pods", "/paper/pods", "/paper/pods/1", "/desk/people", "/help/1/pods")
    fragments = "/fragments?audience=phones&id=pods-list&id=pods-read_back"
    for place in pages:
        assert REACH not in fay.page(place), place
    assert REACH not in crowd[1].page(fragments)
    go_on(fay, upto=2, at=1)
    fay.post("/desk/pods/read-back", pod=1, at=0)
    assert REACH not in fay.page("/wall")
    assert REACH in crowd[1].page("/")
    assert REACH not in document(app)


def test_a_helper_reads_no_limits_of_somebody_with_a_phone(fay: Person, crowd: list[Person]) -> None:
    page = fay.page("/help/1/pods")
    assert "in pod 1" in page
    assert "not on weekends" not in page
    assert "cooking" not in page
    number = fay.post("/help", name="Rosa").location.rsplit("/", 1)[1]
    fay.post(f"/help/{number}/pods", pod=2)
    fay.post(f"/help/{number}/pods/words", limits="never on Mondays")
    assert "never on Mondays" in fay.page(f"/help/{number}/pods"), "of somebody without one, to read it back"


def test_the_export_has_numbers_and_no_people(app: Flask, fay: Person, crowd: list[Person], tmp_path: Path) -> None:
    with app.app_context(), app.test_request_context("/"):
        styles = Path(app.static_folder or "") / "css"
        export(db.session.query(Gathering).one(), tmp_path / "out", styles)
    table = (tmp_path / "out" / "pods.csv").read_text(encoding="utf-8-sig")
    assert table.splitlines()[:2] == ["number,title,people,roles filled,first date,where", "1,Night kitchen,5,1,,"]
    written = b"".join(file.read_bytes() for file in (tmp_path / "out").iterdir())
    for secret in (REACH, "not on weekends", "cooking", "P1"):
        assert secret.encode() not in written, secret


def test_the_document_counts_and_names_only_who_ticked_it(app: Flask, crowd: list[Person]) -> None:
    drawn = document(app)
    assert "5 people, 1 role taken" in drawn
    assert "P1" not in drawn
    crowd[0].post("/pods/mine/words", skills="cooking", named="yes")
    assert "Treasurer: <bdi>P1</bdi>" in document(app)


def test_a_name_taken_off_the_wall_is_a_number_on_it(app: Flask, fay: Person, crowd: list[Person]) -> None:
    go_on(fay, upto=2, at=1)
    fay.post("/desk/pods/read-back", pod=1, at=0)
    assert "P1" in fay.page("/wall")
    fay.post("/people/1/hiding")
    wall = fay.page("/wall")
    assert ">P1<" not in wall
    assert "number 1" in wall
    with app.app_context():
        assert db.session.query(NameHidden).count() == 1


def test_a_pods_sheet_is_for_hosts_and_those_inside(app: Flask, fay: Person, crowd: list[Person]) -> None:
    sheet = crowd[1].page("/paper/pods/1")
    for word in ("Night kitchen", "cooking", "not on weekends", "Treasurer", "P1"):
        assert word in sheet, word
    assert crowd[5].get("/paper/pods/1").status_code == 403
    assert fay.get("/paper/pods/77").status_code == 404


def test_a_sheet_without_any_pod_has_lines_for_a_pencil(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fay = pods_evening(app, monkeypatch)
    for number in (1, 2):
        fay.post(f"/desk/pods/{number}/closing")
    sheet = fay.page("/paper/pods")
    assert sheet.count('class="empty"') == 12
    assert len(re.findall(r'<p class="blank">', sheet)) >= 6


def test_the_wall_reads_pods_back_one_by_one(app: Flask, fay: Person, crowd: list[Person]) -> None:
    assert fay.post("/desk/pods/read-back", pod=1, at=0).status_code == 422, "at a step of its own"
    go_on(fay, upto=2, at=1)
    fay.post("/desk/pods/read-back", pod=1, at=0)
    late = fay.post("/desk/pods/read-back", pod=2, at=0)
    assert late.status_code == 409
    assert "Night kitchen" in crowd[5].page("/")
    assert "Next pod: Tool library" in fay.page("/desk")
    fay.post("/desk/pods/read-back", pod=2, at=1)
    assert "<h1>Pod 2</h1>" in fay.page("/wall")
    fay.post("/desk/pods/read-back", pod=0, at=2)
    assert "Every pod was read back" in fay.page("/desk")
    assert "<h1>Read-back</h1>" in fay.page("/wall")


def test_only_the_pods_own_phones_are_nudged(app: Flask, fay: Person, crowd: list[Person]) -> None:
    ears = come_in(app, fay.slug, "Ears")
    ears.listen()
    crowd[1].post("/pods/mine/words", contact="c/o P2")
    [news] = ears.heard()
    assert news["nudges"] == ["my_pod_1"]
    assert [part for part, _ in news["fragments"]] in (["pods-list"], ["pods-list", "pods-read_back"], [])
    assert all("c/o P2" not in html for _, html in news["fragments"])
    ears.post("/pods/place", pod=2)
    assert "pods-list" in ears.heard_parts()


def test_the_wall_follows(app: Flask, fay: Person, crowd: list[Person]) -> None:
    fay.listen("wall")
    come_in(app, fay.slug, "Late").post("/pods/place", pod=2)
    heard: Callable[[], list[str]] = fay.heard_parts
    assert "gathering-slide" in heard()
