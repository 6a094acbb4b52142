"""Cards that go together: picked at tables, taken back, hidden; what becomes of one whose card is hidden."""

import json

import pytest
from flask import Flask

from assembly.clusters.models import Cluster, Star
from assembly.clusters.rules import MOST_CLUSTERS
from assembly.extensions import db
from assembly.forgetting.actions import purge
from assembly.gatherings import actions as gatherings
from assembly.gatherings.actions import Planned
from assembly.gatherings.models import Gathering
from assembly.gatherings.steps import hooks, sections
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.ledger import LedgerRow
from assembly.live.fragments import macro
from assembly.live.reading import Reading
from assembly.needs.models import Match, Need
from tests.support.cast import Person, refusal, start_gathering

EVENING = ("doors", "board", "needs", "clusters", "stars", "closing")


@pytest.fixture
def fay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setitem(gatherings.EVENINGS, "mapping", tuple(Planned(kind) for kind in EVENING))
    fay = start_gathering(app, "Eastside Assembly", "What we have", kind="mapping")
    for step in (1, 2, 3):
        assert fay.post("/step", to=step, at=step - 1).status_code == 303
    return fay


@pytest.fixture
def cards(fay: Person, ana: Person, bo: Person) -> Person:
    """Three cards of Ana's, two of Bo's, who also stands beside the first."""
    for words in ("Cook for fifty", "Sewing", "First aid"):
        ana.post("/board/skills", words=words)
    for words in ("A van", "Folding tables"):
        bo.post("/board/tools", words=words)
    bo.post("/board/names", card=1)
    return fay


def together(person: Person, words: str, *cards: int) -> None:
    posted = person.post("/clusters/", words=words, cards=list(cards))
    assert posted.status_code == 303, refusal(posted)


def test_cards_go_together_and_stand_with_people_and_cards_counted(cards: Person, ana: Person) -> None:
    page = ana.page("/")
    assert "Which cards go together?" in page
    assert "A van" in page
    together(ana, "Feed the picket line", 1, 4)
    wall = cards.page("/wall")
    for words in ("Feed the picket line", "2 people", "2 cards", "Cook for fifty, A van"):
        assert words in wall
    assert "Feed the picket line" in ana.page("/me")


@pytest.mark.parametrize("numbers", [(), (1,), (1, 1), (1, 2, 3, 4, 5)])
def test_two_to_four_cards_and_what_was_typed_and_ticked_stays(cards: Person, ana: Person, numbers: tuple[int]) -> None:
    refused = ana.post("/clusters/", words="Feed everybody", cards=list(numbers))
    assert refused.status_code == 422
    assert "two, three or four" in refusal(refused)
    page = refused.get_data(as_text=True)
    assert 'value="Feed everybody"' in page
    assert page.count("checked") == len(set(numbers))


def test_words_of_a_cluster(cards: Person, ana: Person) -> None:
    for words in ("", "🍲", "x" * 81):
        assert ana.post("/clusters/", words=words, cards=[1, 2]).status_code == 422
    contact = ana.post("/clusters/", words="Call 0171 2345678", cards=[1, 2])
    assert 'name="sure" value="yes"' in contact.get_data(as_text=True)
    assert ana.post("/clusters/", words="Call 0171 2345678", cards=[1, 2], sure="yes").status_code == 303


def test_cards_that_are_none(cards: Person, ana: Person, elle: Person) -> None:
    assert ana.post("/clusters/", words="x", cards=[1, 77]).status_code == 404
    assert ana.post("/clusters/", words="x", cards=["x", 1]).status_code == 422
    assert elle.post("/clusters/", words="x", cards=[1, 2]).status_code == 404


def test_a_card_hidden_while_one_types_is_refused_and_later_leaves_the_cluster(
    cards: Person, ana: Person, bo: Person
) -> None:
    together(ana, "Feed the picket line", 1, 4)
    cards.post("/board/4/hiding")
    late = bo.post("/clusters/", words="Move house together", cards=[4, 5])
    assert "taken off the wall meanwhile" in refusal(late)
    wall = cards.page("/wall")
    assert "A van" not in wall
    assert "1 card" in wall
    cards.post("/board/1/hiding")
    assert "Feed the picket line" not in cards.page("/wall"), "nothing of it is left"
    assert "All its cards were taken off the wall" in ana.page("/")
    cards.post("/board/1/hiding/withdrawal")
    assert "Feed the picket line" in cards.page("/wall")


def test_two_cards_put_together_by_the_desk_are_one(cards: Person, ana: Person) -> None:
    cards.post("/board/2/merging", into=1)
    refused = ana.post("/clusters/", words="Feed the picket line", cards=[1, 2])
    assert "two, three or four" in refusal(refused)


def test_the_same_press_and_the_same_words_are_one(app: Flask, cards: Person, ana: Person) -> None:
    for _ in range(2):
        assert ana.post("/clusters/", words="Feed", cards=[1, 2], key="k" * 32).status_code == 303
    together(ana, "feed!", 1, 3)
    with app.app_context():
        assert db.session.query(Cluster).count() == 1


def test_only_mine_is_taken_back_and_its_words_are_gone(app: Flask, cards: Person, ana: Person, bo: Person) -> None:
    together(ana, "Feed the picket line", 1, 4)
    assert bo.post("/clusters/1/withdrawal").status_code == 404
    for _ in range(2):
        assert ana.post("/clusters/1/withdrawal").status_code == 303
    assert "Feed the picket line" not in cards.page("/wall")
    with app.app_context():
        assert db.session.query(Cluster).one().words == ""
        assert not any("Feed" in row.body for row in db.session.query(LedgerRow))


def test_a_scribe_types_for_a_table(app: Flask, cards: Person, bo: Person) -> None:
    assert bo.get("/help/clusters").status_code == 403
    assert bo.post("/help/clusters", words="x", cards=[1, 2]).status_code == 403
    posted = cards.post("/help/clusters", words="Feed the picket line", cards=[1, 4])
    assert posted.status_code == 303
    assert "Feed the picket line" in cards.page("/help/clusters")
    assert "typed by a helper" in cards.page("/desk/clusters")
    refused = cards.post("/help/clusters", words="Nothing", cards=[1])
    assert refused.status_code == 422
    assert 'value="Nothing"' in refused.get_data(as_text=True)
    assert cards.post("/help/clusters/1/withdrawal").status_code == 303
    assert "Feed the picket line" not in cards.page("/wall")


def test_the_desk_hides_and_puts_back(cards: Person, ana: Person, bo: Person) -> None:
    together(ana, "Something rude", 1, 2)
    cards.post("/clusters/1/hiding")
    assert "rude" not in cards.page("/wall")
    assert "A host took it off the wall" in ana.page("/")
    cards.post("/clusters/1/hiding/withdrawal")
    assert "rude" in cards.page("/wall")
    for place in ("/clusters/1/hiding", "/clusters/1/hiding/withdrawal"):
        assert bo.post(place).status_code == 403


def test_where_a_host_looks_first_they_wait_too(cards: Person, ana: Person) -> None:
    cards.post("/board/approval")
    together(ana, "Waits for a look", 1, 2)
    assert "Waits" not in cards.page("/wall")
    assert "1 waits for your look" in cards.page("/desk")
    cards.post("/clusters/1/hiding/withdrawal")
    assert "Waits" in cards.page("/wall")


def test_nine_on_a_page_at_most_and_as_many_on_each(app: Flask, cards: Person, ana: Person, bo: Person) -> None:
    for number in range(10):
        together((ana, bo)[number % 2], f"Idea of number {number}", 1, 2)
    wall = cards.page("/wall")
    assert wall.count('class="of"') == 5
    assert "Page 1 of 2" in wall
    cards.post("/wall/page", to=2)
    assert cards.page("/wall").count('class="of"') == 5
    cards.post("/clusters/1/hiding")
    assert cards.page("/wall").count('class="of"') == 9


def test_one_person_does_not_flood_the_wall(cards: Person, ana: Person) -> None:
    for number in range(MOST_CLUSTERS):
        together(ana, f"Idea {number}", 1, 2)
    assert "take one back" in refusal(ana.post("/clusters/", words="One more", cards=[1, 2]))


def test_forgetting(app: Flask, cards: Person, ana: Person, bo: Person) -> None:
    together(ana, "Feed the picket line", 1, 4)
    together(bo, "Move house together", 4, 5)
    ana.post("/me/forgetting")
    with app.app_context():
        found = db.session.query(Cluster).order_by(Cluster.number).all()
        assert [cluster.words for cluster in found] == ["", "Move house together"]
    for step in (4, 5):
        cards.post("/step", to=step, at=step - 1)
    assert cards.post("/forgetting", sure="yes").status_code == 303
    with app.app_context():
        kept = db.session.query(Cluster).filter_by(number=2).one()
        assert (kept.words, kept.participant_id) == ("Move house together", None)


def test_phones_hear_how_many(cards: Person, ana: Person, bo: Person) -> None:
    bo.listen()
    together(ana, "Feed the picket line", 1, 4)
    [news] = bo.heard()
    assert [part for part, _ in news["fragments"]] == ["clusters-tally"]
    assert news["nudges"] == []


def test_words_are_never_markup(cards: Person, ana: Person) -> None:
    together(ana, "<script>alert(1)</script>", 1, 2)
    for page in (ana.page("/"), cards.page("/wall"), cards.page("/desk/clusters"), ana.page("/me")):
        assert "<script>alert" not in page


def test_the_tables_of_the_export_hold_no_names(app: Flask, cards: Person, ana: Person) -> None:
    together(ana, "Feed the picket line", 1, 4)
    ana.post("/needs/", words="A fridge")
    ana.post("/needs/", words="Something rude")
    cards.post("/needs/2/hiding")
    with app.test_request_context("/"):
        reading = Reading(db.session.query(Gathering).one())
        tables = {name: [list(row) for row in hooks.tables[name](reading)] for name in ("needs", "clusters")}
    assert tables["needs"][1:] == [[1, "A fridge", "yes", 0, 0], [2, "", "hidden", 0, 0]]
    assert tables["clusters"][1:] == [[1, "Feed the picket line", "1 4", 2, "yes", "", ""]]
    assert "Ana" not in json.dumps(tables)


def test_the_shared_document_has_a_section_of_each_without_names(app: Flask, cards: Person, ana: Person) -> None:
    together(ana, "Feed the picket line", 1, 4)
    ana.post("/needs/", words="A fridge")
    with app.test_request_context("/"):
        reading = Reading(db.session.query(Gathering).one())
        found = dict(sections(hooks.document, reading))
        drawn = [
            macro(name, *found[name]) for name in ("needs/_needs_document.html", "clusters/_clusters_document.html")
        ]
    assert "A fridge" in drawn[0]
    assert "Feed the picket line" in drawn[1]
    assert "Ana" not in "".join(drawn)


def test_a_purge_leaves_none_of_it(app: Flask, cards: Person, ana: Person, bo: Person) -> None:
    together(ana, "Feed the picket line", 1, 4)
    ana.post("/needs/", words="Mend my van")
    cards.post("/matches", need=1, card=4)
    for step in (4, 5):
        cards.post("/step", to=step, at=step - 1)
    with app.app_context(), writing(Gathering, cards.slug) as gathering:
        purge(gathering)
    with app.app_context():
        assert [db.session.query(kind).count() for kind in (Cluster, Need, Match, Star)] == [0, 0, 0, 0]
    assert cards.get("/wall").status_code == 200
