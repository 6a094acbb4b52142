"""Hands go up on phones, the stack-keeper calls, the wall says who is next; and a written way for the quiet."""

import re

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.forgetting.actions import purge
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Attempt, Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.stack.models import Hand
from tests.support.cast import Person, come_in, propose, refusal, start_gathering


@pytest.fixture
def desk(app: Flask) -> Person:
    """The first of two proposals has the floor."""
    desk = start_gathering(app, "Eastside", "Congress", kind="congress")
    desk.post("/allocation", divided=8000)
    for title in ("Night kitchen", "Tool library"):
        propose(desk, title, 500, 2000)
    for step in (1, 2):
        assert desk.post("/step", to=step, at=step - 1).status_code == 303
    assert desk.post("/proposals/1/presentation", seconds=240, at=0).status_code == 303
    return desk


def people(app: Flask, desk: Person, *names: str) -> list[Person]:
    return [come_in(app, desk.slug, name) for name in names]


def raise_hands(*those: Person, proposal: int = 1) -> None:
    for person in those:
        raised = person.post(f"/proposals/{proposal}/hand")
        assert raised.status_code == 303, refusal(raised)


def hands(app: Flask) -> list[tuple[int, str]]:
    with app.app_context():
        return [(hand.number, hand.state) for hand in db.session.query(Hand).order_by(Hand.number)]


def kinds(app: Flask) -> list[str]:
    with app.app_context():
        return [row.kind for row in db.session.query(LedgerRow).order_by(LedgerRow.seq)]


def wall_says(desk: Person) -> str:
    found = re.search(r'<p class="wall-turns">(.*?)</p>', desk.page("/wall"), re.S)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def keeper_of(app: Flask, desk: Person, role: str = "stack") -> Person:
    assert desk.post("/links", role=role).status_code == 303
    found = re.search(r"/key#([\w-]+)", desk.page("/desk/links"))
    assert found
    keeper = Person(app)
    opened = keeper.browser.post("/key", data={"csrf_token": keeper.csrf(), "key": found[1]})
    keeper.slug = desk.slug
    assert opened.location.endswith("/stack" if role == "stack" else "/help")
    return keeper


def test_hands_go_up_and_the_wall_says_who_is_next(app: Flask, desk: Person) -> None:
    ana, bo = people(app, desk, "Ana", "Bo")
    assert "Raise my hand" in ana.page("/")
    assert wall_says(desk) == "Questions? Raise your hand on your phone. 4 questions left"
    raise_hands(ana, bo)
    assert "You are next." in ana.page("/stack/mine")
    assert "You are 2nd." in bo.page("/stack/mine")
    assert wall_says(desk) == "Next: Ana 4 questions left"
    assert "has not spoken yet" in desk.page("/desk")
    assert desk.post("/stack/1/turn", at=0).status_code == 303
    assert "It is your turn." in ana.page("/stack/mine")
    assert wall_says(desk) == "Now: Ana Next: Bo 3 questions left"


def test_who_spoke_waits_behind_who_did_not(app: Flask, desk: Person) -> None:
    ana, bo, cleo = people(app, desk, "Ana", "Bo", "Cleo")
    raise_hands(ana)
    desk.post("/stack/1/turn", at=0)
    desk.post("/stack/1/turn/end")
    raise_hands(ana, bo, cleo)
    assert wall_says(desk) == "Next: Bo 3 questions left"
    assert "You are 3rd." in ana.page("/stack/mine")
    assert "<b>1</b> of 3 people have spoken tonight" in desk.page("/desk")
    desk.post("/proposals/2/presentation", seconds=240, at=1)
    raise_hands(ana, bo, proposal=2)
    assert wall_says(desk) == "Next: Bo 4 questions left", "it counts for the whole evening"


def test_calling_the_next_ends_the_turn_before(app: Flask, desk: Person) -> None:
    raise_hands(*people(app, desk, "Ana", "Bo"))
    desk.post("/stack/1/turn", at=0)
    assert desk.post("/stack/2/turn", at=1).status_code == 303
    assert hands(app) == [(1, "done"), (2, "called")]


def test_two_keepers_call_at_once_and_one_is_told(app: Flask, desk: Person) -> None:
    raise_hands(*people(app, desk, "Ana", "Bo"))
    desk.post("/stack/1/turn", at=0)
    late = desk.post("/stack/2/turn", at=0, **{"from": "desk"})
    assert (late.status_code, hands(app)) == (409, [(1, "called"), (2, "up")])
    assert "moved first" in refusal(late)


def test_after_four_questions_no_hand_goes_up_and_writing_goes_on(app: Flask, desk: Person) -> None:
    crowd = people(app, desk, *(f"Guest {number}" for number in range(6)))
    raise_hands(*crowd[:5])
    for number in range(1, 5):
        assert desk.post(f"/stack/{number}/turn", at=number - 1).status_code == 303
    assert wall_says(desk) == "Now: Guest 3 0 questions left"
    fifth = desk.post("/stack/5/turn", at=4)
    assert (fifth.status_code, "break" in refusal(fifth)) == (422, True)
    late = crowd[5].post("/proposals/1/hand")
    assert (late.status_code, "break" in refusal(late)) == (422, True)
    assert "Ask them in the break" in crowd[5].page("/")
    assert "Raise my hand" not in crowd[5].page("/")
    assert crowd[5].post("/proposals/1/questions", words="Who cooks?").status_code == 303
    assert "Who cooks?" in desk.page("/presenter/1")


def test_who_is_passed_over_asks_later_and_is_not_counted(app: Flask, desk: Person) -> None:
    raise_hands(*people(app, desk, "Ana", "Bo"))
    desk.post("/stack/1/turn", at=0)
    for _ in range(2):
        assert desk.post("/stack/1/skip", key="k" * 32).status_code == 303
    assert wall_says(desk) == "Next: Bo 4 questions left"
    with app.app_context():
        assert db.session.query(Hand).filter_by(number=1).one().skips == 1


def test_everybody_takes_down_their_own_hand_only(app: Flask, desk: Person) -> None:
    ana, bo = people(app, desk, "Ana", "Bo")
    raise_hands(ana)
    assert bo.post("/stack/1/withdrawal").status_code == 404
    assert ana.post("/stack/1/withdrawal").status_code == 303
    assert hands(app) == [(1, "down")]
    assert "Raise my hand" in ana.page("/")
    called = desk.post("/stack/1/turn", at=0)
    assert (called.status_code, "down again" in refusal(called)) == (422, True)


def test_a_hand_is_up_once(app: Flask, desk: Person) -> None:
    [ana] = people(app, desk, "Ana")
    for key in ("a" * 32, "a" * 32, "b" * 32):
        assert ana.post("/proposals/1/hand", key=key).status_code == 303
    assert hands(app) == [(1, "up")]
    ana.post("/stack/1/withdrawal")
    assert ana.post("/proposals/1/hand", key="a" * 32).status_code == 303
    assert hands(app) == [(1, "down")], "an old press that comes late raises nothing"


def test_hands_go_up_for_whoever_has_the_floor(app: Flask, desk: Person) -> None:
    [ana] = people(app, desk, "Ana")
    assert "has the floor" in refusal(ana.post("/proposals/2/hand"))
    desk.post("/presentation/withdrawal")
    assert ana.post("/proposals/1/hand").status_code == 422
    assert "Raise my hand" not in ana.page("/")


def test_the_clock_started_again_keeps_the_stack(app: Flask, desk: Person) -> None:
    raise_hands(*people(app, desk, "Ana"))
    desk.post("/stack/1/turn", at=0)
    desk.post("/proposals/1/presentation", seconds=240, at=1)
    assert wall_says(desk) == "Now: Ana 3 questions left"


def test_a_question_in_writing_is_read_and_can_be_taken_back(app: Flask, desk: Person) -> None:
    ana, bo = people(app, desk, "Ana", "Bo")
    for _ in range(2):
        assert ana.post("/proposals/1/questions", words="Who cooks on Mondays?").status_code == 303
    assert hands(app) == [(1, "up")], "the same words are the same question"
    presenter, keeper = desk.page("/presenter/1"), desk.page("/stack")
    assert "Who cooks on Mondays?" in presenter
    assert "Ana" in presenter
    assert "Who cooks on Mondays?" in keeper
    assert "Who cooks" not in desk.page("/wall")
    assert "Who cooks" not in bo.page("/")
    assert ana.post("/stack/1/withdrawal").status_code == 303
    assert "Who cooks" not in desk.page("/presenter/1")


def test_a_question_without_a_name_leads_to_nobody(app: Flask, desk: Person) -> None:
    [ana] = people(app, desk, "Ana")
    with app.app_context():
        before = db.session.query(Attempt).count()
    assert ana.post("/proposals/1/questions", words="Is it safe?", unnamed="yes").status_code == 303
    assert "Is it safe?" in desk.page("/presenter/1")
    assert "Ana" not in desk.page("/presenter/1")
    assert ana.post("/stack/1/withdrawal").status_code == 404, "nobody knows that it is hers"
    with app.app_context():
        assert db.session.query(Hand).one().participant_id is None
        assert db.session.query(Attempt).count() == before
        row = db.session.query(LedgerRow).filter_by(kind="question written").one()
        assert row.told["by"] == db.session.query(Gathering).one().ledger_id
        assert "safe" not in row.body


@pytest.mark.parametrize(("words", "said"), [("", "write your question"), ("x" * 141, "at most 140")])
def test_words_that_do_not_fit_stay_in_their_field(app: Flask, desk: Person, words: str, said: str) -> None:
    [ana] = people(app, desk, "Ana")
    refused = ana.post("/proposals/1/questions", words=words, unnamed="yes")
    page = refused.get_data(as_text=True)
    assert (refused.status_code, said in refusal(refused)) == (422, True)
    assert not words or words in page
    assert 'value="yes" checked' in page


def test_a_question_in_writing_read_aloud_is_one_of_the_four(app: Flask, desk: Person) -> None:
    [ana] = people(app, desk, "Ana")
    ana.post("/proposals/1/questions", words="Who cooks?")
    assert desk.post("/stack/1/turn", at=0).status_code == 303
    assert wall_says(desk) == "Now: a question in writing 3 questions left"
    assert "Raise my hand" in ana.page("/")
    desk.post("/stack/1/turn/end")
    raise_hands(ana)
    assert "has not spoken yet" in desk.page("/desk")


def test_the_stack_keeper_has_a_page_of_their_own_and_nothing_else(app: Flask, desk: Person) -> None:
    raise_hands(*people(app, desk, "Ana", "Bo"))
    keeper = keeper_of(app, desk)
    page = keeper.page("/stack")
    assert "Who asks next" in page
    assert "Ana" in page
    called = keeper.post("/stack/1/turn", at=0, htmx=True, **{"from": "stack"})
    assert called.headers["HX-Retarget"] == "#gathering-keeping"
    assert "has the word" in called.get_data(as_text=True)
    assert keeper.post("/stack/2/lowering").status_code == 303
    assert hands(app) == [(1, "called"), (2, "down")]
    keeper.listen()
    for place, form in (
        ("/step", {"to": 3, "at": 2}),
        ("/presentation/minute", {}),
        ("/presentation/withdrawal", {}),
        ("/links", {"role": "facilitator"}),
        ("/help", {"name": "x"}),
        ("/freeze", {}),
    ):
        assert keeper.post(place, **form).status_code == 403, place
    for place in ("/desk", "/wall", "/presenter/1", "/help"):
        assert keeper.get(place).status_code == 403, place
    assert Person(app, desk.slug).get("/stack").status_code == 403


def test_a_guest_calls_nobody(app: Flask, desk: Person) -> None:
    ana, bo = people(app, desk, "Ana", "Bo")
    raise_hands(ana)
    for place in ("turn", "turn/end", "skip", "lowering"):
        assert bo.post(f"/stack/1/{place}", at=0).status_code == 403, place
    assert bo.post("/stack/people", person=1, proposal=1).status_code == 403
    assert hands(app) == [(1, "up")]


def test_the_stack_keeper_raises_a_hand_for_somebody(app: Flask, desk: Person) -> None:
    people(app, desk, "Ana", "Bo")
    luz = keeper_of(app, desk)
    for _ in range(2):
        assert luz.post("/stack/people", person=2, proposal=1, key="h" * 32).status_code == 303
    assert wall_says(desk) == "Next: Bo 4 questions left"
    assert luz.post("/stack/people", person=1, proposal=1, words="Who cooks?").status_code == 303
    assert "Who cooks?" in desk.page("/presenter/1")
    assert luz.post("/stack/people", person=77, proposal=1).status_code == 404
    refused = luz.post("/stack/people", person="Bo", proposal=1, words="And who washes up?")
    assert (refused.status_code, "And who washes up?" in refused.get_data(as_text=True)) == (422, True)
    with app.app_context():
        assert db.session.query(LedgerRow).filter_by(kind="hand raised").one().told["helper"] is True


def test_a_helper_types_a_question_where_they_type_all_else(app: Flask, desk: Person) -> None:
    people(app, desk, "Ana")
    luz = keeper_of(app, desk, "helper")
    assert luz.get("/stack").status_code == 403
    assert "A question" in luz.page("/help/1")
    typed = {"person": 1, "proposal": 1, "from": "help"}
    assert luz.post("/stack/people", **typed).location.endswith("/help/1")
    assert "Their hand is up." in luz.page("/help/1")
    assert luz.post("/stack/1/turn", at=0).status_code == 403
    refused = luz.post("/stack/people", words="x" * 141, **typed)
    assert (refused.status_code, "x" * 141 in refused.get_data(as_text=True)) == (422, True)
    desk.post("/presentation/withdrawal")
    assert "A question" not in luz.page("/help/1")


def test_a_name_off_the_wall_is_not_said(app: Flask, desk: Person) -> None:
    raise_hands(*people(app, desk, "Ana"))
    desk.post("/people/1/hiding")
    assert "Ana" not in wall_says(desk)
    assert "look at your phone" in wall_says(desk)


def test_phones_hear_counts_and_no_names(app: Flask, desk: Person) -> None:
    ana, bo = people(app, desk, "Ana", "Bo")
    bo.listen()
    raise_hands(ana)
    [news] = bo.heard()
    fragments = dict(news["fragments"])
    assert set(fragments) == {"gathering-turns"}
    assert "1 hand is up" in fragments["gathering-turns"]
    assert "Ana" not in str(news)
    assert "my_floor" not in news["nudges"], "a whole hall does not ask at every hand"
    assert fragments["gathering-turns"] in bo.page("/"), "one text on all roads"


def test_with_the_last_question_every_phone_asks_anew(app: Flask, desk: Person) -> None:
    crowd = people(app, desk, "Ana", "Bo", "Cleo", "Dee", "Eve")
    crowd[4].listen()
    raise_hands(*crowd[:4])
    for number in range(1, 5):
        crowd[4].heard()
        desk.post(f"/stack/{number}/turn", at=number - 1)
    assert "my_floor" in crowd[4].heard()[0]["nudges"]


def test_the_book_tells_numbers_only(app: Flask, desk: Person) -> None:
    ana, bo = people(app, desk, "Ana", "Bo")
    raise_hands(ana, bo)
    desk.post("/stack/1/turn", at=0)
    desk.post("/stack/1/turn/end")
    desk.post("/stack/2/skip")
    desk.post("/stack/2/lowering")
    ana.post("/proposals/1/questions", words="Who cooks?")
    told = kinds(app)[-7:]
    assert told == [
        "hand raised", "hand raised", "word given", "question asked", "hand passed over", "hand lowered",
        "question written",
    ]  # fmt: skip
    with app.app_context():
        assert not any("Ana" in row.body or "cooks" in row.body for row in db.session.query(LedgerRow))


def test_who_is_forgotten_has_no_hand_and_no_words(app: Flask, desk: Person) -> None:
    ana, bo = people(app, desk, "Ana", "Bo")
    raise_hands(ana, bo)
    desk.post("/stack/1/turn", at=0)
    desk.post("/stack/1/turn/end")
    ana.post("/proposals/1/questions", words="Who cooks?")
    assert ana.post("/me/forgetting").status_code == 303
    with app.app_context():
        told = [(hand.state, hand.words, hand.participant_id is None) for hand in db.session.query(Hand)]
    assert told == [("done", "", True), ("up", "", False), ("down", "", True)]
    assert wall_says(desk) == "Next: Bo 3 questions left"
    assert "Who cooks" not in desk.page("/presenter/1")


def test_a_purge_leaves_no_question_and_no_key(app: Flask, desk: Person) -> None:
    [ana] = people(app, desk, "Ana")
    ana.post("/proposals/1/questions", words="Who cooks?")
    keeper = keeper_of(app, desk)
    with app.app_context():
        gathering = db.session.query(Gathering).one()
        gathering.position = len(gathering.steps) - 1
        gathering.allocation.lots_drawn = None
        db.session.commit()
    monkey = pytest.MonkeyPatch()
    monkey.setattr("assembly.forgetting.actions.check_evening_over", lambda gathering: None)
    with app.test_request_context("/"), writing(Gathering, desk.slug) as gathering:
        purge(gathering)
    monkey.undo()
    with app.app_context():
        assert db.session.query(Hand).count() == 0
        assert all(grant.device_id is None for grant in db.session.query(Grant).filter_by(role="stack"))
    assert keeper.get("/stack").status_code == 403


def test_a_presenter_who_never_ends_counts_over(app: Flask, desk: Person) -> None:
    from datetime import timedelta

    with app.app_context():
        now = db.session.query(Gathering).one().presentation
        assert now
        now.started_at -= timedelta(seconds=240 + 75)
        db.session.commit()
    for place in ("/wall", "/desk", "/presenter/1"):
        assert re.search(r"data-over>\+1:1\d<", desk.page(place)), place
    assert desk.post("/presentation/withdrawal").status_code == 303
