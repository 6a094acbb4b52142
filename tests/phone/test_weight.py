"""What a phone must load before it sees anything."""

import gzip
import re
from pathlib import Path

from flask import Flask

from tests.support.cast import Person, code_of

STATIC = Path(__file__).resolve().parents[2] / "static"
BUDGET = 45_000  # bytes, gzipped


def test_the_first_load_is_light(app: Flask, fay: Person) -> None:
    page = Person(app).page(f"/j/{code_of(app, fay.slug).replace(' ', '')}")
    parts = re.findall(r'(?:href|src)="/static/([^"?]+)', page)
    assert any(part.endswith(".js") for part in parts)
    load = len(page) + sum(len(gzip.compress((STATIC / part).read_bytes())) for part in parts)
    print(f"first load: {load} bytes in {1 + len(parts)} files")
    assert load <= BUDGET


def test_a_tick_at_twenty_proposals_is_light(app: Flask, ana: Person) -> None:
    from assembly.live.audiences import PHONES
    from assembly.live.fragments import visible

    assert visible("proposal-1-tally", PHONES)
    answer = ana.get("/fragments?id=proposal-1-tally").get_data()
    assert len(answer) * 5 <= 2_000, "one pledge moves three to five amounts"
