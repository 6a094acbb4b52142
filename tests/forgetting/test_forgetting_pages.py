"""Forgetting at the doors: one press on the phone, two on the desk; names leave every screen at once."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from assembly.board.models import AssetHidden
from assembly.cli.commands import main
from assembly.extensions import db
from assembly.forgetting import web as forgetting
from assembly.gatherings.models import Gathering
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.people.models import Participant
from assembly.rounds.models.proposal import Want
from tests.support.cast import Person, bring_a_board, code_of, come_in, end_evening, refusal
from tests.support.traces import found, put_card


def files(app: Flask) -> Path:
    return Path(app.config["INSTANCE"])


def test_my_page_takes_my_name_and_cards_away_in_one_press(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    put_card(app, fay.slug, "Cooking for fifty", 1, note="with a smile")
    assert "Take my name and cards away" in ana.page("/me")
    answered = ana.post("/me/forgetting")
    assert answered.status_code == 303
    page = ana.browser.get(answered.location).get_data(as_text=True)
    assert "Done. Your name and cards are gone." in page
    assert "You are just looking, without a name." in page
    assert "<b>3</b>" in page, "the promise stays"
    assert "Ana" not in fay.page("/desk/people")
    assert "Bo" in fay.page("/desk/people")
    assert found(files(app), "Cooking for fifty", "with a smile") == []
    assert ana.post("/me/forgetting").status_code == 303
    ana.post("/me/name", name="Anna")
    assert "Anna" in fay.page("/desk/people")
    assert "Done." not in ana.browser.get(answered.location).get_data(as_text=True), "a name stands again"


def test_a_phone_that_is_not_in_forgets_nobody(app: Flask, fay: Person, ana: Person) -> None:
    assert Person(app, fay.slug).post("/me/forgetting").status_code == 403
    assert ana.get("/me/forgetting").status_code == 405
    assert "Ana" in fay.page("/desk/people")


def test_my_name_leaves_every_screen_at_once(app: Flask, fay: Person, ana: Person, bo: Person, wall: Person) -> None:
    fay.post("/step", to=0, at=1)
    bo.listen()
    desk = Person(app, fay.slug)
    desk.browser = fay.browser
    desk.listen("desk")
    wall.heard()
    ana.post("/me/forgetting")
    phones, walls = dict(bo.heard()[0]["fragments"]), dict(wall.heard()[0]["fragments"])
    assert "Bo" in phones["gathering-arrivals"]
    assert "Ana" not in phones["gathering-arrivals"]
    assert "Bo" in walls["gathering-slide"]
    assert "Ana" not in walls["gathering-slide"]
    assert "people" in desk.heard()[0]["nudges"]


def test_a_wall_that_is_held_still_forgets_too(fay: Person, ana: Person, wall: Person) -> None:
    fay.post("/step", to=0, at=1)
    fay.post("/freeze")
    wall.heard()
    ana.post("/me/name", name="Anna")
    assert "gathering-slide" not in wall.heard_parts(), "held"
    ana.post("/me/forgetting")
    slide = dict(wall.heard()[0]["fragments"])["gathering-slide"]
    assert "Ana" not in slide
    assert wall.get("/fragments?audience=wall&id=gathering-slide even held").get_json()["fragments"] == []


def test_my_cards_leave_every_phone_and_the_desk(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    bring_a_board(app, fay)
    ana.post("/board/skills", words="Cook for fifty")
    ana.post("/board/skills", words="Mend bicycles")
    bo.post("/board/names", card=2)
    bo.listen()
    ana.post("/me/forgetting")
    fragments = dict(bo.heard()[0]["fragments"])
    assert "Cook" not in fragments["asset-1-card"]
    assert "Mend bicycles" in fragments["asset-2-card"]
    assert "Ana" not in fragments["asset-2-card"]
    for page in (fay.page("/desk/board"), bo.page("/board/skills"), fay.page("/paper")):
        assert "Cook" not in page
        assert "Mend bicycles" in page
    assert bo.post("/board/names", card=1).status_code == 404, "there is nothing to stand beside"
    assert fay.post("/board/1/hiding").status_code == 404
    ana.post("/board/skills", words="Cook for fifty")
    assert "Cook for fifty" in bo.page("/board/skills"), "and may be put up again, as a card of its own"


def test_a_forgotten_card_that_was_put_together_leaves_no_empty_line(
    app: Flask, fay: Person, ana: Person, bo: Person
) -> None:
    bring_a_board(app, fay)
    bo.post("/board/skills", words="Cook for many")
    ana.post("/board/skills", words="Cook for fifty")
    assert fay.post("/board/2/merging", into="1").status_code == 303
    assert "fifty" in fay.page("/desk/board")
    ana.post("/me/forgetting")
    assert "fifty" not in fay.page("/desk/board")
    assert "Take apart" not in fay.page("/desk/board")
    assert "Bo" in fay.page("/desk/board")


def test_what_i_bring_leaves_the_proposal(app: Flask, ana: Person, bo: Person) -> None:
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=ana.slug).one()
        db.session.add(Want(number=1, words="a van", proposal=gathering.proposals[0]))
        db.session.commit()
    ana.post("/proposals/1/wants/1")
    assert "Ana" in bo.page("/proposals/1")
    bo.listen()
    ana.post("/me/forgetting")
    assert "nobody yet" in dict(bo.heard()[0]["fragments"])["proposal-1-wants"]


def test_another_gathering_hears_nothing_of_it(ana: Person, elle: Person) -> None:
    elle.listen()
    ana.post("/me/forgetting")
    assert elle.heard() == []


def test_forgetting_twice_tells_the_book_once(app: Flask, ana: Person) -> None:
    ana.post("/me/forgetting")
    ana.post("/me/forgetting")
    with app.app_context():
        assert [row.kind for row in db.session.query(LedgerRow)].count("person forgotten") == 1


def test_the_last_step_offers_paper_then_forgetting_in_two_presses(app: Flask, fay: Person, ana: Person) -> None:
    assert "Forget names" not in fay.page("/desk")
    ana.post("/me/name", name="Anastasia Canary")
    end_evening(app, fay)
    desk = fay.page("/desk")
    assert "Forget names" in desk
    assert f"/g/{fay.slug}/paper" in desk
    assert f"purge {code_of(app, fay.slug)}" in desk
    once = fay.post("/forgetting")
    assert once.status_code == 422
    assert refusal(once) == "Forgetting the names cannot be undone. Press once more to forget them."
    assert "Anastasia" in fay.page("/desk/people")
    assert fay.post("/forgetting", sure="yes").status_code == 303
    assert "Anastasia" not in fay.page("/desk/people")
    assert "Names are forgotten" in fay.page("/desk")
    assert "the second floor" not in ana.page("/proposals/1"), "who proposed it"
    assert found(files(app), "Anastasia Canary", "the second floor") == []


def test_names_are_not_forgotten_while_the_round_is_open(fay: Person, ana: Person) -> None:
    refused = fay.post("/forgetting", sure="yes")
    assert refused.status_code == 422
    assert "The round is still open" in refusal(refused)
    assert "Ana" in fay.page("/desk/people")


def test_only_a_facilitator_forgets_names(app: Flask, fay: Person, ana: Person) -> None:
    end_evening(app, fay)
    assert ana.post("/forgetting", sure="yes").status_code == 403
    assert "Ana" in fay.page("/desk/people")


def test_all_names_leave_every_screen_at_once(app: Flask, fay: Person, ana: Person, bo: Person, wall: Person) -> None:
    end_evening(app, fay)
    bo.listen()
    wall.heard()
    fay.post("/forgetting", sure="yes")
    news = bo.heard()
    fragments = dict(news[0]["fragments"])
    assert "Ana" not in fragments["gathering-arrivals"]
    assert "the second floor" not in fragments["proposal-1-proposer"]
    assert "my_name" in news[0]["nudges"]
    assert "gathering-slide" in wall.heard()[0]["same"], "the last slide holds no names"


def test_when_somebody_reads_on_the_desk_says_that_traces_are_left(
    app: Flask, fay: Person, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_evening(app, fay)
    monkeypatch.setattr(forgetting, "sweep", lambda: False)
    said = fay.post("/forgetting", sure="yes")
    assert said.status_code == 422
    assert "press again in a minute" in refusal(said)
    assert "Ana" not in fay.page("/desk/people")


def typed(app: Flask, *words: str, answers: str = "") -> tuple[int, str]:
    """What `assembly purge` says to an operator, and what it ends with."""
    environ = {"ASSEMBLY_INSTANCE": str(app.config["INSTANCE"]), "ASSEMBLY_HOST": "127.0.0.1"}
    ran = CliRunner().invoke(main, ["purge", *words], input=answers, env=environ)
    return ran.exit_code, ran.output


def test_a_purge_asks_for_the_code_again(app: Flask, fay: Person, ana: Person) -> None:
    end_evening(app, fay)
    code = code_of(app, fay.slug)
    ended, said = typed(app, code, answers="MOSS 00\n")
    assert ended == 2
    assert "That is another code. Nothing was deleted." in said
    assert ana.get("/me").status_code == 200
    ended, said = typed(app, *code.lower().split(), answers=f"{code.lower()}\n")
    assert ended == 0, said
    assert "Winter congress, Eastside Assembly. People who came in: 1." in said
    assert "Deleted. Proposals, sums and the book stay." in said
    assert ana.get("/me").status_code == 403


def test_a_purge_of_an_open_evening_is_refused_with_a_sentence(app: Flask, fay: Person, ana: Person) -> None:
    ended, said = typed(app, code_of(app, fay.slug), "--yes")
    assert (ended, said) == (2, "The round is still open. Close it first: nothing was forgotten.\n")
    assert ana.get("/me").status_code == 200


def test_an_unknown_code_purges_nothing(app: Flask, fay: Person, ana: Person) -> None:
    ended, said = typed(app, "NOSUCH 12", "--yes")
    assert ended == 2
    assert "no gathering with the code “NOSUCH 12”" in said
    assert ana.get("/me").status_code == 200


def test_a_purge_says_when_somebody_reads_on(app: Flask, fay: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    end_evening(app, fay)
    monkeypatch.setattr("assembly.forgetting.cli.sweep", lambda patience: False)
    ended, said = typed(app, code_of(app, fay.slug), "--yes")
    assert ended == 1
    assert "type the same once more" in said


def test_after_a_purge_every_page_stands_and_shows_the_sums_alone(app: Flask, fay: Person) -> None:
    people = [come_in(app, fay.slug, f"Guest {number}") for number in range(8)]
    for person in people:
        person.post("/proposals/1/pledge", hours=3, first_hour="later")
    helper_left(app, fay.slug)
    end_evening(app, fay)
    before = fay.page("/wall")
    assert "$3,600" in before
    assert typed(app, code_of(app, fay.slug), "--yes")[0] == 0
    for place in ("/desk", "/desk/people", "/desk/proposals", "/desk/settings", "/desk/links", "/desk/projector"):
        assert "Guest" not in fay.page(place)
    wall = fay.page("/wall")
    assert "$3,600" in wall
    assert ">24</b>" in wall, "hours"
    assert "<b>8</b>" in wall, "people who promised them"
    assert "3 × 8 + 24 = 48" in " ".join(fay.page("/paper").split()).replace("<b>", "")
    assert "All about the people of this evening was forgotten" in fay.page("/desk")
    assert fay.get("/allocation/room.json").status_code == 422, "who gave what is not told any more"
    late = Person(app, fay.slug)
    assert late.post("/people", code=code_of(app, fay.slug), name="Late").status_code == 403
    refused = fay.post("/help", name="Rosa")
    assert (refused.status_code, "Nobody comes in any more" in refusal(refused)) == (422, True)
    assert fay.post("/help", name="").status_code == 422
    for place in ("/", "/me", "/proposals/", "/fragments?id=gathering-step"):
        assert people[0].get(place).status_code == 403, place
    assert "Type the code from the wall" in people[0].get("/").get_data(as_text=True)
    with app.app_context():
        assert db.session.query(Participant).count() == 0


def helper_left(app: Flask, slug: str) -> None:
    """A hidden card and a phone that helps: nothing of them breaks a page afterwards."""
    put_card(app, slug, "Hidden words", 1)
    with app.app_context():
        gathering = db.session.query(Gathering).filter_by(slug=slug).one()
        by = db.session.query(Grant).filter_by(gathering_id=gathering.id, role="facilitator").one()
        phone = db.session.query(Participant).filter_by(gathering_id=gathering.id, number=2).one().device
        db.session.add(AssetHidden(asset=gathering.assets[0], by=by))
        db.session.add(Grant(role="helper", gathering=gathering, device=phone))
        db.session.commit()


def test_after_names_were_forgotten_nobody_leaves_a_new_one(app: Flask, fay: Person, ana: Person) -> None:
    end_evening(app, fay)
    assert fay.post("/forgetting", sure="yes").status_code == 303
    late = Person(app, fay.slug)
    for answered in (
        ana.post("/me/name", name="Anna"),
        late.post("/people", code=code_of(app, fay.slug), name="Late"),
        fay.post("/help", name="Rosa"),
    ):
        assert answered.status_code == 422
        assert "were forgotten" in refusal(answered)
    assert ana.post("/me/name", name="").status_code == 303
    assert late.post("/people", code=code_of(app, fay.slug), name="").status_code == 303
    with app.app_context():
        assert {person.name for person in db.session.query(Participant)} == {None}
