"""People who mean harm, against the real server: scripts in every field, races with the close, rude sockets."""

import base64
import http.client
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import socketio
from playwright.sync_api import Page

from tests.journeys.conftest import LAPTOP, PHONE, PROJECTOR
from tests.journeys.test_pictures import signed_in
from tests.support.server import Caller, Server, come_in, door_code, end_last_call, start_evening, wait_for

PAYLOADS = (
    "<script>window.harm=1</script>",
    '"><img src=x onerror=window.harm=1>',
    "<svg onload=window.harm=1>",
    "{{ 7*7 }}%(x)s",
)


@pytest.mark.browser
@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_every_field_stays_words_on_every_page(
    server: Server, open_page: Callable[..., Page], payload: str
) -> None:
    fay = Caller(server.url)
    fay.memory = server.memory
    fay.post("/key", key=server.operator_key())
    made = fay.post("/assemblies", assembly=payload, gathering=payload, currency="USD", time_zone="UTC")
    fay.slug = made.location.split("/")[2]
    fay.post("/allocation", divided=3000, set_aside=10, set_aside_note=payload, period=payload[:60])
    for _ in range(2):
        fay.post("/proposals/", title=payload[:60], change=payload, proposer=payload[:60], minimum=100, ask=1000)
    guests = [come_in(fay, payload[:40]) for _ in range(4)]
    phone = signed_in(open_page(PHONE), guests[0])
    wall, desk = signed_in(open_page(PROJECTOR), fay), signed_in(open_page(LAPTOP), fay)
    wall.goto(f"{server.url}/g/{fay.slug}/wall")
    look(phone, fay, "", "me")
    fay.post("/step", to=1, at=0)
    for guest in guests[:3]:
        guest.post("/proposals/1/pledge", hours=2, first_hour="later")
    look(phone, fay, "", "proposals/", "proposals/1", "me")
    fay.post("/step", to=2, at=1)
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    look(phone, fay, "allocation", "proposals/2")
    look(desk, fay, "desk", "desk/proposals", "desk/settings", "desk/people", "desk/links", "paper", "paper/card")
    end_last_call(fay)
    fay.post("/allocation/closure", sure="yes")
    assert fay.post("/step", to=3, at=2).status == 303
    wall.wait_for_selector("main[data-step=closing]")
    assert wall.evaluate("window.harm") is None
    assert payload in (wall.locator("main").text_content() or ""), "word for word: nothing in it was worked out"


def look(page: Page, fay: Caller, *places: str) -> None:
    for place in places:
        page.goto(f"{fay.url}/g/{fay.slug}/{place}")
        assert page.evaluate("window.harm") is None, place


def test_nothing_that_races_with_the_close_is_half_in(server: Server) -> None:
    fay = start_evening(server)
    guests = [come_in(fay, f"Guest {number}") for number in range(30)]
    for guest in guests[:10]:
        assert guest.post("/proposals/1/pledge", hours=2, first_hour="later").status == 303
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    end_last_call(fay)

    def press(number: int) -> int:
        if number == 15:
            return fay.post("/allocation/closure", sure="yes").status
        return guests[number].post(f"/proposals/{number % 3 + 1}/pledge", hours=3, first_hour="later").status

    with ThreadPoolExecutor(30) as crowd:
        answers = list(crowd.map(press, range(30)))
    assert set(answers) <= {303, 422}
    kinds = [kind for (kind,) in server.asked("SELECT kind FROM ledger_row ORDER BY seq")]
    kept = json.loads(server.asked("SELECT outcome FROM closure")[0][0])
    held = "SELECT p.number, count(*), sum(hours) FROM pledge JOIN proposal p ON p.id = proposal_id GROUP BY 1"
    rows = server.asked(held)
    assert kinds.count("allocation locked") == 1
    assert kinds[-1] == "allocation locked", "nothing is pledged after the close"
    counted = {share["terms"]["id"]: share["support"] for share in kept["shares"] if share["support"]["hours"]}
    everybody = {number: {"people": people, "hours": hours, "outside": people} for number, people, hours in rows}
    assert counted == everybody, "nobody said that they are from a pod"


def test_fifty_presses_of_one_person_are_one_budget(server: Server) -> None:
    fay = start_evening(server)
    ana = come_in(fay, "Ana")
    ana.csrf()
    with ThreadPoolExecutor(25) as fingers:
        list(
            fingers.map(
                lambda n: ana.post(f"/proposals/{n % 3 + 1}/pledge", hours=n % 6 + 1, first_hour="later"), range(50)
            )
        )
    hours, backed = server.asked("SELECT sum(hours), count(*) FROM pledge WHERE hours > 0")[0]
    people = server.asked("SELECT count(*) FROM participant")[0][0]
    assert hours <= 6
    assert backed <= 2
    assert people == 1


def test_rude_sockets_are_refused_and_disturb_nobody(server: Server) -> None:
    fay = start_evening(server)
    ana = come_in(fay, "Ana")
    wishes = (
        None,
        5,
        "x",
        [],
        {"slug": 5},
        {"slug": {"a": 1}},
        {"slug": fay.slug, "audience": "desk"},
        {"slug": fay.slug},
    )
    for wish in wishes:
        assert not let_in(server, wish, ana.cookies() if isinstance(wish, dict) and "audience" in wish else ""), wish
    polling = socketio.Client(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        polling.connect(server.url, transports=["polling"])
    assert ana.post("/proposals/1/pledge", hours=1, first_hour="later").status == 303
    assert "Traceback" not in server.said()


def test_another_site_opens_no_socket_with_our_cookie(server: Server) -> None:
    """A press on a socket needs no token of its own, because only pages of ours have one."""
    fay = start_evening(server)
    ana = come_in(fay, "Ana")
    assert shaken(server, ana, server.url) == 101
    for origin in ("http://evil.example", f"{server.url}.evil.example", "null"):
        assert shaken(server, ana, origin) == 400, origin


def shaken(server: Server, caller: Caller, origin: str) -> int:
    """How the handshake of a socket is answered that comes from a page of this origin."""
    asks = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode()}
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as line:
        cookie = {"Cookie": caller.cookies(), "Origin": origin}
        line.request("GET", "/socket.io/?EIO=4&transport=websocket", headers={**asks, **key, **cookie})
        return line.getresponse().status


def let_in(server: Server, wish: object, cookies: str) -> bool:
    client = socketio.Client(reconnection=False)
    try:
        client.connect(server.url, headers={"Cookie": cookies}, auth=wish, transports=["websocket"], wait_timeout=5)
    except socketio.exceptions.ConnectionError:
        return False
    client.disconnect()
    return True


def test_the_code_is_the_only_way_in(server: Server) -> None:
    fay = start_evening(server)
    code = door_code(fay)
    stranger = Caller(server.url, fay.slug)
    for wrong in ("", "MOSS 38" if code != "MOSS38" else "FERN 11", "%", "x" * 500):
        assert stranger.post("/people", code=wrong, name="Eve").status == 403
    assert stranger.post("/people", code=code, name="Eve").status == 303
    wait_for(lambda: "Eve" in fay.get("/desk/people"), "Eve on the list")
