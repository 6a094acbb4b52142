"""What a tick keeps for the next one: while only hours move, only hours are read again, and no screen is behind."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.live import reading
from assembly.live.broadcasters import broadcasters
from assembly.live.relay import Moved
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Proposal
from tests.support.cast import POT, Person, tick
from tests.support.statements import listening

WHOLE = 9  # statements: a whole reading asks more, hours alone fewer


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str]]:
    """The statements of the database, as they come."""
    with listening(app) as found:
        yield found


def asked_by_a_tick(ana: Person, asked: list[str]) -> list[str]:
    asked.clear()
    tick(ana.app, ana.slug)
    return [statement for statement in asked if not statement.startswith("BEGIN")]


def a_pledge_is_told(ana: Person, bo: Person, hours: int) -> str:
    """The tally that Bo hears of it; the page must say the same."""
    ana.post("/proposals/1/pledge", hours=hours, first_hour="later")
    tally = dict(bo.heard()[-1]["fragments"])["proposal-1-tally"]
    assert f"<b>{hours}</b>" in tally
    assert tally in bo.page("/proposals/1")
    return tally


def test_while_only_hours_move_a_tick_asks_two_things(ana: Person, bo: Person, asked: list[str]) -> None:
    bo.listen()
    a_pledge_is_told(ana, bo, 1)
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    version, sums = asked_by_a_tick(ana, asked)
    assert "gathering.version" in version
    assert "sum(" in sums
    a_pledge_is_told(ana, bo, 3)
    news = broadcasters.of(ana.slug)
    assert news
    news.kept.forget()
    ana.post("/proposals/1/pledge", hours=4, first_hour="later")
    assert len(asked_by_a_tick(ana, asked)) > WHOLE


def stopped(html: str) -> str:
    """Without what its clocks say, which goes on between two looks."""
    return re.sub(r'(role="timer"[^>]*>)[^<]*', r"\1", html)


def test_every_screen_is_told_from_a_kept_reading_what_a_whole_one_says(
    fay: Person, ana: Person, bo: Person, wall: Person
) -> None:
    fay.post("/allocation/money")
    for person, audience in ((bo, "phones"), (wall, "wall"), (fay, "desk")):
        person.listen(audience)
    for hours in (1, 3, 2):
        ana.post("/proposals/1/pledge", hours=hours, first_hour="later")
        tick(ana.app, ana.slug)
        for person, audience in ((bo, "phones"), (wall, "wall"), (fay, "desk")):
            heard = [part for said in person.socket.news() for part in said["fragments"]]
            assert heard
            for part, html in heard:
                whole = person.get(f"/fragments?audience={audience}&id={part}").get_json()
                assert stopped(dict(whole["fragments"])[part]) == stopped(html)


def test_any_other_deed_is_read_whole(fay: Person, ana: Person, bo: Person, asked: list[str]) -> None:
    bo.listen()
    a_pledge_is_told(ana, bo, 1)
    renamed = fay.post("/proposals/1/title", title="Kitchen of the night")
    assert renamed.status_code == 303
    assert "Kitchen of the night" in dict(bo.heard()[-1]["fragments"])["round-cards"]
    a_pledge_is_told(ana, bo, 2)
    fay.post("/allocation/money")
    ana.post("/proposals/1/pledge", hours=4, first_hour="later")
    assert len(asked_by_a_tick(ana, asked)) > WHOLE


def test_what_nobody_told_of_is_read_whole(app: Flask, ana: Person, bo: Person) -> None:
    bo.listen(view=POT)
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    bo.heard()
    with app.app_context():  # as another process does it: a deed that gives its row in the book a number
        gathering = db.session.query(Gathering).filter_by(slug=ana.slug).one()
        gathering.version += 1
        gathering.assembly.seq += 1
        db.session.query(Proposal).filter_by(gathering_id=gathering.id, number=1).one().title = "Meanwhile renamed"
        db.session.commit()
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert "Meanwhile renamed" in dict(bo.heard()[-1]["fragments"])["round-split"]


def test_hours_that_another_process_took_are_told_from_what_is_kept(
    app: Flask, ana: Person, bo: Person, asked: list[str]
) -> None:
    bo.listen()
    a_pledge_is_told(ana, bo, 1)
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=ana.slug).one()
        since = gathering.version
        gathering.version += 1
        gathering.assembly.seq += 1
        db.session.query(Pledge).one().hours = 5
        db.session.commit()
    word = Moved(ana.slug, since, since + 1, {"phones": ["proposal-1-tally"]}, {}, touched=["standing"])
    broadcasters.heard("another", word)
    assert len(asked_by_a_tick(ana, asked)) < WHOLE
    heard = bo.socket.news()[-1]
    assert "<b>5</b>" in dict(heard["fragments"])["proposal-1-tally"]


@pytest.mark.parametrize("reads", ["read", "set_committed_value"], ids=["all", "hours alone"])
def test_what_is_told_of_while_it_is_read_is_not_kept(
    ana: Person, bo: Person, asked: list[str], monkeypatch: pytest.MonkeyPatch, reads: str
) -> None:
    """A count of equal shares, say: it changes what screens show, and no version."""
    bo.listen()
    news = broadcasters.of(ana.slug)
    assert news
    a_pledge_is_told(ana, bo, 1)
    if reads == "read":
        news.kept.forget()
    with monkeypatch.context() as meanwhile:
        reading_it = getattr(reading, reads)
        meanwhile.setattr(reading, reads, lambda *what: (reading_it(*what), news.kept.forget())[0])
        a_pledge_is_told(ana, bo, 2)
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    assert len(asked_by_a_tick(ana, asked)) > WHOLE


def test_now_and_then_all_is_read_whatever_was_heard(
    ana: Person, bo: Person, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bo.listen()
    a_pledge_is_told(ana, bo, 1)
    monkeypatch.setattr(reading, "WHOLE", -1.0)
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert len(asked_by_a_tick(ana, asked)) > WHOLE


def test_nothing_is_held_open_between_two_ticks(app: Flask, ana: Person, bo: Person) -> None:
    bo.listen()
    a_pledge_is_told(ana, bo, 1)
    news = broadcasters.of(ana.slug)
    assert news
    assert not news.kept.session.in_transaction()
    with app.app_context():
        assert db.session() is not news.kept.session
