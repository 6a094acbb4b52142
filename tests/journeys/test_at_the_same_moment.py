"""Presses that meet: two closes, a close among pledges, a proposal taken off while people give to it."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.journeys.test_everybody_at_once import at
from tests.support.server import Caller, Server, come_in, end_last_call, start_evening

PEOPLE, PRESSES, CROWD = 40, 4, 16
PROMISES = ("hours pledged", "pledge changed", "pledge withdrawn", "pledge moved")
Given = dict[tuple[str, int], int]  # hours by person and proposal


def test_two_closes_at_once_are_one_close(server: Server) -> None:
    fay = ready_to_close(server)
    assert come_in(fay, "Ana").post("/proposals/1/pledge", hours=3, first_hour="later").status == 303
    hands = [at(server, fay) for _ in range(4)]
    with ThreadPoolExecutor(len(hands)) as crowd:
        answers = list(crowd.map(lambda hand: hand.post("/allocation/closure", sure="yes").status, hands))
    assert answers == [303] * len(hands), "whoever pressed second finds it closed, as they wanted"
    assert [row["kind"] for row in book(server)].count("allocation locked") == 1
    assert server.asked("SELECT count(*) FROM closure") == [(1,)]


def test_a_close_counts_every_pledge_that_was_saved_before_it_and_none_after(server: Server) -> None:
    fay = ready_to_close(server)
    answers = press_among(server, fay, lambda: fay.post("/allocation/closure", sure="yes").status)
    rows = book(server)
    lock = [row["kind"] for row in rows].index("allocation locked")
    assert not [row for row in rows[lock:] if row["kind"] in PROMISES]
    assert answers.keys() == {303, 422}, "some came in time and some did not"
    assert answers[303] == sum(row["kind"] in PROMISES for row in rows), "what was answered as saved is in the book"
    outcome = json.loads(rows[lock]["facts"]["outcome"])
    told = {share["terms"]["id"]: share["support"] for share in outcome["shares"]}
    given = replayed(rows[:lock])
    for number, support in told.items():
        hours = [each for (_, proposal), each in given.items() if proposal == number and each]
        assert (support["people"], support["hours"]) == (len(hours), sum(hours)), number


def test_hours_given_while_a_proposal_is_taken_off_are_nowhere_or_in_the_book(server: Server) -> None:
    fay = start_evening(server)
    answers = press_among(server, fay, lambda: fay.post("/proposals/1/withdrawal").status)
    rows = book(server)
    assert answers.keys() == {303, 404}, "some gave in time, and later there was nothing to give to"
    assert answers[303] == sum(row["kind"] in PROMISES[:3] for row in rows)
    off = [row["kind"] for row in rows].index("proposal withdrawn")
    assert not [row for row in rows[off:] if row["kind"] in PROMISES and row["facts"]["proposal"] == 1]
    people = "JOIN participant ON participant.id = participant_id JOIN proposal ON proposal.id = proposal_id"
    held = server.asked(f"SELECT ledger_id, proposal.number, hours FROM pledge {people} WHERE hours > 0")
    assert {(who, number): hours for who, number, hours in held} == {
        which: hours for which, hours in replayed(rows).items() if hours
    }
    assert {number for _, number, _ in held} == {2}


def ready_to_close(server: Server) -> Caller:
    """Money shown, last call over: one press is left."""
    fay = start_evening(server)
    assert fay.post("/step", to=2, at=1).status == 303
    for place in ("/allocation/money", "/allocation/last-call"):
        assert fay.post(place).status == 303
    end_last_call(fay)
    return fay


def press_among(server: Server, fay: Caller, press: Callable[[], int]) -> Counter[int]:
    """Everybody gives and changes hours; in the middle of it comes `press`. How their own presses were answered."""
    guests = [come_in(fay, f"Guest {number}") for number in range(PEOPLE)]
    middle, end = PEOPLE * PRESSES // 2, PEOPLE * PRESSES
    with ThreadPoolExecutor(CROWD) as crowd:
        before = [crowd.submit(give, guests, which) for which in range(middle)]
        pressed = crowd.submit(press)
        after = [crowd.submit(give, guests, which) for which in range(middle, end)]
        assert pressed.result() == 303
        return Counter(each.result() for each in (*before, *after))


def give(guests: list[Caller], which: int) -> int:
    """Everybody gives to the second, then to the first, and changes that twice."""
    proposal, hours = ((2, 2), (1, 3), (1, 4), (1, 1))[which // PEOPLE]
    return guests[which % PEOPLE].post(f"/proposals/{proposal}/pledge", hours=hours, first_hour="later").status


def book(server: Server) -> list[dict[str, Any]]:
    return [json.loads(body) for (body,) in server.asked("SELECT body FROM ledger_row ORDER BY seq")]


def replayed(rows: list[dict[str, Any]]) -> Given:
    given: Given = {}
    for row in rows:
        if row["kind"] in PROMISES:
            facts = row["facts"]
            given[facts.get("person", row["by"]), facts["proposal"]] = facts.get("hours", 0)
    return given
