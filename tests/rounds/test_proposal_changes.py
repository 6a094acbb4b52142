"""The list under the desk's hand: hours come back or move along, nobody gives more than before; all of it undone."""

import pytest
from flask import Flask

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.writing import writing
from assembly.kernel.models.identity import Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.people.models import Participant
from assembly.rounds.actions import proposal_changes
from assembly.rounds.models.pledge import Pledge
from assembly.rounds.models.proposal import Proposal
from tests.support.cast import Person, come_in, end_last_call, refusal

pytestmark = pytest.mark.both_memories


def desk(gathering: Gathering) -> Grant:
    return db.session.query(Grant).filter_by(gathering_id=gathering.id, role="facilitator").one()


def proposal(gathering: Gathering, number: int) -> Proposal:
    return next(one for one in gathering.proposals if one.number == number)


def hours(app: Flask) -> dict[tuple[str | None, int], int]:
    with app.app_context():
        standing = db.session.query(Pledge).filter(Pledge.hours > 0)
        return {(pledge.participant.name, pledge.proposal.number): pledge.hours for pledge in standing}


@pytest.fixture
def promised(ana: Person, bo: Person) -> None:
    """Ana gave 3 hours to the kitchen and 3 to the library, which is all she may; Bo 2 to the kitchen."""
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    ana.post("/proposals/2/pledge", hours=3, first_hour="later")
    bo.post("/proposals/1/pledge", hours=2, first_hour="this week")


def test_hours_come_back_from_what_is_taken_off(app: Flask, fay: Person, ana: Person, promised: None) -> None:
    assert fay.post("/proposals/1/withdrawal").status_code == 303
    assert hours(app) == {("Ana", 2): 3}
    assert "“Night-watch kitchen” was taken back. Your 3 hours are yours again." in ana.page("/me")
    assert ana.post("/proposals/3/pledge", hours=3, first_hour="later").status_code == 303
    assert ana.get("/proposals/1").status_code == 404
    fay.post("/proposals/1/withdrawal/withdrawal")
    assert hours(app) == {("Ana", 2): 3, ("Ana", 3): 3}, "what came back stays with its owner"


def test_two_become_one_and_nobody_gives_more(app: Flask, fay: Person, ana: Person, promised: None) -> None:
    assert fay.post("/proposals/1/merging", into=2, sure=2).status_code == 303
    assert hours(app) == {("Ana", 2): 6, ("Bo", 2): 2}
    assert "Your hours went along: 6 there now" in ana.page("/me")
    assert fay.get("/desk/proposals").get_data(as_text=True).count("together with number 2") == 1
    fay.post("/proposals/1/withdrawal/withdrawal")
    assert hours(app) == {("Ana", 1): 3, ("Ana", 2): 3, ("Bo", 1): 2}
    assert "went along" not in ana.page("/me")


def test_coming_apart_never_breaks_the_limits(app: Flask, fay: Person, ana: Person, promised: None) -> None:
    fay.post("/proposals/1/merging", into=2, sure=2)
    assert ana.post("/proposals/2/pledge", hours=2, first_hour="later").status_code == 303
    assert ana.post("/proposals/3/pledge", hours=4, first_hour="later").status_code == 303
    fay.post("/proposals/1/withdrawal/withdrawal")
    assert hours(app) == {("Ana", 2): 2, ("Ana", 3): 4, ("Bo", 1): 2}, "Ana changed hers since; Bo's came apart"


def test_hours_their_owner_changed_since_stay_where_they_are(
    app: Flask, fay: Person, ana: Person, promised: None
) -> None:
    fay.post("/proposals/1/merging", into=2, sure=2)
    assert ana.post("/proposals/2/pledge", hours=4, first_hour="later").status_code == 303
    fay.post("/proposals/1/withdrawal/withdrawal")
    assert hours(app) == {("Ana", 2): 4, ("Bo", 1): 2}


def test_hours_that_went_twice_are_told_where_they_are(app: Flask, fay: Person, bo: Person, promised: None) -> None:
    fay.post("/proposals/1/merging", into=2, sure=2)
    fay.post("/proposals/2/merging", into=3, sure=3)
    told = "“Night-watch kitchen” was put together with “Sound van”. Your hours went along: 2 there now."
    assert told in bo.page("/me")
    fay.post("/proposals/1/withdrawal/withdrawal")
    assert told in bo.page("/me"), "its hours are still there"
    fay.post("/proposals/3/withdrawal")
    assert "“Sound van” was taken back" in bo.page("/me")
    fay.post("/proposals/3/withdrawal/withdrawal")
    assert "was taken back" not in bo.page("/me")


def test_the_book_tells_each_pledge_that_moved(app: Flask, fay: Person, promised: None) -> None:
    with app.app_context(), writing(Gathering, fay.slug) as gathering:
        proposal_changes.merge_proposals(desk(gathering), proposal(gathering, 1), proposal(gathering, 2))
    with app.app_context():
        kinds = [row.kind for row in db.session.query(LedgerRow).order_by(LedgerRow.seq)]
        assert kinds[-5:] == [*["pledge moved"] * 4, "proposals put together"]
        people = db.session.query(Participant).all()
        rows = "".join(row.body for row in db.session.query(LedgerRow))
        assert all(person.ledger_id in rows for person in people)
        assert "Ana" not in rows


def test_a_title_is_mended_and_put_back(app: Flask, fay: Person, ana: Person) -> None:
    fay.post("/proposals/1/title", title="Night kitchen")
    assert "Night kitchen" in ana.page("/proposals/1")
    fay.post("/proposals/1/title/withdrawal")
    assert "Night-watch kitchen" in ana.page("/proposals/1")
    assert "name" in refusal(fay.post("/proposals/1/title", title=" "))


def test_nothing_moves_after_the_close(app: Flask, fay: Person, ana: Person, promised: None) -> None:
    close(app, fay)
    before = hours(app)
    for place, form in (
        ("/proposals/1/withdrawal", {}),
        ("/proposals/1/merging", {"into": 2, "sure": 2}),
        ("/proposals/1/title", {"title": "x"}),
    ):
        assert fay.post(place, **form).status_code == 422, place
    assert hours(app) == before


def test_a_proposal_the_round_opened_without_stays_out(app: Flask, fay: Person) -> None:
    fay.post("/step", to=0, at=1)
    fay.post("/proposals/3/withdrawal")
    fay.post("/step", to=1, at=0)
    assert "no lot" in refusal(fay.post("/proposals/3/withdrawal/withdrawal"))
    fay.post("/step", to=0, at=1)
    assert fay.post("/proposals/3/withdrawal/withdrawal").status_code == 303
    assert fay.post("/step", to=1, at=0).status_code == 303


def test_putting_a_proposal_together_with_itself(app: Flask, fay: Person) -> None:
    assert "same proposal" in refusal(fay.post("/proposals/1/merging", into=1, sure=1))
    assert fay.post("/proposals/1/merging", into=77).status_code == 404
    assert fay.post("/proposals/1/merging", into="one").status_code == 422


def test_only_the_desk_has_this_hand(app: Flask, fay: Person, ana: Person, promised: None) -> None:
    before = hours(app)
    for place in ("withdrawal", "withdrawal/withdrawal", "merging", "title", "title/withdrawal"):
        assert ana.post(f"/proposals/1/{place}", into=2, title="x").status_code == 403, place
    assert hours(app) == before


def close(app: Flask, fay: Person) -> None:
    fay.post("/step", to=2, at=1)
    fay.post("/allocation/money")
    fay.post("/allocation/last-call")
    end_last_call(app)
    assert fay.post("/allocation/closure", sure="yes").status_code == 303


def test_a_promise_to_nothing_is_free_kept_or_moved(app: Flask, fay: Person, ana: Person, bo: Person) -> None:
    crowd = [come_in(app, fay.slug, f"Guest {number}") for number in range(3)]
    for person in crowd:
        person.post("/proposals/2/pledge", hours=2, first_hour="later")
    ana.post("/proposals/3/pledge", hours=4, first_hour="later")
    assert ana.post("/proposals/3/pledge/choice", choice="keep").status_code == 422, "nothing is decided yet"
    close(app, fay)
    assert "these hours are yours again" in ana.page("/me")
    assert "<b>4</b>" not in ana.page("/me")
    assert ana.post("/proposals/3/pledge/choice", choice="keep").status_code == 303
    assert "you do it anyway" in ana.page("/me")
    assert "<b>4</b>" in ana.page("/me")
    ana.post("/proposals/3/pledge/choice", choice="free")
    assert "these hours are yours again" in ana.page("/me")
    assert "goes on" in refusal(ana.post("/proposals/3/pledge/choice", choice="move", into=1))
    assert ana.post("/proposals/3/pledge/choice", choice="move", into="²").status_code == 422
    ana.post("/proposals/3/pledge/choice", choice="move", into=2)
    assert "You moved these hours to: Tool library" in ana.page("/me")
    assert crowd[0].post("/proposals/2/pledge/choice", choice="keep").status_code == 422
    assert bo.post("/proposals/3/pledge/choice", choice="keep").status_code == 404
    assert ana.post("/proposals/3/pledge/choice", choice="sell").status_code == 422
