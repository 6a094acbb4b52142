"""What is forgotten, what stays, and that the book still hangs together; on both memories."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from assembly.board.models import Asset, AssetHidden, AssetMerged, AssetRenamed, Offer
from assembly.extensions import db
from assembly.forgetting.actions import forget_me, forget_names, purge
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.ledger import sealed
from assembly.kernel.actions.writing import writing
from assembly.kernel.database import sweep, sweep_lately
from assembly.kernel.models.identity import Attempt, Device, Grant
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.rules import RuleBroken
from assembly.people.models import NameHidden, Participant, Slip
from assembly.people.readings.names import headcount_of, named_people
from assembly.rounds.models.pledge import HoursMoved, Pledge, PledgeChoice
from assembly.rounds.models.proposal import Brought, Proposal, ProposalRenamed, ProposalWithdrawn, Want
from assembly.rounds.models.round import Closure
from assembly.rounds.readings.givers import givers
from tests.support.cast import Person, code_of, end_evening, open_evening, start_gathering
from tests.support.cast import come_in as comes_in
from tests.support.traces import check_chain, put_card

pytestmark = pytest.mark.both_memories

PEOPLES = (Participant, Asset, Offer, Pledge, PledgeChoice, HoursMoved, Slip, NameHidden, Brought, Attempt)


@pytest.fixture
def ended(app: Flask, fay: Person, ana: Person, bo: Person) -> Person:
    """The facilitator of an evening that is over: Ana gave 3 hours, Bo 2, both stand beside cards."""
    ana.post("/proposals/1/pledge", hours=3, first_hour="later")
    bo.post("/proposals/2/pledge", hours=2, first_hour="later")
    put_card(app, fay.slug, "Cooking for fifty", 1)
    put_card(app, fay.slug, "A van", 1, 2)
    end_evening(app, fay)
    return fay


@pytest.fixture
def rows(app: Flask) -> Iterator[Any]:
    """Look at the memory."""
    with app.app_context():
        yield db.session
        db.session.remove()


def me_of(gathering: Gathering, number: int) -> Participant:
    return db.session.query(Participant).filter_by(gathering_id=gathering.id, number=number).one()


def forget(app: Flask, slug: str, number: int) -> list[int]:
    with app.app_context(), writing(Gathering, slug) as gathering:
        return [card.number for card in forget_me(me_of(gathering, number))]


def forget_all_names(app: Flask, slug: str) -> None:
    with app.app_context(), writing(Gathering, slug) as gathering:
        forget_names(facilitator(gathering), gathering)


def purge_it(app: Flask, slug: str) -> None:
    with app.app_context(), writing(Gathering, slug) as gathering:
        purge(gathering)


def facilitator(gathering: Gathering) -> Grant:
    return db.session.query(Grant).filter_by(gathering_id=gathering.id, role="facilitator").one()


def kinds(app: Flask) -> list[str]:
    with app.app_context():
        return [row.kind for row in db.session.query(LedgerRow).order_by(LedgerRow.id)]


def test_my_name_and_what_only_i_can_share_are_gone_and_my_promise_stays(app: Flask, ended: Person, rows: Any) -> None:
    former = rows.query(Participant).filter_by(number=1).one().salt
    rows.remove()
    forget(app, ended.slug, 1)
    me = rows.query(Participant).filter_by(number=1).one()
    assert (me.name, [pledge.hours for pledge in me.promises], me.offers) == (None, [3], [])
    assert me.salt != former
    alone, shared = rows.query(Asset).order_by(Asset.number)
    assert (alone.words, alone.note, alone.available, alone.offers) == ("", "", "", [])
    assert (shared.words, [offer.participant.name for offer in shared.offers]) == ("A van", ["Bo"])
    assert rows.query(Attempt).filter_by(device_id=me.device_id).count() == 0
    check_chain(app)


def test_the_book_tells_that_somebody_was_forgotten_and_nothing_else(app: Flask, ended: Person, rows: Any) -> None:
    forget(app, ended.slug, 1)
    body = json.loads(rows.query(LedgerRow).order_by(LedgerRow.id.desc()).first().body)
    assert (body["kind"], body["facts"]) == ("person forgotten", {})


def test_forgetting_me_twice_is_forgetting_me_once_and_a_name_may_come_back(app: Flask, ended: Person) -> None:
    forget(app, ended.slug, 1)
    told = kinds(app)
    forget(app, ended.slug, 1)
    assert kinds(app) == told
    with app.app_context(), writing(Gathering, ended.slug) as gathering:
        from assembly.people.actions.people import change_name

        assert change_name(me_of(gathering, 1), "Anna").name == "Anna"


def test_a_name_given_up_before_can_no_longer_be_guessed(app: Flask, fay: Person, ana: Person, rows: Any) -> None:
    ana.post("/me/name", name="")
    assert (
        sealed("Ana", rows.query(Participant).one().salt)
        in rows.query(LedgerRow.body).filter_by(kind="came in").scalar()
    )
    rows.remove()
    forget(app, fay.slug, 1)
    assert (
        sealed("Ana", rows.query(Participant).one().salt)
        not in rows.query(LedgerRow.body).filter_by(kind="came in").scalar()
    )


def test_a_card_put_together_with_anothers_is_told_with_it(app: Flask, ended: Person, rows: Any) -> None:
    extra = put_card(app, ended.slug, "Cook for many", 1)
    theirs = put_card(app, ended.slug, "Cooking", 2)
    gathering = rows.query(Gathering).filter_by(slug=ended.slug).one()
    mine, target = (rows.query(Asset).filter_by(number=number).one() for number in (extra, theirs))
    rows.add(AssetMerged(asset=mine, into=target, by=facilitator(gathering)))
    rows.commit()
    rows.remove()
    assert set(forget(app, ended.slug, 1)) == {1, 2, extra, theirs}
    words = {card.number: card.words for card in rows.query(Asset)}
    assert words == {1: "", 2: "A van", extra: "", theirs: "Cooking"}


def test_a_card_others_were_put_together_with_keeps_its_words_for_them(app: Flask, ended: Person, rows: Any) -> None:
    theirs = put_card(app, ended.slug, "Cook for many", 2)
    gathering = rows.query(Gathering).filter_by(slug=ended.slug).one()
    mine, other = rows.query(Asset).filter_by(number=1).one(), rows.query(Asset).filter_by(number=theirs).one()
    rows.add(AssetMerged(asset=other, into=mine, by=facilitator(gathering)))
    rows.commit()
    rows.remove()
    forget(app, ended.slug, 1)
    assert rows.query(Asset).filter_by(number=1).one().words == "Cooking for fifty"
    rows.remove()
    forget(app, ended.slug, 2)
    assert {card.words for card in rows.query(Asset)} == {""}


def test_what_a_card_said_before_goes_with_it(app: Flask, ended: Person, rows: Any) -> None:
    gathering = rows.query(Gathering).filter_by(slug=ended.slug).one()
    rows.add(AssetRenamed(asset=gathering.assets[0], before="Ana cooks", by=facilitator(gathering)))
    rows.commit()
    rows.remove()
    forget(app, ended.slug, 1)
    assert rows.query(AssetRenamed).count() == 0


def test_what_i_bring_ends(app: Flask, ended: Person, rows: Any) -> None:
    gathering = rows.query(Gathering).filter_by(slug=ended.slug).one()
    people = [me_of(gathering, number) for number in (1, 2)]
    want = Want(number=1, words="a van", proposal=gathering.proposals[0])
    rows.add_all([Brought(want=want, participant=person) for person in people])
    rows.commit()
    rows.remove()
    forget(app, ended.slug, 1)
    assert [brought.participant.name for brought in rows.query(Brought)] == ["Bo"]


def test_names_wait_for_the_end_of_the_evening(app: Flask, fay: Person, ana: Person) -> None:
    with pytest.raises(RuleBroken, match="round is still open"):
        forget_all_names(app, fay.slug)
    with app.app_context():
        assert db.session.query(Participant).one().name == "Ana"
    assert "names forgotten" not in kinds(app)


def test_all_names_go_and_cards_sums_and_promises_stay(app: Flask, ended: Person, rows: Any) -> None:
    salts = {person.salt for person in rows.query(Participant)} | {one.salt for one in rows.query(Proposal)}
    rows.remove()
    forget_all_names(app, ended.slug)
    assert [person.name for person in rows.query(Participant)] == [None, None]
    assert {proposal.proposer for proposal in rows.query(Proposal)} == {None}
    assert salts.isdisjoint({person.salt for person in rows.query(Participant)})
    assert salts.isdisjoint({proposal.salt for proposal in rows.query(Proposal)})
    assert [card.words for card in rows.query(Asset)] == ["Cooking for fifty", "A van"]
    assert [pledge.hours for pledge in rows.query(Pledge)] == [3, 2]
    gathering = rows.query(Gathering).one()
    assert (gathering.forgotten, gathering.purged) == (True, False)
    check_chain(app)


def test_the_words_that_stay_are_sealed_anew_in_the_book(app: Flask, ended: Person, rows: Any) -> None:
    forget_all_names(app, ended.slug)
    facts = json.loads(rows.query(LedgerRow).filter_by(kind="names forgotten").one().body)["facts"]
    kitchen = rows.query(Proposal).filter_by(number=1).one()
    assert facts["proposals"]["1"]["title"] == sealed("Night-watch kitchen", kitchen.salt)


def test_forgetting_names_again_changes_nothing_and_no_name_comes_after_it(
    app: Flask, ended: Person, ana: Person
) -> None:
    forget_all_names(app, ended.slug)
    assert ana.post("/me/name", name="Ana again").status_code == 422
    forget_all_names(app, ended.slug)
    assert kinds(app).count("names forgotten") == 1
    with app.app_context():
        assert db.session.query(Participant).filter(Participant.name.is_not(None)).count() == 0


def test_former_words_and_cards_nobody_sees_go_with_the_names(app: Flask, ended: Person, rows: Any) -> None:
    hidden = put_card(app, ended.slug, "Call Luz, 555 0100", 2)
    left = put_card(app, ended.slug, "Nobody's any more")
    gathering = rows.query(Gathering).filter_by(slug=ended.slug).one()
    by = facilitator(gathering)
    rows.add(AssetHidden(asset=gathering.assets[hidden - 1], by=by))
    rows.add(AssetRenamed(asset=gathering.assets[0], before="Ana cooks", by=by))
    rows.add(ProposalRenamed(proposal=gathering.proposals[0], before="Luz's kitchen", by=by))
    rows.commit()
    rows.remove()
    forget_all_names(app, ended.slug)
    assert {card.number: card.words for card in rows.query(Asset)} == {
        1: "Cooking for fifty",
        2: "A van",
        hidden: "",
        left: "",
    }
    assert rows.query(AssetRenamed).count() == rows.query(ProposalRenamed).count() == 0


def test_an_evening_that_goes_on_is_not_purged(app: Flask, fay: Person, ana: Person) -> None:
    with pytest.raises(RuleBroken, match="round is still open"):
        purge_it(app, fay.slug)
    end_evening(app, fay)
    fay.post("/step", to=2, at=3)
    with pytest.raises(RuleBroken, match="still going on"):
        purge_it(app, fay.slug)
    with app.app_context():
        assert db.session.query(Participant).count() == 1


def test_a_purge_leaves_proposals_sums_and_the_book(app: Flask, ended: Person, ana: Person, rows: Any) -> None:
    gathering = rows.query(Gathering).one()
    outcome, by, people = (
        gathering.allocation.closure.outcome,
        facilitator(gathering),
        [each.person for each in named_people(gathering)],
    )
    choice = PledgeChoice(choice="move", pledge=people[0].pledges[0], into=gathering.proposals[0])
    moved = HoursMoved(hours=1, pledge=people[0].pledges[0], by=by)
    claim = Slip(code_hash="c" * 64, participant=people[0], by=by)
    rows.add_all([choice, moved, claim, NameHidden(participant=people[1], by=by)])
    gathering.wifi_name, gathering.wifi_password = "hall", "secret of the hall"
    rows.commit()
    before = [(row.seq, row.hash) for row in rows.query(LedgerRow).order_by(LedgerRow.seq)]
    assert all(rows.query(kind).count() for kind in PEOPLES if kind is not Brought)
    rows.remove()
    purge_it(app, ended.slug)
    assert {kind.__name__: rows.query(kind).count() for kind in PEOPLES} == {kind.__name__: 0 for kind in PEOPLES}
    assert rows.query(Device).count() == 1, "the facilitator's"
    gathering = rows.query(Gathering).one()
    assert [proposal.title for proposal in gathering.proposals] == ["Night-watch kitchen", "Tool library", "Sound van"]
    assert gathering.allocation.closure.outcome == outcome
    assert (headcount_of(gathering), givers(gathering.allocation)) == (2, 2), "the book remembers how many"
    assert (gathering.purged, gathering.forgotten, gathering.door_closed) == (True, True, True)
    assert (gathering.wifi_name, gathering.wifi_password) == ("", "")
    assert [(row.seq, row.hash) for row in rows.query(LedgerRow).order_by(LedgerRow.seq)][:-1] == before
    check_chain(app)


def test_purging_twice_is_purging_once(app: Flask, ended: Person, rows: Any) -> None:
    purge_it(app, ended.slug)
    told = kinds(app)
    purge_it(app, ended.slug)
    assert kinds(app) == told
    assert headcount_of(rows.query(Gathering).one()) == 2


def test_keys_of_helpers_and_presenters_are_nobodys_but_their_deeds_stay(
    app: Flask, ended: Person, ana: Person, rows: Any
) -> None:
    gathering = rows.query(Gathering).one()
    phone = me_of(gathering, 1).device
    presenter = Grant(role="presenter", gathering=gathering, device=phone, proposal=gathering.proposals[2])
    rows.add(ProposalWithdrawn(proposal=gathering.proposals[2], by=presenter))
    rows.commit()
    rows.remove()
    purge_it(app, ended.slug)
    taken = rows.query(Grant).filter_by(role="presenter").one()
    assert taken.device is None
    assert taken.withdrawn_at
    assert rows.query(Gathering).one().proposals[2].withdrawn
    assert rows.query(Device).count() == 1


def test_other_gatherings_stay_as_they_are(app: Flask, ended: Person, ana: Person, elle: Person) -> None:
    elle.post("/proposals/1/pledge", hours=1, first_hour="later")
    put_card(app, elle.slug, "Sewing", 1)
    both = Person(app, elle.slug)
    both.browser, both.token = ana.browser, ana.token
    both.post("/people", code=code_of(app, elle.slug), name="Ana elsewhere")
    both.post("/proposals/3/pledge", hours=2, first_hour="later")
    before = everything_at(app, elle.slug)
    assert len(before) == 2 + 2 + 1 + 3
    purge_it(app, ended.slug)
    assert everything_at(app, elle.slug) == before
    assert both.get("/me").status_code == 200, "the same phone is still in over there"
    assert ana.get("/me").status_code == 403
    check_chain(app)


def everything_at(app: Flask, slug: str) -> list[tuple[object, ...]]:
    """People, pledges, cards and proposals of a gathering."""
    with app.app_context():
        there = db.session.query(Gathering).filter_by(slug=slug).one()
        people = db.session.query(Participant).filter_by(gathering_id=there.id).order_by(Participant.id)
        pledges = db.session.query(Pledge).filter_by(allocation=there.allocation).order_by(Pledge.id)
        return [
            *((one.id, one.name, one.salt, one.device.token_hash, one.ledger_id) for one in people),
            *((pledge.participant_id, pledge.proposal_id, pledge.hours) for pledge in pledges),
            *((card.words, card.salt, len(card.offers)) for card in there.assets),
            *((one.title, one.proposer, one.salt) for one in there.proposals),
        ]


def test_a_mapping_evening_has_no_round_to_wait_for(app: Flask) -> None:
    host = start_gathering(app, "Southside Assembly", "What we have", kind="mapping")
    comes_in(app, host.slug, "Cleo")
    put_card(app, host.slug, "Bread", 1)
    with pytest.raises(RuleBroken, match="still going on"):
        purge_it(app, host.slug)
    for step in range(3):
        assert host.post("/step", to=step + 1, at=step).status_code == 303
    forget_all_names(app, host.slug)
    purge_it(app, host.slug)
    with app.app_context():
        assert db.session.query(Participant).count() == db.session.query(Asset).count() == 0
    for place in ("/desk", "/desk/people", "/desk/board", "/wall", "/paper"):
        assert host.get(place).status_code == 200, place


def test_sweeping_goes_well_on_both_memories(app: Flask, ended: Person) -> None:
    with app.app_context():
        db.session.query(Gathering).first()
        assert sweep_lately()
        assert sweep()
        assert db.session.query(Closure).count() == 1
        db.session.remove()
    open_evening(start_gathering(app, "Northside Assembly", "And on it goes"))
