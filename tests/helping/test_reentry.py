"""If the laptop dies: what stands on paper, typed in again by a helper, divides the pot the same way."""

import re

from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from tests.support.cast import Person, come_in, open_evening, start_gathering

ROW = re.compile(r'<tr><td>(\d+)</td><th scope="row">(\d+) .*?</th>\s*<td>(\d+)</td><td>([a-z ]+)</td></tr>', re.S)


def amounts(app: Flask, slug: str) -> dict[int, int]:
    with app.app_context():
        allocation = db.session.query(Gathering).filter_by(slug=slug).one().allocation
        return {int(str(share.terms.id)): share.amount for share in allocation.outcome.shares}


def test_typed_in_again_from_paper_the_amounts_are_the_same(app: Flask, fay: Person) -> None:
    for number in range(9):
        guest = come_in(app, fay.slug, f"Guest {number}")
        guest.post(f"/proposals/{number % 2 + 1}/pledge", hours=number % 4 + 1, first_hour="this week")
        guest.post(f"/proposals/{number % 3 + 1}/pledge", hours=number % 3 + 1, first_hour="later")
    printed = ROW.findall(fay.page("/paper"))
    assert len(printed) >= 12
    assert "Guest" not in fay.page("/paper").split("Promises")[1].split("What we have")[0]

    anew = start_gathering(app, "Eastside Assembly", "The same evening")
    open_evening(anew)
    people: dict[str, int] = {}
    for person, proposal, hours, first in printed:
        if person not in people:
            entered = anew.post("/help", name="")
            people[person] = int(entered.location.rsplit("/", 1)[1])
        given = anew.post(f"/help/{people[person]}/pledges", give=f"{proposal}-{hours}", first_hour=first)
        assert given.status_code == 303
    assert sorted(amounts(app, fay.slug).values())[-1] > 0
    assert amounts(app, anew.slug) == amounts(app, fay.slug)
