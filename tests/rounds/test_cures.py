"""What would help: asked of the rule once for each room, and told with the hours that count a person."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.readings.fixes import RuleInput, fixes
from assembly.rounds.rules import fixes as rule_of_fixes
from assembly.rounds.rules.allocation import Fix, Line, Settings, Support, Terms, fix, one_more_hour, share_out
from tests.support.cast import Person

TERMS = (Terms(1, 700, 900, 1), Terms(2, 400, 800, 2), Terms(3, 10, 20, 3))
SUPPORTS = (Support(9, 40), Support(8, 39), Support(1, 2))


def room(pot: int = 1000, supports: tuple[Support, ...] = SUPPORTS, settings: Settings | None = None) -> RuleInput:
    return RuleInput(pot, TERMS, supports, settings or Settings())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers the rule was asked about."""
    numbers: list[int] = []

    def counted(line: Line, number: Any) -> Fix | None:
        numbers.append(number)
        return ask(line, number)

    ask = Line.fix
    monkeypatch.setattr(Line, "fix", counted)
    fixes.cache_clear()
    return numbers


def test_the_answers_are_the_rules_own() -> None:
    by_number = {terms.id: support for terms, support in zip(TERMS, SUPPORTS, strict=True)}
    for number in (1, 2, 3):
        assert fixes(room()).fix(number) == fix(1000, TERMS, by_number, Settings(), number)
        assert fixes(room()).one_more_hour(number) == one_more_hour(1000, TERMS, by_number, Settings(), number)


def test_a_room_whose_shares_are_known_is_not_divided_again(monkeypatch: pytest.MonkeyPatch) -> None:
    by_number = {terms.id: support for terms, support in zip(TERMS, SUPPORTS, strict=True)}
    shares = share_out(1000, TERMS, by_number, Settings()).shares
    expected = [fix(1000, TERMS, by_number, Settings(), number) for number in (1, 2, 3)]
    fixes.cache_clear()
    monkeypatch.setattr(rule_of_fixes, "share_out", lambda *_: 1 / 0)
    known = fixes(replace(room(), shares=shares))
    assert [known.fix(number) for number in (1, 2, 3)] == expected
    assert any(expected)
    assert fixes(room()) is known, "it is the same room"


def test_an_unchanged_room_asks_the_rule_once_and_only_about_what_is_looked_at(asked: list[int]) -> None:
    for _tick in range(5):
        fixes(room()).fix(2)
    assert asked == [2]


def test_whatever_changes_the_room_asks_again(asked: list[int]) -> None:
    more = (Support(9, 40), Support(8, 60), Support(1, 2))
    for changed in (room(), room(pot=1001), room(supports=more), room(settings=Settings(person_from=2))):
        fixes(changed).fix(2)
    assert asked == [2, 2, 2, 2]


def test_all_three_places_say_the_hours_that_count_a_person(app: Flask, fay: Person, ana: Person) -> None:
    with app.app_context():
        allocation = db.session.query(Allocation).filter(Allocation.gathering.has(slug=fay.slug)).one()
        allocation.person_from = 2
        db.session.commit()
    assert fay.post("/step", to=2, at=1).status_code == 303
    for place in ("/allocation/money", "/allocation/last-call"):
        assert fay.post(place).status_code == 303
    for page in (ana.page("/allocation"), ana.page("/proposals/2"), fay.page("/wall")):
        assert "Needs 3 more people with 2 hours each." in page
        assert "1 hour each" not in page
