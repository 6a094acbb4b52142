"""The shared document: for whoever has its link, with no name that was not ticked, whole also with little in it."""

import csv
import io
import zipfile

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from tests.support.cast import Person, bring_a_board, come_in, end_evening, refusal, start_gathering
from tests.support.congresses import first_evening, go_to, looks_back, next_evening, same_browser


def key_of(app: Flask, desk: Person) -> str:
    with app.app_context():
        return str(db.session.query(Gathering).filter_by(slug=desk.slug).one().document_key)


def document(app: Flask, desk: Person) -> str:
    """As somebody reads it who was never inside."""
    return Person(app, desk.slug).page(f"/document/{key_of(app, desk)}")


@pytest.fixture
def fay(app: Flask, fay: Person) -> Person:
    return bring_a_board(app, fay)


def test_it_is_read_by_its_link_alone(app: Flask, fay: Person) -> None:
    stranger = Person(app, fay.slug)
    shown = stranger.get(f"/document/{key_of(app, fay)}")
    assert (shown.status_code, shown.headers["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "Set-Cookie" not in shown.headers
    for wrong in ("nonsense", "x" * 12, "é"):
        assert stranger.get(f"/document/{wrong}").status_code == 404
    assert stranger.get("/document/").status_code == 404


def test_it_stands_with_nothing_in_it(app: Flask) -> None:
    empty = start_gathering(app, "North", "First evening", kind="mapping")
    page = document(app, empty)
    assert "Nothing is written down yet" in page
    assert ".csv" not in page


def test_nobodys_name_stands_in_it_unless_they_ticked_it(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    bo.post("/board/names", card=1)
    page = document(app, fay)
    assert "Cook for fifty" in page
    assert "2 people" in page
    assert "Ana" not in page
    assert ana.post("/me/document").status_code == 303
    page = document(app, fay)
    assert "<bdi>Ana</bdi> and 1 more" in page
    assert "Bo" not in page
    ana.post("/me/document/withdrawal")
    assert "Ana" not in document(app, fay)


def test_a_card_for_everybody_keeps_its_owner_out_of_it(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty", visibility="public")
    ana.post("/me/document")
    assert "Ana" not in document(app, fay)


@pytest.mark.parametrize("how", ["hidden", "forgotten", "all names", "renamed to nothing"])
def test_a_name_that_is_gone_is_gone_there_too(app: Flask, fay: Person, ana: Person, bo: Person, how: str) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    bo.post("/board/names", card=1)
    ana.post("/me/document")
    assert "Ana" in document(app, fay)
    if how == "hidden":
        fay.post("/people/1/hiding")
    elif how == "forgotten":
        ana.post("/me/forgetting")
    elif how == "all names":
        end_evening(app, fay)
        assert fay.post("/forgetting", sure="yes").status_code == 303
    else:
        ana.post("/me/name", name="")
    assert "Ana" not in document(app, fay)


def test_who_was_forgotten_is_asked_anew(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/me/document")
    ana.post("/me/forgetting")
    ana.post("/me/name", name="Anna")
    ana.post("/board/skills", words="Cook for fifty")
    assert "Anna" not in document(app, fay)


def test_hidden_cards_and_waiting_ones_do_not_stand_there(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    fay.post("/board/1/hiding")
    fay.post("/board/approval")
    ana.post("/board/tools", words="A van")
    page = document(app, fay)
    assert "Cook for fifty" not in page
    assert "A van" not in page


def test_it_tells_lessons_hours_and_money_once_they_are_decided(app: Flask, fay: Person) -> None:
    page = document(app, fay)
    assert "Night-watch kitchen for the whole street." in page
    assert "the second floor" not in page
    assert "not this time" not in page
    first_evening(app, fay)
    page = document(app, fay)
    assert "$3,600" in page
    assert "not this time" in page
    assert "8 hours of our own work" in page, "the van's two are free again"


def test_while_hours_are_sealed_it_tells_no_hours(app: Flask) -> None:
    desk = start_gathering(app, "North", "Sealed evening")
    desk.post("/allocation", divided=8000, sealed="yes")
    desk.post("/proposals/", title="Kitchen", change="Meals.", proposer="us", minimum=100, ask=200)
    desk.post("/step", to=1, at=0)
    ana = come_in(app, desk.slug, "Ana")
    assert ana.post("/proposals/1/pledge", hours=5, first_hour="later").status_code == 303
    page = document(app, desk)
    assert "sealed for now" in page
    assert "5 hours" not in page
    assert Person(app, desk.slug).get(f"/document/{key_of(app, desk)}/totals.csv").status_code == 404
    assert desk.get("/desk/export.zip").status_code == 422


def test_its_tables_are_csv_that_no_program_runs(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/board/skills", words="=1+1 and cooking")
    page = document(app, fay)
    assert "assets.csv" in page
    stranger = Person(app, fay.slug)
    table = stranger.get(f"/document/{key_of(app, fay)}/assets.csv")
    rows = list(csv.reader(io.StringIO(table.get_data(as_text=True).lstrip("\ufeff"))))
    assert rows[1][2] == "'=1+1 and cooking"
    assert table.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Ana" not in table.get_data(as_text=True)
    assert stranger.get(f"/document/{key_of(app, fay)}/people.csv").status_code == 404
    assert stranger.get("/document/nonsense/assets.csv").status_code == 404


def test_a_new_link_ends_the_old_one(app: Flask, fay: Person, ana: Person) -> None:
    old = key_of(app, fay)
    assert ana.post("/desk/document/renewal").status_code == 403
    assert fay.post("/desk/document/renewal").status_code == 303
    stranger = Person(app, fay.slug)
    assert stranger.get(f"/document/{old}").status_code == 404
    assert stranger.get(f"/document/{key_of(app, fay)}").status_code == 200
    assert key_of(app, fay) in fay.page("/desk/document")


def test_what_was_looked_back_at_and_said_at_the_end_stands_there(
    app: Flask, fay: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_evening(app, fay)
    looks_back(monkeypatch)
    desk = next_evening(app, fay)
    ana, bo = come_in(app, desk.slug, "Ana"), come_in(app, desk.slug, "Bo")
    desk.post("/promises", **{"kept-1": "6", "moved-1": "2"})
    desk.post("/metrics", what="Homes", amount="12", unit="homes")
    ana.post("/victories", words="We got the boiler fixed", named="yes")
    bo.post("/victories", words="The lot is ours", named="yes")
    bo.post("/me/document")
    desk.post("/for-later", words="Ask the school")
    ana.post("/check-out", tap="5", good="The soup")
    page = document(app, desk)
    for words in ("6 kept, 2 moved, 0 dropped", "12 <bdi>homes", "boiler", "told by Bo", "Ask the school", "The soup"):
        assert words in page
    assert "told by Ana" not in page
    for name in ("promises-read-back", "metrics", "victories", "for-later", "check-out"):
        table = Person(app, desk.slug).get(f"/document/{key_of(app, desk)}/{name}.csv")
        assert table.status_code == 200
        assert "Bo" not in table.get_data(as_text=True)


def test_phones_walls_and_desk_lead_to_it_at_the_end(app: Flask, fay: Person, ana: Person) -> None:
    end_evening(app, fay)
    link = f"/g/{fay.slug}/document/{key_of(app, fay)}"
    assert link in ana.page("/")
    assert "/me#keep" in ana.page("/")
    assert "forget_me" in ana.page("/")
    assert "/desk/document" in fay.page("/desk")
    assert "Take it home" not in fay.page("/wall")
    fay.post("/wall/page", to=2)
    assert "Take it home" in fay.page("/wall")


def test_an_evening_of_cards_hands_it_out_too(app: Flask) -> None:
    desk = start_gathering(app, "North", "Cards", kind="mapping")
    ana = come_in(app, desk.slug, "Ana")
    go_to(app, desk, "closing")
    assert f"/document/{key_of(app, desk)}" in ana.page("/")
    desk.post("/wall/page", to=2)
    assert "Take it home" in desk.page("/wall")


def test_all_of_it_is_one_file_for_the_facilitator(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    packed = fay.get("/desk/export.zip")
    assert packed.status_code == 200
    with zipfile.ZipFile(io.BytesIO(packed.get_data())) as archive:
        names = {name.split("/")[1] for name in archive.namelist()}
        assert {"ledger.jsonl", "verify.py", "minutes.html", "assets.csv", "metrics.csv"} <= names
        assert not any(b"Ana" in archive.read(name) for name in archive.namelist())
    assert ana.get("/desk/export.zip").status_code == 403


def test_only_who_has_a_name_is_asked_whether_it_may_stand_there(app: Flask, fay: Person) -> None:
    nameless = come_in(app, fay.slug, "")
    assert "In the shared document" not in nameless.page("/me")
    ana = come_in(app, fay.slug, "Ana")
    assert "My name may stand in it" in ana.page("/me")
    assert refusal(ana.post("/me/document")) == ""
    assert "Take my name out of it" in ana.page("/me")
    assert same_browser(app, ana, fay.slug).get("/me").status_code == 200


def test_what_waits_for_a_host_is_in_no_table_either(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/board/skills", words="Cook for fifty")
    fay.post("/board/approval")
    ana.post("/board/tools", words="A rude thing")
    found = Person(app, fay.slug).get(f"/document/{key_of(app, fay)}/assets.csv").get_data(as_text=True)
    assert "Cook for fifty" in found
    assert "A rude thing" not in found
