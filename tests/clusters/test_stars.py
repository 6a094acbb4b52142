"""One star each, hidden until the top three are shown; what has the most becomes a proposal or a need."""

import json

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from assembly.clusters.models import Cluster, Star
from assembly.clusters.rules import places
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.ledger import LedgerRow
from assembly.needs.models import Need
from assembly.people.models import Participant
from assembly.rounds.models.proposal import Proposal
from tests.clusters.test_clusters import cards, fay, together  # noqa: F401
from tests.support.cast import Person, come_in, refusal

pytestmark = pytest.mark.both_memories

QUESTION = "Which one thing here, organised together this year, would free us most?"


@pytest.fixture
def starry(cards: Person, ana: Person, bo: Person) -> Person:  # noqa: F811
    """Two clusters and a need, at the step of stars."""
    together(ana, "Feed the picket line", 1, 4)
    together(bo, "Move house together", 4, 5)
    ana.post("/needs/", words="A fridge for the hall")
    assert cards.post("/step", to=4, at=3).status_code == 303
    return cards


def stars(app: Flask) -> list[str]:
    with app.app_context():
        return [star.thing.words for star in db.session.query(Star).order_by(Star.id)]


def give(person: Person, to: str) -> None:
    given = person.post("/stars/", to=to)
    assert given.status_code == 303, refusal(given)


def crowd(app: Flask, starry: Person, *given: tuple[str, int]) -> None:
    for to, number in given:
        for each in range(number):
            give(come_in(app, starry.slug, f"{to} {each}"), to)


def test_the_question_stands_on_wall_and_phones_with_everything_one_can_choose(starry: Person, bo: Person) -> None:
    for page in (starry.page("/wall"), bo.page("/")):
        assert QUESTION in page
        for words in ("Feed the picket line", "Move house together", "A fridge for the hall"):
            assert words in page


def test_one_star_that_can_be_moved_and_taken_back(app: Flask, starry: Person, ana: Person) -> None:
    give(ana, "cluster-1")
    assert stars(app) == ["Feed the picket line"]
    assert ana.page("/").count('aria-pressed="true"') == 1
    give(ana, "need-1")
    assert stars(app) == ["A fridge for the hall"]
    give(ana, "")
    assert stars(app) == []


def test_a_star_given_in_two_tabs_counts_once(app: Flask, starry: Person, ana: Person) -> None:
    for to in ("cluster-1", "cluster-2", "cluster-2"):
        give(ana, to)
    assert stars(app) == ["Move house together"]
    with app.app_context():
        assert db.session.query(LedgerRow).filter_by(kind="star given").count() == 2
        me, cluster = db.session.query(Participant).first(), db.session.query(Cluster).first()
        assert me
        db.session.add(Star(gathering=db.session.query(Gathering).one(), participant=me, cluster=cluster))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_a_press_by_htmx_is_answered_with_my_star(starry: Person, ana: Person) -> None:
    answered = ana.post("/stars/", htmx=True, to="cluster-2")
    assert answered.headers["HX-Retarget"] == "#gathering-my_star"
    assert 'aria-pressed="true"' in answered.get_data(as_text=True)


def test_nobody_sees_a_count_before_it_is_shown(app: Flask, starry: Person, ana: Person) -> None:
    ana.listen()
    crowd(app, starry, ("cluster-2", 5), ("need-1", 3), ("cluster-1", 1))
    assert not any("Move house" in html for news in ana.heard() for _, html in news["fragments"]), (
        "no list is pushed to phones"
    )
    wall, phone = starry.page("/wall"), ana.page("/")
    assert "9 of 11 gave a star" in wall
    assert 'class="count"' not in wall
    assert wall.index("Feed the picket line") < wall.index("Move house together"), "in the order they were written"
    assert "<b>5</b>" not in phone
    assert "Only you see the counts" in starry.page("/desk")
    with app.app_context():
        bodies = [row.body for row in db.session.query(LedgerRow).filter_by(kind="star given")]
    assert len(bodies) == 9
    assert not any("cluster 2" in body or "cluster-2" in body for body in bodies)


def test_one_press_shows_the_top_three_and_then_nobody_moves(app: Flask, starry: Person, ana: Person) -> None:
    crowd(app, starry, ("cluster-2", 3), ("need-1", 2), ("cluster-1", 1))
    assert "Show the top three" in starry.page("/desk")
    for _ in range(2):
        assert starry.post("/stars/showing").status_code == 303
    wall = starry.page("/wall")
    assert wall.index("Move house") < wall.index("A fridge") < wall.index("Feed the picket")
    assert wall.count('class="count"') == 3
    assert "The stars are counted. Look up." in ana.page("/")
    late = ana.post("/stars/", to="cluster-1")
    assert late.status_code == 422
    assert "nobody moves them" in refusal(late)
    with app.app_context():
        shown = db.session.query(LedgerRow).filter_by(kind="stars shown").one()
        assert json.loads(shown.body)["facts"]["stars"] == {"cluster 2": 3, "need 1": 2, "cluster 1": 1}
    starry.post("/stars/showing/withdrawal")
    give(ana, "cluster-1")


def test_the_top_are_three_and_more_while_the_next_has_as_many() -> None:
    assert places([]) == places([0, 0]) == 0
    assert places([4, 0]) == 1
    assert places([4, 3, 2, 1]) == 3
    assert places([4, 3, 2, 2, 1]) == 4
    assert places([1] * 20) == 5


def test_each_of_the_top_becomes_a_proposal_or_a_need_once(app: Flask, starry: Person) -> None:
    crowd(app, starry, ("cluster-2", 3), ("need-1", 2), ("cluster-1", 1))
    starry.post("/stars/showing")
    for _ in range(2):
        for of, into in (("cluster-2", "proposal"), ("need-1", "proposal"), ("cluster-1", "need")):
            assert starry.post("/stars/raising", of=of, into=into).status_code == 303
    with app.app_context():
        made = db.session.query(Proposal).order_by(Proposal.number).all()
        assert [proposal.title for proposal in made] == ["Move house together", "A fridge for the hall"]
        assert made[0].change == "Move house together (A van, Folding tables)"
        assert [need.words for need in db.session.query(Need).order_by(Need.number)][1:] == ["Feed the picket line"]
    desk = starry.page("/desk")
    assert "It is proposal 1 now" in desk
    assert "It stands among the needs now" in desk
    assert starry.page("/desk/proposals").count("Move house together") >= 1


def test_a_long_one_keeps_its_first_words_as_a_title(app: Flask, cards: Person, ana: Person) -> None:  # noqa: F811
    long = "Cook for everybody on strike and drive the food to all the picket lines we can"
    together(ana, long, 1, 4)
    cards.post("/step", to=4, at=3)
    give(ana, "cluster-1")
    cards.post("/stars/showing")
    assert cards.post("/stars/raising", of="cluster-1", into="proposal").status_code == 303
    with app.app_context():
        made = db.session.query(Proposal).one()
        assert made.title == "Cook for everybody on strike and drive the food to all the…"
        assert made.change.startswith(long)


def test_stars_for_what_is_gone(app: Flask, starry: Person, ana: Person, bo: Person) -> None:
    give(bo, "cluster-1")
    starry.post("/clusters/1/hiding")
    starry.post("/needs/1/hiding")
    for to in ("cluster-1", "need-1"):
        late = ana.post("/stars/", to=to)
        assert late.status_code == 422, to
        assert "something else" in refusal(late)
    starry.post("/stars/showing")
    assert "Feed the picket line" not in starry.page("/wall")
    assert "off the wall meanwhile" in refusal(starry.post("/stars/raising", of="cluster-1", into="proposal"))
    assert ana.post("/stars/", to="cluster-77").status_code == 404
    for odd in ("x", "cluster-", "cluster-x", "need"):
        assert ana.post("/stars/", to=odd).status_code == 422, odd


def test_stars_only_at_their_step_and_only_from_inside(app: Flask, starry: Person, ana: Person, elle: Person) -> None:
    assert Person(app, starry.slug).post("/stars/", to="cluster-1").status_code == 403
    assert elle.post("/stars/", to="cluster-1").status_code == 404
    for place, form in (
        ("/stars/showing", {}),
        ("/stars/showing/withdrawal", {}),
        ("/stars/raising", {"of": "cluster-1", "into": "need"}),
    ):
        assert ana.post(place, **form).status_code == 403
    starry.post("/step", to=3, at=4)
    assert "Look up" in refusal(ana.post("/stars/", to="cluster-1"))


def test_a_withdrawn_cluster_takes_its_stars_along(app: Flask, starry: Person, ana: Person, bo: Person) -> None:
    give(bo, "cluster-1")
    ana.post("/clusters/1/withdrawal")
    assert "0 of" in starry.page("/wall")
    give(bo, "cluster-2")
    assert stars(app) == ["Move house together"]


def test_forget_me_takes_my_star_along(app: Flask, starry: Person, ana: Person) -> None:
    give(ana, "cluster-2")
    ana.post("/me/forgetting")
    assert stars(app) == []
