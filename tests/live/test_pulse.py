"""Who is still there: everybody is asked in turn, and who does not answer is shown out."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import socket
from time import monotonic

import pytest
from gevent import sleep, spawn
from gevent import socket as green

from assembly.live.frames import TEXT, frame
from assembly.live.pulse import ARRIVING, ASKED, Pulse
from assembly.live.wire import WholeSocket

PRESS = frame(TEXT, b'42["pledge"]')  # a phone would mask it; here only its coming counts


@contextmanager
def phone(pulse: Pulse) -> Iterator[tuple[WholeSocket, socket]]:
    ours, theirs = green.socketpair()
    with ours, theirs:
        wire = WholeSocket(ours)
        wire.admit()
        pulse.watch(wire)
        yield wire, theirs


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> Pulse:
    """It beats when the test says so."""
    pulse = Pulse()
    pulse.beating = True
    return pulse


def heard(theirs: socket) -> bytes:
    theirs.settimeout(0)
    try:
        return theirs.recv(4096)
    except BlockingIOError:
        return b""


def read_to_the_end(wire: WholeSocket) -> None:
    with suppress(OSError):
        while wire.recv(4096):
            pass


def test_everybody_is_asked_every_ten_seconds_and_not_before(pulse: Pulse) -> None:
    began = monotonic()
    with phone(pulse) as (wire, theirs):
        pulse.look(began + 9.9)
        assert heard(theirs) == b""
        for second in (10.1, 20.2, 30.3):
            pulse.look(began + second)
            assert heard(theirs) == ASKED, second
            pulse.look(began + second + 1)
            assert heard(theirs) == b"", "once"
            wire.heard_at = began + second + 0.5
            pulse.look(began + second + 8.1)
        assert not wire.gone


def test_nobody_waits_for_those_who_came_later(pulse: Pulse, monkeypatch: pytest.MonkeyPatch) -> None:
    """People keep coming; a browser that is not asked for 18 seconds takes the line for dead."""
    began = monotonic()
    with phone(pulse) as (first, theirs), phone(pulse) as (later, _):
        pulse.look(began + 10.1)
        assert heard(theirs) == ASKED
        first.heard_at = later.heard_at = began + 10.5
        monkeypatch.setattr("assembly.live.pulse.time.monotonic", lambda: began + 17.0)
        with phone(pulse):
            pulse.look(began + 18.2)
            pulse.look(began + 20.2)
            assert heard(theirs) == ASKED


def test_who_waits_for_us_is_not_taken_for_dead(pulse: Pulse) -> None:
    """While a press of theirs stands in line, nobody reads what they answer."""
    with phone(pulse) as (wire, theirs):
        theirs.sendall(PRESS)
        wire.recv(4096)
        began = monotonic()
        for second in (10.1, 18.2, 20.3, 28.4):
            pulse.look(began + second)
        assert (wire.gone, wire.age()) == (False, 0.0)
        reading = spawn(read_to_the_end, wire)
        sleep(0)
        for second in (30.5, 38.6):
            pulse.look(began + second)
        assert wire.gone
        reading.get()


def test_who_does_not_answer_within_eight_seconds_is_shown_out(pulse: Pulse) -> None:
    began = monotonic()
    with phone(pulse) as (silent, _), phone(pulse) as (well, _):
        pulse.look(began + 10.1)
        well.heard_at = began + 10.5
        pulse.look(began + 18.0)
        assert not silent.gone
        pulse.look(began + 18.2)
        assert (silent.gone, well.gone) == (True, False)


def test_who_left_is_not_asked_and_not_kept(pulse: Pulse) -> None:
    began = monotonic()
    with phone(pulse) as (wire, _):
        wire.close()
        pulse.look(began + 0.1)
        assert [*pulse.to_ask, *pulse.to_answer, *pulse.to_arrive] == []


def test_who_never_says_what_it_came_for_is_shown_out(pulse: Pulse) -> None:
    began = monotonic()
    with phone(pulse) as (welcome, _), phone(pulse) as (lost, _):
        lost.admitted = False
        for second in range(1, int(ARRIVING) + 2):
            welcome.heard_at = lost.heard_at = began + second
            pulse.look(began + second)
        assert (welcome.gone, lost.gone) == (False, True)


def test_it_rests_when_nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assembly.live.pulse.STEP", 0.001)
    pulse = Pulse()
    with phone(pulse) as (wire, _):
        assert pulse.beating
        wire.close()
        while pulse.beating:
            sleep(0.001)
