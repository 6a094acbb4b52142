"""How the machine is: a quiet line on the desk, and the same in figures for whoever runs it."""

import re
from collections import namedtuple

import pytest
from flask import Flask

from assembly.desk import readings as health
from assembly.desk.readings import in_gigabytes
from assembly.live.health import Live
from tests.support.cast import Person, tick

GB = 1_000_000_000


def figures(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"^(\w+)(?:\{.*\})? (\S+)$", text, re.M)}


def test_the_desk_says_who_listens_when_it_saved_and_what_is_left(fay: Person, ana: Person) -> None:
    ana.listen()
    page = fay.page("/desk")
    assert "Every phone answers" in page
    assert re.search(r"Last saved \d\d:\d\d", page)
    assert "GB of disk left" in page
    assert "Phones share 10 Mbit/s" in page


def test_without_a_limit_of_bytes_the_desk_names_none(app: Flask, fay: Person) -> None:
    app.config["BYTES_BUDGET"] = 0.0
    assert "Mbit/s" not in fay.page("/desk")


def test_a_full_disk_is_said_aloud(fay: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    left = namedtuple("left", "free")
    monkeypatch.setattr(health.shutil, "disk_usage", lambda place: left(free=GB // 2))
    assert "<strong>Only 0.5 GB of disk left: make room.</strong>" in fay.page("/desk")


def test_a_late_phone_is_counted_in_seconds() -> None:
    assert not Live(phones=3, walls=1, slowest=4).late
    assert Live(phones=3, walls=1, slowest=5).late
    assert [in_gigabytes(size) for size in (GB // 10, 9 * GB, 42 * GB)] == ["0.1", "9.0", "42"]


def test_a_new_desk_is_told_of_its_health_without_any_deed(app: Flask, fay: Person) -> None:
    from assembly.live.broadcasters import broadcasters

    desk = Person(app, fay.slug)
    desk.browser = fay.browser
    desk.listen("desk")
    with app.test_request_context("/"):
        broadcasters.look(everybody=True)
    tick(app, fay.slug)
    said = desk.socket.news()
    assert any("gathering-health" in [*dict(news["fragments"]), *news["same"]] for news in said)


def test_figures_are_told_on_this_machine_where_they_were_wished(app: Flask, fay: Person, ana: Person) -> None:
    stranger = app.test_client()
    assert stranger.get("/metrics").status_code == 404
    app.config["METRICS"] = True
    ana.listen()
    ana.post("/proposals/1/pledge", hours=2, first_hour="later")
    answer = stranger.get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    told = figures(answer.get_data(as_text=True))
    assert (told["assembly_phones"], told["assembly_walls"], told["assembly_pledges"]) == (1, 0, 1)
    assert told["assembly_ledger_rows"] > 1
    assert told["assembly_disk_free_bytes"] > 0
    assert 0 <= told["assembly_last_save_seconds"] < 120
    assert told["assembly_version_info"] == 1
    counted = ("ticks", "frames_sent", "bytes_sent", "tails_kept", "behind_notices")
    cut = (f"{why}_sockets" for why in ("stalled", "flooding", "refused"))
    shown = {"version_info", "gatherings", "phones", "walls", "slowest_phone_seconds", "pledges", "ledger_rows"}
    shown |= {"last_save_seconds", "disk_free_bytes", *(f"{name}_total" for name in (*counted, *cut))}
    assert told.keys() == {f"assembly_{name}" for name in shown}


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"])
def test_figures_are_not_told_through_a_proxy_or_to_another_machine(app: Flask, header: str) -> None:
    app.config["METRICS"] = True
    stranger = app.test_client()
    assert stranger.get("/metrics", headers={header: "203.0.113.7"}).status_code == 404
    assert stranger.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.4"}).status_code == 404


def test_before_anything_was_saved_the_figures_say_so(app: Flask) -> None:
    app.config["METRICS"] = True
    assert "assembly_last_save_seconds NaN" in app.test_client().get("/metrics").get_data(as_text=True)
