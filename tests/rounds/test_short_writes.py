"""A pledge is one short transaction: few statements, nobody else's turn inside it, nothing asked again after it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from tests.support.cast import Person
from tests.support.server import ROOT
from tests.support.statements import listening

pytestmark = pytest.mark.both_memories

# In a process of its own, patched as the server is: how often does another greenlet get its turn inside a pledge?
TURNS = """
from gevent import monkey
monkey.patch_all()
import sys
from pathlib import Path
import gevent
import greenlet
from sqlalchemy import event
from assembly.extensions import db
from tests.conftest import make_app
from tests.support.cast import come_in, open_evening, start_gathering

app = make_app(Path(sys.argv[1]))
fay = start_gathering(app, "Eastside", "Congress")
open_evening(fay)
ana = come_in(app, fay.slug, "Ana")
inside, turns = [], []
with app.app_context():
    engine = db.engine
event.listen(engine, "begin", lambda connection: inside.append(1))
event.listen(engine, "commit", lambda connection: inside.clear())
if sys.argv[2] == "yielding":
    event.listen(engine, "before_cursor_execute", lambda *_: gevent.sleep(0))
gevent.spawn(lambda: [gevent.sleep(0) for _ in range(100_000)])
gevent.sleep(0)
greenlet.settrace(lambda happened, between: turns.append(happened) if inside else None)
answered = ana.post("/proposals/1/pledge", hours=3, first_hour="later")
greenlet.settrace(None)
print(answered.status_code, len(turns))
"""


@pytest.mark.parametrize("hours", [3, 4], ids=["given", "changed"])
def test_a_pledge_asks_the_database_six_times_and_its_answer_nothing(app: Flask, ana: Person, hours: int) -> None:
    ana.post("/proposals/2/pledge", hours=1, first_hour="later")
    if hours == 4:
        ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    with listening(app) as asked:
        pressed = {"key": "a" * 32, "hours": hours, "first_hour": "later"}
        assert ana.post("/proposals/1/pledge", htmx=True, **pressed).status_code == 200
    begun, *statements = asked
    assert begun == "BEGIN IMMEDIATE" or begun.endswith("FOR UPDATE"), "the lock comes first"
    assert len(statements) <= 6, statements


@pytest.mark.parametrize(("how", "none"), [("as ever", True), ("yielding", False)])
def test_nobody_else_gets_a_turn_inside_a_pledge_on_sqlite(
    migrated: Path, tmp_path: Path, how: str, none: bool
) -> None:
    """With a yield put inside on purpose it counts some: the check can fail."""
    shutil.copytree(migrated, tmp_path / "instance")
    typed = [sys.executable, "-c", TURNS, str(tmp_path / "instance"), how]
    said = subprocess.run(typed, cwd=ROOT, capture_output=True, text=True, check=False)
    status, turns = said.stdout.split()[-2:] if said.stdout else (said.stderr, "0")
    assert (status, int(turns) == 0) == ("303", none)


def test_a_key_that_no_page_gave_is_none(app: Flask, ana: Person) -> None:
    pledge = {"hours": 3, "first_hour": "later", "key": "\0" * 20}
    assert ana.post("/proposals/1/pledge", **pledge).status_code == 303
