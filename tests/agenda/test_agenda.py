"""The agenda on the desk, on phones and on the wall: skip, move, add, extend, before and during the evening."""

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering, Step
from assembly.kernel.models.ledger import LedgerRow
from tests.support.cast import Person, come_in, refusal, start_gathering

ONCE = "ab" * 16  # the key of one press


@pytest.fixture
def host(app: Flask) -> Person:
    """Facilitates a whole mapping gathering that is still at its doors."""
    return start_gathering(app, "Eastside Assembly", "What we have", kind="mapping-gathering")


def steps(app: Flask) -> list[str]:
    """Kinds in their order, those skipped in brackets."""
    with app.app_context():
        found = db.session.query(Step).order_by(Step.position)
        return [f"({step.kind})" if step.skipped else step.kind for step in found]


def number(app: Flask, kind: str) -> int:
    with app.app_context():
        return db.session.query(Step).filter_by(kind=kind).one().number


def position(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Gathering).one().position


def rows(app: Flask, kind: str) -> int:
    with app.app_context():
        return db.session.query(LedgerRow).filter_by(kind=kind).count()


def test_next_and_back_pass_over_what_is_skipped(app: Flask, host: Person) -> None:
    assert host.post(f"/steps/{number(app, 'welcome')}/skipping").status_code == 303
    assert "(welcome)" in steps(app)
    assert host.post("/step", to=1, at=0).status_code == 422
    assert host.post("/step", to=2, at=0).status_code == 303
    assert 'data-step="pairs"' in host.page("/wall")
    assert host.post("/step", to=0, at=2).status_code == 303


def test_next_leads_to_the_step_it_names_or_says_that_somebody_was_first(app: Flask, host: Person) -> None:
    button = host.page("/desk").split("Next: Welcome")[0].rsplit("<form", 1)[1]
    assert f'name="step" value="{number(app, "welcome")}"' in button
    host.post(f"/steps/{number(app, 'welcome')}/later")
    told = host.post("/step", to=1, at=0, step=number(app, "welcome"))
    assert (told.status_code, position(app)) == (409, 0), "another step stands there now"
    assert host.post("/step", to=1, at=0, step=number(app, "pairs")).status_code == 303


def test_skipping_twice_is_one_row_and_taking_up_again_undoes_it(app: Flask, host: Person) -> None:
    pairs = number(app, "pairs")
    host.post(f"/steps/{pairs}/skipping")
    host.post(f"/steps/{pairs}/skipping")
    assert rows(app, "step skipped") == 1
    host.post(f"/steps/{pairs}/skipping/withdrawal")
    assert "pairs" in steps(app)


def test_steps_change_places_and_keep_their_number(app: Flask, host: Person) -> None:
    pairs = number(app, "pairs")
    assert host.post(f"/steps/{pairs}/later", key=ONCE).status_code == 303
    assert host.post(f"/steps/{pairs}/later", key=ONCE).status_code == 303
    order = steps(app)
    assert order.index("pairs") == order.index("board") + 1
    assert number(app, "pairs") == pairs
    host.post(f"/steps/{pairs}/earlier")
    assert steps(app).index("pairs") == 2


def test_the_end_stays_the_end_and_the_past_stays_the_past(app: Flask, host: Person) -> None:
    before = steps(app)
    last = before[-2]
    with app.app_context():
        late = db.session.query(Step).filter_by(kind=last).order_by(Step.position.desc()).first()
        assert late
        late_number = late.number
    assert "last one stays the last" in refusal(host.post(f"/steps/{late_number}/later"))
    assert "last one stays the last" in refusal(host.post(f"/steps/{number(app, 'closing')}/skipping"))
    host.post("/step", to=1, at=0)
    for place in (f"/steps/{number(app, 'welcome')}/skipping", f"/steps/{number(app, 'pairs')}/earlier"):
        answer = host.post(place)
        assert answer.status_code == 422
        assert "already there" in refusal(answer)
    assert steps(app) == before


def test_everything_to_come_may_be_skipped_and_the_evening_still_ends(app: Flask, host: Person) -> None:
    with app.app_context():
        numbers = [step.number for step in db.session.query(Step) if step.kind not in ("doors", "closing")]
    for each in numbers:
        assert host.post(f"/steps/{each}/skipping").status_code == 303
    end = len(steps(app)) - 1
    assert host.post("/step", to=end, at=0).status_code == 303
    assert position(app) == end


def test_the_pot_cannot_be_skipped_while_hours_are_given(app: Flask) -> None:
    host = start_gathering(app, "Eastside Assembly", "Winter congress", kind="round")
    answer = host.post(f"/steps/{number(app, 'allocation')}/skipping")
    assert answer.status_code == 422
    assert "needs the step of the pot" in refusal(answer)
    assert host.post(f"/steps/{number(app, 'pledging')}/skipping").status_code == 303
    assert host.post(f"/steps/{number(app, 'allocation')}/skipping").status_code == 303
    assert host.post("/step", to=3, at=0).status_code == 303


def test_a_step_is_added_before_another(app: Flask, host: Person) -> None:
    board = number(app, "board")
    form = {"kind": "ceremony", "minutes": "4", "before": board}
    assert host.post("/steps", key=ONCE, **form).status_code == 303
    assert host.post("/steps", key=ONCE, **form).status_code == 303
    order = steps(app)
    assert order.count("ceremony") == 1
    assert order.index("ceremony") == order.index("board") - 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "ceremony", "minutes": "soon"}, "whole number"),
        ({"kind": "ceremony", "minutes": "0"}, "1 to 240"),
        ({"kind": "party", "minutes": "5"}, "pick what kind"),
        ({"kind": "closing", "minutes": "5"}, "once only"),
    ],
)
def test_an_odd_step_is_refused_with_a_sentence(app: Flask, host: Person, form: dict[str, str], words: str) -> None:
    before = steps(app)
    answer = host.post("/steps", before=number(app, "board"), **form)
    assert answer.status_code == 422
    assert words in refusal(answer)
    assert steps(app) == before


def test_words_and_minutes_change_and_a_wrong_form_keeps_what_was_typed(app: Flask, host: Person) -> None:
    pairs = number(app, "pairs")
    words = {"title": "In threes", "say": "Find two others.", "minutes": "9"}
    assert host.post(f"/steps/{pairs}", **words).status_code == 303
    assert "In threes" in host.page("/desk")
    wrong = host.post(f"/steps/{pairs}", title="In fours", say="Find three others.", minutes="many")
    assert wrong.status_code == 422
    assert "Find three others." in wrong.get_data(as_text=True)
    assert "In threes" in host.page("/desk")


def test_five_minutes_more_count_once_a_press(app: Flask, host: Person) -> None:
    host.post("/step", to=1, at=0)
    with app.app_context():
        planned = db.session.query(Step).filter_by(kind="welcome").one().minutes
    host.post("/step/extension", key=ONCE)
    host.post("/step/extension", key=ONCE)
    with app.app_context():
        assert db.session.query(Step).filter_by(kind="welcome").one().minutes == planned + 5


def test_only_a_facilitator_changes_the_agenda(app: Flask, host: Person) -> None:
    ana = come_in(app, host.slug, "Ana")
    before = steps(app)
    for place in ("/steps/2/skipping", "/steps/2/later", "/step/extension", "/agenda/showing"):
        assert ana.post(place).status_code == 403
    assert ana.get("/desk/agenda").status_code == 403
    assert steps(app) == before


def test_the_wall_shows_the_agenda_until_the_room_moves_on(app: Flask, host: Person) -> None:
    assert "Where we are" not in host.page("/wall")
    host.post("/agenda/showing")
    assert "Where we are" in host.page("/wall")
    host.post("/step", to=1, at=0)
    assert "Where we are" not in host.page("/wall")
    host.post("/agenda/showing")
    host.post("/agenda/showing/withdrawal")
    assert "Where we are" not in host.page("/wall")


def test_phones_read_the_agenda(app: Flask, host: Person) -> None:
    ana = come_in(app, host.slug, "Ana")
    host.post(f"/steps/{number(app, 'pairs')}/skipping")
    assert f"/g/{host.slug}/agenda" in ana.page("/me")
    page = ana.page("/agenda")
    assert "Welcome" in page
    assert "In pairs" not in page


def test_phones_hear_that_a_break_got_longer_and_nobody_hears_of_another_room(
    app: Flask, host: Person, elle: Person
) -> None:
    ana = come_in(app, host.slug, "Ana")
    while 'data-step="break"' not in host.page("/wall"):
        at = _here(app, host.slug)
        host.post("/step", to=at + 1, at=at)
    ana.listen()
    elle.listen()
    host.post("/step/extension")
    assert "gathering-talk" in ana.heard_parts()
    assert elle.heard() == []


def _here(app: Flask, slug: str) -> int:
    with app.app_context():
        return db.session.query(Gathering).filter_by(slug=slug).one().position
