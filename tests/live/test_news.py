"""Who hears what: news as messages, with their versions, and silence."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.ctx import RequestContext

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions import writing
from assembly.kernel.models.base import now
from assembly.live import broadcaster
from assembly.live import broadcasters as plural
from assembly.live.audiences import PHONES
from assembly.live.broadcaster import AudienceKey
from assembly.live.broadcasters import broadcasters
from assembly.live.places import Admitted
from assembly.live.reading import KeptReading
from assembly.live.relay import Moved
from assembly.live.sending import Frame
from assembly.live.web import sockets
from tests.support.cast import LIST, POT, Person, come_in, end_last_call, start_gathering, tick


def test_a_pledge_is_heard_by_everybody_in_the_room(ana: Person, bo: Person) -> None:
    bo.listen()
    assert bo.heard() == []
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    news = bo.heard()
    assert len(news) == 1
    assert dict(news[0]["fragments"])["proposal-1-tally"].count("3") >= 1
    assert bo.heard() == []


def test_another_gathering_never_hears_our_pledges(ana: Person, elle: Person) -> None:
    elle.listen()
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    assert elle.heard() == []


def test_many_pledges_in_one_tick_are_one_message(app: Flask, fay: Person, ana: Person) -> None:
    ana.listen()
    for name in ("Cleo", "Dara", "Eli"):
        come_in(app, fay.slug, name).post("/proposals/1/pledge", hours=1, first_hour="later")
    news = ana.heard()
    assert len(news) == 1
    assert [part for part, _ in news[0]["fragments"]].count("proposal-1-tally") == 1


def test_messages_carry_the_version_before_and_after(ana: Person, bo: Person) -> None:
    bo.listen()
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    first = bo.heard()[0]
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    second = bo.heard()[0]
    assert first["to"] > first["from"]
    assert second["from"] == first["to"]
    assert second["to"] > first["to"]


def test_before_the_money_is_shown_a_pledge_touches_one_proposal_only(ana: Person, bo: Person) -> None:
    bo.listen()
    ana.post("/proposals/2/pledge", hours=1, first_hour="later")
    assert {part for part in bo.heard_parts() if part.endswith("tally")} == {"proposal-2-tally"}


def test_what_came_out_the_same_is_named_not_sent(fay: Person, ana: Person, bo: Person) -> None:
    bo.listen()
    fay.post("/allocation/money")
    assert "proposal-3-tally" in bo.heard_parts()
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    news = bo.heard()[0]
    assert "proposal-1-tally" in dict(news["fragments"])
    assert "proposal-3-tally" in news["same"]


def test_what_a_host_hides_leaves_a_frozen_wall_at_once(app: Flask) -> None:
    fay = start_gathering(app, "Eastside", "Mapping", kind="mapping")
    rude = come_in(app, fay.slug, "Rude Word")
    fay.post("/step", to=1, at=0)
    rude.post("/board/skills", words="Something rude")
    fay.listen("wall")
    fay.post("/freeze")
    fay.heard()
    rude.post("/board/tools", words="Something else")
    assert "gathering-slide" not in fay.heard_parts(), "it is held still"
    fay.post("/people/1/hiding")
    assert "Rude Word" not in slide(fay)
    fay.post("/board/1/hiding")
    assert "Something rude" not in slide(fay)


def slide(wall: Person) -> str:
    """What the wall was told to show last."""
    return [dict(news["fragments"])["gathering-slide"] for news in wall.heard()][-1]


def test_the_wall_follows_and_stands_still_when_frozen(fay: Person, ana: Person, wall: Person) -> None:
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    assert "gathering-slide" in wall.heard_parts()
    fay.post("/freeze")
    assert wall.heard_parts() == ["gathering-badge"]
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert "gathering-slide" not in wall.heard_parts()
    fay.post("/freeze/withdrawal")
    assert "gathering-slide" in wall.heard_parts()


def test_personal_parts_are_nudged_never_sent(fay: Person, ana: Person) -> None:
    ana.listen()
    fay.post("/step", to=2, at=1)
    news = ana.heard()
    assert news[0]["nudges"] == ["my_pledge", "my_promises", "my_floor"]
    assert not any("csrf" in html for message in news for _, html in message["fragments"])


def test_an_outsider_hears_nothing(app: Flask, fay: Person) -> None:
    outsider = Person(app, fay.slug)
    for audience in ("phones", "wall", "desk", "nonsense"):
        outsider.listen_refused(audience)


def test_a_phone_may_not_listen_as_the_desk(ana: Person) -> None:
    ana.listen_refused("desk")
    ana.listen_refused("wall")


def test_a_page_a_push_and_a_catch_up_show_the_same_text(ana: Person, bo: Person) -> None:
    bo.listen()
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    pushed = dict(bo.heard()[0]["fragments"])["proposal-1-tally"]
    caught_up = bo.get("/fragments?id=proposal-1-tally").get_json()
    assert dict(caught_up["fragments"]) == {"proposal-1-tally": pushed}
    assert pushed in bo.page("/proposals/1")


def test_deeds_from_outside_are_noticed(app: Flask, ana: Person) -> None:
    ana.listen()
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=ana.slug).one()
        gathering.version += 1
        newest = gathering.version
        db.session.commit()
    with app.test_request_context("/"):
        broadcasters.look(everybody=False)
    assert ana.heard() == [{"from": newest, "to": newest, "at": newest, "fragments": [], "same": [], "nudges": []}]
    with app.test_request_context("/"):
        broadcasters.look(everybody=False)
    assert ana.heard() == []


def test_everybody_sees_that_the_last_call_is_over(
    app: Flask, fay: Person, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    ana.listen()
    with app.test_request_context("/"):
        broadcasters.look(everybody=False)
    assert ana.heard() == [], "not while it runs"
    end_last_call(app)
    monkeypatch.setattr(plural, "now", lambda: now() + timedelta(minutes=4))
    with app.test_request_context("/"):
        broadcasters.look(everybody=False)
    assert ana.heard_parts() == ["gathering-step"]
    with app.test_request_context("/"):
        broadcasters.look(everybody=False)
    assert ana.heard() == [], "and only once"


def test_a_preview_is_no_wall(fay: Person, wall: Person) -> None:
    preview = Person(fay.app, fay.slug)
    preview.browser = fay.browser
    preview.listen("wall", preview=True)
    heard = broadcasters.of(fay.slug)
    assert heard
    assert heard.count("wall") == 1


def test_a_gathering_nobody_listens_to_costs_nothing(app: Flask, ana: Person, bo: Person) -> None:
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    assert broadcasters.open == {}
    bo.listen()
    assert list(broadcasters.open) == [bo.slug]
    bo.socket.close()
    assert broadcasters.open == {}
    tick(app, bo.slug)


def test_news_that_could_not_be_told_is_told_later(ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    bo.listen()
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    with monkeypatch.context() as broken:
        broken.setattr(KeptReading, "read", lambda kept: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bo.heard()
    assert "proposal-1-tally" in bo.heard_parts()


def test_a_deed_of_another_process_just_before_ours_is_not_overlooked(app: Flask, ana: Person, bo: Person) -> None:
    bo.listen()
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    heard_up_to = bo.heard()[-1]["to"]
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=ana.slug).one()
        gathering.version = elsewhere = gathering.version + 1
        gathering.assembly.seq += 1
        db.session.commit()
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    news = bo.heard()[-1]
    assert news["from"] == elsewhere > heard_up_to, "whoever heard less fetches"
    assert news["to"] == elsewhere + 1


def test_a_message_promises_no_more_than_was_told(app: Flask, ana: Person, bo: Person) -> None:
    bo.listen()
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=ana.slug).one()
        ours = gathering.version
        gathering.version += 1
        db.session.commit()
    news = bo.heard()[-1]
    assert (news["to"], news["at"]) == (ours, ours + 1)
    with app.test_request_context("/"):
        broadcasters.look(everybody=False)
    assert bo.heard()[-1]["from"] == ours + 1, "the watch finds it"


class Deaf:
    """A socket that takes everything and passes nothing on."""

    def age(self) -> float:
        return 0.0


def test_a_full_hall_hears_as_often_as_the_budget_of_bytes_allows(
    app: Flask, ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo.listen()
    news = broadcasters.of(bo.slug)
    assert news
    monkeypatch.setattr(broadcaster.time, "monotonic", lambda: 1000.0)
    sent: list[int] = []

    def spend(sockets: list[object], news: Frame, behind: Frame) -> int:
        sent.append(len(news.packed))
        return len(news.packed) * len(sockets)

    monkeypatch.setattr(broadcaster, "fan_out", spend)

    def due_after(phones: int, budget: float) -> float:
        app.config["BYTES_BUDGET"] = budget
        news.listeners[AudienceKey(PHONES, "en")] |= {f"phone {number}": Deaf() for number in range(phones)}  # type: ignore[misc]
        ana.post("/proposals/1/pledge", hours=len(sent) % 5 + 1, first_hour="later")
        tick(app, bo.slug)
        return news.phones_due

    assert due_after(98, 1_250_000) == 0.0, "up to a hundred phones hear as often as the wall"
    assert due_after(250, 0) == 0.0, "and without a budget all do"
    assert due_after(250, 1_250_000) == 1000.0 + sent[-1] * 251 / 1_250_000, "Bo listens too"
    asked: list[str] = []
    monkeypatch.setattr(KeptReading, "read", lambda kept: asked.append(kept.slug))
    news.mark(PHONES, "gathering-step")
    with app.test_request_context("/"):
        news.tick()
    assert asked == [], "until then they are not even composed for"
    assert news.dirty


def test_whoever_took_no_message_is_told_to_fetch(ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    bo.listen()
    told: list[tuple[Frame, Frame]] = []
    monkeypatch.setattr(broadcaster, "fan_out", lambda sockets, *both: told.append(both) or 0)
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    tick(bo.app, bo.slug)
    (_, news), (name, said) = (json.loads(each.plain[each.plain.index(b'["') :]) for each in told[0])
    version = news["to"]
    assert name == "news"
    assert said["behind"]
    assert (said["from"], said["to"], said["fragments"]) == (version, version, [])


def test_no_heartbeat_comes_between_the_frames_of_a_tick(app: Flask, bo: Person) -> None:
    bo.listen()
    news = broadcasters.of(bo.slug)
    assert news
    news.speaking = True
    with app.test_request_context("/"):
        broadcasters.look(everybody=True)
    news.speaking = False
    assert bo.heard() == []


def test_a_heartbeat_goes_to_those_who_heard_nothing_since_the_last(app: Flask, ana: Person, bo: Person) -> None:
    ana.listen(view=LIST)
    bo.listen()
    news = broadcasters.of(bo.slug)
    assert news

    def versions(outside: int = 0) -> tuple[list[int], list[int]]:
        """What the two of them hear when everybody is looked after."""
        with app.test_request_context("/"):
            news.catch_up_to(outside)
            news.heartbeat()
        return [said["to"] for said in ana.socket.news()], [said["to"] for said in bo.socket.news()]

    here = news.told
    assert versions() == ([here], [here])
    news.mark(PHONES, "proposal-1-tally")
    assert bo.heard_parts() == ["proposal-1-tally"]
    ana.socket.news()
    assert versions() == ([], []), "they know by that"
    assert versions() == ([here], [here]), "and the next one comes"
    news.mark(PHONES, "proposal-1-tally")
    assert bo.heard_parts() == []
    ana.socket.news()
    bo.socket.news()
    assert versions(here + 1) == ([here + 1], [here + 1]), "somebody else wrote, and no news told of it"


@pytest.mark.parametrize("view", [LIST, POT], ids=["beside others", "first of its place"])
def test_whoever_joins_while_something_is_told_finds_out(
    ana: Person, bo: Person, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at who comes and the listening."""
    bo.listen(view=LIST)
    real, here = sockets._admitted, []

    def admitted(*known: Any) -> Admitted:
        here.append(real(*known))
        bo.post("/proposals/1/pledge", hours=3, first_hour="later")
        tick(bo.app, bo.slug)
        return here[0]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sockets, "_admitted", admitted)
        ana.listen(view=view)
    with ana.app.test_request_context("/"):
        broadcasters.look(everybody=True)
    assert [(said["from"], said["to"]) for said in ana.socket.news()] == [(here[0].version + 1, here[0].version + 1)]
    bo.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert [(said["from"], said["to"]) for said in ana.heard()] == [(here[0].version + 1, here[0].version + 2)]


def test_beats_go_on_when_one_of_them_fails_wherever_it_fails(
    bo: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Even before it knows where it stands, as with no file left for a look at the network; and inside."""
    bo.listen()
    news = broadcasters.of(bo.slug)
    assert news
    real, told = plural.as_if_asked, news.tick
    failures = [OSError("Too many open files"), None, ValueError("not now"), None]
    tried: list[str] = []

    def fails(what: str) -> None:
        tried.append(what)
        if failure := failures.pop(0):
            raise failure

    def entered(app: Flask) -> RequestContext:
        fails("context")
        return real(app)

    def ticked() -> None:
        fails("tick")
        told()

    monkeypatch.setattr(plural, "WATCH", 0.0)
    monkeypatch.setattr(plural, "as_if_asked", entered)
    monkeypatch.setattr(news, "tick", ticked)
    news.mark(PHONES, "proposal-1-tally")
    broadcasters._tick_while_dirty(news)
    assert [part for said in bo.socket.news() for part, _ in said["fragments"]] == ["proposal-1-tally"]
    assert tried == ["context", "context", "tick", "tick"], "entered again, not made again"
    assert caplog.text.count("A tick failed") == 2
    assert not news.ticking


def test_hundreds_of_gatherings_nobody_listens_to_hold_nothing(app: Flask, ana: Person) -> None:
    for number in range(300):
        start_gathering(app, f"Assembly {number}", "Congress")
    ana.listen()
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    assert list(broadcasters.open) == [ana.slug]
    ana.socket.close()
    assert (broadcasters.open, dict(writing._turns)) == ({}, {})


def test_a_page_hears_only_what_it_shows(ana: Person, bo: Person) -> None:
    bo.listen(view=LIST)
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    heard = bo.heard_parts()
    assert "proposal-1-tally" in heard
    assert "round-split" not in heard
    bo.socket.close()
    bo.listen(view=POT)
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    heard = bo.heard_parts()
    assert "round-split" in heard
    assert "proposal-1-tally" not in heard


def test_a_pledge_pushes_amounts_and_points_and_not_the_rule(fay: Person, ana: Person, bo: Person) -> None:
    """Whoever looks at the pot has the rule's words already; the room hears them when it sees money first."""
    bo.listen(view=POT)
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    assert not {"round-rule", "round-points"} & set(bo.heard_parts())
    assert fay.post("/allocation/money").status_code == 303
    shown = dict(fragment for news in bo.heard() for fragment in news["fragments"])
    assert "How this was divided" in shown["round-rule"]
    assert "1 + 3 = <b>" in shown["round-points"].replace("\n", "")
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    moved = dict(fragment for news in bo.heard() for fragment in news["fragments"])
    assert moved.keys() == {"round-split", "round-points"}
    assert "1 + 2 = <b>" in moved["round-points"]
    page = bo.page("/allocation")
    assert [html in page for html in (moved["round-split"], shown["round-rule"], moved["round-points"])] == [True] * 3


def test_the_same_piece_asked_for_often_is_drawn_once(ana: Person) -> None:
    once = ana.get("/fragments?id=proposal-*-tally").get_json()
    often = ana.get("/fragments?" + "&".join(["id=proposal-*-tally"] * 200)).get_json()
    assert often["fragments"] == once["fragments"]


def test_a_word_from_elsewhere_shows_nobody_what_is_not_theirs_and_lifts_no_version(ana: Person, bo: Person) -> None:
    bo.listen()
    lie = Moved(bo.slug, 10**9, 10**9, {PHONES: ["gathering-health", "proposal-1-tally"]}, {})
    broadcasters.heard("another", lie)
    news = bo.heard()
    assert [part for part, _ in news[0]["fragments"]] == ["proposal-1-tally"]
    assert news[0]["to"] == news[0]["at"]
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    assert bo.heard()[0]["to"] == news[0]["to"] + 1


def test_a_page_that_names_nothing_we_know_hears_all(ana: Person, bo: Person) -> None:
    bo.listen(view="secrets gathering-health x")
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    assert {"proposal-1-tally", "round-split"} <= set(bo.heard_parts())


def test_a_page_of_one_proposal_hears_it_by_its_number(ana: Person, bo: Person) -> None:
    bo.listen(view="proposal-1-tally")
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    assert bo.heard_parts() == ["proposal-1-tally"]


def test_only_so_many_messages_of_their_own_are_made(
    app: Flask, ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever makes up views, one after the other, hears all as everybody did."""
    monkeypatch.setattr(plural, "MOST_VIEWS", 1)
    bo.listen(view="proposal-*-tally")
    ana.listen(view="round-split")
    news = broadcasters.of(bo.slug)
    assert news
    assert {key.view for key in news.listeners} == {"proposal-*-tally", ""}
    bo.post("/proposals/1/pledge", hours=3, first_hour="later")
    assert {"proposal-1-tally", "round-split"} <= set(ana.heard_parts())
