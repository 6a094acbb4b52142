"""Equal shares is counted beside the server: who is told what meanwhile, and what a close waits for."""

import subprocess
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.rounds import news
from assembly.rounds.actions import counting
from assembly.rounds.actions.counting import count_once
from assembly.rounds.models.allocation import Allocation
from assembly.rounds.models.round import LastCall
from assembly.rounds.rules.round import CountedTooLong
from tests.support.cast import Person, come_in, end_last_call, open_evening, refusal, start_gathering

HOURS = {"hours": 3, "first_hour": "later"}


@pytest.fixture
def shares(app: Flask) -> tuple[Person, list[Person]]:
    """An evening under equal shares, the money shown; three people gave hours to the tool library."""
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    open_evening(fay, rule="equal_shares")
    people = [come_in(app, fay.slug, name) for name in ("Ana", "Bo", "Cem")]
    for person in people:
        assert person.post("/proposals/2/pledge", **HOURS).status_code == 303
    assert fay.post("/step", to=2, at=1).status_code == 303
    assert fay.post("/allocation/money").status_code == 303
    return fay, people


def counted(app: Flask, slug: str) -> bool:
    with app.test_request_context("/"):
        allocation = count_once(slug)
        if allocation:
            news.shares_counted(allocation)
        return allocation is not None


def amounts(app: Flask) -> dict[Any, int]:
    with app.app_context():
        allocation = db.session.query(Allocation).one()
        return {share.terms.id: share.amount for share in allocation.outcome.shares}


def test_everybody_reads_that_it_is_counted_and_then_the_sums(app: Flask, shares: tuple[Person, list[Person]]) -> None:
    fay, (ana, *_) = shares
    assert "Counting" in ana.page("/allocation")
    assert "Counting" in ana.get("/fragments?id=round-split").text
    assert "Counting" in fay.page("/wall")
    assert "Counting" in fay.page("/desk")
    assert counted(app, fay.slug)
    assert "Counting" not in ana.page("/allocation")
    assert "Counting" not in ana.get("/fragments?id=round-split").text
    assert "Counting" not in fay.page("/wall")
    assert "Counting" not in fay.page("/desk")
    assert "$2,000" in ana.page("/allocation")
    assert "3 people hold the same share of the pot each." in ana.page("/allocation")


def test_a_room_that_has_not_moved_is_not_counted_again(app: Flask, shares: tuple[Person, list[Person]]) -> None:
    fay, _ = shares
    assert counted(app, fay.slug)
    assert not counted(app, fay.slug)


def test_one_more_pledge_makes_the_sums_old_and_leaves_them_standing(
    app: Flask, shares: tuple[Person, list[Person]]
) -> None:
    fay, (ana, *_) = shares
    counted(app, fay.slug)
    before = amounts(app)
    ana.post("/proposals/1/pledge", **HOURS)
    assert "Counting" in ana.page("/allocation")
    assert amounts(app) == before
    assert counted(app, fay.slug)


def test_the_count_is_the_rules_own(app: Flask, shares: tuple[Person, list[Person]]) -> None:
    from assembly.rounds.rules.allocation import count, share_out

    fay, _ = shares
    counted(app, fay.slug)
    with app.app_context():
        allocation = db.session.query(Allocation).one()
        room = allocation.room
        slow = share_out(room.pot, room.terms, count(room.pledges, room.settings), room.settings, room.pledges)
        assert allocation.outcome.shares == slow.shares
        assert slow.core
        assert allocation.outcome.core
        assert allocation.outcome.core.remaining == slow.core.remaining
        assert allocation.outcome.core.payments == {}


def test_closing_counts_first(app: Flask, shares: tuple[Person, list[Person]]) -> None:
    fay, (ana, *_) = shares
    fay.post("/allocation/last-call")
    end_last_call(app)
    closed = fay.post("/allocation/closure", sure="yes")
    assert closed.status_code == 303, refusal(closed)
    assert amounts(app)[2] == 2000
    assert "Counting" not in ana.page("/allocation")


def test_a_count_that_takes_too_long_closes_nothing_and_says_so(
    app: Flask, shares: tuple[Person, list[Person]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forever(command: list[str], **asked: Any) -> None:
        raise subprocess.TimeoutExpired(command, asked["timeout"])

    fay, _ = shares
    fay.post("/allocation/last-call")
    end_last_call(app)
    monkeypatch.setattr(subprocess, "run", forever)
    refused = fay.post("/allocation/closure", sure="yes")
    assert refused.status_code == 422
    assert "longer than 20 seconds" in refusal(refused)
    with app.app_context():
        assert not db.session.query(Allocation).one().locked


def test_a_program_that_does_not_answer_is_really_stopped(
    app: Flask, shares: tuple[Person, list[Person]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fay, _ = shares
    app.config["COUNT_SECONDS"] = 0.05
    monkeypatch.setattr(counting, "COMMAND", ["sleep", "600"])
    with pytest.raises(CountedTooLong), app.test_request_context("/"):
        count_once(fay.slug)


def test_when_people_change_their_hours_while_it_counts_nothing_is_closed(
    app: Flask, shares: tuple[Person, list[Person]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fay, (ana, *_) = shares
    fay.post("/allocation/last-call")
    end_last_call(app)
    ask, hours = counting._ask, iter((4, 5, 6, 1))

    def meanwhile(room: str) -> str:
        changed = {"hours": next(hours), "first_hour": "later"}
        press = Thread(target=ana.post, args=("/proposals/2/pledge",), kwargs=changed)
        press.start()
        press.join()
        return ask(room)

    monkeypatch.setattr(counting, "_ask", meanwhile)
    refused = fay.post("/allocation/closure", sure="yes")
    assert refused.status_code == 422
    assert "still changing their hours" in refusal(refused)


def test_without_a_key_nobody_makes_the_server_count(
    app: Flask, shares: tuple[Person, list[Person]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fay, (ana, *_) = shares
    fay.post("/allocation/last-call")
    end_last_call(app)
    monkeypatch.setattr(counting, "_ask", lambda room: pytest.fail("it counted"))
    assert ana.post("/allocation/closure", sure="yes").status_code == 403


def test_a_new_count_near_the_end_makes_the_last_call_longer(app: Flask, shares: tuple[Person, list[Person]]) -> None:
    fay, people = shares
    counted(app, fay.slug)
    fay.post("/allocation/last-call")
    with app.app_context():
        call = db.session.query(LastCall).one()
        call.started_at -= timedelta(seconds=call.seconds - 50)
        db.session.commit()
    for person in people:
        person.post("/proposals/1/pledge", **HOURS)
    with app.app_context():
        assert db.session.query(LastCall).one().extensions == []
    assert counted(app, fay.slug)
    with app.app_context():
        assert len(db.session.query(LastCall).one().extensions) == 1


def test_the_wall_hears_a_count(app: Flask, shares: tuple[Person, list[Person]]) -> None:
    from assembly.rounds.news import shares_counted

    fay, _ = shares
    fay.listen("wall")
    with app.test_request_context("/"):
        allocation = count_once(fay.slug)
        assert allocation
        shares_counted(allocation)
    assert fay.heard_parts() == ["gathering-slide", "gathering-badge"]


def test_other_rules_are_never_counted_apart(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/proposals/1/pledge", **HOURS)
    assert not counted(app, fay.slug)
    with app.app_context():
        assert not db.session.query(Gathering).one().allocation.counting


def test_the_wall_draws_everybodys_purse_and_says_the_same_in_words(
    app: Flask, shares: tuple[Person, list[Person]]
) -> None:
    fay, _ = shares
    counted(app, fay.slug)
    wall = fay.page("/wall")
    assert wall.count('class="key"') == 3 + 1  # shares, and the one proposal somebody backs
    assert "3 people hold $2,666 each." in wall
    assert "Tool library: 3 people, 9 hours, $2,000 of $2,000." in wall
