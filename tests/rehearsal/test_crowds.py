"""Pretend phones are another program: its sheet is kept and the desk hears of it, also when it came to nothing."""

import json
import sys
from dataclasses import asdict

import pytest
from flask import Flask

from assembly.rehearsal import news
from assembly.rehearsal.actions import crowds
from assembly.rehearsal.cli import crowd
from tests.rehearsal.test_rehearsal_pages import start_rehearsal
from tests.rehearsal.test_rehearsal_rule import WELL
from tests.support.cast import Person, refusal

SAYS = {"a sheet": json.dumps(asdict(WELL)), "nonsense": "[1, 2", "another sheet": '{"phones": 3}', "nothing": ""}


@pytest.mark.parametrize("said", SAYS)
def test_what_they_found_stands_on_the_desk(app: Flask, said: str) -> None:
    fay = start_rehearsal(app)
    assert fay.post("/crowds", phones=50).status_code == 303
    assert "50 pretend phones are out." in fay.page("/desk")
    fay.listen("desk")
    come_home(app, fay, SAYS[said])
    assert any("controls" in told["nudges"] for told in fay.heard())
    page = fay.page("/desk")
    assert "are out" not in page
    assert ("Older after newer" in page) == (said == "a sheet")
    assert ("came home with nothing" in page) == (said != "a sheet")
    assert fay.post("/crowds", phones=50).status_code == 303, "and the next may go"


def test_two_crowds_are_never_out_together(app: Flask) -> None:
    one, other = start_rehearsal(app), start_rehearsal(app)
    assert one.post("/crowds", phones=50).status_code == 303
    again = other.post("/crowds", phones=50)
    assert (again.status_code, refusal(again)) == (422, "Pretend phones are out already. Wait until they are home.")


def test_a_rehearsal_that_was_removed_meanwhile_is_silence(app: Flask) -> None:
    fay = start_rehearsal(app)
    assert fay.post("/crowds", phones=50).status_code == 303
    assert fay.post("/removal", sure="yes").status_code == 303
    come_home(app, fay, SAYS["a sheet"])


def test_the_server_types_what_the_command_understands(app: Flask) -> None:
    typed = crowds.command(app, "MOSS38", 50)
    assert typed[:4] == [sys.executable, "-m", "assembly", "crowd"]
    parsed = crowd.make_context("crowd", typed[4:]).params
    assert parsed["url"] == "http://127.0.0.1:8000"
    assert (parsed["code"], parsed["phones"], parsed["minutes"], parsed["bare"]) == ("MOSS38", 50, 1, True)


def come_home(app: Flask, fay: Person, said: str) -> None:
    program = "import sys; sys.stdout.write(sys.argv[1])"
    crowds.wait_for(app, fay.slug, 1, [sys.executable, "-c", program, said], news.crowd_changed)
