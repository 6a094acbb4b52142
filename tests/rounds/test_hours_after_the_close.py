"""After the close: hours that brought no money are free again, on the wall's sums and on their owners' phones."""

import re

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.forgetting.actions import purge
from assembly.gatherings.models import Gathering
from assembly.rounds.readings.givers import Promised, promised
from tests.support.cast import Person, come_in, end_evening

pytestmark = pytest.mark.both_memories


@pytest.fixture
def crowd(app: Flask, fay: Person) -> list[Person]:
    """Four people give the kitchen 2 hours each; the last of them and a fifth give the van 3. The van gets nothing."""
    people = [come_in(app, fay.slug, f"Guest {number}") for number in range(5)]
    for person in people[:4]:
        assert person.post("/proposals/1/pledge", hours=2, first_hour="later").status_code == 303
    for person in people[3:]:
        assert person.post("/proposals/3/pledge", hours=3, first_hour="later").status_code == 303
    end_evening(app, fay)
    return people


def on_the_wall(fay: Person) -> tuple[int, int]:
    """Hours and people of the closing slide."""
    hours, people = re.findall(r'<p class="giant"><b[^>]*>(\d+)</b>', fay.page("/wall"))
    return int(hours), int(people)


def test_the_closing_wall_counts_only_hours_that_are_still_promised(fay: Person, crowd: list[Person]) -> None:
    assert "4 people, 8 hours" in fay.page("/wall")
    assert "2 people, 3 hours" not in fay.page("/wall")
    assert on_the_wall(fay) == (8, 4), "6 hours went back; the fifth promises nothing any more"
    assert "8 hours promised by 4 people." in " ".join(budget(fay).split())


def test_hours_that_people_keep_or_move_are_promised_and_the_wall_hears_of_it(
    fay: Person, crowd: list[Person], wall: Person
) -> None:
    assert crowd[4].post("/proposals/3/pledge/choice", choice="keep").status_code == 303
    assert "gathering-slide" in wall.heard_parts()
    assert on_the_wall(fay) == (11, 5)
    assert crowd[3].post("/proposals/3/pledge/choice", choice="move", into=1).status_code == 303
    assert on_the_wall(fay) == (14, 5)
    assert crowd[4].post("/proposals/3/pledge/choice", choice="free").status_code == 303
    assert on_the_wall(fay) == (11, 4)


def test_what_was_promised_outlives_the_people(app: Flask, fay: Person, crowd: list[Person]) -> None:
    assert crowd[4].post("/proposals/3/pledge/choice", choice="keep").status_code == 303
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=fay.slug).one()
        for _ in range(2):
            purge(gathering)
            assert promised(gathering.allocation) == Promised(people=5, hours=11)


def test_now_tells_backers_of_what_got_nothing_and_leads_to_their_choice(fay: Person, crowd: list[Person]) -> None:
    freed = "No money this time, so your 3 hours are yours again."
    for place in ("/", "/allocation"):
        page = crowd[4].page(place)
        assert freed in page
        assert page.index(freed) < page.index("In the pot"), "before all others' sums"
        assert f'class="primary" href="/g/{fay.slug}/me"' in page
        assert freed not in crowd[0].page(place), "the kitchen has its money"
    crowd[4].post("/proposals/3/pledge/choice", choice="keep")
    assert "No money this time, and you give your 3 hours anyway." in crowd[4].page("/")
    crowd[4].post("/proposals/3/pledge/choice", choice="move", into=1)
    assert "You moved your 3 hours to: Night-watch kitchen" in crowd[4].page("/")


def test_the_piece_on_now_fetches_itself_when_the_round_is_closed(crowd: list[Person]) -> None:
    piece = re.search(r'<section id="round-my_freed"[^>]*>', crowd[0].page("/"))
    assert piece
    assert 'data-nudge="my_promises"' in piece[0]
    assert "/allocation" in piece[0]


def budget(fay: Person) -> str:
    address = re.search(r'href="(/a/[^"]+)"', come_in(fay.app, fay.slug, "Eve").page("/allocation"))
    assert address
    return fay.browser.get(address[1]).get_data(as_text=True)
