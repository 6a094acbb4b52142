"""What a proposal lacks: the rule says it, every screen says the same, and each sentence stands alone."""

import re
from itertools import product
from types import SimpleNamespace

import pytest
from flask import Flask

from assembly.rounds.rules.allocation import Fix
from tests.support.cast import Person, come_in, end_last_call, propose, start_gathering

SCREENS = ("/allocation", "/proposals/", "/proposals/2")


@pytest.fixture
def fay(app: Flask) -> Person:
    """Pot 6,000: a kitchen with people, a roof whose minimum nobody can reach and a walk, each lacking one person."""
    fay = start_gathering(app, "Eastside Assembly", "Winter congress", "EUR")
    assert fay.post("/allocation", divided=6000).status_code == 303
    propose(fay, "Kitchen", 1400, 3000)
    propose(fay, "Hall roof", 7500, 7500, all_or_nothing="yes")
    propose(fay, "Evening walk", 0, 0)
    assert fay.post("/step", to=1, at=0).status_code == 303
    people = [come_in(app, fay.slug, f"Guest {number}") for number in range(7)]
    for person, proposal in zip(people, (1, 1, 1, 2, 2, 3, 3), strict=True):
        given = person.post(f"/proposals/{proposal}/pledge", hours=3, first_hour="later")
        assert given.status_code == 303
    return fay


@pytest.fixture
def ana(app: Flask, fay: Person) -> Person:
    return come_in(app, fay.slug, "Ana")


def to_the_last_call(fay: Person) -> None:
    assert fay.post("/step", to=2, at=1).status_code == 303
    for place in ("/allocation/money", "/allocation/last-call"):
        assert fay.post(place).status_code == 303


def close(fay: Person) -> None:
    end_last_call(fay.app)
    assert fay.post("/allocation/closure", sure="yes").status_code == 303


def words(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def about_the_roof(page: str) -> str:
    """What stands from its name to the next proposal's."""
    return words(page).split("Hall roof", 1)[1].split("Evening walk")[0]


def test_no_screen_promises_money_for_people_where_the_minimum_is_more_than_the_pot(fay: Person, ana: Person) -> None:
    for place in SCREENS:
        assert "more than the pot" in ana.page(place), place
        assert "more person" not in about_the_roof(ana.page(place)), place
    assert "more person" not in about_the_roof(fay.page("/wall"))
    to_the_last_call(fay)
    cure = "Needs 1 more person with 1 hour, and a minimum of €4,600 at most."
    assert cure in about_the_roof(fay.page("/wall"))
    for place in ("/allocation", "/proposals/2", "/presenter/2"):
        page = fay.page(place) if "presenter" in place else ana.page(place)
        assert cure in words(page), place
        assert not re.search("needs 1 more person(?! with)", words(page.split("Evening walk")[0]).lower()), place


def test_the_cure_cures(app: Flask, fay: Person, ana: Person) -> None:
    to_the_last_call(fay)
    assert fay.post("/proposals/2", minimum=4600).status_code == 303
    assert ana.post("/proposals/2/pledge", hours=1, first_hour="later").status_code == 303
    assert "€4,600" in about_the_roof(fay.page("/desk"))


def test_the_picture_says_what_the_pot_holds(fay: Person) -> None:
    assert fay.post("/step", to=2, at=1).status_code == 303
    assert fay.post("/allocation/money").status_code == 303
    assert "Not yet: the pot holds €6,000, it needs €7,500 at least." in words(fay.page("/wall"))


def test_saving_a_minimum_above_the_pot_warns_and_so_does_a_pot_below_a_minimum(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress", "EUR")
    propose(fay, "Hall roof", 7500, 7500, all_or_nothing="yes")
    warning = "its minimum of €7,500 is more than the pot of €6,000"
    assert "Worth a look" not in fay.page("/desk/proposals"), "nothing is divided yet"
    assert fay.post("/allocation", divided=6000).status_code == 303
    assert warning in fay.page("/desk/settings?saved=settings")
    assert warning in fay.page("/desk/proposals")
    propose(fay, "Shed", 6500, 6500, all_or_nothing="yes")
    assert "Proposal 2, “Shed”: its minimum of €6,500" in fay.page("/desk/proposals")
    assert fay.post("/allocation", divided=8000).status_code == 303
    assert "Worth a look" not in fay.page("/desk/proposals") + fay.page("/desk/settings")


def test_the_last_call_calls_for_missing_hands_too(fay: Person) -> None:
    to_the_last_call(fay)
    wall = words(fay.page("/wall"))
    assert "These are not there yet." in wall
    assert "Evening walk Needs 1 more person with 1 hour." in wall
    assert "Kitchen" not in wall, "it has its money"


def test_every_cure_is_a_whole_sentence(app: Flask, fay: Person) -> None:
    ways = product((None, 2), (None, 3), (None, 40), (None, (1, 30)))
    cures = [Fix(people, hours, minimum, together=together) for people, hours, minimum, together in ways]
    assembly = SimpleNamespace(currency="EUR", exponent=2)
    round = SimpleNamespace(counted_apart=False, person_from=1, step=100, gathering=SimpleNamespace(assembly=assembly))
    line = SimpleNamespace(out_of_reach=False)
    said = set()
    with app.test_request_context("/"):
        ways_of = app.jinja_env.get_template("layouts/_fix.html").module.ways  # type: ignore[attr-defined]
        for cure in [*cures, None]:
            standing = SimpleNamespace(allocation=round, fix=lambda _line, cure=cure: cure)
            sentence = str(ways_of(standing, line))
            assert re.match(r"(Needs|Has) [^.]+\.( Or a minimum of €\d+\.| It counts at the close\.)?$", sentence), cure
            said.add(sentence)
    assert "Needs a minimum of €40 at most." in said
    assert "Needs 2 more people with 1 hour each, or 3 more hours. Or a minimum of €40." in said


def test_after_the_close_nobody_needs_anything_any_more(fay: Person, ana: Person) -> None:
    to_the_last_call(fay)
    close(fay)
    walls = [fay.page("/wall")]
    assert fay.post("/step", to=3, at=2).status_code == 303
    walls.append(fay.page("/wall"))
    pages = [*walls, *(ana.page(place) for place in (*SCREENS, "/proposals/3", "/"))]
    for page in pages:
        assert not re.search(r"needs \d|Needs \d", words(page))
    assert all("it needed 1 more person" in words(page).lower() for page in (walls[1], pages[-1], pages[-2]))


def test_an_evening_without_money_speaks_of_the_past_after_its_close_too(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    propose(fay, "Evening walk", 0, 0)
    ana = come_in(app, fay.slug, "Ana")
    assert fay.post("/step", to=1, at=0).status_code == 303
    assert ana.post("/proposals/1/pledge", hours=3, first_hour="later").status_code == 303
    assert "needs 2 more people" in fay.page("/wall")
    assert fay.post("/step", to=2, at=1).status_code == 303
    assert fay.post("/allocation/last-call").status_code == 303
    close(fay)
    assert "needed 2 more people" in fay.page("/wall")
    assert "lacked" in fay.page("/paper")
    assert "It needed 2 more people" in ana.page("/allocation")


def test_forms_and_screens_call_the_same_thing_by_one_name(app: Flask, fay: Person, ana: Person) -> None:
    fresh = start_gathering(app, "Westside Assembly", "Spring congress", kind="congress")
    propose(fresh, "Kitchen", 0, 0, lesson="Soup brings people.")
    guest = come_in(app, fresh.slug, "Bo")
    assert fresh.post("/step", to=1, at=0).status_code == 303
    assert fresh.post("/step", to=2, at=1).status_code == 303
    assert fresh.post("/proposals/1/presentation", seconds=240, at=0).status_code == 303
    screens = {place: fresh.page(place) for place in ("/desk/proposals", "/presenter/1", "/wall")}
    for place, page in {**screens, "/": guest.page("/")}.items():
        assert "What we propose" in page, place
        assert "What we learned" in page, place
        assert "What would it change" not in page, place
    assert "<dt>Minimum</dt>" in ana.page("/proposals/2")
