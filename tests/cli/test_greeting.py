"""What is printed when the server starts: many lines, and one link that stands out."""

import pytest
from flask import Flask

from assembly.cli.demo import desks_of_the_demo
from assembly.cli.server import Entrance, greet
from assembly.extensions import db
from assembly.gatherings.models import Gathering


def test_one_link_stands_out_and_the_others_stand_by(capsys: pytest.CaptureFixture[str]) -> None:
    others = (("Desk of Winter congress", "http://here/key#two"), ("Desk of What we have", "http://here/key#three"))
    greet("http://hall:8000", Entrance("http://here/key#one", "Rehearse at this desk:", others), "abc-def")
    lines = capsys.readouterr().out.splitlines()
    large = [line.split() for line in lines if ">>" in line]
    assert large == [[">>", "http://here/key#one"]]
    after = lines[next(number for number, line in enumerate(lines) if ">>" in line) :]
    assert "key" not in "".join(after[1:]), "nothing to copy follows it"
    assert all(f"{name}: {link}" in lines for name, link in others)
    assert "Operator key: abc-def" in lines


def test_the_demos_link_is_the_rehearsals_desk(app: Flask) -> None:
    entrance, codes = desks_of_the_demo(app)
    with app.app_context():
        rehearsals = [each for each in db.session.query(Gathering).order_by(Gathering.id) if each.rehearsal]
        assert [each.code for each in rehearsals] == codes
        rehearsal = rehearsals[-1]
    assert len(entrance.others) == 3
    opened = app.test_client()
    page = opened.get("/key").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    led = opened.post("/key", data={"csrf_token": token, "key": entrance.link.split("#")[1]})
    assert rehearsal.slug in led.location
