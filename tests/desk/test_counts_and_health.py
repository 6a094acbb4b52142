"""What the desk says of the room never contradicts itself."""

import re

import pytest
from flask import Flask

from assembly.live import broadcaster
from assembly.live.broadcasters import broadcasters
from assembly.live.health import Live, together
from tests.support.cast import Person, end_evening


def counts(fay: Person) -> str:
    found = re.search(r'<div id="gathering-counts".*?</div>', fay.page("/desk"), re.DOTALL)
    assert found
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split())


def test_nobody_left_out_is_said_of_everybody_and_never_as_nought_people(
    app: Flask, fay: Person, ana: Person, bo: Person
) -> None:
    assert counts(fay) == "2 of 2 people have not given hours yet"
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert counts(fay) == "1 of 2 people have not given hours yet"
    bo.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert counts(fay) == "2 people came in, and everybody gave hours"
    end_evening(app, fay)
    assert counts(fay) == "2 people came in, and everybody gave hours"


def test_a_phone_that_turns_to_the_next_page_is_missed_for_a_moment(
    fay: Person, ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (ana, bo):
        person.listen()
    fay.listen("desk")
    assert "Every phone answers" in fay.page("/desk")
    ana.socket.close()
    desk = fay.page("/desk")
    assert "1 phone is reconnecting" in desk
    assert "Every phone answers" not in desk
    ana.listen()
    assert "Every phone answers" in fay.page("/desk")
    ana.socket.close()
    monkeypatch.setattr(broadcaster, "A_MOMENT_AGO", 0.0)
    desk = fay.page("/desk")
    assert "reconnecting" not in desk, "it went home"
    assert "Every phone answers" in desk


def test_a_phone_with_two_pages_open_is_not_away_when_one_of_them_is_closed(fay: Person, ana: Person) -> None:
    ana.listen()
    first = ana.socket
    ana.listen()
    first.close()
    assert broadcasters.live(fay.slug) == Live(phones=1, walls=0, slowest=0, away=0)
    fay.listen("desk")
    ana.socket.close()
    assert broadcasters.live(fay.slug).away == 1


def test_phones_away_from_all_processes_are_added_up() -> None:
    assert together([Live(1, 0, 0, 2), Live(1, 1, 3, 1)]) == Live(2, 1, 3, 3)
