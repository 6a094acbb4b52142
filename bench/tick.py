"""What one tick costs in a full room: python3 start.py bench tick [--proposals 200] [--people 5000]

A pledge is changed at the real door, then everything that shows it is read, drawn and packed for phones, wall and desk.
CPU time, median; nothing is sent. The statements a tick asks the database are counted beside it.
"""

import argparse
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, insert

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from assembly import create_app  # noqa: E402
from assembly.extensions import db  # noqa: E402
from assembly.gatherings.models import Gathering  # noqa: E402
from assembly.kernel.models.base import random_name, this_minute  # noqa: E402
from assembly.kernel.models.identity import Device  # noqa: E402
from assembly.live.audiences import DESK, PHONES, WALL  # noqa: E402
from assembly.live.broadcaster import AudienceKey, Broadcaster  # noqa: E402
from assembly.live.broadcasters import broadcasters  # noqa: E402
from assembly.live.sending import DirectSocket, Frame  # noqa: E402
from assembly.people.models import Participant  # noqa: E402
from assembly.rounds.models.pledge import Pledge  # noqa: E402
from tests.support.cast import Person, come_in, start_gathering  # noqa: E402


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--proposals", type=int, nargs="+", default=[20, 40, 200])
    asked.add_argument("--people", type=int, nargs="+", default=[200, 5000])
    asked.add_argument("--ticks", type=int, default=20)
    options = asked.parse_args()
    print(f"{'room':<34}{'all, ms':>9}{'statements':>12}{'phones':>9}{'wall':>8}{'desk':>8}{'bytes to a phone':>18}")
    for proposals in options.proposals:
        for people in options.people:
            with tempfile.TemporaryDirectory() as folder:
                measure(Path(folder), proposals, people, options.ticks)


def measure(folder: Path, proposals: int, people: int, ticks: int) -> None:
    app = create_app({"ASSEMBLY_INSTANCE": str(folder), "ASSEMBLY_HOST": "127.0.0.1"}, TESTING=True)
    with app.app_context():
        upgrade()
        db.session.remove()
    slug = fill(app, proposals, people)
    ana = come_in(app, slug, "Ana")
    with app.test_request_context("/"):
        event.listen(db.engine, "before_cursor_execute", count_statement)
    costs = {audiences: [] for audiences in ((PHONES, WALL, DESK), (PHONES,), (WALL,), (DESK,))}
    statements, size = [], 0
    for number in range(ticks):
        for audiences, took in costs.items():
            spent, asked, size_now = tick(app, ana, audiences, number)
            took.append(spent)
            if len(audiences) == 3:
                statements.append(asked)
                size = size_now
    alone = [statistics.median(took) * 1000 for took in costs.values()]
    room = f"{proposals} proposals, {people} people"
    print(f"{room:<34}{alone[0]:>9.1f}{statistics.median(statements):>12.0f}{alone[1]:>9.1f}{alone[2]:>8.1f}", end="")
    print(f"{alone[3]:>8.1f}{size:>18}", flush=True)


def fill(app: Flask, proposals: int, people: int) -> str:
    """An evening where everybody has given hours to two proposals, and money shows."""
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    fay.post("/expectation", people=max(people, 100))
    fay.post("/allocation", divided=50_000 * proposals, money_when="always")
    for number in range(1, proposals + 1):
        form = {"minimum": 20_000 + 100 * number, "ask": 90_000 + 700 * number}
        fay.post("/proposals/", title=f"Proposal {number}", change="Something for all", proposer="", **form)
    fay.post("/step", to=1, at=0)
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=fay.slug).one()
        allocation = gathering.allocation
        devices = [{"token_hash": f"{number:064x}"} for number in range(people)]
        db.session.execute(insert(Device), devices)
        first = db.session.query(Device.id).filter_by(token_hash=devices[0]["token_hash"]).scalar()
        came = [somebody(gathering, number, first + number) for number in range(people)]
        db.session.execute(insert(Participant), came)
        persons = [row.id for row in db.session.query(Participant.id).filter_by(gathering_id=gathering.id)]
        asked = [ask.proposal_id for ask in allocation.asks]
        given = [
            {
                "allocation_id": allocation.id, "participant_id": person, "first_hour": "later",
                "proposal_id": asked[(number * 7 + turn * (1 + number % 3)) % proposals], "hours": 1 + number % 4,
            }
            for number, person in enumerate(persons) for turn in range(2 if proposals > 3 else 1)
        ]  # fmt: skip
        db.session.execute(insert(Pledge), given)
        db.session.commit()
    return fay.slug


def somebody(gathering: Gathering, number: int, device: int) -> dict[str, object]:
    names = {name: random_name() for name in ("handle", "ledger_id", "salt")}
    at = {"came_in_at": this_minute()}
    return {
        "number": number + 1,
        "gathering_id": gathering.id,
        "device_id": device,
        "name": f"P{number}",
        **names,
        **at,
    }


COUNTED = [0]
NOBODY = DirectSocket(socket.socketpair()[0])


def count_statement(*_: object) -> None:
    COUNTED[0] += 1


def tick(app: Flask, ana: Person, audiences: tuple[str, ...], number: int) -> tuple[float, int, int]:
    """Seconds of CPU, statements, and bytes of the message to phones."""
    news = broadcasters.open.setdefault(ana.slug, Broadcaster(ana.slug, 0))
    news.listeners.clear()
    for audience in audiences:
        news.listeners[AudienceKey(audience, "en")]["nobody"] = NOBODY
    assert ana.post("/proposals/1/pledge", hours=1 + number % 5, first_hour="later").status_code == 303
    sent: list[int] = []
    news._deliver = lambda messages: sent.extend(
        len(Frame("news", said).packed) for to, said in messages if to.audience == PHONES
    )
    news.phones_due = COUNTED[0] = 0
    began = time.process_time()
    with app.test_request_context("/", base_url="http://127.0.0.1"):
        news.tick()
    return time.process_time() - began, COUNTED[0], sent[0] if sent else 0


if __name__ == "__main__":
    main()
