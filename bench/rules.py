"""How long the rules take: floors first and common rate on counters, fixes in a moved room, equal shares in its child.

Run: python3 start.py bench rules
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from random import Random

from assembly.rounds.readings.fixes import RuleInput, fixes
from assembly.rounds.rules.allocation import Settings, Support, Terms, count, share_out
from assembly.rounds.rules.room import Room, write

Pledges = dict[str, dict[int, int]]
LIMIT = 60  # seconds for one count


def main() -> None:
    print(f"{'what':<58}{'CPU':>12}  target")
    for rule in ("floors_first", "common_rate"):
        recompute(rule)
    for rule in ("floors_first", "common_rate"):
        ask_for_fixes(rule)
    for people in (120, 1000):
        for proposals in (12, 40, 200):
            count_apart(proposals, people)


def recompute(rule: str) -> None:
    pot, terms, pledges = hall(200, 5000)
    settings = Settings(rule=rule)
    supports = count(pledges, settings)
    took = median(lambda: share_out(pot, terms, supports, settings))
    tell(f"{rule}: recompute, 200 proposals, 5,000 people", took, "5 ms")


def ask_for_fixes(rule: str) -> None:
    """What every proposal at nothing lacks: in a room that moved since, and in one that did not."""
    pot, terms, pledges = hall(200, 5000)
    settings = Settings(rule=rule)
    supports = count(pledges, settings)
    turns = iter(range(1, 1000))

    def room(more: int) -> RuleInput:
        moved = {**supports, 1: Support(supports[1].people, supports[1].hours + more)}
        return RuleInput(pot, terms, tuple(moved.get(each.id, Support()) for each in terms), settings)

    def ask(more: int) -> None:
        told = fixes(room(more))
        for each in terms:
            told.fix(int(str(each.id)))

    tell(f"{rule}: all fixes, 200 proposals, a moved room", median(lambda: ask(next(turns)), 3), "")
    page = [each for each in terms if not share_out(pot, terms, supports, settings).share(each.id).amount][:6]

    def ask_page() -> None:
        told = fixes(room(next(turns)))
        for each in page:
            told.fix(int(str(each.id)))

    tell(f"{rule}: the {len(page)} fixes of a wall, a moved room", median(ask_page, 5), "20 ms")
    ask(0)
    tell(f"{rule}: all fixes, the same room again", median(lambda: ask(0)), "")


def count_apart(proposals: int, people: int) -> None:
    pot, terms, pledges = hall(proposals, people)
    written = json.dumps(write(Room(pot, terms, pledges, Settings(rule="equal_shares"))))
    command = [sys.executable, "-m", "assembly", "allocate", "-"]
    name = f"equal_shares in its child: {proposals} proposals, {people} people"
    started = time.perf_counter()
    try:
        done = subprocess.run(command, input=written, capture_output=True, text=True, check=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        print(f"{name:<58}{f'over {LIMIT} s':>12}")
    else:
        percent = json.loads(done.stdout)["added_percent"]
        print(f"{name:<58}{time.perf_counter() - started:>10.1f} s  ({percent} percent added)")


def hall(proposals: int, people: int) -> tuple[int, tuple[Terms, ...], Pledges]:
    """A pot (in steps of 1.00) for a quarter of what is asked; each person with a few hours on one or two proposals."""
    dice = Random(proposals * people)
    terms = []
    for number in range(1, proposals + 1):
        ask = dice.randrange(500, 4000, 100)
        terms.append(Terms(number, ask // 2, ask, number))
    pledges = {
        str(person): {dice.randint(1, proposals): dice.randint(1, 3) for _ in range(dice.choice((1, 2, 2)))}
        for person in range(people)
    }
    return sum(each.ask for each in terms) // 4, tuple(terms), pledges


def median(work: Callable[[], object], turns: int = 15) -> float:
    """Seconds of CPU, so that a busy machine tells the same."""
    took = []
    for _ in range(turns):
        started = time.process_time()
        work()
        took.append(time.process_time() - started)
    return statistics.median(took)


def tell(what: str, seconds: float, target: str) -> None:
    print(f"{what:<58}{1000 * seconds:>9.2f} ms  {target}")


if __name__ == "__main__":
    main()
