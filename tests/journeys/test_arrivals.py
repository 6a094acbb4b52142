"""A hall that arrives at once: those inside are answered first, and everybody gets in."""

import select
import socket

from tests.support.phones import SocketPhone
from tests.support.server import PATIENCE, Caller, Server, come_in, start_evening, wait_for

ARRIVALS, PRESSES = 300, 6


def test_presses_are_answered_while_a_hall_waits_at_the_door(server: Server) -> None:
    fay = start_evening(server)
    ana, new = come_in(fay, "Ana"), come_in(fay, "Bo")
    ana.csrf()
    waiting = [ask_for_the_page(server, new) for _ in range(ARRIVALS)]
    for hours in range(1, PRESSES + 1):
        assert ana.post("/proposals/1/pledge", hours=hours, first_hour="later").status == 303
    answered = len(select.select(waiting, [], [], 0)[0])
    assert answered < ARRIVALS // 2, "they would have been first"
    for one in waiting:
        assert read_all(one).startswith(b"HTTP/1.1 200"), "nobody is sent away"


def test_who_hung_up_is_not_drawn_a_page_while_others_wait(server: Server) -> None:
    fay = start_evening(server)
    ana, new = come_in(fay, "Ana"), come_in(fay, "Bo")
    for _ in range(ARRIVALS):
        ask_for_the_page(server, new).close()
    waiting = [ask_for_the_page(server, new) for _ in range(20)]
    assert all(read_all(one).startswith(b"HTTP/1.1 200") for one in waiting)
    assert ana.look("/").status == 200


def test_a_look_with_a_body_is_refused_before_anybody_waits_for_it(server: Server) -> None:
    fay = start_evening(server)
    head = f"GET /g/{fay.slug}/help HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {fay.cookies()}\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as dribbling:
        dribbling.sendall(f"{head}Content-Length: 5000\r\n\r\n".encode())
        assert b" 400 " in dribbling.recv(4000).split(b"\r\n")[0]


def test_after_a_restart_all_phones_come_back_and_are_current(server: Server) -> None:
    fay = start_evening(server)
    guests = [come_in(fay, f"Guest {number}") for number in range(30)]
    phones = [SocketPhone(guest) for guest in guests]
    wait_for(lambda: all(phone.hellos == 1 for phone in phones), "every hello")
    server.kill()
    server.start()
    wait_for(lambda: all(phone.hellos >= 2 for phone in phones), "everybody to come back")
    assert fay.post("/step", to=2, at=1).status == 303
    wait_for(lambda: all("gathering-step" in phone.parts() for phone in phones), "the news at every phone")
    for phone in phones:
        phone.close()


def ask_for_the_page(server: Server, guest: Caller) -> socket.socket:
    asking = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    head = f"GET /g/{guest.slug}/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {guest.cookies()}\r\n"
    asking.sendall(f"{head}Connection: close\r\n\r\n".encode())
    return asking


def read_all(asking: socket.socket) -> bytes:
    with asking:
        return b"".join(iter(lambda: asking.recv(65_536), b""))
