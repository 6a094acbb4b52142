"""Forgetting against the real server: before it the files hold names, cards and presses; after it nothing of them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from assembly.extensions import db
from assembly.kernel.models.identity import Attempt
from assembly.people.models import Participant
from tests.conftest import make_app
from tests.journeys.conftest import LAPTOP, PHONE, PROJECTOR, picture
from tests.journeys.test_pictures import look, look_at_phone, signed_in
from tests.support.phones import SocketPhone
from tests.support.server import ROOT, Caller, Server, come_in, door_code, end_last_call, start_evening, wait_for
from tests.support.traces import check_chain, found, put_card

ANA, BO, PROPOSER = "Anastasia Kanarek", "Bonifatius Kanarek", "the canary pod"
ANAS_PRESS, BOS_PRESS = "canary-press-of-ana-0001", "canary-press-of-bo-00002"
ANAS_CARD = ("Canary seed by the sack", "ring the canary bell", "every canary sunday")
SHARED_CARD = "A cage for canaries"


@pytest.fixture
def memory(server: Server) -> Iterator[Flask]:
    """The same memory, looked at from outside while the server runs."""
    app = make_app(server.instance)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


class Evening(NamedTuple):
    """While hours are given. Ana is person 1, Bo is 2; both gave hours and stand beside cards."""

    fay: Caller
    ana: Caller
    bo: Caller


@pytest.fixture
def evening(server: Server, memory: Flask) -> Evening:
    fay = start_evening(server)
    fay.post("/step", to=0, at=1)
    typed = {"title": "Night-watch kitchen", "change": "Hot meals", "minimum": 1400, "ask": 3600}
    assert fay.post("/proposals/1", proposer=PROPOSER, **typed).status == 303
    fay.post("/step", to=1, at=0)
    ana, bo = come_in(fay, ANA), come_in(fay, BO)
    for guest, number, press in ((ana, 1, ANAS_PRESS), (bo, 2, BOS_PRESS)):
        assert guest.post(f"/proposals/{number}/pledge", key=press, hours=3, first_hour="later").status == 303
    words, note, available = ANAS_CARD
    put_card(memory, fay.slug, words, 1, note=note, available=available)
    put_card(memory, fay.slug, SHARED_CARD, 1, 2)
    return Evening(fay, ana, bo)


def end(fay: Caller) -> None:
    fay.post("/step", to=2, at=1)
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    end_last_call(fay)
    assert fay.post("/allocation/closure", sure="yes").status == 303
    assert fay.post("/step", to=3, at=2).status == 303


def who(memory: Flask, *numbers: int) -> list[str]:
    """What stands in no mouth but would lead to these people: salts, handles, cookies' and presses' hashes."""
    with memory.app_context():
        people = db.session.query(Participant).filter(Participant.number.in_(numbers)).all()
        presses = db.session.query(Attempt).filter(Attempt.device_id.in_([one.device_id for one in people])).all()
        traces = [trace for one in people for trace in (one.salt, one.handle, one.device.token_hash)]
        return [*traces, *(press.asked for press in presses)]


def test_a_person_who_goes_leaves_nothing_in_the_files(server: Server, memory: Flask, evening: Evening) -> None:
    phone = SocketPhone(evening.bo)
    wait_for(lambda: phone.hellos == 1, "the first hello")
    salt, _, _, asked = who(memory, 1)
    hers = (ANA, *ANAS_CARD, ANAS_PRESS, salt, asked)
    assert found(server.instance, *hers) == list(hers)
    assert evening.ana.post("/me/forgetting").status == 303
    assert found(server.instance, *hers) == []
    assert found(server.instance, BO, SHARED_CARD, BOS_PRESS) == [BO, SHARED_CARD, BOS_PRESS], "others stay"
    wait_for(lambda: "gathering-arrivals" in phone.parts(), "the news of it")
    phone.close()
    assert sum(evening.fay.json("/allocation/room.json")["pledges"].popitem()[1].values()) == 3, "promises count on"
    server.stop()
    assert found(server.instance, *hers) == []
    assert ANA not in server.said()
    check_chain(memory)


def test_all_names_leave_the_files_while_the_server_runs(server: Server, memory: Flask, evening: Evening) -> None:
    end(evening.fay)
    ana, bo = who(memory, 1), who(memory, 2)
    names = (ANA, BO, PROPOSER, ANAS_PRESS, BOS_PRESS, ana[0], bo[0], ana[3], bo[3])
    assert found(server.instance, *names) == list(names)
    assert evening.fay.post("/forgetting", sure="yes").status == 303
    assert found(server.instance, *names) == []
    assert found(server.instance, *ANAS_CARD, SHARED_CARD) == [*ANAS_CARD, SHARED_CARD], "cards stay"
    server.stop()
    assert found(server.instance, *names) == []
    check_chain(memory)


@pytest.mark.browser
def test_names_leave_every_open_screen_by_themselves(
    server: Server, evening: Evening, open_page: Callable[..., Page]
) -> None:
    phone, other = (signed_in(open_page(PHONE), guest) for guest in (evening.ana, evening.bo))
    people, desk = signed_in(open_page(LAPTOP), evening.fay), signed_in(open_page(LAPTOP), evening.fay)
    here = f"{server.url}/g/{evening.fay.slug}"
    phone.goto(f"{here}/me")
    other.goto(f"{here}/me")
    people.goto(f"{here}/desk/people")
    expect(people.locator("main")).to_contain_text(ANA)
    phone.locator("#gathering-forget_me summary").click()
    phone.get_by_role("button", name="Yes, take them away").click()
    expect(phone.locator("main")).to_contain_text("Done. Your name and cards are gone.")
    expect(people.locator("main")).not_to_contain_text(ANA)
    expect(people.locator("main")).to_contain_text(BO)
    end(evening.fay)
    desk.goto(f"{here}/desk")
    desk.locator("#forget-names summary").click()
    desk.get_by_role("button", name="Yes, forget all names").click()
    expect(desk.locator(".stages").last).to_contain_text("Names are forgotten")
    expect(people.locator("main")).not_to_contain_text(BO)
    expect(other.locator("main")).to_contain_text("You are just looking, without a name.")


@pytest.mark.browser
def test_a_purge_leaves_no_trace_of_anybody_and_the_doors_say_so(
    server: Server, memory: Flask, evening: Evening, open_page: Callable[..., Page]
) -> None:
    end(evening.fay)
    phone = signed_in(open_page(PHONE), evening.ana)
    phone.goto(f"{server.url}/g/{evening.fay.slug}/me")
    expect(phone.locator("main")).to_contain_text(ANA)
    wall, desk = signed_in(open_page(PROJECTOR), evening.fay), signed_in(open_page(LAPTOP), evening.fay)
    wall.goto(f"{server.url}/g/{evening.fay.slug}/wall")
    desk.goto(f"{server.url}/g/{evening.fay.slug}/desk")
    everything = (ANA, BO, PROPOSER, *ANAS_CARD, SHARED_CARD, ANAS_PRESS, BOS_PRESS, *who(memory, 1, 2))
    assert found(server.instance, *everything) == list(everything)
    said = purged(server, door_code(evening.fay), "--yes")
    assert said == "Deleted. Proposals, sums and the book stay.\n"
    assert found(server.instance, *everything) == []
    expect(phone.locator("main")).to_contain_text("Type the code from the wall")
    expect(desk.locator("#gathering-controls")).to_contain_text("was forgotten")
    expect(wall.locator("main")).to_contain_text("people promised them")
    expect(wall.locator(".sums .giant b")).to_have_text(["0", "0"])
    server.stop()
    assert found(server.instance, *everything) == []
    assert [name for name in (ANA, BO) if name in server.said()] == []
    check_chain(memory)


def purged(server: Server, *words: str) -> str:
    environ = {**os.environ, "ASSEMBLY_INSTANCE": str(server.instance), "ASSEMBLY_HOST": "127.0.0.1"}
    typed = [sys.executable, "-m", "assembly", "purge", *words]
    ran = subprocess.run(typed, capture_output=True, text=True, cwd=ROOT, env=environ, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_the_places_where_one_forgets(evening: Evening, theme: str, open_page: Callable[..., Page]) -> None:
    fay, here = evening.fay, f"{evening.fay.url}/g/{evening.fay.slug}"
    phone = signed_in(open_page(PHONE, color_scheme=theme), evening.ana)
    desks = {"desk": signed_in(open_page(LAPTOP, color_scheme=theme), fay)}
    desks["desk-in-hand"] = signed_in(open_page(PHONE, color_scheme=theme), fay)
    look_at_phone(phone, f"{here}/me", f"forgetting-{theme}-phone")
    uncover(phone, "#gathering-forget_me", f"forgetting-{theme}-phone-open")
    assert evening.ana.post("/me/forgetting").status == 303
    look_at_phone(phone, f"{here}/me?forgotten=1", f"forgetting-{theme}-phone-done")
    end(fay)
    for name, desk in desks.items():
        look(desk, f"{here}/desk", f"forgetting-{theme}-{name}", 44)
        uncover(desk, "#forget-names", f"forgetting-{theme}-{name}-open")
    assert fay.post("/forgetting", sure="yes").status == 303
    for name, desk in desks.items():
        look(desk, f"{here}/desk", f"forgetting-{theme}-{name}-done", 44)


def uncover(page: Page, details: str, name: str) -> None:
    page.locator(f"{details} summary").click()
    page.locator(f"{details} button").scroll_into_view_if_needed()
    picture(page, name)
