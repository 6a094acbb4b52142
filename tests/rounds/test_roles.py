"""Work asked for by name: on the form, on phones, on the wall, in the book and in the export; who is from the pod."""

import csv
import re
from pathlib import Path

import pytest
from flask import Flask

from assembly.book.export import verify
from assembly.book.export.folder import export
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.rules import RuleBroken
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import HelpWanted
from assembly.rounds.readings.standing import money_an_hour
from assembly.rounds.rules.allocation import Settings, Support, Terms, count, share_out
from assembly.rounds.rules.fixes import fix
from assembly.rounds.rules.roles import RoleDraft, check_roles
from assembly.rounds.rules.room import allocate
from tests.support.cast import Person, come_in, end_evening, open_evening, propose, refusal, start_gathering

ROLES = {
    "role_title_1": "Driver",
    "role_hours_1": 8,
    "role_skill_1": "driving licence",
    "role_title_2": "Cook",
    "role_hours_2": 12,
}


@pytest.fixture
def kitchen(app: Flask) -> Person:
    """Facilitates an evening whose first proposal asks for a driver and a cook."""
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    fay.post("/allocation", divided=8000, min_people=1, min_hours=1)
    propose(fay, "Kitchen", 1000, 3000, **ROLES)
    propose(fay, "Tool library", 500, 2000)
    assert fay.post("/step", to=1, at=0).status_code == 303
    return fay


def give(person: Person, number: int = 1, hours: int = 2, **more: object) -> None:
    given = person.post(f"/proposals/{number}/pledge", hours=hours, first_hour="this week", **more)
    assert given.status_code == 303, refusal(given)


def wall(fay: Person) -> str:
    """What it shows now."""
    [(_, html)] = fay.get("/fragments?audience=wall&id=gathering-slide").get_json()["fragments"]
    return str(html)


def facts(app: Flask, kind: str) -> list[dict[str, object]]:
    with app.app_context():
        return [row.told["facts"] for row in db.session.query(LedgerRow).filter_by(kind=kind).order_by(LedgerRow.seq)]


def test_a_role_has_a_name_and_hours_and_there_are_six_at_most() -> None:
    assert check_roles([RoleDraft(" Driver ", 8), RoleDraft("", None)]) == [RoleDraft("Driver", 8)]
    for typed in (
        [RoleDraft("", 3)],
        [RoleDraft("Driver", None)],
        [RoleDraft("Driver", 0)],
        [RoleDraft("Driver", 1000)],
        [RoleDraft("Driver", 3), RoleDraft("driver", 4)],
        [RoleDraft(f"Role {number}", 1) for number in range(7)],
        [RoleDraft("D" * 41, 3)],
    ):
        with pytest.raises(RuleBroken):
            check_roles(typed)


def test_what_was_typed_of_roles_is_still_there_beside_the_sentence(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    typed = {"title": "Kitchen", "change": "Meals.", "role_title_1": "Driver", "role_hours_1": "many"}
    answered = fay.post("/proposals/", **typed)
    assert answered.status_code == 422
    assert "whole numbers" in refusal(answered)
    page = answered.get_data(as_text=True)
    assert 'value="Driver"' in page
    assert 'value="many"' in page


def test_one_promises_to_a_role_and_everybody_sees_how_much_of_it_is_there(app: Flask, kitchen: Person) -> None:
    ana, bo = come_in(app, kitchen.slug, "Ana"), come_in(app, kitchen.slug, "Bo")
    assert "8 hours wanted, <bdi>driving licence</bdi>" in ana.page("/proposals/1")
    give(ana, hours=4, role=1)
    give(bo, hours=2, role=1)
    page = bo.page("/proposals/1")
    assert "<bdi>Driver</bdi>: 6 of 8 hours" in page
    assert "<bdi>Cook</bdi>: 0 of 12 hours" in page
    assert re.search(r'name="role" value="1" checked', page)
    give(bo, hours=2, role=2)
    assert "<bdi>Driver</bdi>: 4 of 8 hours" in ana.page("/proposals/1")
    bo.post("/proposals/1/pledge/withdrawal")
    assert "<bdi>Cook</bdi>: 0 of 12 hours" in ana.page("/proposals/1")
    assert "<bdi>Driver</bdi>" in ana.page("/me")
    assert "<bdi>Driver</bdi> 4 of 8" in kitchen.page("/desk")
    assert [told.get("role") for told in facts(app, "hours pledged")] == [1, 1]


def test_a_role_nobody_asks_for_is_refused_and_nothing_changes(app: Flask, kitchen: Person) -> None:
    ana = come_in(app, kitchen.slug, "Ana")
    for number, role in ((1, "3"), (2, "1"), (1, "x"), (1, "9" * 30)):
        answered = ana.post(f"/proposals/{number}/pledge", hours=2, first_hour="later", role=role)
        assert answered.status_code == 422, role
        assert "roles" in refusal(answered)
    with app.app_context():
        assert db.session.query(Pledge).count() == 0


def test_a_name_stands_beside_a_promise_only_by_its_owners_tick(app: Flask, kitchen: Person) -> None:
    ana, bo = come_in(app, kitchen.slug, "Ana"), come_in(app, kitchen.slug, "Bo")
    give(ana, named="yes")
    give(bo)
    assert ">Ana</p>" in wall(kitchen)
    assert "Bo<" not in wall(kitchen)
    assert "Ana" in kitchen.page("/desk")
    assert kitchen.post("/people/1/hiding").status_code == 303
    assert "Ana" not in wall(kitchen)
    assert kitchen.post("/people/1/hiding/withdrawal").status_code == 303
    assert "Ana" in wall(kitchen)
    assert ana.post("/me/forgetting").status_code == 303
    assert ana.post("/me/name", name="Ana").status_code == 303
    assert "Ana" not in wall(kitchen), "what was forgotten does not come back with a new name"


def test_a_helper_who_changes_hours_leaves_role_and_name_as_they_were(app: Flask, kitchen: Person) -> None:
    ana = come_in(app, kitchen.slug, "Ana")
    give(ana, role=2, named="yes", from_pod="yes")
    assert kitchen.post("/help/1/pledges", give="1-3", first_hour="later").status_code == 303
    with app.app_context():
        pledge = db.session.query(Pledge).one()
        assert (pledge.hours, pledge.named, pledge.from_pod) == (3, True, True)
        assert pledge.role == db.session.query(HelpWanted).filter_by(title="Cook").one()


def test_the_presenter_may_name_roles_until_the_round_opens(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    propose(fay, "Kitchen", 0, 0)
    words = {"lesson": "", "change": "Meals.", "roles": "yes", "role_title_1": "Driver", "role_hours_1": "8"}
    assert fay.post("/presenter/1/words", **words).status_code == 303
    assert 'value="Driver"' in fay.page("/presenter/1")
    wrong = fay.post("/presenter/1/words", **words | {"role_hours_1": ""})
    assert wrong.status_code == 422
    assert 'value="Driver"' in wrong.get_data(as_text=True)
    assert fay.post("/presenter/1/words", lesson="", change="Soup.").status_code == 303
    assert 'value="Driver"' in fay.page("/presenter/1"), "a form without roles leaves them as they are"
    assert len(facts(app, "help wanted")) == 1


def test_the_export_counts_hours_by_role(app: Flask, kitchen: Person, tmp_path: Path) -> None:
    ana = come_in(app, kitchen.slug, "Ana")
    give(ana, hours=4, role=1)
    folder = exported(app, kitchen, tmp_path)
    with (folder / "roles.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1:] == [["1", "1", "Driver", "driving licence", "8", "1", "4"], ["1", "1", "Cook", "", "12", "0", "0"]]
    assert "Ana" not in (folder / "roles.csv").read_text()


def exported(app: Flask, fay: Person, folder: Path) -> Path:
    with app.test_request_context("/"):
        gathering = db.session.query(Gathering).filter_by(slug=fay.slug).one()
        export(gathering, folder, Path(str(app.static_folder)) / "css")
    return folder


def verified(folder: Path) -> verify.Book:
    book = verify.Book()
    book.read((folder / "ledger.jsonl").read_text().split("\n"))
    return book


# From outside the pod


def test_people_from_outside_are_counted_and_may_be_needed() -> None:
    pledges = {"ana": {"garden": 2}, "bo": {"garden": 2}, "cem": {"garden": 1}}
    settings = Settings(min_outside=2)
    supports = count(pledges, settings, {"ana": ["garden"], "bo": ["garden"]})
    assert supports == {"garden": Support(3, 5, outside=1)}
    outcome = share_out(100, [Terms("garden", 10, 50, 1)], supports, settings)
    assert outcome.share("garden").status == "gate: needs 1 more people from outside the pod"
    helped = fix(100, [Terms("garden", 10, 50, 1)], supports, settings, "garden")
    assert helped is not None
    assert (helped.people, helped.hours, helped.outside) == (1, None, 1)
    assert share_out(100, [Terms("garden", 10, 50, 1)], supports, Settings()).share("garden").amount == 50


def test_a_room_says_who_is_from_the_pod() -> None:
    room = """{"pot": 10, "proposals": [{"id": "g", "min": 1, "cap": 5, "lot": 1}], 
      "pledges": {"a": {"g": 9}, "b": {"g": 1}, "c": {"g": 1}}, "pods": {"a": ["g"]}, "config": {"min_outside": %s}}"""
    assert '"g": 5' in allocate(room % 2)
    assert '"g": 0' in allocate(room % 3)
    with pytest.raises(RuleBroken):
        allocate((room % 2).replace('["g"]', '["h"]'))


def test_whoever_is_from_the_pod_does_not_count_at_the_gate_and_a_stranger_finds_the_same(
    app: Flask, tmp_path: Path
) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    open_evening(fay, min_people=2, min_outside=1)
    ana, bo, cleo = (come_in(app, fay.slug, name) for name in ("Ana", "Bo", "Cleo"))
    for person in (ana, bo):
        give(person, 1, from_pod="yes")
        give(person, 2, from_pod="yes")
    give(cleo, 2)
    page = ana.page("/proposals/1")
    assert "of 2 people, 0 from outside the pod" in page
    assert "Still needs 1 more person</p>" not in page
    assert "Still needs 1 more person from outside the pod" in page
    assert "of 3 people, 1 from outside the pod" in ana.page("/proposals/2")
    assert "1 from outside the pod" in wall(fay)
    end_evening(app, fay)
    folder = exported(app, fay, tmp_path)
    book = verified(folder)
    assert book.wrong == []
    said = "\n".join(book.said)
    assert "proposal 1: 2 people, 4 hours, 10 points: 0 (it still needed 1 more people from outside the pod)" in said
    assert "proposal 2: 3 people, 6 hours, 15 points: 200000" in said
    assert "1,1,2,4,0" not in (folder / "totals.csv").read_text().splitlines()[0]
    assert "1,1,2,4,0" in (folder / "totals.csv").read_text().splitlines()


def test_the_verifier_hears_of_an_outcome_that_counts_the_pod_as_outside(app: Flask, tmp_path: Path) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    open_evening(fay, min_people=1, min_outside=1)
    give(come_in(app, fay.slug, "Ana"), 1)
    end_evening(app, fay)
    folder = exported(app, fay, tmp_path)
    lines = (folder / "ledger.jsonl").read_text().split("\n")
    book = verify.Book()
    book.read(lines)
    assert book.wrong == []
    told = verify.Gathering.happens

    def from_the_pod(self: verify.Gathering, body: dict[str, dict[str, object]]) -> list[str]:
        return told(self, {**body, "facts": {**body["facts"], "pod": True}})

    verify.Gathering.happens = from_the_pod  # type: ignore[method-assign]
    try:
        book = verify.Book()
        book.read(lines)
    finally:
        verify.Gathering.happens = told  # type: ignore[method-assign]
    assert any("from outside the pod" in wrong or "by the rule" in wrong for wrong in book.wrong)


# Money for an hour


def test_wall_and_desk_say_how_much_money_an_hour_moves_once_the_room_sees_money(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    open_evening(fay, min_people=1, min_hours=1)
    give(come_in(app, fay.slug, "Ana"), 1, hours=3)
    assert fay.post("/step", to=2, at=1).status_code == 303
    for page in (wall(fay), fay.page("/desk")):
        assert "promised hour" not in page
        assert "an hour" not in page
    fay.post("/allocation/money")
    assert "About $1,200 for each promised hour" in wall(fay), "3,600 for 3 hours"
    assert "about $1,200 an hour" in fay.page("/desk")


def test_money_for_an_hour_is_in_whole_steps_or_exact_where_that_would_be_none() -> None:
    assert money_an_hour(1000, 3, 100) == 300
    assert money_an_hour(100, 3, 100) == 33
    assert money_an_hour(100, 0, 100) == 0
