"""What was promised last time is read back by project, in whole hours that add up, and nobody is named."""

import json

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.forgetting.actions import purge
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.promises.models import PromiseRead
from tests.support.cast import Person, come_in, open_evening, refusal
from tests.support.congresses import assembly_of, first_evening, go_to, looks_back, next_evening, same_browser
from tests.support.traces import check_chain


@pytest.fixture
def desk(app: Flask, fay: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """The second congress reads back the first."""
    first_evening(app, fay)
    looks_back(monkeypatch)
    desk = next_evening(app, fay)
    go_to(app, desk, "promises")
    return desk


def read(app: Flask) -> list[tuple[int, int, int, int, int]]:
    with app.app_context():
        rows = db.session.query(PromiseRead).order_by(PromiseRead.id)
        return [(row.proposal.number, row.promised, row.kept, row.moved, row.dropped) for row in rows]


def test_hours_given_back_are_not_read_back(app: Flask, desk: Person) -> None:
    """The van got no money, so Ana's 2 hours were hers again."""
    wall = desk.page("/wall")
    assert "Night-watch kitchen" in wall
    assert "Sound van" not in wall
    assert "<b>8</b>" in wall


def test_hours_kept_without_money_are_read_back(app: Flask, fay: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = first_evening(app, fay)[0]
    assert ana.post("/proposals/3/pledge/choice", choice="keep").status_code == 303
    looks_back(monkeypatch)
    desk = next_evening(app, fay)
    go_to(app, desk, "promises")
    assert "Sound van" in desk.page("/wall")


def test_kept_moved_and_dropped_make_what_was_promised(app: Flask, desk: Person) -> None:
    wrong = desk.post("/promises", **{"kept-1": "5", "moved-1": "2", "dropped-1": "2"})
    assert wrong.status_code == 422
    assert "8 hours together; these make 9" in refusal(wrong)
    assert 'name="moved-1" value="2"' in wrong.get_data(as_text=True)
    assert desk.post("/promises", **{"kept-1": "5", "moved-1": "2", "dropped-1": "1"}).status_code == 303
    assert read(app) == [(1, 8, 5, 2, 1)]
    assert "5 kept, 2 moved, 1 dropped" in desk.page("/wall")


def test_all_kept_is_one_press_on_the_evenings_page(app: Flask, desk: Person) -> None:
    assert "All kept" in desk.page("/desk")
    pressed = desk.post("/promises", htmx=True, **{"kept-1": "8", "from": "evening"})
    assert 'id="gathering-controls"' in pressed.get_data(as_text=True)
    assert read(app) == [(1, 8, 8, 0, 0)]
    assert "All kept" not in desk.page("/desk")


def test_numbers_can_be_mended_and_the_book_keeps_both(app: Flask, desk: Person) -> None:
    desk.post("/promises", **{"kept-1": "8"})
    desk.post("/promises", **{"kept-1": "7", "dropped-1": "1"})
    desk.post("/promises", **{"kept-1": "7", "dropped-1": "1"})
    with app.app_context():
        rows = db.session.query(LedgerRow).filter_by(kind="promises read back").order_by(LedgerRow.seq)
        told = [json.loads(row.body)["facts"] for row in rows]
    assert [(fact["project"], fact["kept"], fact["dropped"]) for fact in told] == [(1, 8, 0), (1, 7, 1)]
    check_chain(app)


@pytest.mark.parametrize(
    ("name", "typed", "status"), [("kept-9", "1", 404), ("kept-1", "two", 422), ("kept-x", "1", 404)]
)
def test_what_is_no_project_or_no_hours_is_refused(
    app: Flask, desk: Person, name: str, typed: str, status: int
) -> None:
    assert desk.post("/promises", **{name: typed}).status_code == status
    assert read(app) == []


def test_only_a_facilitator_reads_back(app: Flask, desk: Person) -> None:
    dora = come_in(app, desk.slug, "Dora")
    assert dora.post("/promises", **{"kept-1": "8"}).status_code == 403
    assert read(app) == []


def test_phones_read_the_same_list_and_hear_of_it(app: Flask, desk: Person) -> None:
    dora = come_in(app, desk.slug, "Dora")
    page = dora.page("/")
    assert "8 hours promised" in page
    assert "$8,000" in page
    dora.listen()
    desk.post("/promises", **{"kept-1": "8"})
    assert "gathering-promises" in dora.heard_parts()


def test_the_last_page_of_the_wall_is_our_money(desk: Person) -> None:
    desk.post("/wall/page", to=2)
    wall = desk.page("/wall")
    assert "Our money" in wall
    assert wall.count("<dt>") == 3


def test_the_first_congress_says_what_will_be_read_back(
    app: Flask, fay: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks_back(monkeypatch)
    other = same_browser(app, fay)
    made = other.post(
        "/assemblies", assembly="North", gathering="First", kind="congress", currency="USD", time_zone="UTC"
    )
    other.slug = made.location.split("/")[2]
    dora = come_in(app, other.slug, "Dora")
    go_to(app, other, "promises")
    assert "This is the first time." in other.page("/wall")
    assert "This is the first time." in dora.page("/")
    assert "nothing to read back" in other.page("/desk")
    assert other.page("/desk/look-back")


def test_another_assembly_is_never_read_back(app: Flask, fay: Person, elle: Person, desk: Person) -> None:
    assert "Westside" not in desk.page("/wall")
    stranger = Person(app)
    with app.app_context():
        slug = db.session.query(Assembly).filter_by(name="Eastside Assembly").one().slug
    assert stranger.post(f"/a/{slug}/gatherings", gathering="Mine", kind="congress").status_code == 403


def test_a_purged_congress_is_still_read_back_from_its_sums(app: Flask, fay: Person, desk: Person) -> None:
    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        purge(gathering)
    assert desk.post("/promises", **{"kept-1": "8"}).status_code == 303
    assert read(app) == [(1, 8, 8, 0, 0)]


def test_the_next_evening_needs_a_name_and_a_kind(app: Flask, fay: Person) -> None:
    desk = same_browser(app, fay)
    address = f"/a/{assembly_of(app, fay)}/gatherings"
    nameless = desk.post(address, gathering="  ", kind="congress")
    assert nameless.status_code == 422
    assert "name" in refusal(nameless)
    key = "k" * 32
    first = desk.post(address, key=key, gathering="Autumn", kind="round")
    again = desk.post(address, key=key, gathering="Autumn", kind="round")
    assert (first.status_code, again.location) == (303, "/desk")
    assert desk.page("/desk").count("Autumn") == 1


def test_an_evening_reads_back_only_what_came_before_it(app: Flask, fay: Person) -> None:
    first_evening(app, fay)
    later = next_evening(app, fay, kind="round")
    open_evening(later)
    first_evening(app, later)
    assert "This is the first congress" in fay.page("/desk/look-back")
    assert "Winter congress" in later.page("/desk/look-back")
