"""The round's finer ways: sealed, money early or late, standing still, opened again, once more over what is left."""

import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from assembly.book.export import verify
from assembly.book.export.folder import export, ledger
from assembly.book.export.verify import Gathering as Replayed
from assembly.extensions import db
from assembly.gatherings.actions import start_gathering as start_another
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.base import now
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.rules import RuleBroken
from assembly.rounds.models.round import LastCall, Reopening
from assembly.rounds.readings.sealed import PROMISES
from assembly.rounds.rules.room import allocate
from tests.support.cast import PROPOSALS, Person, come_in, end_last_call, propose, refusal, start_gathering

PAGES = ("/", "/proposals/", "/proposals/1", "/proposals/2", "/proposals/3", "/me", "/allocation")
DESK_PAGES = ("/desk", "/desk/proposals", "/desk/settings", "/desk/people", "/wall", "/paper")
TALLIES = ("proposal-1-tally", "proposal-2-tally", "proposal-3-tally")
PARTS = (
    ["gathering-step", "round-cards", "round-split", "round-rule", "round-points", *TALLIES],
    ["gathering-slide", "gathering-badge"],
    ["gathering-counts", "round-rows", "gathering-health"],
)


def evening(app: Flask, divided: int = 8000, **settings: object) -> Person:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    assert fay.post("/allocation", divided=divided, **settings).status_code == 303
    for title, minimum, ask in PROPOSALS:
        propose(fay, title, minimum, ask)
    assert fay.post("/step", to=1, at=0).status_code == 303
    return fay


def crowd(app: Flask, fay: Person, *proposals: int, hours: int = 5) -> list[Person]:
    """Somebody for each number, who gives hours to that proposal."""
    people = [come_in(app, fay.slug, f"Guest {at}") for at, _ in enumerate(proposals)]
    for person, number in zip(people, proposals, strict=True):
        assert person.post(f"/proposals/{number}/pledge", hours=hours, first_hour="later").status_code == 303
    return people


def close(app: Flask, fay: Person) -> None:
    fay.post("/step", to=2, at=1)
    fay.post("/allocation/money")
    assert fay.post("/allocation/last-call").status_code == 303
    end_last_call(app)
    closed = fay.post("/allocation/closure", sure="yes")
    assert closed.status_code == 303, refusal(closed)


def kinds(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(db.select(LedgerRow.kind).order_by(LedgerRow.seq)))


def leave(app: Flask, seconds: int) -> None:
    """So many seconds of the last call are left."""
    with app.app_context():
        call = db.session.query(LastCall).order_by(LastCall.id.desc()).first()
        assert call
        call.started_at -= (call.ends_at - now()) - timedelta(seconds=seconds)
        db.session.commit()


def run_out(app: Flask) -> None:
    with app.app_context():
        asked = db.session.query(Reopening).order_by(Reopening.id.desc()).first()
        assert asked
        asked.started_at -= timedelta(seconds=61)
        db.session.commit()


def seen(person: Person, fay: Person) -> str:
    """All that anybody is shown, but for one's own promise."""
    asked = [
        (who, f"/fragments?audience={audience}&" + "&".join(f"id={part}" for part in parts))
        for who, audience, parts in zip((person, fay, fay), ("phones", "wall", "desk"), PARTS, strict=True)
    ]
    drawn = [fragment for who, place in asked for fragment in json.loads(who.page(place))["fragments"]]
    pages = [person.page(place) for place in PAGES] + [fay.page(place) for place in DESK_PAGES]
    return "\n".join([*pages, *(html for _, html in drawn)])


def test_while_sealed_nothing_shown_anywhere_depends_on_where_hours_go(app: Flask) -> None:
    """Two rooms with the same people but other hours look the same to somebody who gave none."""
    looks = []
    for backed, hours in (((1, 1, 1), 5), ((3, 2, 3), 2)):
        fay = evening(app, sealed="yes")
        eve = come_in(app, fay.slug, "Eve")
        crowd(app, fay, *backed, hours=hours)
        with app.app_context():
            gathering = db.session.query(Gathering).filter_by(slug=fay.slug).one()
            assert gathering.allocation.supports, "there are hours to hide"
        look = seen(eve, fay).replace("You have 6 hours, for 2 proposals at most.", "")
        assert "<b>3</b>" not in eve.page("/proposals/")
        assert "3 people gave hours" in look
        for word in ("Still needs", "still needs", "needs 3 more", "15 hours", "6 hours", "Be the first"):
            assert word not in look, word
        rows = json.loads(fay.page("/fragments?audience=desk&id=round-rows"))["fragments"]
        looks.append(([html.replace(fay.slug, "") for _, html in rows], tallies(eve)))
        assert fay.get("/allocation/room.json").status_code == 422
    assert looks[0] == looks[1]


def tallies(person: Person) -> list[str]:
    parts = "id=round-cards&id=round-split&id=round-points&id=proposal-1-tally&id=proposal-3-tally"
    told = json.loads(person.page(f"/fragments?{parts}"))["fragments"]
    return [html.replace(person.slug, "") for _, html in told]


def test_news_of_a_sealed_pledge_does_not_say_where_it_went(app: Flask) -> None:
    fay = evening(app, sealed="yes")
    ana, eve = come_in(app, fay.slug, "Ana"), come_in(app, fay.slug, "Eve")
    eve.listen()
    ana.post("/proposals/2/pledge", hours=3, first_hour="later")
    told = eve.heard()
    assert [part for news in told for part, _ in news["fragments"]] == ["gathering-step"]
    assert [news["same"] for news in told] == [[]]
    assert "sealed until everybody" in ana.page("/proposals/2")


def test_revealing_opens_a_second_part_in_which_hours_can_change(app: Flask) -> None:
    fay = evening(app, sealed="yes")
    ana, *_ = crowd(app, fay, 1, 1, 1)
    assert "still sealed" in refusal(fay.post("/allocation/money"))
    assert "still sealed" in refusal(fay.post("/allocation/last-call"))
    assert fay.post("/allocation/reveal").status_code == 303
    assert "<b>15</b> hours" in ana.page("/proposals/1")
    assert ana.post("/proposals/1/pledge", hours=1, first_hour="later").status_code == 303
    close(app, fay)
    assert kinds(app).count("hours revealed") == 1


def test_money_can_show_from_the_first_hour_on_or_only_at_the_close(app: Flask) -> None:
    always = evening(app, money_when="always")
    ana, *_ = crowd(app, always, 1, 1, 1)
    assert 'class="money">$3,600' in ana.page("/proposals/1")
    assert "How the pot divides itself" in always.page("/wall")

    end = evening(app, money_when="end")
    bo, *_ = crowd(app, end, 1, 1, 1, 2)
    end.post("/step", to=2, at=1)
    assert "shows when it is closed" in refusal(end.post("/allocation/money"))
    assert end.post("/allocation/last-call").status_code == 303
    wall = end.page("/wall")
    assert "Last call" in wall
    assert "needs 2 more people" in wall
    assert "$3,600" not in wall + bo.page("/allocation") + end.page("/desk")
    end_last_call(app)
    assert end.post("/allocation/closure", sure="yes").status_code == 303
    assert "$3,600" in end.page("/wall")


def unclocked(fay: Person) -> str:
    """The wall, whatever its clock says."""
    return re.sub(
        r"\d:\d\d<", "<", json.loads(fay.page("/fragments?audience=wall&id=gathering-slide"))["fragments"][0][1]
    )


def test_a_round_that_ends_still_shows_the_sums_of_before_until_the_close(app: Flask) -> None:
    fay = evening(app, ending="freeze")
    people = crowd(app, fay, 1, 1, 1, 2, 2)
    fay.post("/step", to=2, at=1)
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    assert 'held" hidden' in fay.page("/wall")
    leave(app, 110)
    before = unclocked(fay)
    assert "held until the close" in fay.page("/wall")
    last = come_in(app, fay.slug, "Last")
    assert last.post("/proposals/2/pledge", hours=3, first_hour="later").status_code == 303
    assert "It counts at the close" in last.page("/proposals/2")
    assert unclocked(fay).replace("6 people", "5 people") == before
    assert 'class="money">$2,000' not in people[0].page("/proposals/2")
    with app.app_context():
        assert db.session.query(LastCall).one().extensions == [], "nothing gets longer where the wall stands still"
    fay.post("/proposals/3/withdrawal")
    assert people[0].get("/allocation").status_code == 200
    assert "stands still" in refusal(fay.post("/proposals/3/withdrawal/withdrawal"))
    end_last_call(app)
    fay.post("/allocation/closure", sure="yes")
    assert 'class="money">$2,000' in people[0].page("/proposals/2")


def test_a_closed_round_opens_again_after_a_minutes_notice(app: Flask) -> None:
    fay = evening(app)
    ana, *_ = crowd(app, fay, 1, 1, 1, 3)
    close(app, fay)
    fay.post("/step", to=3, at=2)
    assert "Press once more" in refusal(fay.post("/allocation/reopening"))
    assert "Give everybody notice first" in refusal(fay.post("/allocation/closure/withdrawal"))
    assert fay.post("/allocation/reopening", sure="yes").status_code == 303
    assert "will be opened again" in fay.page("/wall")
    assert "speak now" in ana.page("/me")
    assert "more to object" in refusal(fay.post("/allocation/closure/withdrawal"))
    fay.post("/allocation/reopening/withdrawal")
    assert "speak now" not in fay.page("/wall")
    fay.post("/allocation/reopening", sure="yes")
    run_out(app)
    assert fay.post("/allocation/closure/withdrawal").status_code == 303
    assert "The pot divides itself" in fay.page("/wall"), "back at the pot"
    assert ana.post("/proposals/1/pledge", hours=2, first_hour="later").status_code == 303
    assert "Start the last call first" in refusal(fay.post("/allocation/closure", sure="yes"))
    fay.post("/allocation/last-call")
    end_last_call(app)
    assert fay.post("/allocation/closure", sure="yes").status_code == 303
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=fay.slug).one()
        assert [closure.ended_at is None for closure in gathering.allocation.closures] == [False, True]
        assert replayed(gathering) == []
    assert kinds(app).count("reopening called off") == 1


def test_another_facilitator_can_open_it_at_once(app: Flask) -> None:
    fay = evening(app)
    crowd(app, fay, 1, 1, 1)
    close(app, fay)
    fay.post("/allocation/reopening", sure="yes")
    gus = second_facilitator(app, fay)
    assert gus.post("/allocation/closure/withdrawal").status_code == 303
    assert kinds(app)[-1] == "round reopened"


def second_facilitator(app: Flask, fay: Person) -> Person:
    from assembly.kernel.actions.keys import make_link
    from assembly.kernel.actions.writing import writing

    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        key = make_link(None, gathering, "facilitator")
    gus = Person(app)
    assert gus.post("/key", **{"key": key}).status_code == 303
    gus.slug = fay.slug
    return gus


def test_after_the_close_what_is_left_goes_round_once_more(app: Flask) -> None:
    fay = evening(app, divided=9000, hours_each=6)
    people = crowd(app, fay, 1, 1, 1, 2, 2, 2, 3)
    close(app, fay)
    fay.post("/step", to=3, at=2)
    assert "left: $3,400" in fay.page("/desk")
    assert fay.post("/allocation/wave").status_code == 303
    assert "A second round will divide what is left" in fay.page("/wall")
    assert "more than the round before left" in refusal(fay.post("/allocation", divided=5000))
    assert fay.post("/allocation/wave/withdrawal").status_code == 303
    assert fay.post("/allocation/wave").status_code == 303
    assert fay.post("/allocation/wave/opening").status_code == 303
    full = people[0].page("/proposals/1")
    assert "$3,600 from the first round, all it asked" in full
    assert "<b>5</b>" in people[0].page("/me"), "what was promised came along, once"
    over = people[0].post("/proposals/3/pledge", hours=2, first_hour="later")
    assert "more than you have" in refusal(over), "hours with what is full still count"
    assert people[0].post("/proposals/1/pledge", hours=4, first_hour="later").status_code == 303
    for person in (people[0], come_in(app, fay.slug, "New"), come_in(app, fay.slug, "Newer")):
        assert person.post("/proposals/3/pledge", hours=2, first_hour="later").status_code == 303
    close(app, fay)
    fay.post("/step", to=3, at=2)
    wall = fay.page("/wall")
    assert "$9,000" in wall, "the sum of both rounds"
    assert "$3,400" in people[0].page("/allocation")
    assert "$3,600 before" in fay.page("/paper")
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=fay.slug).one()
        assert replayed(gathering) == []
        assert [each.divided for each in gathering.allocations] == [900000, 340000]


def replayed(gathering: Gathering) -> list[str]:
    """What a stranger's program finds wrong with this evening."""
    evening = Replayed()
    bodies = [json.loads(line)["body"] for line in list(ledger(gathering))[1:]]
    return [
        wrong
        for body in bodies
        if body
        for wrong in evening.happens(json.loads(body) if isinstance(body, str) else body)
    ]


def test_putting_two_together_says_first_whose_hours_move(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    ana.post("/proposals/2/pledge", hours=2, first_hour="later")
    bo.post("/proposals/1/pledge", hours=1, first_hour="later")
    asked = fay.post("/proposals/1/merging", into=2)
    assert "move 4 hours of 2 people; 1 of them gave to both" in refusal(asked)
    assert 'name="sure" value="2"' in asked.get_data(as_text=True)
    assert fay.post("/proposals/1/merging", into=2, sure=2).status_code == 303


def test_settings_that_make_no_sense_are_refused_in_a_sentence(app: Flask) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    for nonsense in (
        {"weight": "votes"},
        {"money_when": "never"},
        {"ending": "hard"},
        {"reach": 101},
        {"person_from": 0},
        {"per_person_cap": 0},
        {"max_rate_over": 5},
        {"max_rate_over": "5.50", "max_rate_under": 1},
    ):
        refused = fay.post("/allocation", divided=1000, **nonsense)
        assert (refused.status_code, bool(refusal(refused))) == (422, True), nonsense
    sent = {"weight": "hours", "money_when": "end", "sealed": "yes", "ending": "freeze", "per_person_cap": 4}
    assert fay.post("/allocation", divided=1000, max_rate_over=5, max_rate_under=2, **sent).status_code == 303
    page = fay.page("/desk/settings")
    assert page.count("checked") == 5
    assert '<details class="more" open' in page


def test_the_rooms_file_can_be_divided_again_after_a_proposal_left_the_list(app: Flask) -> None:
    fay = evening(app)
    crowd(app, fay, 1, 1, 1, 2, 2, 2)
    assert fay.post("/proposals/1/withdrawal").status_code == 303
    room = fay.page("/allocation/room.json")
    answered = json.loads(allocate(room))
    assert answered["hours"] == {"2": 15, "3": 0}
    with app.app_context():
        outcome = db.session.query(Gathering).filter_by(slug=fay.slug).one().allocation.outcome
        assert answered["x"] == {str(share.terms.id): share.amount for share in outcome.shares}


def public(app: Flask, fay: Person) -> str:
    """All that anybody may read of the assembly: the book, row by row, and the budget."""
    with app.app_context():
        assembly = db.session.query(Gathering).filter_by(slug=fay.slug).one().assembly
        book = f"/a/{assembly.slug}/book"
        places = [book, *(f"{book}/{row + 1}" for row in range(assembly.seq))]
        places += [f"/a/{assembly.slug}/budget{table}" for table in ("", "/moves.csv", "/allocations.csv")]
    stranger = Person(app)
    return "\n".join(unescape(stranger.page(place)) for place in places)


def promises(app: Flask) -> list[LedgerRow]:
    rows = db.session.query(LedgerRow).where(LedgerRow.kind.in_(PROMISES)).order_by(LedgerRow.seq)
    return list(rows)


def test_while_sealed_the_book_says_of_promises_only_that_they_are_there(app: Flask, tmp_path: Path) -> None:
    fay = evening(app, sealed="yes")
    ana, bo = crowd(app, fay, 2, 2, hours=5)
    ana.post("/proposals/2/pledge", hours=4, first_hour="later")
    bo.post("/proposals/2/pledge/withdrawal")
    assert "4 hours" in ana.page("/proposals/2/receipt"), "but mine is mine to read"
    fay.post("/proposals/2/withdrawal")
    book = public(app, fay)
    assert book.count("Hours given or changed") == 5 + 5, "each in the list and on a page of its own"
    assert "Hours pledged" not in book
    with app.app_context():
        for row in promises(app):
            assert row.body not in book
            assert row.hash in book
            assert len(row.told["facts"]["salt"]) > 20, "nobody can try all hours until the hash fits"
    assert not re.search(r'"(hours|first_hour)":|[45] hours', book)
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=fay.slug).one()
        with pytest.raises(RuleBroken, match="sealed"):
            export(gathering, tmp_path / "export", tmp_path)
    assert not (tmp_path / "export").exists()


def test_a_sealed_evening_that_is_not_open_yet_has_a_book_that_verifies(app: Flask, tmp_path: Path) -> None:
    fay = start_gathering(app, "Eastside Assembly", "Winter congress")
    assert fay.post("/allocation", divided=8000, sealed="yes").status_code == 303
    assert wrong(app, fay.slug, tmp_path) == []


def test_a_sealed_evening_hides_its_promises_from_the_others_books_and_no_money(app: Flask, tmp_path: Path) -> None:
    fay = evening(app)
    crowd(app, fay, 1, 1, 1, hours=2)
    close(app, fay)
    with app.app_context(), writing(Gathering, fay.slug) as gathering, db.session.no_autoflush:
        steward = db.session.query(Grant).filter_by(role="steward").one()
        sealed = start_another(gathering.assembly, steward, "Spring congress").slug
    nell = Person(app, sealed)
    nell.browser, nell.token = fay.browser, fay.token
    assert nell.post("/allocation", divided=0, sealed="yes").status_code == 303
    propose(nell, "Sound van", 100, 200)
    assert nell.post("/step", to=1, at=0).status_code == 303
    crowd(app, nell, 1, hours=5)
    assert nell.post("/desk/money", amount=500, source="street sale").status_code == 303
    left = 8000 - 3600
    assert fay.post("/desk/money/transfer", amount=left + 500, to="aside").status_code == 303
    assert wrong(app, fay.slug, tmp_path) == []
    book = (tmp_path / "ledger.jsonl").read_text()
    assert book.count('"kind":"hours pledged"') == 3
    assert book.count('"body":null') == 1


def wrong(app: Flask, slug: str, folder: Path) -> list[str]:
    """What the stranger's program says of an exported book."""
    with app.test_request_context("/"):
        gathering = db.session.query(Gathering).filter_by(slug=slug).one()
        export(gathering, folder, Path(str(app.static_folder)) / "css")
    book = verify.Book()
    book.read((folder / "ledger.jsonl").read_text().split("\n"))
    return book.wrong


def test_once_revealed_the_book_says_all_of_it_under_the_same_marks(app: Flask) -> None:
    fay = evening(app, sealed="yes")
    crowd(app, fay, 2)
    with app.app_context():
        mark = promises(app)[0].hash
    assert mark in public(app, fay)
    assert fay.post("/allocation/reveal").status_code == 303
    book = public(app, fay)
    with app.app_context():
        assert promises(app)[0].hash == mark
        assert promises(app)[0].body in book
    assert "proposal 2, 5 hours" in book


def test_an_earlier_round_stays_readable_while_the_next_is_sealed(app: Flask) -> None:
    fay = evening(app)
    (ana, *_) = crowd(app, fay, 2, 2, 2, hours=2)
    close(app, fay)
    assert fay.post("/allocation/wave").status_code == 303
    settings = {"divided": 1000, "sealed": "yes"}
    published = fay.post("/allocation", **settings)
    assert published.status_code == 303, refusal(published)
    assert fay.post("/allocation/wave/opening").status_code == 303
    ana.post("/proposals/2/pledge", hours=3, first_hour="later")
    book = public(app, fay)
    assert "proposal 2, 2 hours" in book
    assert "3 hours" not in book
