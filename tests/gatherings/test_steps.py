"""Next, Back, and what the facilitator does with the round."""

import re

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from tests.support.cast import Person, come_in, end_evening, end_last_call, propose, refusal, start_gathering


def position(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Gathering).one().position


def test_next_and_back_move_everybody(app: Flask, fay: Person, ana: Person) -> None:
    assert position(app) == 1
    assert fay.post("/step", to=2, at=1).status_code == 303
    assert 'data-step="allocation"' in ana.page("/")
    assert fay.post("/step", to=1, at=2).status_code == 303
    assert position(app) == 1


def test_of_two_who_press_next_one_wins_and_the_other_is_told(app: Flask, fay: Person) -> None:
    assert fay.post("/step", to=2, at=1).status_code == 303
    second = fay.post("/step", to=2, at=1)
    assert second.status_code == 409
    assert "Somebody else moved first" in refusal(second)
    assert position(app) == 2


@pytest.mark.parametrize(("to", "at"), [("3", "1"), ("-1", "1"), ("x", "1"), ("2", ""), ("99999999999999999999", "1")])
def test_steps_that_are_not_there_are_refused(app: Flask, fay: Person, to: str, at: str) -> None:
    assert fay.post("/step", to=to, at=at).status_code == 422
    assert position(app) == 1


def test_only_a_facilitator_moves_steps(app: Flask, ana: Person, fay: Person) -> None:
    assert ana.post("/step", to=2, at=1).status_code == 403
    assert position(app) == 1


def test_the_money_shows_only_when_it_is_shown(fay: Person, ana: Person, bo: Person) -> None:
    for person in (ana, bo, come_in(fay.app, fay.slug, "Cleo")):
        person.post("/proposals/1/pledge", hours=2, first_hour="later")
    assert "$" not in ana.page("/allocation")
    fay.post("/step", to=2, at=1)
    assert "$" not in ana.page("/allocation")
    assert fay.post("/allocation/money").status_code == 303
    assert "$3,600" in ana.page("/allocation")


def test_nothing_closes_without_a_last_call_that_is_over(app: Flask, fay: Person, ana: Person) -> None:
    too_early = fay.post("/allocation/closure", sure="yes")
    assert too_early.status_code == 422
    assert "last call" in refusal(too_early)
    assert fay.post("/allocation/last-call").status_code == 422, "the money is not shown yet"
    fay.post("/allocation/money")
    assert fay.post("/allocation/last-call").status_code == 303
    assert fay.post("/allocation/closure", sure="yes").status_code == 422
    end_last_call(app)
    assert fay.post("/allocation/closure").status_code == 422, "closing takes a second press"
    assert fay.post("/allocation/closure", sure="yes").status_code == 303
    assert fay.post("/allocation/closure", sure="yes").status_code == 303, "closing twice is closing once"
    with app.app_context():
        assert db.session.query(LedgerRow).filter_by(kind="allocation locked").count() == 1
    assert ana.post("/proposals/1/pledge", hours=1, first_hour="later").status_code == 422


def test_nobody_owes_hours_to_what_got_nothing(app: Flask, fay: Person, ana: Person) -> None:
    ana.post("/proposals/1/pledge", hours=2, first_hour="this week")
    for number in range(4):
        come_in(app, fay.slug, f"Guest {number}").post("/proposals/2/pledge", hours=2, first_hour="later")
    ana.post("/proposals/2/pledge", hours=1, first_hour="later")
    assert "these hours are yours again" not in ana.page("/me")
    close_the_round(app, fay)
    page = ana.page("/me")
    assert page.count("these hours are yours again") == 1
    assert "<b>1</b>" in page


def close_the_round(app: Flask, fay: Person) -> None:
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    end_last_call(app)
    assert fay.post("/allocation/closure", sure="yes").status_code == 303


def test_settings_are_fixed_once_hours_may_be_given(fay: Person) -> None:
    answered = fay.post("/allocation", divided=9000)
    assert answered.status_code == 422
    assert "open" in refusal(answered)


def test_an_open_rounds_minimum_only_comes_down(fay: Person) -> None:
    assert fay.post("/proposals/1", minimum="1500").status_code == 422
    assert fay.post("/proposals/1", minimum="1200").status_code == 303
    assert fay.post("/proposals/1", minimum="1300").status_code == 422


def test_a_lost_facilitator_gets_back_by_a_new_link(app: Flask, fay: Person, ana: Person) -> None:
    made = fay.post("/links", role="facilitator")
    assert made.status_code == 303
    page = fay.page("/desk/links")
    secret = page.split("/key#")[1].split('"')[0].split("<")[0].strip()
    assert ana.get("/desk").status_code == 403
    redeemed = ana.browser.post("/key", data={"csrf_token": ana.csrf(), "key": secret})
    assert redeemed.status_code == 303
    assert ana.get("/desk").status_code == 200


def test_a_wrong_key_opens_nothing(fay: Person, ana: Person) -> None:
    answered = ana.browser.post("/key", data={"csrf_token": ana.csrf(), "key": "wrong"})
    assert answered.status_code == 403
    assert ana.get("/desk").status_code == 403


def test_what_does_not_fit_on_one_wall_is_turned_by_the_facilitator(app: Flask) -> None:
    fay = start_gathering(app, "Northside", "Long evening")
    for number in range(1, 17):
        propose(fay, f"Proposal of the {number}. house", 0, 0)
    assert "Page 1 of 2" not in fay.page("/wall")
    fay.post("/step", to=1, at=0)
    first = fay.page("/wall")
    assert "Page 1 of 2" in first
    assert "the 8. house" in first
    assert "the 9. house" not in first
    assert "Turn the wall's page" in fay.page("/desk")
    assert fay.post("/wall/page", to=2).status_code == 303
    second = fay.page("/wall")
    assert "the 9. house" in second
    assert "the 8. house" not in second
    assert fay.post("/wall/page", to=99).status_code == 303
    assert "Page 2 of 2" in fay.page("/wall"), "there is nothing beyond the last page"
    for nonsense in ("0", "-1", "x", "1000"):
        assert fay.post("/wall/page", to=nonsense).status_code == 422
    fay.post("/step", to=0, at=1)
    fay.post("/step", to=1, at=0)
    assert "Page 1 of 2" in fay.page("/wall"), "every step begins on its first page"


def test_what_was_decided_is_told_once_it_is_decided(app: Flask, fay: Person) -> None:
    fay.post("/step", to=2, at=1)
    early = fay.post("/step", to=3, at=2)
    assert early.status_code == 422
    assert "Close the round first" in refusal(early)
    assert position(app) == 2
    close_the_round(app, fay)
    assert fay.post("/step", to=3, at=2).status_code == 303


def test_an_evening_without_a_proposal_does_not_open(app: Flask) -> None:
    early = start_gathering(app, "Southside", "First evening")
    refused = early.post("/step", to=1, at=0)
    assert refused.status_code == 422
    assert "no proposal yet" in refusal(refused)
    assert early.post("/allocation", divided=500).status_code == 303, "everything can still change"


def test_back_at_the_doors_before_the_first_hour_everything_may_change_again(app: Flask, fay: Person) -> None:
    assert fay.post("/allocation", divided=9000).status_code == 422
    fay.post("/step", to=0, at=1)
    assert fay.post("/allocation", divided=9000).status_code == 303
    fay.post("/step", to=1, at=0)
    ana = come_in(app, fay.slug, "Ana")
    ana.post("/proposals/1/pledge", hours=1, first_hour="later")
    ana.post("/proposals/1/pledge/withdrawal")
    fay.post("/step", to=0, at=1)
    assert fay.post("/allocation", divided=8000).status_code == 422, "an hour was given: the round is on"


def test_the_wall_says_when_we_meet_again(app: Flask, fay: Person) -> None:
    end_evening(app, fay)
    assert "We meet again" not in fay.page("/wall")
    assert fay.post("/next-date", next_date="Sunday, 3 pm").status_code == 303
    assert "Sunday, 3 pm" in fay.page("/wall")


def test_the_walls_page_turns_to_the_next_and_from_the_last_to_the_first(app: Flask, fay: Person) -> None:
    end_evening(app, fay)
    assert fay.post("/step", to=2, at=3).status_code == 303
    pages = []
    for _turn in range(5):
        assert fay.post("/wall/page").status_code == 303
        pages.append(re.search(r"Page (\d) of (\d)", fay.page("/wall")).groups())
    last = pages[0][1]
    assert [page for page, _ in pages][: int(last)] == [*map(str, range(2, int(last) + 1)), "1"]


def test_the_desk_lists_the_proposals_whichever_step_it_was_opened_in(fay: Person) -> None:
    fay.listen("desk")
    assert fay.post("/step", to=2, at=1).status_code == 303
    rows = dict(part for news in fay.heard() for part in news["fragments"])["round-rows"]
    assert "Night-watch kitchen" in rows


def test_the_same_press_starts_one_assembly(app: Flask) -> None:
    fay = start_gathering(app, "Northside", "Long evening")
    fay.slug = ""
    typed = {"assembly": "Southside", "currency": "USD", "time_zone": "UTC", "kind": "round"}
    answers = [fay.post("/assemblies", key="k" * 32, gathering="Short evening", **typed) for _ in range(2)]
    assert [answered.status_code for answered in answers] == [303, 303]
    assert "Short evening" in fay.page(answers[1].location)
    assert fay.post("/assemblies", key="k" * 32, gathering="Other evening", **typed).status_code == 409
    with app.app_context():
        assert [assembly.name for assembly in db.session.query(Assembly)] == ["Northside", "Southside"]
