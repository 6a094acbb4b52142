"""Texts that many look at are drawn once for a version, and never outlive what they show."""

from typing import Any

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.live import fragments
from assembly.live.reading import read
from tests.support.cast import Person, start_gathering


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was drawn, in order; texts are kept as on the night."""
    monkeypatch.setattr(fragments, "A_MOMENT", 60.0)
    fragments._drawn.clear()
    names: list[str] = []
    real = fragments.draw

    def draw(fragment: fragments.Fragment, *shown: Any) -> str:
        names.append(fragment.template)
        return real(fragment, *shown)

    monkeypatch.setattr(fragments, "draw", draw)
    return names


def tally(person: Person) -> str:
    answer = person.get("/fragments?audience=phones&id=proposal-1-tally").json
    assert answer
    return str(answer["fragments"][0][1])


def test_many_who_catch_up_on_one_version_are_one_drawing(ana: Person, bo: Person, drawn: list[str]) -> None:
    assert tally(ana) == tally(bo) == tally(ana)
    assert drawn.count("rounds/_tally.html") == 1


def test_a_pledge_is_drawn_at_once(ana: Person, bo: Person, drawn: list[str]) -> None:
    before = tally(bo)
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    assert tally(bo) != before


def test_what_was_drawn_here_is_not_shown_elsewhere(app: Flask, ana: Person, drawn: list[str]) -> None:
    other = start_gathering(app, "Northside", "Evening")
    with app.test_request_context("/"):
        slugs = list(db.session.scalars(db.select(Gathering.slug)))
        db.session.rollback()
        texts = [fragments.render("gathering-step", reading) for slug in slugs if (reading := read(Gathering, slug))]
    assert set(slugs) == {ana.slug, other.slug}
    assert drawn.count(fragments.registered["gathering-step"].template) == 2
    assert len(texts) == 2


def test_forgetting_a_place_leaves_no_text_of_it(app: Flask, ana: Person, drawn: list[str]) -> None:
    tally(ana)
    assert ana.slug in fragments._drawn
    fragments.forget(ana.slug)
    assert ana.slug not in fragments._drawn
